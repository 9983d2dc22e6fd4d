"""Each plan is held against the plan in force under its own circumstances, and who loses later is told now."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.pay.history import pay_history
from diagnostics.loop.intervene.pay.simulate import simulate_pay
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario
from tests.loop.intervene.pay.conftest import history_of, item

SURE = {"levels": {"revenue": {"mean": 100.0}, "rate": {"mean": 100.0}}}


def tried(key, fixed, **more):
    told = {"id": key, "plan": {"fixed": fixed}, "entities": ["a", "b"], "outlook": SURE}
    return PayScenario.model_validate(told | more)


def test_another_scenario_beside_it_changes_none_of_its_figures():
    one = tried("one", 7500, people={"a": 10}, on_cost=0.3)
    two = tried("two", 7200, people={"a": 2, "b": 0})
    both = simulate_pay(PayPlan(fixed=7000), [one, two], 10).aggregate().set_index("scenario")
    alone = simulate_pay(PayPlan(fixed=7000), two, 10).aggregate().set_index("scenario")
    assert both.loc["two"].to_dict() == alone.loc["two"].to_dict()
    assert both["extra"].tolist() == pytest.approx([0.0, 1.3 * 11 * 500, 2 * 200])


def test_a_minimum_wage_holds_for_the_plan_in_force_too():
    low, new = PayPlan(fixed=1500), tried("new", 2500, minimum_wage=2000.0)
    found = simulate_pay(low, new, 10)
    assert found.in_force.mean.tolist() == [2000.0, 2000.0]
    assert found.in_force.floor.tolist() == [500.0, 500.0]
    own = PayScenario(id="in_force", plan=low, minimum_wage=1800.0)
    assert simulate_pay(own, new, 10).in_force.mean.tolist() == [1800.0, 1800.0]
    share = new.model_copy(update={"plan": PayPlan(fixed=0), "minimum_wage": 0.0})
    kept = PayScenario.model_validate(share.model_dump() | {"guarantee": {"share": 0.9, "months": 1}})
    assert simulate_pay(own, kept, 10).scenarios[0].mean.tolist() == [1620.0, 1620.0]


def test_responses_of_the_plan_in_force_are_of_the_pay_that_is_told():
    low = PayPlan(fixed=1000, variable=500, items=[item("revenue", 1.0)])
    found = simulate_pay(PayScenario(id="in_force", plan=low, minimum_wage=1200.0), tried("new", 2500), 10)
    told = found.in_force.responses.set_index("change")["pay"]
    assert told[0.0] == found.in_force.mean[0] == 1500.0
    lowest = low.model_copy(update={"variable": 100.0})
    found = simulate_pay(PayScenario(id="in_force", plan=lowest, minimum_wage=1200.0), tried("new", 2500), 10)
    assert found.in_force.responses["pay"].tolist() == [1200.0] * 11


def test_who_loses_once_a_guarantee_ends_is_told_while_the_mean_hides_it():
    spread = {"levels": {"revenue": {"mean": 100.0, "sd": 15.0}}}
    before = PayPlan(fixed=3000, variable=4000, items=[item("revenue", 1.0)])
    kept = tried("kept", 6700, outlook=spread, months=4, guarantee={"share": 1.0, "months": 3}, people={"a": 3})
    found = simulate_pay(before, kept, 4000)
    assert found.scenarios[0].losers == ()
    assert found.scenarios[0].losers_after == ("a", "b")
    assert found.aggregate()["losers_after"].tolist() == [0, 4]
    assert found.frame()["loses_after"].all()
    assert "过渡期保底结束后，平均少拿的有 4 人。" in found.summary("zh")
    assert "Once the guarantee ends, 4 people are paid less" in found.summary("en")


def test_break_even_lets_the_other_effects_come_along():
    plan = PayPlan(fixed=7000, variable=2000, items=[item("revenue", 0.5), item("rate", 0.5)])
    levels = {"levels": {"revenue": {"mean": 10_000.0}, "rate": {"mean": 50.0}}}
    margin = {"kpi": "revenue", "share": 0.5}
    given = {"plan": plan, "entities": ["a"], "outlook": levels, "margin": margin}
    alone = PayScenario.model_validate({"id": "alone", **given, "effects": {"revenue": 0.1}})
    along = PayScenario.model_validate({"id": "along", **given, "effects": {"revenue": 0.1, "rate": 0.2}})
    before = PayPlan(fixed=8300)
    # Revenue is scored 120 % throughout, the rate 50 %: 7,000 + 2,000 · 0.85 = 8,700 are 400 more = 5,000 u.
    assert simulate_pay(before, alone, 10).scenarios[0].break_even.change == pytest.approx(0.08, abs=1e-4)
    # A rise of u brings 2 u of the rate, which is paid 2,000 · 0.5 · 0.5 · 2 u = 1,000 u more: 400 = 4,000 u.
    assert simulate_pay(before, along, 10).scenarios[0].break_even.change == pytest.approx(0.1, abs=1e-4)


def test_money_is_told_in_the_currency_of_the_call():
    found = simulate_pay(PayPlan(fixed=7000), tried("new", 7500), 10, currency="USD")
    assert "$1,000" in found.summary("en")
    assert "¥" not in found.summary("en")


def test_plans_of_fixed_pay_alone_stand_beside_each_other():
    found = simulate_pay(PayPlan(fixed=7000), tried("new", 7500), 10)
    assert found.frame()["change"].tolist() == [500.0, 500.0]
    with pytest.raises(InputError, match="'new' states no level"):
        simulate_pay(PayPlan(fixed=7000), tried("new", 7500, outlook={"levels": {}}), 10)


def test_a_history_of_nothing_or_of_one_entity_twice_is_refused():
    table = history_of({("revenue", "a"): [100.0] * 24})
    assert pay_history(table, "revenue").kpis == ("revenue",)
    with pytest.raises(InputError, match="kpis is empty"):
        pay_history(table, [])
    with pytest.raises(InputError, match="name each once"):
        pay_history(table, ["revenue"], ["a", "a"])
