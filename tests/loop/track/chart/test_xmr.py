"""XmR charts: published cases, phases, refusals."""

import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.track.chart import xmr


def agree(chart, expected: pd.DataFrame) -> None:
    frame = chart.frame()
    np.testing.assert_allclose(frame["value"], expected["y"], atol=1e-12)
    np.testing.assert_allclose(frame[["mean", "lower", "upper"]], expected[["mean_col", "lpl", "upl"]], atol=1e-6)
    assert list(frame["flag"]) == list(expected["point_type"])


def test_nhs_trust_attendances_are_reproduced_with_every_flag(published):
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
def test_screening_of_moving_ranges_is_reproduced(screen, name, published):
    expected = published(f"expected_deviations_{name}.csv")
    chart = xmr(expected["y"], screen=screen)
    agree(chart, expected)
    ends = (4.6044444, -0.7155556) if screen else (6.9515033, -3.0626144)
    assert (chart.limits[0].upper, chart.limits[0].lower) == pytest.approx(ends, abs=1e-6)


def test_a_target_inside_the_limits_is_reached_by_chance(published):
    expected = published("expected_rnorm123.csv")
    chart = xmr(expected["y"], target=0.5)
    agree(chart, expected)
    assert set(expected["assurance"]) == {chart.assurance} == {"inconsistent"}


def test_viscosity_has_one_signal_by_the_textbook_factor(published):
    batches = published("viscosity.txt", sep=r"\s+")
    chart = xmr(batches.loc[batches["trial"], "viscosity"], screen=False, factor=3 / 1.128379)
    limits = chart.limits[0]
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((34.088, 32.5656, 35.6104), abs=5e-5)
    assert list(np.flatnonzero(chart.frame()["flag"] != "common_cause")) == [3]


def test_viscosity_of_later_batches_is_judged_by_the_trial_batches(published):
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


@pytest.mark.parametrize("improvement", ["higher", "lower"])
def test_a_figure_that_always_equals_its_target_reaches_it(improvement):
    assert xmr([5.0] * 12, improvement, target=5).assurance == "consistent_pass"


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


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: xmr([]), "None of the 0 values is there"),
        (lambda: xmr([5.0]), "The chart has 1 values to fix its limits; it takes at least two"),
        (lambda: xmr([1, "12"]), "values hold the text '12'"),
        (lambda: xmr(pd.Series(["1", "2", "3"])), "values hold the text '1'"),
        (lambda: xmr(pd.Series(["1", "2"], dtype="category")), "values hold the text '1'"),
        (lambda: xmr(pd.Series(pd.date_range("2024", periods=3))), "values hold days or times"),
        (
            lambda: xmr(pd.Series([1, 2, 3], index=pd.DatetimeIndex(["2024-01-01", None, "2024-03-01"]))),
            "Point 1 has no",
        ),
        (lambda: xmr(pd.Series([1, 2], index=pd.MultiIndex.from_product([["a"], ["x", "y"]]))), "labelled by 2 levels"),
        (lambda: xmr([1, 2, 3], factor="3"), "factor == '3', must be above 0"),
        (lambda: xmr([1, 2, 3], target="3"), "target == '3', must be a number"),
        (lambda: xmr([1, 2, 3], target=["a", "b", "c"]), "must be a number, or one a point"),
        (lambda: xmr(monthly([1, 2]), target=monthly([1, 2])[::-1]), "The labels of target and points differ"),
        (lambda: xmr([1e308, -1e308]), "values go up to 1e\\+308, must be within"),
        (lambda: xmr(5), "something that is no number"),
        (
            lambda: xmr(pd.Series([1, 2, 3], index=["2024-01", "2024-02", "March"])),
            "'March' is no day or month written as",
        ),
        (lambda: xmr([1, 2, 3], baseline=4), "baseline == 4, but the series has 3 values"),
        (lambda: xmr([1, 2, 3], baseline=[True, False]), "baseline has 2 marks of bool, must be true or false for 3"),
        (lambda: xmr([1, 2, 3], rebase=[2]), "The phase that begins at '2' has 1 values"),
        (lambda: xmr([1, 2, 3], rebase=[9]), "Unknown point to rebase at '9'"),
        (lambda: xmr(monthly([1, 2, 3]), rebase=["2024-07"]), "Unknown point to rebase at '2024-07'"),
        (lambda: xmr([1, 2, 3], target=float("inf")), "target == inf, must be finite"),
        (lambda: xmr([1, 2, 3], target=[1.0]), "target has 1 values for 3 points"),
        (lambda: xmr([1, 2, 3], factor=0), "factor == 0, must be above 0"),
        (
            lambda: xmr(pd.Series([1, 2], index=["2024-02", "2024-02"])),
            "'2024-02' is there twice, at positions 0 and 1",
        ),
        (lambda: xmr(pd.Series([1, 2], index=["2024-02", "2024-01"])), "points go in order of time"),
        (lambda: xmr([1, 2] * 9, season=12), "needs two whole seasons .* of 18 such points part 7 of the season has 1"),
    ],
)
def test_bad_input_is_refused_by_name(make, match):
    with pytest.raises(InputError, match=match):
        make()


def monthly(values) -> pd.Series:
    return pd.Series(values, index=[str(each) for each in pd.period_range("2024-01", periods=len(values), freq="M")])


@pytest.mark.parametrize(
    "index",
    [
        [str(each) for each in pd.period_range("2024-01", periods=12, freq="M")],
        pd.date_range("2024-01-01", periods=12, freq="MS"),
        pd.period_range("2024-01", periods=12, freq="M"),
    ],
    ids=["texts", "days", "periods"],
)
@pytest.mark.parametrize("change", ["2024-07", "2024-06-15", date(2024, 6, 2), pd.Timestamp("2024-07-01")])
def test_a_day_of_change_begins_a_phase_at_the_first_point_on_it_or_after(index, change):
    chart = xmr(pd.Series([10.0, 11] * 3 + [20, 21] * 3, index=index), rebase=[change])
    assert chart.frame()["phase"].tolist() == [0] * 6 + [1] * 6


def test_marked_points_fix_the_limits_and_the_others_are_judged_by_them():
    marks = [True] * 8 + [False] * 2 + [True] * 2
    chart = xmr([1, 2] * 4 + [50, 60, 1, 2], baseline=marks, improvement="lower")
    assert chart.limits[0].mean == pytest.approx(1.5)
    assert chart.frame()["rule"].tolist() == [""] * 8 + ["outside_high"] * 2 + [""] * 2


def test_a_constant_series_says_that_it_tells_nothing_of_what_is_usual():
    chart = xmr([5] * 12)
    assert chart.variation == "common_cause"
    assert "all the same" in chart.summary("en")


@pytest.mark.parametrize(("last", "icon"), [(9, "concern_high"), (-9, "improvement_low")])
def test_the_icon_tells_high_from_low(last, icon):
    chart = xmr([1, 2] * 8 + [last], improvement="lower")
    assert chart.variation_icon == icon
    assert len(chart.icons("en")) == 1


def test_a_target_for_each_point_is_kept_and_the_last_one_judges():
    chart = xmr([1, 2] * 8, target=[-9] * 15 + [9])
    assert chart.assurance == "consistent_fail"
    assert chart.frame()["target"].iloc[0] == -9


def test_every_chart_has_a_record_of_plain_types():
    record = xmr(monthly([1, 2] * 8 + [10]), target=1.5).record()
    assert json.loads(json.dumps(record, allow_nan=False))["points"][-1]["flag"] == "special_cause_improvement"


def test_six_trusts_give_limits_by_the_formula_and_no_refusal(published):
    trusts = published("ae_six_trusts_type1.csv").sort_values("period")
    for name, rows in trusts.groupby("org_code"):
        series = rows.set_index("period")["attendances"].astype(float)
        chart = xmr(series, improvement="lower", rebase=["2017-10-01"])
        for phase, limits in enumerate(chart.limits):
            part = series[chart.frame()["phase"] == phase].to_numpy()
            moves = np.abs(np.diff(part))
            spread = moves[moves < 3.267 * moves.mean()].mean()
            assert limits.upper == pytest.approx(part.mean() + 2.66 * spread, abs=1e-9), name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_summary_is_a_sentence_without_statistics(language):
    said = xmr([1, 2] * 8 + [10], target=1.5).summary(language)
    assert "17" in said
    assert "sigma" not in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_chart_is_drawn(language):
    series = pd.Series([1.0, 2, None, 1, 2, 9], index=[f"2024-{month:02d}" for month in range(1, 7)])
    assert xmr(series, target=1.5).plot(language).axes
