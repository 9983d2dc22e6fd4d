"""The panels are a skin: what they show is what the loop's functions say."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError
from diagnostics.look.fonts import lacking
from diagnostics.loop.intervene import scenario_history, simulate_pay
from diagnostics.terms import say
from diagnostics.widgets import edited, open_desk
from diagnostics.widgets.curve_answer import paid_at
from tests.widgets.conftest import dial, shown, text


def test_a_slider_shows_what_a_batch_run_says(lab, desks):
    dial(lab, "pay", "lab.pay.fixed", unit="CNY").value = 3800
    assert lab.board.active.plan.fixed == 3800
    row = desks["zh"].simulate(lab.board.active).frame().iloc[0]
    for figure in ("in_force", "mean", "low", "high"):
        assert f"{row[figure]:,.2f}" in shown(lab, "entity")
    assert "7,800.00" in shown(lab, "compare")


def test_the_guide_s_recipe_gives_the_panel_s_figures(lab, desks):
    desk, tried = desks["zh"], lab.board.active
    past = scenario_history(desk.engagement, desk._observations(), desk.in_force, tried)
    found = simulate_pay(desk.in_force, tried, desk.draws, desk.seed, history=past)
    assert len(past.entities) > len(tried.entities) == 1
    assert f"{found.frame()['mean'][0]:,.2f}" in shown(lab, "entity")


def test_case_a_gets_7500_at_the_balance_point(lab):
    assert lab.board.active.id == "pay_link"
    assert paid_at(lab.board.active.plan, (100,)) == [7500.0]
    assert "7,500" in shown(lab, "pay")


def test_every_panel_answers(lab):
    before = {name: lab.answers[name].value for name in ("pay", "targets", "weights", "outlook", "compare")}
    dial(lab, "pay", "lab.pay.variable", unit="CNY").value = 4500
    dial(lab, "targets", "lab.targets.target", kpi="营收", unit="CNY").value = 240000
    dial(lab, "weights", "lab.weights.weight", kpi="营收").value = 40
    dial(lab, "outlook", "lab.outlook.effect", kpi="营收").value = 20
    assert {name for name, value in before.items() if lab.answers[name].value != value} == set(before)
    plan = lab.board.active.plan
    assert plan.variable == 4500
    assert plan.items[0].target == {"qinghe": 240000}
    assert round(sum(each.weight for each in plan.items), 9) == 1
    assert lab.board.active.effects["revenue"] == 0.2
    assert lab.board.undoable == 4


def test_undo_takes_sliders_and_answers_back(lab):
    control, before = dial(lab, "pay", "lab.pay.fixed", unit="CNY"), lab.answers["compare"].value
    control.value = 4200
    assert lab.answers["compare"].value != before
    lab.head.undo.click()
    assert (control.value, lab.answers["compare"].value) == (3500, before)
    assert lab.head.undo.disabled


def test_a_value_that_breaks_a_rule_is_told_and_taken_back(lab):
    control = dial(lab, "targets", "lab.tiers.start_at")
    control.value = 95
    assert control.value == 70
    assert "未采用：档位 0.9 排在 0.95 之后" in text(lab.head.status.value)
    assert "必须由低到高" in text(lab.head.status.value)
    assert lab.board.undoable == 0
    control.value = 60
    assert "档位" not in text(lab.head.status.value)


def test_steps_above_the_balance_point_are_added_and_taken_away(lab):
    control = dial(lab, "targets", "lab.tiers.count")
    control.value = 3
    assert [(each.at, each.pay) for each in lab.board.active.plan.curve.above] == [
        (1.05, 1.15),
        (1.1, 1.35),
        (1.15, 1.45),
    ]
    dial(lab, "targets", "lab.tiers.above_pay", number=3).value = 150
    assert lab.board.active.plan.curve.above[2].pay == 1.5
    dial(lab, "targets", "lab.tiers.count").value = 0
    assert lab.board.active.plan.curve.above == ()
    assert say("lab.tiers.above_at", "zh", number=1) not in lab.panels["targets"].controls


def test_the_outlook_says_whether_the_effect_could_be_seen_and_how_to_begin(lab):
    assert "+15.0%" in shown(lab, "outlook")
    assert say("lab.sight.caption", "zh") in shown(lab, "outlook")
    assert "看得出来" in shown(lab, "outlook")
    dial(lab, "outlook", "lab.outlook.effect", kpi="营收").value = 2
    assert "很可能看不出来" in shown(lab, "outlook")
    for kpi in ("营收", "客单价", "人均产出"):
        dial(lab, "outlook", "lab.outlook.effect", kpi=kpi).value = 0
    assert say("lab.sight.unstated", "zh") in shown(lab, "outlook")


def test_who_is_paid_is_a_store_where_a_scenario_names_nobody(desks):
    scenario = desks["zh"].scenarios["pay_link"]
    everyone = edited(scenario, ("entities",), ())
    for number in range(len(everyone.plan.items)):
        target = next(iter(everyone.plan.items[number].target.values()))
        everyone = edited(everyone, ("plan", "items", number, "target"), target)
    units = {each.id for each in desks["zh"].engagement.entities.units}
    assert set(desks["zh"].history(everyone).entities) <= units
    assert len(desks["zh"].simulate(everyone).entities) > 1


def test_a_guarantee_comes_and_goes(lab):
    control = dial(lab, "pay", "lab.pay.guarantee")
    assert say("lab.pay.guarantee_months", "zh") not in lab.panels["pay"].controls
    control.value = 100
    dial(lab, "pay", "lab.pay.guarantee_months").value = 2
    assert lab.board.active.guarantee.model_dump() == {"share": 1.0, "months": 2}
    dial(lab, "pay", "lab.pay.guarantee").value = 0
    assert lab.board.active.guarantee is None


def test_copies_stand_beside_each_other(lab):
    lab.head.copy.click()
    assert lab.board.active.id == "pay_link_2"
    assert len(lab.head.picker.options) == 3
    assert "(pay_link_2)" in shown(lab, "compare")
    lab.head.copy.click()
    lab.head.copy.click()
    assert "已有 4 个情景并列" in text(lab.head.status.value)
    lab.head.picker.value = 0
    assert lab.board.active.id == "pay_link"


def test_controls_speak_both_languages_and_bear_names_of_their_own(desks, quick_font):
    from diagnostics.widgets.lab import Lab

    labels = {}
    for language in ("zh", "en"):
        found = [name for panel in Lab(desks[language]).panels.values() for name in panel.controls]
        assert len(set(found)) == len(found)
        labels[language] = found
    assert len(labels["zh"]) == len(labels["en"])
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in each) for each in labels["zh"])
    assert all(each.isascii() for each in labels["en"])


def test_the_font_has_every_letter_that_is_shown(desks, quick_font):
    """The font is cut for what the panels say: whatever they show in the end is within it."""
    from diagnostics.widgets.lab import Lab
    from diagnostics.widgets.style import words_of

    for language in ("zh", "en"):
        lab = Lab(desks[language])
        said = {sign for each in lab.answers.values() for sign in text(each.value)}
        said |= {sign for panel in lab.panels.values() for name in panel.controls for sign in name}
        assert said - set(words_of(desks[language], language)) == set()
        assert lacking("".join(sorted(said))) == ""


def test_client_text_is_never_markup(own_case_a, desks, quick_font):
    from diagnostics.widgets.lab import Lab

    path = own_case_a / "scenarios/pay_link.yaml"
    path.write_text(path.read_text("utf-8").replace("薪酬与业绩联动", "<img src=x onerror=alert(1)>"), "utf-8")
    for file, name in (("kpis.yaml", "营收"), ("entities.csv", "青禾店")):
        path = own_case_a / file
        assert name in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(name, f"<img {name}>"), "utf-8")
    desk = open_desk(own_case_a, draws=10)
    desk._observed = desks["zh"]._observed
    lab = Lab(desk)
    assert "<img" not in "".join(each.value for each in lab.answers.values())
    assert "&lt;img" in lab.answers["compare"].value
    assert "&lt;img 营收" in lab.answers["targets"].value
    assert "&lt;img 青禾店" in lab.answers["entity"].value


def test_an_engagement_without_scenarios_is_told_what_is_needed(small):
    with pytest.raises(InputError, match="holds nothing; the lab needs scenarios/in_force.yaml"):
        open_desk(small)


def test_an_unknown_language_is_refused(case_a):
    with pytest.raises(InputError, match="fr"):
        open_desk(case_a, "fr")
