"""Refusals are read in the panels' language: each is raised by the rule itself, so that words and rules stay together."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.widgets.board import Board, edited
from diagnostics.widgets.rules import rule_of
from diagnostics.widgets.weights import rebalanced

CURVE = {"start": {"at": 0.7, "pay": 0.4}, "base": {"at": 0.9, "pay": 0.8}, "above": [{"at": 1.1, "pay": 1.35}]}
ITEM = {"kpi": "revenue", "weight": 1, "target": 100}
PLAN = PayPlan(fixed=3500, variable=4000, items=[ITEM], curve=CURVE)
SCENARIO = PayScenario(id="new", plan=PLAN, guarantee={"months": 3})


def full():
    return Board([SCENARIO] * 4)


@pytest.mark.parametrize(
    ("refused", "zh", "en"),
    [
        (lambda: edited(SCENARIO, ("plan", "curve", "base", "pay"), 0.3), "曲线下降", "the curve falls"),
        (lambda: edited(SCENARIO, ("plan", "curve", "base", "at"), 0.6), "档位 0.6 排在 0.7 之后", "tier at 0.6"),
        (lambda: edited(SCENARIO, ("plan", "curve", "cap"), 0.9), "封顶 0.9 低于 1", "a cap of 0.9"),
        (lambda: edited(SCENARIO, ("plan", "links", "department"), 0.2), "合计为 1.2", "sum to 1.2"),
        (lambda: edited(SCENARIO, ("plan", "links", "personal"), 0), "合计为 0", "sum to 0"),
        (
            lambda: edited(SCENARIO, ("plan", "items", 0, "target"), 0),
            "revenue 的目标 0 须大于 0",
            "target 0 of revenue",
        ),
        (lambda: edited(SCENARIO, ("months",), 30), "30 须不大于 24", "30 must be at most 24"),
        (lambda: edited(SCENARIO, ("plan", "fixed"), -1), "-1 须不小于 0", "-1 must be at least 0"),
        (lambda: edited(SCENARIO, ("guarantee", "share"), 0), "0 须大于 0", "0 must be above 0"),
        (lambda: rebalanced([0.5, 0.5], 0, 100), "1%–99%", "1 % to 99 %"),
        (lambda: full().copy(), "已有 4 个情景并列", "4 scenarios stand"),
        (lambda: Board([SCENARIO]).remove(), "最后一个情景不能移除", "last scenario"),
    ],
)
def test_a_refusal_is_in_the_panels_language(refused, zh, en):
    with pytest.raises(InputError) as error:
        refused()
    assert zh in rule_of(error.value, "zh")
    assert en in rule_of(error.value, "en")


def test_another_error_keeps_its_words():
    assert rule_of(InputError("No such thing."), "zh") == "No such thing."
