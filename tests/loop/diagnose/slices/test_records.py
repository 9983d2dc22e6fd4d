"""Slices handed on: whatever a client's dimensions are called, and whatever the cells hold."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.diagnose.slices import records as told
from diagnostics.model.kpi import Kpi


def cells(dimension, rates, visits=2000.0):
    values = [f"v{n}" for n in range(len(rates))]
    cases = np.full(len(rates), visits)
    frame = pd.DataFrame({dimension: values, "numerator": np.round(cases * rates), "denominator": cases})
    return frame.assign(value=frame["numerator"] / frame["denominator"], people=np.nan)


def located(dimension, now, then, **changed):
    kpi = Kpi(id="rate", name="rate", unit="share", direction="higher", source="s", measure="sum(a) / sum(b)",
              dimensions=(dimension,))  # fmt: skip
    actual = cells(dimension, now).assign(**changed)
    return told._told_first(kpi, "x", [told._Pair("peers", "2025-06", "2025-06", actual, cells(dimension, then))], 0)


RATES = [0.3, 0.31, 0.29, 0.3, 0.32]


@pytest.mark.parametrize("dimension", ["channel", "share", "score", "before"])
def test_a_dimension_may_be_called_as_a_column_of_the_result(dimension):
    made, _ = located(dimension, [0.15, *RATES[1:]], RATES)
    assert [each["slice"] for each in made] == [{dimension: "v0"}]
    assert made[0]["significant"]
    assert made[0]["own"] == made[0]["contribution"] == pytest.approx(made[0]["gap"])


def test_where_nothing_is_sure_three_are_told_and_none_has_an_own_part():
    made, _ = located("channel", [each + 0.004 for each in RATES], RATES)
    assert len(made) == 3
    assert not any(each["significant"] or "own" in each for each in made)


def test_a_negative_denominator_is_a_reason_and_no_end_of_the_run():
    assert located("channel", RATES, RATES, denominator=[-5.0, 9, 9, 9, 9]) == ([], "negative_base")


def test_a_figure_beyond_reckoning_is_a_reason_and_no_end_of_the_run():
    assert located("channel", RATES, RATES, numerator=[1e120, 9, 9, 9, 9]) == ([], "beyond")


def test_what_is_sure_yet_small_is_told_apart_from_nothing_sure(monkeypatch):
    monkeypatch.setattr(told, "MATERIAL", 2.0)
    made, _ = located("channel", [0.15, *RATES[1:]], RATES)
    assert {(each["significant"], each["small"]) for each in made} == {(False, True)}
    monkeypatch.undo()
    made, _ = located("channel", [each + 0.004 for each in RATES], RATES)
    assert {(each["significant"], each["small"]) for each in made} == {(False, False)}


def test_a_dimension_of_one_value_is_a_reason():
    assert located("channel", [0.1], [0.3]) == ([], "alone")


def test_what_a_kpi_did_before_says_whether_its_slices_are_beyond_chance():
    draws = np.random.default_rng(4)
    months = [np.array(RATES) * np.exp(draws.normal(0, 0.15, 5)) for _ in range(7)]
    now = np.array([0.21, *RATES[1:]])
    kpi = Kpi(id="rate", name="rate", unit="share", direction="higher", source="s", measure="sum(a) / sum(b)",
              dimensions=("channel",))  # fmt: skip
    sides = [cells("channel", each) for each in (now, *months)]
    calm = list(pairwise(sides[1:]))
    for earlier, sure in (((), True), (calm, False)):
        pair = told._Pair("previous", "2025-06", "2025-05", sides[0], cells("channel", RATES), earlier)
        made, _ = told._told_first(kpi, "x", [pair], 0)
        assert made[0]["significant"] is sure
