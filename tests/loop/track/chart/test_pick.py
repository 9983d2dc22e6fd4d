"""Which chart a KPI's kind asks for, and why; seasons, likeness of neighbours."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.chart import chart, xmr
from diagnostics.loop.track.chart.likeness import likeness, marked_share
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import FIGURES, Observations

MONTHS = [str(each) for each in pd.period_range("2021-01", periods=48, freq="M")]
WAVE = np.sin(np.arange(48) * np.pi / 6)


def noise(seed=1, size=48):
    return np.random.default_rng(seed).normal(size=size)


def counts(mean, seed=1, size=48):
    return np.random.default_rng(seed).poisson(mean, size)


def table(**columns) -> pd.DataFrame:
    return pd.DataFrame({"period": MONTHS[: len(next(iter(columns.values())))], **columns})


def kpi(unit="number", direction="higher") -> Kpi:
    return Kpi(id="x", name="x", unit=unit, direction=direction, source="s", measure="sum(x)")


def observations(entities=("a",), **columns) -> Observations:
    parts = [
        table(**columns).assign(kpi="x", level="shop", entity=each, cycle="month", start=pd.to_datetime(MONTHS))
        for each in entities
    ]
    frame = pd.concat(parts, ignore_index=True)
    return Observations(frame.assign(**{each: np.nan for each in FIGURES if each not in frame}))


@pytest.mark.parametrize(
    ("data", "unit", "kind", "reason"),
    [
        (table(numerator=counts(40), denominator=counts(400, 2)), "share", "p", "why_share"),
        (table(numerator=noise() + 40.5, denominator=counts(400, 2)), "share", "xmr", "why_single_amounts"),
        (table(count=counts(9)), "count", "c", "why_count"),
        (table(value=counts(9)), "count", "c", "why_count"),
        (table(value=counts(9)), "money", "xmr", "why_single"),
        (table(count=counts(9), exposure=[1.0] * 48), "count", "u", "why_rate"),
        (table(value=12 + counts(0.3, 5)), "count", "xmr", "why_single_steady"),
        (table(value=counts(9) * 30), "count", "xmr", "why_single_busy"),
        (table(value=100 + 9 * WAVE + noise()), "number", "xmr", "why_single_season"),
    ],
    ids=["share", "amounts", "count", "count by unit", "money", "rate", "headcount", "busy", "season"],
)
def test_the_kind_of_a_kpi_gives_its_chart_and_the_reason(data, unit, kind, reason):
    found = chart(data, kpi(unit, "lower"))
    assert (found.kind, found.notes[0].id, found.improvement) == (kind, reason, "lower")
    assert all(each.say("zh") and each.say("en") for each in found.notes)


def test_members_of_a_period_are_a_subgroup_unless_their_means_move_on_their_own():
    members = pd.DataFrame({"period": np.repeat(MONTHS[:20], 5), "value": noise(size=100)})
    assert chart(members).kind == "xbar"
    shaken = members.assign(value=members["value"] + np.repeat(5 * noise(7, 20), 5))
    found = chart(shaken)
    assert (found.kind, found.notes[0].id, len(found.frame())) == ("xmr", "why_groups_own", 20)


def test_observations_bring_direction_target_and_the_change_of_meaning():
    basis = [""] * 24 + ["2023-01"] * 24
    data = observations(value=np.r_[noise(1, 24), 50 + noise(2, 24)], target=[60.0] * 48, basis=basis)
    found = chart(data, kpi(direction="lower"), entity="a", season=None)
    assert found.frame()["phase"].tolist() == [0] * 24 + [1] * 24
    assert (found.assurance, found.improvement, found.notes[-1].id) == ("consistent_pass", "lower", "rebased")


def test_a_level_charts_the_mean_of_its_entities_and_several_entities_need_a_name():
    data = observations(("a", "b", "c"), value=noise())
    with pytest.raises(InputError, match=r"has figures of 3 entities \(a, b, c …\); name 'entity', or a 'level'"):
        chart(data, "x")
    assert len(chart(data, "x", level="shop").frame()) == 48


def test_a_month_without_cases_is_missing():
    found = chart(observations(numerator=[*counts(5)[:47], 0], denominator=[50.0] * 47 + [0], value=0.1), kpi("share"))
    assert found.kind == "p"
    assert np.isnan(found.frame()["value"].iloc[-1])


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: chart(pd.DataFrame()), "The table has 0 rows and the columns"),
        (lambda: chart(table(value=[np.nan] * 9)), "None of the 9 values is there"),
        (
            lambda: chart(table(value=noise()).iloc[[0, 1, 1, 2, 3]]),
            "Period '2021-02' is there 2 times, most are there once",
        ),
        (lambda: chart(pd.concat([table(value=noise())] * 2)), "the table seems to hold each of them several times"),
        (lambda: chart(table(value=noise()), kind="p"), "A chart of kind 'p' needs the columns"),
        (lambda: chart(table(value=[1.0, np.inf, 2])), "infinite"),
        (
            lambda: chart(table(value=[1.0, 2, 3]).assign(period=["2024-01", None, "2024-02"])),
            "Row 1 of the table has no period",
        ),
        (lambda: chart(table(value=noise()).iloc[::-1]), "points go in order of time"),
        (lambda: chart(table(value=[1.0, 2, 3]).assign(period=[202401, 202403, 202402])), "202402 stands after 202403"),
        (lambda: chart([1, 2]), "takes Observations or a table, got list"),
        (lambda: chart(table(value=[1.0, 2]), kind="q"), "Unknown kind 'q'"),
        (lambda: chart(observations(value=noise())), "name one: chart"),
        (lambda: chart(observations(value=noise()), "y"), "Unknown KPI with figures here 'y'"),
        (lambda: chart(table(value=[1.0, 2, 3]).assign(kpi=["x", "y", "x"])), "several of 'kpi'"),
        (lambda: chart(table(value=["1", "2", "3"])), "Figures of column 'value' hold the text '1'"),
        (lambda: chart(table(numerator=["1", "2"], denominator=[5, 5])), "column 'numerator' hold the text '1'"),
        (lambda: chart(table(value=noise()), entity="a"), "entity == 'a', but the table has no column 'entity'"),
        (lambda: chart(table(value=noise()), level="a"), "level == 'a', but the table has no column 'level'"),
        (lambda: chart(table(numerator=[1, 2], denominator=[5, 5]), kind="p", season=12), "taken out of single values"),
        (lambda: chart(table(value=noise()), kind="xmr", laney=True), "follow their own movement already"),
        (
            lambda: chart(pd.concat([table(value=noise()).assign(entity=each) for each in "ab"]).set_index("period")),
            r"several of 'entity' \(2\)",
        ),
    ],
)
def test_what_can_not_be_charted_is_refused(make, match):
    with pytest.raises(InputError, match=match):
        make()


@pytest.mark.parametrize("change", [date(2023, 1, 1), 24, "2023-01", ["2023-01"], None])
def test_a_change_is_named_alone_or_in_a_list(change):
    found = chart(table(value=noise()), rebase=change)
    assert len(found.limits) == (1 if change is None else 2)
    assert len(xmr(pd.Series(noise(), index=MONTHS), rebase=change).limits) == len(found.limits)


def test_a_season_that_is_named_is_taken_out_of_members_means_too():
    members = pd.concat([table(value=50 + 9 * WAVE + noise(each)) for each in range(4)]).sort_values("period")
    assert (chart(members, season=12).kind, chart(members, season=12).season) == ("xmr", 12)


def test_no_case_at_all_says_nothing_of_how_cases_move():
    found = chart(table(numerator=[0] * 24, denominator=[50] * 24), kpi("share", "lower"), target=0.0)
    assert (found.kind, found.dispersion, found.assurance) == ("p", None, "consistent_pass")
    assert [each.id for each in found.notes] == ["why_share", "few_on_a_side"]
    assert found.record()["dispersion"] is None


def test_several_changes_are_listed_as_each_language_does():
    basis = [""] * 16 + ["2022-05"] * 16 + ["2023-09"] * 16
    found = chart(observations(value=noise(), basis=basis), kpi(), entity="a", season=None)
    assert "(2022-05, 2023-09)" in found.summary("en")
    assert "2022-05、2023-09" in found.summary("zh")


def test_a_season_of_weeks_or_days_goes_by_the_calendar_where_one_is_left_out():
    for freq, season, size in (("W-MON", 52, 156), ("D", 7, 60), ("MS", 6, 40)):
        days = pd.date_range("2021-01-04", periods=size, freq=freq)
        shape = np.random.default_rng(1).normal(size=season)[np.arange(size) % season]
        series = pd.Series(100 + shape, index=days).drop(days[20])
        left = xmr(series, season=season).frame()
        np.testing.assert_allclose(left["value"] - left["season"], 100 + shape.mean(), atol=0.6)
        assert (left["value"] - left["season"]).std() < 1e-9, freq


def test_a_season_of_seven_months_is_no_season_of_weekdays():
    shape = np.random.default_rng(2).normal(size=7)[np.arange(48) % 7]
    left = xmr(pd.Series(100 + shape, index=MONTHS), season=7).frame()
    assert (left["value"] - left["season"]).std() < 1e-9


def test_a_season_of_days_is_told_without_a_warning():
    days = [str(each.date()) for each in pd.date_range("2024-01-01", periods=56)]
    values = np.tile([1.0, 1, 1, 1, 1, 9, 9], 8) + noise(size=56)
    assert chart(pd.Series(values, index=days)).season == 7


def test_a_season_is_taken_out_and_a_month_out_of_season_is_found():
    values = 100 + 20 * WAVE + noise()
    values[44] += 9
    found = xmr(pd.Series(values, index=MONTHS), season=12, baseline=36)
    frame = found.frame()
    assert frame["rule"].iloc[44] == "outside_high"
    assert (frame["rule"].iloc[:36] == "").mean() > 0.9
    np.testing.assert_allclose(frame["season"].iloc[:12], 20 * WAVE[:12], atol=2)
    assert "36 points, 3 whole cycles" in found.summary("en")
    half = frame["upper"] - frame["mean"]
    assert half.iloc[40] > 1.1 * half.iloc[20]


def test_too_short_a_history_says_that_no_season_is_taken_out():
    found = chart(table(value=(100 + 9 * WAVE)[:20]), season="auto")
    assert found.season == 0
    assert "season_few" in [each.id for each in found.notes]


def test_a_season_of_months_goes_by_the_calendar_where_a_month_is_left_out():
    values = pd.Series(100 + 20 * WAVE, index=MONTHS).drop("2022-03")
    np.testing.assert_allclose(xmr(values, season=12).frame()["season"].iloc[-12:], 20 * WAVE[:12], atol=1e-6)


def test_alike_neighbours_are_told_with_what_they_do_to_marks():
    drawn = np.random.default_rng(4).normal(size=36)
    for at in range(1, 36):
        drawn[at] = 0.7 * drawn[at - 1] + 0.7 * drawn[at]
    found = xmr(drawn)
    assert 0 < found.likeness.low < found.likeness.lag1 < found.likeness.high < 1
    assert found.likeness.marked > 2 * found.likeness.quiet
    assert "A mark is a lead, not evidence" in found.summary("en")
    assert not xmr(noise(3)).likeness.clear


def test_the_interval_of_likeness_holds_the_truth_as_often_as_it_says():
    random, held = np.random.default_rng(9), 0
    for _ in range(200):
        drawn = random.normal(size=30)
        for at in range(1, 30):
            drawn[at] = 0.4 * drawn[at - 1] + np.sqrt(1 - 0.16) * drawn[at]
        found = likeness([drawn - drawn.mean()], 30, own=True)
        held += found.low <= 0.4 <= found.high
    assert 180 <= held <= 198


def test_quiet_series_bear_marks_as_often_as_the_table_says():
    random = np.random.default_rng(2)
    seen = np.mean([(xmr(random.normal(size=24)).frame()["rule"] != "").any() for _ in range(200)])
    assert seen == pytest.approx(marked_share(24, 0.0), abs=0.08)
    assert marked_share(24, 0.6) > marked_share(24, 0.3) > marked_share(24, 0.0) > marked_share(12, 0.0)
    assert marked_share(240, 0.0) > marked_share(120, 0.0)
