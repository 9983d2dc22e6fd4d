"""The four comparisons."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.gaps.compare import compare
from diagnostics.loop.diagnose.gaps.peers import others as of_the_others
from diagnostics.model.entity import Entities, Entity


def row(gaps, comparison, entity="a", key="sales"):
    rows = gaps.of(comparison)
    found = rows[(rows["entity"] == entity) & (rows["kpi"] == key)]
    assert len(found) == 1
    return found.iloc[0]


def months(values, entity="a", key="sales", first="2023-01", **more):
    start = pd.Period(first, "M")
    return [
        {"kpi": key, "entity": entity, "period": str(start + step), "value": value, **more}
        for step, value in enumerate(values)
    ]


def test_the_four_references_of_a_month(stores, kpi, observations):
    rows = [
        {"kpi": "sales", "entity": "a", "period": "2023-03", "value": 80},
        {"kpi": "sales", "entity": "a", "period": "2024-02", "value": 125},
        {"kpi": "sales", "entity": "a", "period": "2024-03", "value": 100, "target": 110},
        *(
            {"kpi": "sales", "entity": each, "period": "2024-03", "value": value}
            for each, value in zip("bcd", (90, 95, 120), strict=True)
        ),
    ]
    gaps = compare(observations(rows), [kpi()], "2024-03", entities=stores)
    target, previous, year, peers = (row(gaps, each) for each in ("target", "previous", "year_ago", "peers"))
    assert (target["reference"], target["absolute"], target["favourable"]) == (110, -10, False)
    assert target["relative"] == pytest.approx(-10 / 110)
    assert (previous["reference"], previous["relative"], previous["favourable"]) == (125, -0.2, False)
    assert (year["reference"], year["relative"], year["favourable"]) == (80, 0.25, True)
    assert (peers["reference"], peers["best"], peers["peers"], peers["favourable"]) == (95, 120, 3, True)


def test_a_missing_reference_stays_missing_and_is_never_zero(kpi, observations):
    gaps = compare(observations(months([100])), [kpi()], "2023-01")
    assert len(gaps.frame()) == 4
    assert gaps.frame()[["reference", "absolute", "relative", "favourable"]].isna().all().all()
    assert (gaps.frame()["actual"] == 100).all()


def test_an_entity_without_a_figure_this_period_stays_in_the_table(kpi, observations):
    gaps = compare(observations([*months([1, 2]), *months([3, 4, 5], entity="b")]), [kpi()], "2023-03")
    assert np.isnan(row(gaps, "previous")["actual"])
    assert row(gaps, "previous")["reference"] == 2


def test_an_entity_that_was_closed_has_no_row(kpi, observations):
    entities = Entities((Entity(id="a", level="store", close=date(2023, 1, 31)), Entity(id="b", level="store")))
    rows = observations([*months([1, 2]), *months([3, 4, 5], entity="b")])
    assert set(compare(rows, [kpi()], "2023-03", entities=entities).frame()["entity"]) == {"b"}


def test_lower_is_better_where_the_kpi_says_so(kpi, observations):
    gaps = compare(observations(months([5, 4], target=4.5)), [kpi(direction="lower")], "2023-02")
    assert row(gaps, "previous")["favourable"]
    assert row(gaps, "target")["favourable"]
    assert row(gaps, "target")["status"] == "met"


def test_nobody_judges_a_kpi_without_direction(kpi, observations):
    gaps = compare(observations(months([5, 4], target=4.5)), [kpi(direction="none")], "2023-02")
    assert row(gaps, "target")["absolute"] == pytest.approx(-0.5)
    assert pd.isna(row(gaps, "target")["favourable"])
    assert row(gaps, "target")["status"] == "none"


@pytest.mark.parametrize(
    ("value", "absolute", "favourable", "status"),
    [(0.8, -0.1, False, "missed"), (0.9, 0, True, "met"), (1.05, 0, True, "met"), (1.4, 0.3, False, "missed")],
)
def test_a_range_is_met_inside_and_missed_by_the_distance_outside(
    value, absolute, favourable, status, kpi, observations
):
    rows = observations(months([1.5, value], target=0.9, target_high=1.1))
    gap = row(compare(rows, [kpi(direction="range")], "2023-02"), "target")
    assert (gap["reference"], gap["reference_high"]) == (0.9, 1.1)
    assert gap["absolute"] == pytest.approx(absolute)
    assert (gap["favourable"], gap["status"]) == (favourable, status)


def test_a_range_kpi_does_better_than_before_when_it_lies_nearer_to_its_range(kpi, observations):
    rows = observations(months([1.5, 0.8], target=0.9, target_high=1.1))
    assert row(compare(rows, [kpi(direction="range")], "2023-02"), "previous")["favourable"]


@pytest.mark.parametrize(
    ("direction", "tiers", "bands"),
    [
        (
            "higher",
            {"base": 80, "target": 100, "stretch": 120},
            ["below_base", "base_to_target", "target_to_stretch", "above_stretch"],
        ),
        (
            "lower",
            {"base": 130, "target": 110, "stretch": 90},
            ["above_stretch", "target_to_stretch", "base_to_target", "below_base"],
        ),
        ("higher", {"target": 100}, ["missed", "missed", "met", "met"]),
        ("higher", {"base": 80, "target": 100}, ["below_base", "base_to_target", "met", "met"]),
        ("higher", {"target": 100, "stretch": 120}, ["missed", "missed", "target_to_stretch", "above_stretch"]),
        ("higher", {}, ["none"] * 4),
    ],
)
def test_status_has_four_bands_or_fewer_where_fewer_tiers_are_set(direction, tiers, bands, kpi, observations):
    rows = [
        each
        for name, value in zip(
            "abcd", (70, 100 if direction == "lower" else 90, 115 if direction == "lower" else 105, 140), strict=True
        )
        for each in months([value], entity=name, **tiers)
    ]
    gaps = compare(observations(rows), [kpi(direction=direction)], "2023-01")
    assert [row(gaps, "target", entity=each)["status"] for each in "abcd"] == bands


def test_the_usual_range_needs_eight_earlier_points_and_looks_at_its_own_history(kpi, observations):
    values = [10, 12] * 4
    seven = compare(observations(months([*values[:7], 30])), [kpi()], "2023-08")
    eight = compare(observations(months([*values, 30])), [kpi()], "2023-09")
    assert pd.isna(row(seven, "target")["outside_usual"])
    gap = row(eight, "target")
    assert gap["usual_low"] < 10 < gap["expected"] < 12 < gap["usual_high"] < 20
    assert gap["outside_usual"]
    assert not row(compare(observations(months([*values, 12])), [kpi()], "2023-09"), "target")["outside_usual"]


@pytest.mark.parametrize(("value", "side"), [(30, "above"), (-30, "below"), (11, None), (np.nan, None)])
def test_the_side_of_the_usual_range_is_told(value, side, kpi, observations):
    gap = row(compare(observations(months([*[10, 12] * 4, value])), [kpi()], "2023-09"), "target")
    assert (gap["usual_side"] if side else pd.isna(gap["usual_side"])) == (side or True)


def test_one_peer_is_no_yardstick(stores, kpi, observations):
    two = observations([*months([1]), *months([2], entity="b")])
    gap = row(compare(two, [kpi()], "2023-01", entities=stores), "peers")
    assert gap[["reference", "best", "absolute"]].isna().all()
    assert gap["peers"] == 1
    three = observations([*months([1]), *months([2], entity="b"), *months([4], entity="c")])
    gap = row(compare(three, [kpi()], "2023-01", entities=stores), "peers")
    assert (gap["reference"], gap["best"], gap["peers"]) == (3, 4, 2)


def test_the_usual_range_forgets_the_level_before_a_lasting_change(kpi, observations):
    values = [1000] * 30 + [10, 12] * 12 + [11]
    gap = row(compare(observations(months(values, first="2019-01")), [kpi()], "2023-07"), "target")
    assert gap["usual_high"] < 100


def test_rare_large_values_are_usual_for_a_series_of_rare_large_values(kpi, observations):
    idle = [0, 0, 270, 0, 0, 0, 0, 310, 0, 0, 0, 0]
    gap = row(compare(observations(months([*idle, 4])), [kpi(direction="lower")], "2024-01"), "previous")
    assert gap["usual_low"] <= 0 < gap["usual_high"]
    assert not gap["outside_usual"]


def test_later_periods_do_not_change_an_earlier_comparison(kpi, observations):
    known = months([10, 12, 11, 13, 12, 10, 11, 12, 14])
    later = [*known, *months([999], first="2023-10")]
    first = compare(observations(known), [kpi()], "2023-09").frame()
    pd.testing.assert_frame_equal(first, compare(observations(later), [kpi()], "2023-09").frame())


def test_a_kpi_of_another_cycle_is_compared_at_its_last_complete_period(kpi, observations):
    quarters = [{"kpi": "nps", "entity": "a", "period": f"2023Q{each}", "value": each * 10} for each in (1, 2, 3)]
    gaps = compare(
        observations([*months([1, 2, 3, 4, 5, 6, 7, 8]), *quarters]), [kpi(), kpi("nps", cycle="quarter")], "2023-08"
    )
    gap = row(gaps, "previous", key="nps")
    assert (gap["period"], gap["actual"], gap["reference"]) == ("2023Q2", 20, 10)
    assert row(gaps, "previous")["period"] == "2023-08"


def test_week_53_has_no_year_ago(kpi, observations):
    weeks = [
        {"kpi": "sales", "entity": "a", "period": each, "value": 1} for each in ("2019-W52", "2020-W52", "2020-W53")
    ]
    gaps = compare(observations(weeks), [kpi(cycle="week")], "2020-W53")
    assert pd.isna(row(gaps, "year_ago")["reference"])
    assert row(gaps, "previous")["reference"] == 1


def test_the_order_is_weight_times_relative_gap_unfavourable_first(kpi, observations):
    rows = [
        *months([100, 90], key="big"),
        *months([100, 60], key="small"),
        *months([100, 150], key="good"),
        *months([1], key="new", first="2023-02"),
    ]
    weights = {("a", "big"): 0.8, ("a", "small"): 0.1, ("a", "good"): 0.1}
    keys = [kpi(each) for each in ("big", "small", "good", "new")]
    gaps = compare(observations(rows), keys, "2023-02", weights=weights).of("previous")
    assert list(gaps["kpi"]) == ["big", "small", "good", "new"]
    assert list(gaps["weight"])[:3] == [0.8, 0.1, 0.1]
    assert pd.isna(gaps["weight"].iloc[3])
    unweighted = compare(observations(rows), keys, "2023-02").of("previous")
    assert list(unweighted["kpi"]) == ["small", "big", "good", "new"]


def test_a_kpi_off_the_scorecard_comes_after_those_on_it(kpi, observations):
    rows = [*months([100, 99], key="on"), *months([100, 10], key="off"), *months([100, 50], key="off_too")]
    gaps = compare(
        observations(rows), [kpi(each) for each in ("on", "off", "off_too")], "2023-02", weights={("a", "on"): 1.0}
    )
    assert list(gaps.of("previous")["kpi"]) == ["on", "off", "off_too"]


def test_a_gap_to_zero_has_no_relative_size_but_a_place(kpi, observations):
    rows = [*months([0, 5], key="faults"), *months([100, 90], key="sales")]
    gaps = compare(observations(rows), [kpi("faults", "lower"), kpi()], "2023-02").of("previous")
    assert list(gaps["kpi"]) == ["faults", "sales"]
    assert pd.isna(gaps["relative"].iloc[0])
    assert not gaps["favourable"].iloc[0]


def test_the_order_of_the_rows_given_does_not_matter(stores, kpi, observations):
    rows = [
        each
        for name in "abcd"
        for each in months(np.random.default_rng(3).normal(100, 5, 14).round(1), entity=name, target=100)
    ]
    shuffled = [rows[at] for at in np.random.default_rng(1).permutation(len(rows))]
    first = compare(observations(rows), [kpi()], "2024-02", entities=stores).frame()
    pd.testing.assert_frame_equal(first, compare(observations(shuffled), [kpi()], "2024-02", entities=stores).frame())
    assert list(first["rank"]) == list(range(1, 17))


def test_dimensions_and_unknown_kpis_are_refused(kpi, observations):
    sliced = observations(months([1]))
    sliced = type(sliced)(sliced.table.assign(region="east"), by=("region",))
    with pytest.raises(InputError, match=r"without dimensions, got by=\['region'\]"):
        compare(sliced, [kpi()], "2023-01")
    with pytest.raises(UnknownNameError, match=r"Unknown KPI 'sales' in the observations\. Did you mean 'sale'"):
        compare(observations(months([1])), [kpi("sale")], "2023-01")
    with pytest.raises(InputError, match="Period '2023-13' does not exist"):
        compare(observations(months([1])), [kpi()], "2023-13")


@given(st.lists(st.one_of(st.floats(-100, 100), st.just(float("nan"))), min_size=1, max_size=9))
def test_the_median_of_the_others_is_what_numpy_says(values):
    array = np.array(values)
    medians, counts, lows, highs = of_the_others(array, np.zeros(len(array), dtype=np.intp))
    for at in range(len(array)):
        others = np.delete(array, at)
        others = others[~np.isnan(others)]
        assert counts[at] == len(others)
        if len(others):
            assert medians[at] == pytest.approx(np.median(others))
            assert (lows[at], highs[at]) == (others.min(), others.max())
        else:
            assert np.isnan(medians[at])


def test_a_closing_above_holds_for_what_stands_below_it(kpi, observations):
    entities = Entities(
        (
            Entity(id="east", level="region", close=date(2023, 1, 31)),
            Entity(id="a", level="store", parent="east"),
            Entity(id="b", level="store", parent="east", close=date(2023, 12, 31)),
        )
    )
    rows = [each for name in ("east", "a", "b") for each in months([1, 2, 3], entity=name)]
    gaps = compare(observations(rows), [kpi()], "2023-03", entities=entities)
    assert set(gaps.frame()["entity"]) == {"b"}


def test_a_rise_that_still_misses_the_target_is_no_signal_against_us(kpi, observations):
    noise = np.random.default_rng(1).normal(100, 2, 24)
    rows = observations(months([*noise, 130], target=150.0))
    gap = row(compare(rows, [kpi()], "2025-01"), "target")
    assert not gap["favourable"]
    assert gap["outside_usual"]
    assert not gap["signal"]
    fallen = observations(months([*noise, 70], target=150.0))
    assert row(compare(fallen, [kpi()], "2025-01"), "target")["signal"]


def test_where_there_is_no_reference_there_is_no_signal(kpi, observations):
    gap = row(compare(observations(months([*[10, 12] * 6, 30])), [kpi()], "2024-01"), "target")
    assert gap["outside_usual"]
    assert pd.isna(gap["signal"])


def test_months_that_were_merged_hold_the_festival_in_both_years(kpi, observations):
    from diagnostics.model.period import Calendar

    rows = observations([*months([5], first="2024-02", basis="+2m"), *months([7], first="2025-02", basis="+2m")])
    gap = row(compare(rows, [kpi()], "2025-02", calendar=Calendar()), "year_ago")
    assert (gap["caution"], gap["favourable"]) == ("", True)
    plain = observations([*months([5], first="2024-02"), *months([7], first="2025-02")])
    gap = row(compare(plain, [kpi()], "2025-02", calendar=Calendar()), "year_ago")
    assert (gap["caution"], gap["reference"], gap["favourable"]) == ("festival", 5, None)


def test_the_period_of_each_reference_is_told(kpi, observations):
    weeks = [
        {"kpi": "sales", "entity": "a", "period": each, "value": 1} for each in ("2024-W07", "2025-W05", "2025-W06")
    ]
    gaps = compare(observations(weeks), [kpi(cycle="week")], "2025-W06")
    assert row(gaps, "year_ago")["reference_period"] == "2024-W07"
    assert row(gaps, "previous")["reference_period"] == "2025-W05"
    assert row(gaps, "target")["reference_period"] == "2025-W06"


def test_rounding_misses_no_target(kpi, observations):
    gap = row(compare(observations(months([0.1 + 0.2], target=0.3)), [kpi(direction="lower")], "2023-01"), "target")
    assert (gap["absolute"], gap["favourable"], gap["status"]) == (0, True, "met")


@pytest.mark.parametrize("value", ["1.0", "x", 1 + 2j, float("inf"), True])
def test_what_is_no_finite_number_is_refused(value, kpi, observations):
    rows = observations([{**each, "value": value} for each in months([1])])
    with pytest.raises(InputError, match="value"):
        compare(rows, [kpi()], "2023-01")


@pytest.mark.parametrize("change", [{"period": None}, {"kpis": None}, {"kpis": ["sales"]}, {"observations": None}])
def test_arguments_of_another_kind_are_refused(change, kpi, observations):
    asked = {"observations": observations(months([1])), "kpis": [kpi()], "period": "2023-01", **change}
    with pytest.raises(InputError, match=next(iter(change))):
        compare(asked["observations"], asked["kpis"], asked["period"])
