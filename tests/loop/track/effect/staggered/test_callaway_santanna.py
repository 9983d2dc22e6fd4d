"""Effects of staggered starts, published and beside diff-diff's."""

import warnings

import numpy as np
import pytest

from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.staggered import Design, callaway_santanna

PUBLISHED = {
    "2004": (-0.0105, -0.0704, -0.1373, -0.1008),
    "2006": (0.0065, -0.0028, -0.0046, -0.0412),
    "2007": (0.0305, -0.0027, -0.0311, -0.0261),
}


def told(frame, columns, covariates=None, **options):
    from diff_diff import CallawaySantAnna

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcome, unit, time, first = columns
        return CallawaySantAnna(**options).fit(
            frame, outcome=outcome, unit=unit, time=time, first_treat=first, covariates=covariates, aggregate="all"
        )


def same(table, keys, effects, within=1e-9):
    """Effects and errors of a table are the oracle's."""
    found = table.set_index(keys)[["effect", "error"]]
    theirs = {key: each for key, each in effects.items() if np.isfinite(each["se"])}
    assert len(found) == len(theirs)
    for key, each in theirs.items():
        at = tuple(str(int(part)) for part in key) if isinstance(key, tuple) else key
        assert found.loc[at].tolist() == pytest.approx([each["effect"], each["se"]], abs=within)


def test_minimum_wages_are_reproduced(counties):
    found = callaway_santanna(counties()[0]).staggered
    table = found["group_time"]
    for cohort, effects in PUBLISHED.items():
        assert table.loc[table["cohort"] == cohort, "effect"].tolist() == pytest.approx(effects, abs=1e-4)
    # The vignette of the authors' package: simple −.0400, by group −.0310, by time −.0772.
    assert found["overall"]["effect"].tolist() == pytest.approx([-0.0400, -0.0310, -0.0772], abs=1e-4)
    assert found["group"]["effect"].tolist() == pytest.approx([-0.0797, -0.0229, -0.0261], abs=1e-4)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({}, {}),
        ({"base": "universal"}, {"base_period": "universal"}),
        ({"controls": "not_yet_treated"}, {"control_group": "not_yet_treated"}),
        ({"adjustment": "doubly_robust"}, {"estimation_method": "dr"}),
        ({"adjustment": "regression"}, {"estimation_method": "reg"}),
        ({"adjustment": "weighting"}, {"estimation_method": "ipw"}),
    ],
)
def test_diff_diff_agrees_on_every_cohort_period_and_aggregate(counties, ours, theirs):
    covariates = ["lpop"] if "adjustment" in ours else []
    panel, frame = counties(tuple(covariates))
    found = callaway_santanna(panel, design=Design(**ours))
    oracle = told(frame, ("lemp", "countyreal", "year", "first"), covariates or None, **theirs)
    # Its logit stops a little earlier where both ways are taken together.
    within = 1e-5 if theirs.get("estimation_method") == "dr" else 1e-9
    same(found.staggered["group_time"], ["cohort", "period"], oracle.group_time_effects, within)
    same(found.staggered["dynamic"], "since", oracle.event_study_effects, within)
    groups = {str(key): each for key, each in oracle.group_effects.items()}
    same(found.staggered["group"], "cohort", groups, within)
    overall = found.staggered["overall"].set_index("aggregate").loc["simple"]
    assert [overall["effect"], overall["error"]] == pytest.approx([oracle.overall_att, oracle.overall_se], abs=within)
    assert found.effect == overall["effect"]


@pytest.mark.parametrize("anticipation", [0, 2])
def test_diff_diff_agrees_on_a_made_up_panel_with_an_effect_that_grows(made, read, anticipation):
    frame, starts = made(np.random.default_rng(5), {12: 5, 20: 6, 21: 7}, others=9, effect=1.0, growth=0.1)
    found = callaway_santanna(read(frame, starts), design=Design(anticipation=anticipation))
    first = frame.assign(first=frame["shop"].map(starts).fillna(0).astype(int))
    oracle = told(first, ("sales", "shop", "month", "first"), anticipation=anticipation)
    same(found.staggered["group_time"], ["cohort", "period"], oracle.group_time_effects)
    same(found.staggered["dynamic"], "since", oracle.event_study_effects)


def test_an_effect_that_grows_is_told_by_time_since_the_start(made, read):
    frame, starts = made(np.random.default_rng(5), {12: 8, 24: 8}, others=30, effect=1.0, growth=0.5)
    found = callaway_santanna(read(frame, starts)).staggered
    dynamic = found["dynamic"].set_index("since")
    assert dynamic.loc[20, "effect"] - dynamic.loc[0, "effect"] == pytest.approx(10, abs=1)
    assert (dynamic.loc[-1, "low"], dynamic.loc[-1, "high"]) == pytest.approx((0, 0), abs=1.2)
    assert dynamic["cohorts"].tolist()[:3] == [1, 1, 1]
    # The later cohort was followed for less long: over cells it counts less than over entities.
    simple, group, _ = found["overall"]["effect"]
    assert simple > group
    assert (dynamic["joint_high"] > dynamic["high"]).all()


def test_an_entity_has_a_part_where_it_has_both_figures(made, read):
    frame, starts = made(np.random.default_rng(5), {12: 5, 20: 6}, others=9)
    holes = frame[
        ~((frame["shop"] == "s0") & (frame["month"] == 30)) & ~((frame["shop"] == "s7") & (frame["month"] == 19))
    ]
    found = callaway_santanna(read(holes, starts)).staggered["group_time"].set_index(["cohort", "period"])
    table = frame.pivot(index="shop", columns="month", values="sales")
    never = [each for each in table.index if each not in starts]

    def change(shops, period, base):
        return (table.loc[shops, period] - table.loc[shops, base]).mean()

    oracle = told(
        holes.assign(first=holes["shop"].map(starts).fillna(0).astype(int)), ("sales", "shop", "month", "first")
    )
    same(found.reset_index(), ["cohort", "period"], oracle.group_time_effects)
    rest = ["s1", "s2", "s3", "s4"]
    assert found.loc[("12", "30"), "effect"] == pytest.approx(change(rest, 30, 11) - change(never, 30, 11))
    later = [each for each, start in starts.items() if start == 20 and each != "s7"]
    # s7 has no figure in its last period before the start, so nothing of it can be held against that.
    assert found.loc[("20", "25"), "effect"] == pytest.approx(change(later, 25, 19) - change(never, 25, 19))


def test_a_cohort_of_one_has_an_effect_but_no_error(made, read):
    frame, starts = made(np.random.default_rng(5), {12: 5, 20: 1}, others=9)
    found = callaway_santanna(read(frame, starts))
    group = found.staggered["group"].set_index("cohort")
    assert np.isfinite(group.loc["12", "error"])
    assert np.isfinite(group.loc["20", "effect"])
    assert np.isnan(group.loc["20", "error"])
    assert np.isnan(found.error)


def test_the_draws_are_those_of_the_seed(made, read):
    panel = read(*made(np.random.default_rng(5), {12: 5, 20: 6}, others=20))
    one, same_seed, other = (callaway_santanna(panel, seed) for seed in (1, 1, 2))
    assert one.placebo == same_seed.placebo
    assert one.staggered["dynamic"].equals(same_seed.staggered["dynamic"])
    assert one.placebo != other.placebo
    assert one.error == other.error


def test_a_trend_before_the_starts_is_found_and_led_on(made, read):
    frame, starts = made(np.random.default_rng(5), {16: 6, 24: 6}, drift=0.2)
    calm, _ = made(np.random.default_rng(5), {16: 6, 24: 6})
    found, still = callaway_santanna(read(frame, starts)), callaway_santanna(read(calm, starts))
    assert found.pre_trend < 0.001 < still.pre_trend
    # From the last period before the start to the middle of those after it, weighed by their number.
    lead = (20 * 10.5 + 12 * 6.5) / 32
    assert found.drift - still.drift == pytest.approx(0.2 * lead)


@pytest.mark.parametrize("transform", [None, "log"])
def test_the_relative_effect_is_held_against_each_entitys_own_periods_since_its_start(made, transform):
    frame, starts = made(np.random.default_rng(5), {12: 5, 30: 5}, others=20)
    begun = frame["month"] >= frame["shop"].map(starts).fillna(99)
    frame["sales"] = 100.0 * np.where(begun, 2.0, 1.0) + 0.001 * frame["sales"]
    found = estimate_effect(
        frame, entity="shop", time="month", value="sales", treated=list(starts), start=starts, transform=transform
    )
    assert (found.method, found.verdict) == ("callaway_santanna", "worked")
    assert found.relative == pytest.approx(1, abs=0.002)
    assert found.effect == pytest.approx(100, abs=0.2)
