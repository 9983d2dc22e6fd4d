"""Scenarios are changed step by step, each held to all rules, each undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.widgets.board import MOST, Board, edited
from diagnostics.widgets.weights import rebalanced, weighted

ITEMS = [
    {"kpi": "a", "weight": 0.5, "target": 10},
    {"kpi": "b", "weight": 0.3, "target": 5},
    {"kpi": "c", "weight": 0.2, "target": 1},
]
CURVE = {"start": {"at": 0.7, "pay": 0.4}, "above": [{"at": 1.1, "pay": 1.2}]}


def scenario(key: str = "new") -> PayScenario:
    return PayScenario(id=key, plan=PayPlan(fixed=3500, variable=4000, items=ITEMS, curve=CURVE))


def test_each_step_is_undone_in_turn():
    board = Board([scenario()])
    states = [board.state]
    for fixed in (3600, 3700, 3800):
        board.change(edited(board.active, ("plan", "fixed"), fixed))
        states.append(board.state)
    board.copy()
    board.remove()
    board.copy()
    for _ in range(3):
        assert board.undo()
    for before in reversed(states[:-1]):
        assert board.undo()
        assert board.state == before
    assert not board.undo()


def test_what_changes_nothing_is_no_step():
    board = Board([scenario()])
    board.change(edited(board.active, ("plan", "fixed"), 3500))
    board.pick(0)
    assert board.undoable == 0


def test_four_scenarios_stand_side_by_side_and_no_more():
    board = Board([scenario()])
    for _ in range(MOST - 1):
        board.copy()
    assert [each.id for each in board.state.scenarios] == ["new", "new_2", "new_3", "new_4"]
    with pytest.raises(InputError, match="4 scenarios stand side by side already"):
        board.copy()
    with pytest.raises(InputError, match="5 scenarios, must be 1 to 4"):
        Board([scenario(f"s{each}") for each in range(5)])


def test_the_last_scenario_stays():
    with pytest.raises(InputError, match="last scenario"):
        Board([scenario()]).remove()


def test_a_copy_changes_by_itself():
    board = Board([scenario()])
    board.copy()
    board.change(edited(board.active, ("plan", "variable"), 5000))
    assert [each.plan.variable for each in board.state.scenarios] == [4000, 5000]


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        (("plan", "fixed"), -1, "greater than or equal to 0"),
        (("plan", "curve", "above", 0, "pay"), 0.9, "the curve falls"),
        (("plan", "curve", "start", "at"), 1.2, "tiers must rise"),
        (("plan", "items", 0, "weight"), 0.6, "sum to 1.1, must sum to 1"),
        (("plan", "fixed"), float("nan"), "finite"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_changes_nothing(path, value, rule):
    board = Board([scenario()])
    with pytest.raises(InputError, match=rule):
        board.change(edited(board.active, path, value))
    assert board.active == scenario()


@given(
    st.lists(st.integers(1, 1000), min_size=2, max_size=9).flatmap(
        lambda parts: st.tuples(
            st.just([each / sum(parts) for each in parts]),
            st.integers(0, len(parts) - 1),
            st.integers(1, 100 - len(parts) + 1),
        )
    )
)
def test_weights_sum_to_a_hundred_whichever_is_moved_and_the_others_keep_their_order(given_):
    weights, at, percent = given_
    found = rebalanced(weights, at, percent)
    assert sum(found) == 100
    assert found[at] == percent
    assert min(found) >= 1
    others = [each for each in range(len(weights)) if each != at]
    for one in others:
        for two in others:
            if weights[one] > weights[two] + 1e-9:
                assert found[one] >= found[two]


def test_a_weight_that_leaves_nothing_for_the_others_is_refused():
    with pytest.raises(InputError, match="weight == 99 %, must be 1 to 98 beside 2 others"):
        weighted(scenario(), 0, 99)
    assert [each.weight for each in weighted(scenario(), 0, 98).plan.items] == [0.98, 0.01, 0.01]
