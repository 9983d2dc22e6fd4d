"""What the tables say of figures that are large, missing, or of those who lose."""

from __future__ import annotations

import pytest

from diagnostics.errors import SurroundingsError
from diagnostics.model.pay_scenario import Guarantee
from diagnostics.terms import say
from diagnostics.widgets import edited
from diagnostics.widgets.answers import _signed, cents
from diagnostics.widgets.curve_answer import curve_answer
from diagnostics.widgets.kpi_answers import target_answer
from diagnostics.widgets.sight_answer import sight_answer
from tests.widgets.conftest import dial, shown, text


@pytest.fixture
def scenario(desks):
    return desks["zh"].scenarios["pay_link"]


@pytest.mark.parametrize(("fixed", "told"), [(10313.86, "14,313.86"), (1234567.89, "1,238,567.89"), (3500, " 7,500 ")])
def test_pay_by_result_is_told_to_the_cent(scenario, fixed, told):
    assert told in text(curve_answer(edited(scenario, ("plan", "fixed"), fixed), "zh", "CNY"))


@pytest.mark.parametrize(("value", "told"), [(-0.001, "0.00"), (0.001, "0.00"), (-3, "−3.00"), (3, "+3.00")])
def test_nothing_has_no_sign(value, told):
    assert _signed(value) == told
    assert cents(value) == told.lstrip("+")


def test_a_year_without_figures_is_missing_and_not_nothing(desks, scenario):
    told = text(target_answer(edited(scenario, ("first",), "2010-01"), desks["zh"], "zh"))
    assert "营收 – 27.5 万元 –" in told


def test_months_of_several_units_are_told_as_theirs(desks, scenario):
    one = text(target_answer(scenario, desks["zh"], "zh"))
    assert "合计" not in one
    assert "12 个月中" in one
    everyone = edited(scenario, ("entities",), ())
    units = len(desks["zh"].history(everyone).entities)
    assert units > 1
    assert f"各单位合计 {12 * units} 个月中" in text(target_answer(everyone, desks["zh"], "zh"))


def test_who_loses_once_the_guarantee_ends_is_told(lab):
    """All of them: fixed pay alone, at a third, behind a full guarantee of all months."""
    plan = lab.board.active.plan.model_copy(update={"fixed": 1000.0, "variable": 0.0, "items": (), "fixed_of": {}})
    guarded = {"plan": plan, "guarantee": Guarantee(share=1, months=lab.board.active.months), "minimum_wage": 0.0}
    assert say("lab.compare.losers_after", "zh") in shown(lab, "compare")
    assert shown(lab, "entity").rstrip().endswith(say("lab.entity.no", "zh"))
    lab.board.change(lab.board.active.model_copy(update=guarded))
    found = lab.simulation(lab.board.active).scenarios[0]
    assert (found.losers, found.losers_after) == ((), ("qinghe",))
    assert shown(lab, "entity").rstrip().endswith(say("lab.entity.after", "zh"))
    lab.board.change(lab.board.active.model_copy(update={"guarantee": None}))
    assert shown(lab, "entity").rstrip().endswith(say("lab.entity.now", "zh"))


def test_a_scenario_with_an_outlook_is_not_told_to_expect_nothing(desks, scenario):
    stated = edited(scenario, ("outlook",), {"levels": {kpi: {"mean": 1} for kpi in scenario.kpis}})
    assert say("lab.sight.without_history", "zh") in sight_answer(stated, desks["zh"], "zh")


def test_a_ledger_that_can_not_be_read_hides_no_other_figure(lab, monkeypatch):
    def refused(*_):
        raise SurroundingsError("ledger.db lies on a <network> share.")

    monkeypatch.setattr(type(lab.desk), "others", refused)
    dial(lab, "outlook", "lab.outlook.effect", kpi="营收").value = 9
    assert "+9.0%" in shown(lab, "outlook")
    assert "ledger.db lies on a &lt;network&gt; share." in shown(lab, "outlook")


def test_shares_of_one_kpi_have_a_control_each_with_its_name(lab):
    shares = [{"kpi": "revenue", "rate": 0.001}, {"kpi": "revenue", "rate": 0.002, "above": 100_000}]
    lab.board.change(edited(lab.board.active, ("plan", "commissions"), shares))
    name = say("lab.pay.commission", "zh", kpi="营收")
    assert [lab.panels["pay"].controls[each].value for each in (name, f"{name} (2)")] == [0.1, 0.2]
    lab.panels["pay"].controls[f"{name} (2)"].value = 0.3
    assert [each.rate for each in lab.board.active.plan.commissions] == [0.001, 0.003]


def test_a_first_month_that_is_not_set_is_offered_in_words(lab):
    lab.head.copy.click()
    lab.board.change(edited(lab.board.active, ("first",), None))
    lab.head.picker.value = 0
    lab.head.picker.value = len(lab.board.state.scenarios) - 1
    control = dial(lab, "outlook", "lab.outlook.first")
    assert (control.label, control.value) == (say("lab.outlook.unset", "zh"), "")
    control.value = control._options_values[1]
    assert lab.board.active.first == control._options_values[1]
