"""KPIs set with staff beside KPIs that were given: shares with an interval by KPI, or silence."""

import numpy as np
import pytest

from diagnostics.loop.track.rounds.hit_rates import FEWEST_KPIS, hit_rates
from diagnostics.loop.track.rounds.share_interval import difference_interval, share_interval

OFTEN, SELDOM = [True] * 9 + [False], [False] * 9 + [True]


def group(make, way, met, count=FEWEST_KPIS):
    return [make(f"{way}{at}", met, set_with=way) for at in range(count)]


def test_two_groups_are_told_with_their_difference(make_reach):
    found = hit_rates([*group(make_reach, "staff", OFTEN, 12), *group(make_reach, "given", SELDOM, 12)])
    assert (found.staff.kpis, found.staff.figures) == (12, 120)
    assert (found.staff.share, found.given.share) == pytest.approx((0.9, 0.1))
    assert found.staff.low < 0.9 < found.staff.high
    assert found.difference == pytest.approx(0.8)
    assert 0 < found.low < 0.8 < found.high


def test_where_either_way_has_few_kpis_no_share_is_told(make_reach):
    few = [*group(make_reach, "staff", OFTEN), *group(make_reach, "given", SELDOM, FEWEST_KPIS - 1)]
    found = hit_rates([*few, make_reach("mine", OFTEN)])
    assert (found.staff.kpis, found.given.kpis, found.unsaid) == (FEWEST_KPIS, FEWEST_KPIS - 1, 1)
    assert found.staff.share is found.given.share is found.difference is None


def test_a_kpi_with_few_figures_counts_for_neither(make_reach):
    found = hit_rates([*group(make_reach, "staff", OFTEN), make_reach("short", [True] * 5, set_with="staff")])
    assert found.staff.kpis == FEWEST_KPIS


def test_where_nobody_says_how_kpis_were_set_there_is_nothing_to_tell(make_reach):
    assert hit_rates([make_reach("mine", OFTEN)]) is None
    assert hit_rates([]) is None


def test_where_lower_is_better_a_figure_below_the_target_reaches_it(make_reach):
    items = [make_reach(f"k{at}", OFTEN, set_with="staff", direction="lower") for at in range(FEWEST_KPIS)]
    given = [make_reach(f"g{at}", SELDOM, set_with="given", direction="lower") for at in range(FEWEST_KPIS)]
    assert hit_rates([*items, *given]).staff.share == pytest.approx(0.9)


def width(own, months=20):
    """Breadth of the interval of KPIs that reach their target in so many of twenty months."""
    met = np.concatenate([np.arange(months) < round(each * months) for each in own])
    kpi = np.repeat(np.arange(len(own)), months)
    share, low, high = share_interval(met, kpi)
    assert low <= share <= high
    return high - low


def test_figures_of_one_kpi_are_not_taken_for_independent():
    # 120 independent figures of a half would have an interval of 0.18; KPIs that differ tell far less.
    assert width([0.5] * 6) > 0.3
    assert width([0.1, 0.9] * 3) > width([0.4, 0.6] * 3)
    assert width([0.4, 0.6] * 3) > width([0.4, 0.6] * 12)
    # More months of the same KPIs don't make what KPIs are like more certain.
    assert width([0.1, 0.9] * 3, 200) == pytest.approx(width([0.1, 0.9] * 3), abs=0.02)


def test_shares_of_all_or_none_still_leave_room():
    assert width([1.0] * 5) > 0.1
    assert width([0.0] * 5) > 0.1
    met, kpi = np.ones(20, dtype=bool), np.zeros(20, dtype=np.intp)
    assert share_interval(met, kpi) == (1.0, 0.0, 1.0)


def test_what_moves_all_kpis_at_once_widens_the_interval():
    months, kpi = np.tile(np.arange(12), 8), np.repeat(np.arange(8), 12)
    met = months < 6
    alone = share_interval(met, kpi)
    moved = share_interval(met, kpi, (months,))
    assert moved[2] - moved[1] > alone[2] - alone[1]


def test_the_interval_of_a_difference_covers_it_in_draws_of_alike_groups():
    draw = np.random.default_rng(20260709)
    inside = 0
    for _ in range(40):
        kpi = np.repeat(np.arange(8), 12)
        ends = [share_interval(draw.random(96) < draw.beta(2, 2, 8)[kpi], kpi) for _ in range(2)]
        _, low, high = difference_interval(*ends)
        inside += low <= 0 <= high
    assert inside >= 36
