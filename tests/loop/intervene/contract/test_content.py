"""The agreement on a measure: what the parties sign, with every digit of it."""

from __future__ import annotations

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.intervene.contract import contract_sheet, sheet_text
from diagnostics.loop.intervene.ledger import open_ledger
from diagnostics.loop.intervene.scenario_content import scenario_hash

SCENARIO = """\
id: new_plan
plan:
  fixed: 3500
  variable: 4000
  items:
    - {kpi: revenue, weight: 0.6, target: {wuhou: 275300}, scoring: {rule: ratio, cap: 1.2, floor: 0}}
    - {kpi: waiting, weight: 0.4, target: 12.5, direction: lower, scoring: {rule: ratio, cap: 1.2, floor: 0}}
  curve:
    start: {at: 0.7, pay: 0.4}
    base: {at: 0.9, pay: 0.8}
    above: [{at: 1.05, pay: 1.15}]
    cap: 1.3
  links: {personal: 0.7, department: 0.2, company: 0.1}
minimum_wage: 2000
guarantee: {share: 1.0, months: 3}
"""


@pytest.fixture
def sheet(make_engagement, ledger_of, tmp_path):
    """Sheet of a measure with these fields, and what else is recorded about it."""

    def made(*events, language=None, plan=SCENARIO, **fields):
        (tmp_path / "scenarios").mkdir(exist_ok=True)
        engagement = make_engagement()
        if plan:
            (tmp_path / "scenarios" / "new_plan.yaml").write_text(plan, encoding="utf-8")
            name = "scenarios/new_plan.yaml"
            fields = {"scenario": name, "scenario_hash": scenario_hash(engagement, name), **fields}
        ledger = open_ledger(engagement, write=True)
        ledger.append_all([ledger_of.entry("A-1", "2025-03-20", "planned", **fields), *events])
        return contract_sheet(engagement, ledger.states()["pay_link"], language)

    return made


def test_fixed_and_variable_pay_and_every_tier_stand_to_the_yuan(sheet):
    found = sheet()
    pay = found.blocks[1]
    assert pay.facts == (("固定与绩效", "固定 3,500 元，绩效 4,000 元；达到平衡点每月共 7,500 元"),)
    weights, curve = pay.grids
    assert weights.rows == (
        ("营收", "60%", "275,300 元", "实际 ÷ 目标"), ("等候时间", "40%", "12.5 分钟", "目标 ÷ 实际"),
    )  # fmt: skip
    assert curve.rows == (
        ("起付线 70%", "40%", "1,600 元", "5,100 元"), ("基础档 90%", "80%", "3,200 元", "6,700 元"),
        ("平衡点 100%", "100%", "4,000 元", "7,500 元"), ("超额档 105%", "115%", "4,600 元", "8,100 元"),
    )  # fmt: skip
    assert pay.notes == (
        "低于70%不发绩效", "两档之间按比例计算", "绩效最高发放 130%", "得分在 0% 到 120% 之间",
        "得分由个人 70%、部门 20%、公司 10% 组成", "前 3 个月不低于原方案应得的 100%", "任何情况下不低于当地最低工资 2,000 元",
    )  # fmt: skip


def test_fixed_pay_that_differs_is_on_nobody_elses_sheet(sheet):
    other = SCENARIO.replace("  fixed: 3500\n", "  fixed: 3500\n  fixed_of: {jinniu: 5600}\n")
    text = sheet_text(sheet(plan=other, entities=["wuhou", "jinniu"]))
    assert "5,600" not in text
    assert "3,500" not in text
    assert "绩效 4,000 元；固定部分各人不同" in text


def test_an_edited_scenario_is_not_printed_under_the_fingerprint_of_another(sheet):
    with pytest.raises(InputError, match="scenarios/new_plan.yaml is not what measure 'pay_link' was agreed on with"):
        sheet(scenario_hash="0" * 64)


def test_who_signed_these_terms_stands_beside_the_line_and_who_signed_others_does_not(make_engagement, ledger_of):
    entry, engagement = ledger_of.entry, make_engagement()
    ledger = open_ledger(engagement, write=True)
    ledger.append(entry("A-1", "2025-03-20", "planned", parties=["li", "hr_zhang"]))
    for number, party in enumerate(("li", "hr_zhang"), start=2):
        terms = ledger.states()["pay_link"].contract
        fields = {"party": party, "hash": terms, "expected": {"relative": 0.08}}
        ledger.append(entry(f"A-{number}", "2025-03-25", "signed", **fields))
    both = contract_sheet(engagement, ledger.states()["pay_link"])
    assert [(each.name, each.expects, each.recorded) for each in both.signatures] == [
        ("李店长", "比不做多 8%", "台账已记 2025年3月25日"), ("hr_zhang", "比不做多 8%", "台账已记 2025年3月25日"),
    ]  # fmt: skip
    ledger.append(entry("A-4", "2025-03-26", "changed", change={"due": "2025-06-30"}, reason="延期"))
    anew = contract_sheet(engagement, ledger.states()["pay_link"])
    assert [each.recorded for each in anew.signatures] == ["", ""]
    assert anew.short != both.short
    assert anew.short in anew.footer[0]


def test_what_is_not_said_is_said_to_be_so(sheet):
    text = sheet_text(sheet(plan=""))
    assert "止损规则：未写明" in text
    assert "台账没有写明签约方。" in text
    assert "权重与目标" not in text


def test_english_is_said_in_english(sheet):
    text = sheet_text(sheet(language="en", benefit={"firm": "it earns", "staff": "they earn"}))
    assert "¥3,500 fixed and ¥4,000 variable; ¥7,500 a month in all at the balance point" in text
    assert "Expected effect: 10% more than without it" in text
    assert "start of pay 70%" in text


def test_bands_deductions_factors_and_commissions_bear_their_numbers(sheet):
    plan = """\
id: new_plan
plan:
  fixed: 3000
  variable: 1000
  items:
    - {kpi: revenue, weight: 0.5, target: 100, scoring: {rule: bands, bands: [{at: 80, points: 60}, {at: 100, points: 100}]}}
    - {kpi: waiting, weight: 0.5, target: 10, direction: lower, scoring: {rule: deduction, per_event: 5, every: 2}}
  difficulty: {factors: {wuhou: 1.1}, agreed: 2025-01-01, mean_neutral: false}
  links: {method: product, personal: 1, company: 0.5}
  commissions: [{kpi: conversion, rate: 1.5, above: 0.1}, {kpi: revenue, rate: 0.008}]
"""
    pay = sheet(plan=plan).blocks[1]
    assert [row[3] for row in pay.grids[0].rows] == ["80 起 60 分，100 起 100 分", "每超出目标 2 扣 5 分"]
    assert pay.notes[1:] == (
        "得分为个人结果乘以公司结果", "得分乘以难度系数 1.1（2025年1月1日商定）",
        "另按转化率超过 10% 的部分每单位提成 1.5 元", "另按营收的 0.8% 提成",
    )  # fmt: skip


def test_a_plan_without_variable_pay_says_so_plainly(sheet):
    pay = sheet(plan="id: new_plan\nplan: {fixed: 5600}\n").blocks[1]
    assert (pay.facts, pay.grids, pay.notes) == ((("固定与绩效", "每月固定 5,600 元"),), (), ())


def test_no_figure_that_is_signed_is_rounded_or_a_power_of_ten(sheet):
    text = sheet_text(sheet(plan="", target=12_345_678_901_234.5, expected={"absolute": 12_345.67}))
    assert "达到 12,345,678,901,234.5 元" in text
    assert "比不做多 12,345.67 元" in text


def test_the_checklist_stands_on_every_sheet_with_a_pay_scenario(sheet):
    assert "合规：启动前须由" in sheet_text(sheet(touches_pay=False))


def test_what_was_not_needed_is_never_told_as_done(make_engagement, ledger_of):
    entry, engagement = ledger_of.entry, make_engagement()
    ledger = open_ledger(engagement, write=True)
    ledger.append(entry("A-1", "2025-03-20", "planned", parties=["li"], touches_pay=True))
    done, spared = {"on": "2025-03-21"}, {"not_needed": "人人加薪"}
    checklist = {"consent": spared, "consultation": done, "publication": done, "trial": done}
    terms = ledger.states()["pay_link"].contract
    ledger.append(entry("A-2", "2025-03-25", "cleared", hash=terms, checklist=checklist))
    text = sheet_text(contract_sheet(engagement, ledger.states()["pay_link"]))
    assert (
        "2025年3月25日确认：书面同意不需要（人人加薪）、民主协商 2025年3月21日、公示 2025年3月21日、试行期 2025年3月21日"
        in text
    )


def test_tasks_and_milestones_stand_on_the_page(sheet):
    task = {"name": {"zh": "写清单", "en": "Write the list"}, "due": "2025-05-10"}
    stone = {"name": {"zh": "全员上手", "en": "All use it"}, "due": "2025-06-30", "progress": 0.5}
    found = sheet(tasks=[task, {"name": "培训", "owner": "wang"}], milestones=[stone], language="en")
    told = dict(found.blocks[0].facts)
    assert told["Tasks"] == "Write the list (李店长, by 10 May 2025); 培训 (wang)"
    assert told["Milestones"] == "All use it (50% by 30 June 2025)"


def test_an_agreement_on_pay_without_a_scenario_says_so(sheet):
    told = [text for block in sheet(plan="", touches_pay=True).blocks for _, text in block.facts]
    assert "本约定没有关联薪酬方案，薪酬怎么算不在本约定之内" in told
