"""XmR charts: published cases, phases, refusals."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.track.chart import xmr

SPC = Path(__file__).parents[5] / "shared" / "data" / "spc"


def published(name: str, **options) -> pd.DataFrame:
    path = SPC / name
    if not path.is_file():
        pytest.skip(f"{name} is not there: the published cases lie beside the project, not in it")
    return pd.read_csv(path, **options)


def agree(chart, expected: pd.DataFrame) -> None:
    frame = chart.frame()
    np.testing.assert_allclose(frame["value"], expected["y"], atol=1e-12)
    np.testing.assert_allclose(frame[["mean", "lower", "upper"]], expected[["mean_col", "lpl", "upl"]], atol=1e-6)
    assert list(frame["flag"]) == list(expected["point_type"])


def test_nhs_trust_attendances_are_reproduced_with_every_flag():
    expected = published("expected_rrk_stable.csv")
    chart = xmr(expected["y"], improvement="lower")
    agree(chart, expected)
    assert chart.frame()["mean"].iloc[0] == pytest.approx(1711.875, abs=1e-9)
    assert (chart.limits[0].lower, chart.limits[0].upper) == pytest.approx((849.7931818, 2573.9568182), abs=1e-6)
    rules = chart.frame()["rule"].value_counts()
    assert (rules["below"], rules["outside_high"], rules[""]) == (8, 1, 15)
    assert chart.variation == "common_cause"
    assert chart.assurance is None


@pytest.mark.parametrize(("screen", "name"), [(True, "screen"), (False, "noscreen")])
def test_screening_of_moving_ranges_is_reproduced(screen, name):
    expected = published(f"expected_deviations_{name}.csv")
    chart = xmr(expected["y"], screen=screen)
    agree(chart, expected)
    ends = (4.6044444, -0.7155556) if screen else (6.9515033, -3.0626144)
    assert (chart.limits[0].upper, chart.limits[0].lower) == pytest.approx(ends, abs=1e-6)


def test_a_target_inside_the_limits_is_reached_by_chance():
    expected = published("expected_rnorm123.csv")
    chart = xmr(expected["y"], target=0.5)
    agree(chart, expected)
    assert set(expected["assurance"]) == {chart.assurance} == {"inconsistent"}


def test_viscosity_has_one_signal_by_the_textbook_factor():
    batches = published("viscosity.txt", sep=r"\s+")
    chart = xmr(batches.loc[batches["trial"], "viscosity"], screen=False, factor=3 / 1.128379)
    limits = chart.limits[0]
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((34.088, 32.5656, 35.6104), abs=5e-5)
    assert list(np.flatnonzero(chart.frame()["flag"] != "common_cause")) == [3]


def test_viscosity_of_later_batches_is_judged_by_the_trial_batches():
    batches = published("viscosity.txt", sep=r"\s+")
    chart = xmr(batches["viscosity"], screen=False, baseline=20)
    assert chart.frame()["mean"].nunique() == 1
    assert chart.limits[0].mean == pytest.approx(34.088, abs=1e-9)


def test_missing_values_stay_missing():
    chart = xmr([1, 2, None, 1, 2])
    frame = chart.frame()
    assert np.isnan(frame["value"].iloc[2])
    assert frame["flag"].isna().tolist() == [False, False, True, False, False]
    assert chart.limits[0].spread == pytest.approx(1)


def test_a_dated_change_begins_a_phase_with_its_own_limits():
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    series = pd.Series([10.0, 11] * 3 + [20, 21] * 3, index=months)
    chart = xmr(series, rebase=["2024-07"])
    assert chart.frame().loc["2024-06", "mean"] == 10.5
    assert chart.frame().loc["2024-07", "mean"] == 20.5
    assert list(chart.frame()["phase"]) == [0] * 6 + [1] * 6
    assert chart.frame().equals(xmr(series, rebase=[6]).frame())


def test_flags_turn_with_the_direction_of_improvement():
    values = [1, 2] * 8 + [10]
    flags = [xmr(values, improvement=way).variation for way in ("higher", "lower", "none")]
    assert flags == ["special_cause_improvement", "special_cause_concern", "special_cause_neutral"]


@pytest.mark.parametrize(
    ("target", "improvement", "assurance"),
    [
        (9, "higher", "consistent_fail"),
        (9, "lower", "consistent_pass"),
        (-9, "higher", "consistent_pass"),
        (-9, "lower", "consistent_fail"),
        (1.5, "lower", "inconsistent"),
        (1.5, "none", None),
    ],
)
def test_assurance_says_whether_the_process_reaches_its_target(target, improvement, assurance):
    assert xmr([1, 2] * 8, improvement=improvement, target=target).assurance == assurance


def test_nothing_without_a_place_is_charted():
    with pytest.raises(UnknownNameError, match=r"Unknown point to rebase at '2024-13'\. Did you mean '2024-12'"):
        xmr(pd.Series([1.0, 2], index=["2024-11", "2024-12"]), rebase=["2024-13"])
    with pytest.raises(UnknownNameError, match="Unknown improvement 'up'"):
        xmr([1, 2], improvement="up")
    with pytest.raises(InputError, match="None of the 2 values is there"):
        xmr([None, None])
    with pytest.raises(InputError, match="baseline == 1, must be a whole number of points, at least 2"):
        xmr([1, 2, 3], baseline=1)
    with pytest.raises(InputError, match="infinite"):
        xmr([1, float("inf")])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_summary_is_a_sentence_without_statistics(language):
    said = xmr([1, 2] * 8 + [10], target=1.5).summary(language)
    assert "17" in said
    assert "sigma" not in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_chart_is_drawn(language):
    series = pd.Series([1.0, 2, None, 1, 2, 9], index=[f"2024-{month:02d}" for month in range(1, 7)])
    assert xmr(series, target=1.5).plot(language).axes
