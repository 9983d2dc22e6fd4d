"""Signals of a period, with their sentences."""

import numpy as np
import pytest

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.model.rarity import rarity
from tests.loop.diagnose.signal.quiet import CALENDAR, like_neighbours


@pytest.fixture
def quiet(observations):
    """Maker of observations of stores, one row of values each, ending in 2025-06."""

    def make(*histories):
        last = CALENDAR.parse("2025-06")
        return observations(
            {"kpi": "sales", "entity": f"e{at}", "period": CALENDAR.shift(last, 1 - len(values) + back).text}
            | {"value": float(each)}
            for at, values in enumerate(histories)
            for back, each in enumerate(values)
        )

    return make


def test_the_rarest_comes_first_and_is_told(quiet):
    histories = list(100 + 10 * like_neighbours(np.random.default_rng(3), 5, 25))
    histories[2][-1] = 20
    found = dx.diagnose.signals(quiet(*histories, [1.0, 2, 3]), "2025-06")
    first = found.told("en").iloc[0]
    assert (first["entity"], first["side"], bool(first["signal"])) == ("e2", "below", True)
    assert first["told"] == "Below its usual range, and hardly by chance: fewer than 1 month in 1,000."
    assert found.told("zh").iloc[-1]["told"] == "此前只有 2 期数值，还看不出平时的波动范围。"
    assert found.frame()["signal"].iloc[-1] is None
    assert found.summary("en").startswith("2025-06: 5 figures held against their own history, ")


def test_signals_draw_themselves(quiet):
    found = dx.diagnose.signals(quiet(*(100 + 10 * like_neighbours(np.random.default_rng(4), 3, 25))), "2025-06")
    assert found.plot("zh").axes
    assert '"kind": "Signals"' in found.to_json() or '"kind":"Signals"' in found.to_json()
    assert "<table" in found._repr_html_()


def test_too_short_histories_can_not_be_drawn(quiet):
    with pytest.raises(InputError, match="No figure has a history"):
        dx.diagnose.signals(quiet([1.0, 2]), "2025-06").plot()


def test_signals_of_nothing_are_no_rows(quiet, observations):
    nothing = type(quiet([1.0]))(quiet([1.0]).table.iloc[:0])
    assert dx.diagnose.signals(nothing, "2025-06").frame().empty


def test_what_are_no_observations_is_refused(quiet):
    with pytest.raises(InputError, match="takes Observations, got DataFrame"):
        dx.diagnose.signals(quiet([1.0]).table, "2025-06")


@pytest.mark.parametrize(
    ("probability", "zh", "en"),
    [
        (0.9, "平时一半以上的时候都会这样", "more often than not"),
        (0.34, "平时约每 3 个月会有一次", "about 1 month in 3"),
        (0.048, "平时约每 20 个月会有一次", "about 1 month in 20"),
        (0.011, "平时约每 100 个月会有一次", "about 1 month in 100"),
        (0.0001, "平时 1,000 个月里也难得有一次", "fewer than 1 month in 1,000"),
        (float("nan"), "", ""),
    ],
)
def test_rarity_is_told_in_round_numbers(probability, zh, en):
    assert rarity(probability, "month", "zh") == zh
    assert rarity(probability, "month", "en") == en


def test_what_is_no_probability_or_cycle_is_refused():
    with pytest.raises(InputError, match="outside 0 to 1"):
        rarity(1.5, "month")
    with pytest.raises(InputError, match="fortnight"):
        rarity(0.5, "fortnight")
