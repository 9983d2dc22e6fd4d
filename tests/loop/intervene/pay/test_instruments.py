"""Pools keep their sum, changes have reasons, grades reward only, ratings are levelled where that is honest."""

from __future__ import annotations

import statistics
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.intervene.pay import (
    PointsEntry,
    Regrade,
    Shift,
    adjust_difficulty,
    contribution_pay,
    department_pools,
    gini,
    grade_271,
    level_ratings,
    points_balance,
    reallocate,
    to_talk_with,
)
from diagnostics.model.cents import to_cents

amounts = st.lists(st.floats(0, 1e6), min_size=1, max_size=30)


def cents(values):
    return sum(round(100 * each) for each in values)


@given(amounts)
def test_rounding_keeps_the_sum_to_the_cent(values):
    rounded = to_cents(values)
    assert abs(cents(rounded) - 100 * sum(values)) <= 0.51
    assert all(abs(one - two) < 0.0100001 for one, two in zip(rounded, values, strict=True))


@pytest.mark.parametrize("wrong", [[-1.0], [float("nan")], [1e14]])
def test_what_is_no_money_is_not_rounded(wrong):
    with pytest.raises(InputError, match="must be a sum of money"):
        to_cents(wrong)


def test_a_total_out_of_reach_of_rounding_is_refused():
    with pytest.raises(InputError, match="can't be rounded to it"):
        to_cents([1.0, 2.0], 4.0)


@given(
    st.floats(0, 1e7),
    st.lists(st.tuples(st.floats(0, 2), st.integers(0, 300)), min_size=1, max_size=20),
    st.integers(0, 19),
    st.floats(0, 1),
)
def test_pools_sum_to_the_total_and_none_falls_when_its_result_rises(total, parts, which, more):
    names = [f"d{each}" for each in range(len(parts))]
    results = {name: each[0] for name, each in zip(names, parts, strict=True)}
    people = {name: float(each[1]) for name, each in zip(names, parts, strict=True)}
    if sum(results[each] * people[each] for each in names) <= 1e-9:
        return
    total = round(total, 2)
    pools = department_pools(total, results, people)
    assert cents(pools.values()) == round(100 * total)
    name = names[which % len(names)]
    assert department_pools(total, results | {name: results[name] + more}, people)[name] >= pools[name] - 1e-9


def test_a_pool_of_nobody_is_refused():
    with pytest.raises(InputError, match="nobody can be given a share"):
        department_pools(10, {"a": 0.0})


def test_second_allocation_keeps_the_sum_and_tells_every_reason():
    found = reallocate({"a": 100.0, "b": 100.0, "c": 100.0}, [Shift("a", 10, "led the audit"), Shift("b", -10, "late")])
    assert found.after == {"a": 110.0, "b": 90.0, "c": 100.0}
    assert found.gini_before == 0
    assert found.gini_after > 0
    assert found.frame()["reason"].tolist() == ["led the audit", "late", ""]
    assert "总额不变" in found.summary()


@pytest.mark.parametrize(
    ("shifts", "why"),
    [
        ([Shift("a", 10, "x")], "sum to \\+10.00, must sum to 0"),
        ([Shift("a", 10, " "), Shift("b", -10, "x")], "'a' by 10 has no reason"),
        ([Shift("a", 30, "x"), Shift("b", -30, "x")], "must be 80.00 to 120.00"),
        ([Shift("d", 1, "x")], "Unknown name 'd'"),
        ([Shift("a", 1, "x"), Shift("a", -1, "x")], "changed twice"),
        ([Shift("a", float("nan"), "x")], "must be a number"),
    ],
)
def test_a_second_allocation_that_can_not_be_says_why(shifts, why):
    with pytest.raises(InputError, match=why):
        reallocate({"a": 100.0, "b": 100.0}, shifts)


def people(count, start=0):
    return {f"p{each:02d}": float(100 - each) for each in range(start, start + count)}


def test_ten_give_two_seven_and_one():
    found = grade_271(people(10))
    assert found.counts() == {"excellent": 2, "qualified": 7, "to_improve": 1}
    assert found.pay_factor("p00") == 1.1
    assert found.pay_factor("p09") == 1.0
    assert "只奖不罚" in found.summary()


@given(st.lists(st.integers(0, 20), min_size=10, max_size=60))
def test_the_twenty_per_cent_are_a_cap_and_a_better_score_never_has_a_worse_grade(scores):
    named = {f"p{number}": float(score) for number, score in enumerate(scores)}
    found = grade_271(named)
    assert found.counts()["excellent"] <= 0.2 * len(named)
    assert found.counts()["to_improve"] <= 0.1 * len(named)
    order = {"to_improve": 0, "qualified": 1, "excellent": 2}
    for one, score in named.items():
        for two, other in named.items():
            if score > other:
                assert order[found.grades[one]] >= order[found.grades[two]]
            if score == other:
                assert found.grades[one] == found.grades[two]


def test_ties_at_a_cut_go_to_the_tie_break_and_then_to_the_meeting():
    level = people(10) | {"p02": 99.0}
    assert set(grade_271(level).tied) == {"p01", "p02"}
    assert grade_271(level).counts()["excellent"] == 1
    broken = grade_271(level, tie_breaks={"p02": 1.0})
    assert (broken.grades["p02"], broken.grades["p01"], broken.tied) == ("excellent", "qualified", ())
    settled = grade_271(level, regrades=[Regrade("p01", "excellent", "carried the merger")])
    assert settled.counts()["excellent"] == 2


def test_a_meeting_gives_reasons_and_keeps_the_cap():
    with pytest.raises(InputError, match="'p05' has no reason"):
        grade_271(people(10), regrades=[Regrade("p05", "excellent", "")])
    with pytest.raises(InputError, match="3 of 10 would be excellent"):
        grade_271(people(10), regrades=[Regrade("p05", "excellent", "well done")])


def test_fewer_than_ten_are_pooled_or_not_graded():
    with pytest.raises(InputError, match="7 to be graded together"):
        grade_271(people(7))
    groups = dict.fromkeys(people(5), "x") | dict.fromkeys(people(6, 5), "y")
    assert set(grade_271(people(11), groups).pools.values()) == {"pooled"}


def test_grades_never_punish():
    with pytest.raises(InputError, match="never punish"):
        grade_271(people(10)).pay_factor("p00", reward=-0.1)


def test_levelled_departments_have_one_mean_and_one_relative_spread_and_keep_their_order():
    ratings = {f"a{each}": 85.0 + each for each in range(8)} | {f"b{each}": 60.0 + 3 * each for each in range(9)}
    found = level_ratings(ratings, {each: each[0] for each in ratings})
    parts = [[found.levelled[each] for each in ratings if each[0] == name] for name in "ab"]
    means, spreads = [statistics.fmean(each) for each in parts], [statistics.pstdev(each) for each in parts]
    assert means[0] == pytest.approx(means[1], abs=1e-9)
    assert means[0] == pytest.approx(statistics.fmean(ratings.values()), abs=1e-9)
    assert spreads[0] / means[0] == pytest.approx(spreads[1] / means[1], abs=1e-9)
    assert all(one < two for part in parts for one, two in pairwise(part))


def test_a_departments_coefficient_moves_its_mean():
    ratings = {f"{name}{each}": 70.0 + each for name in "ab" for each in range(8)}
    found = level_ratings(ratings, {each: each[0] for each in ratings}, {"a": 1.1})
    mean = statistics.fmean(found.levelled[each] for each in ratings if each[0] == "a")
    assert mean == pytest.approx(1.1 * statistics.fmean(ratings.values()))


def test_small_departments_are_levelled_in_part():
    ratings = {f"a{each}": 90.0 + each for each in range(4)} | {f"b{each}": 60.0 + each for each in range(8)}
    found = level_ratings(ratings, {each: each[0] for each in ratings})
    assert found.weights == {"a": 0.5, "b": 1.0}
    assert found.levelled["a0"] < ratings["a0"]


def test_one_rating_for_all_and_measured_results_are_not_levelled():
    same = {"a": 90.0, "b": 90.0, "c": 70.0, "d": 60.0}
    with pytest.raises(InputError, match="'x' rated all 2 the same, 90"):
        level_ratings(same, {"a": "x", "b": "x", "c": "y", "d": "y"})
    with pytest.raises(InputError, match="what was measured stays"):
        level_ratings(same, {}, kind="measured")


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0.8, 1.2)), min_size=1, max_size=20))
def test_difficulty_keeps_the_sum_of_scores(pairs):
    scores = {f"e{each}": pair[0] for each, pair in enumerate(pairs)}
    moved = adjust_difficulty(scores, {f"e{each}": pair[1] for each, pair in enumerate(pairs)})
    assert sum(moved.values()) == pytest.approx(sum(scores.values()), abs=1e-9)


def test_difficulty_out_of_bounds_or_of_nobody_is_refused():
    with pytest.raises(InputError, match="must be in \\[0.8, 1.2\\]"):
        adjust_difficulty({"a": 1.0}, {"a": 1.5})
    with pytest.raises(UnknownNameError, match="Unknown entity 'b'"):
        adjust_difficulty({"a": 1.0}, {"b": 1.0})


def test_contributions_sum_to_one_and_the_bonus_to_the_cent():
    found = contribution_pay(1000.0, {"kr": 0.7}, {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    assert found.paid == 700.0
    assert cents(found.amounts.values()) == 70_000
    with pytest.raises(InputError, match="sum to 0.9, must sum to 1"):
        contribution_pay(1.0, {"kr": 1.0}, {"a": 0.9})
    with pytest.raises(InputError, match="'kr' == 1.2, must be in"):
        contribution_pay(1.0, {"kr": 1.2}, {"a": 1.0})


def test_who_has_no_objective_and_no_better_result_is_to_be_talked_with():
    assert to_talk_with(["a", "b", "c"], ["a"], {"a": -1.0, "b": 0.0, "c": 0.1}) == ("b",)


def test_points_are_entered_once_and_never_overspent():
    catalogue = {"suggestion": 5.0, "attendance": 1.0}
    slips = [
        PointsEntry("1", "li", "suggestion", date(2025, 1, 5)),
        PointsEntry("2", "li", "attendance", date(2025, 2, 1), times=20),
    ]
    found = points_balance(catalogue, slips, {"li": 5.0})
    assert found.balances == {"li": 20.0}
    assert found.frame()["points"].tolist() == [5.0, 20.0]
    with pytest.raises(InputError, match="'1' is entered twice"):
        points_balance(catalogue, [slips[0], slips[0]])
    with pytest.raises(InputError, match="must be 25 at most"):
        points_balance(catalogue, slips, {"li": 26.0})
    with pytest.raises(UnknownNameError, match="Did you mean 'suggestion'"):
        points_balance(catalogue, [PointsEntry("1", "li", "suggestions", date(2025, 1, 1))])


@given(st.lists(st.floats(0, 1e5), min_size=2, max_size=20))
def test_gini_is_the_mean_difference_of_all_pairs(values):
    total = sum(values)
    by_hand = sum(abs(x - y) for x in values for y in values) / (2 * len(values) * total) if total > 0 else 0.0
    assert gini(values) == pytest.approx(by_hand, abs=1e-9)


def test_gini_counts_people():
    assert gini([1.0, 4.0], [3, 1]) == pytest.approx(gini([1.0, 1.0, 1.0, 4.0]))


def test_large_amounts_that_do_not_divide_keep_their_sum():
    # As in currencies of many digits: 20 billion by three, two of which round up.
    pools = department_pools(2e10, dict.fromkeys("abc", 1.0))
    assert list(pools.values()) == [6666666666.67, 6666666666.67, 6666666666.66]


@pytest.mark.parametrize(("amounts", "total"), [(["a"], None), ([1.0, 2.0], float("nan")), ([1.0], -1.0)])
def test_texts_and_totals_that_are_none_are_refused(amounts, total):
    with pytest.raises(InputError, match="must be (a sum|sums) of money"):
        to_cents(amounts, total)


def test_names_that_only_one_side_has_are_refused():
    with pytest.raises(UnknownNameError, match="'c' in the results, and has people who would get nothing"):
        department_pools(100, {"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 9})
    with pytest.raises(UnknownNameError, match="'q' in the scores, and has a tie-break"):
        grade_271({f"p{n}": float(n) for n in range(10)}, tie_breaks={"q": 1.0})


@pytest.mark.parametrize("coefficient", [-1.0, float("nan")])
def test_a_coefficient_that_would_turn_the_order_is_refused(coefficient):
    ratings = {str(n): 60.0 + n for n in range(8)}
    with pytest.raises(InputError, match="coefficient of 'd'"):
        level_ratings(ratings, dict.fromkeys(ratings, "d"), {"d": coefficient})


def test_a_difficulty_that_is_a_text_is_refused():
    with pytest.raises(InputError, match="difficulty of 'a' == '1.1'"):
        adjust_difficulty({"a": 1.0}, {"a": "1.1"})


def test_a_pool_with_parts_of_a_cent_and_a_rating_of_nothing_are_refused():
    with pytest.raises(InputError, match="must be in whole cents"):
        department_pools(100.005, {"a": 1, "b": 1})
    assert sum(department_pools(0.1 + 0.2, {"a": 1, "b": 2}).values()) == pytest.approx(0.3)
    with pytest.raises(InputError, match="must be a number above 0"):
        level_ratings({"a": 0, "b": 90.0}, {"a": "x", "b": "x"})
