"""Pages of the steps: what each asks to be decided, from its own hand-offs and those before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagnostics.loop.close import step_pages
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.not_yet import nothing_yet
from diagnostics.loop.close.step_pages.targets import _has_begun
from diagnostics.loop.close.wording import Wording
from tests.loop.close.conftest import Build

LATER = {
    "align": ("gaps", "diagnosis", "interventions", "series", "tracking"),
    "diagnose": ("interventions", "series", "tracking"),
    "intervene": ("series", "tracking"),
    "track": (),
}
VISIBLE = {
    "kpi": "revenue", "sight": "too_small", "bar": "", "comparisons": 6, "planned": 0.02, "planned_relative": 0.02, "judged": "2025-12",
    "smallest": 30_000.0, "smallest_relative": 0.09, "early": False, "beside": [],
}  # fmt: skip
CAUSE = {
    "cause": "c", "title": {"zh": "接待不到位", "en": "Bad reception"}, "kpi": "revenue", "entity": "s1", "verdict": "open", "why": "needs_people",
    "raised_by": "li", "share": None, "tests": [], "telling": 0, "kinds_for": [], "kinds_against": [], "slice": None, "evidence": [],
}  # fmt: skip


def made(step, build, language="zh", **other):
    """Page of a step from what it and those before it hand over."""
    build.language = language
    inputs = build.inputs()
    alignment = {
        **inputs.alignment, "period": "2025-06", "as_of": "2025-06-30", "scorecards": [], "map": [], "coverage": [], "people": {"li": "李敏", "boss": "陈总"},
        **other.pop("alignment", {}),
    }  # fmt: skip
    inputs = replace(inputs, **{**nothing_yet(alignment, LATER[step]), "alignment": alignment, **other})
    wording = Wording(inputs)
    return getattr(step_pages, f"{step}_page")(inputs, wording, conclude(inputs, wording))


def asked(page):
    section = next(each for each in page.sections if each.id == "asked")
    return [item for part in section.parts if part.kind == "actions" for item in part.items]


def planned(build, **other):
    """A measure that is to start."""
    told = {
        "state": "planned", "started": None, "planned_start": "2025-08-01", "approvals": [], "owner_name": "李敏", "cost": 1000.0, "currency": "CNY",
        "agreement": {"signed": [], "unsigned": [{"party": "boss", "name": "陈总"}], "objections": 0, "objections_open": 0, "objections_due": None},
    }  # fmt: skip
    return build.add("甲", **(told | other))


@pytest.mark.parametrize(
    ("step", "language"), [("align", "zh"), ("diagnose", "en"), ("intervene", "zh"), ("track", "en")]
)
def test_every_step_has_a_page_of_its_own_with_its_first_screen_open_and_the_rest_folded(step, language):
    page = made(step, planned(Build()), language)
    assert [each.id for each in page.sections if not each.folded][-1] == "asked"
    assert len([each for each in page.sections if not each.folded]) <= 2
    assert len(page.headlines) <= 4
    assert all(item.owner and item.due for item in asked(page))


def test_a_charter_without_answers_is_asked_for_once():
    build = Build()
    unanswered = {
        "code": "PD117", "severity": "warning", "about": "", "subject": "", "message": {"zh": "没有回答。", "en": "Open."}, "remedy": {"zh": "写入章程。", "en": "Write."},
    }  # fmt: skip
    build.findings = [unanswered, {**unanswered, "code": "PD160", "remedy": {"zh": "补上缺口。", "en": "Fill."}}]
    page = made("align", build, alignment={"charter": {"missing": ["goal"]}})
    told = [str(each) for each in asked(page)]
    assert sum("章程" in each for each in told) == 1
    assert any("补上缺口" in each for each in told)


def test_goals_without_a_kpi_and_kpis_without_a_goal_are_asked_about():
    name = {"zh": "增长", "en": "Growth"}
    nodes = [
        {"kind": "goal", "id": "g", "name": name, "serves": [], "view": None, "mother": False, "served": False},
        {
            "kind": "kpi",
            "id": "revenue",
            "name": {"zh": "营收", "en": ""},
            "serves": [],
            "view": None,
            "mother": True,
            "served": True,
        },
    ]
    page = made("align", Build(), alignment={"map": nodes, "goals": [{"id": "g", "name": name, "owner": "li"}]})
    told = [(each.what, each.owner) for each in asked(page)]
    assert ("战略目标「增长」还没有指标支撑：请定一项指标，或说明为什么不用。", "李敏") in told
    assert any("营收" in what and owner == "陈总" for what, owner in told)
    assert "2 处没有对上" in page.title


def test_targets_of_a_scorecard_are_those_of_the_period():
    dated = [
        {"from": "2024-01", "value": 300_000},
        {"from": "2025-01", "value": 320_000},
        {"from": "2026-01", "value": 350_000},
    ]
    items = [
        {"kpi": "revenue", "weight": 0.6, "targets": {"target": dated, "from": "history"}},
        {"kpi": "conversion", "weight": 0.4, "targets": {"base": [0.2, 0.3], "target": {"source": "t", "value": "x"}, "from": "strategy"}},
    ]  # fmt: skip
    card = {"id": "m", "name": {"zh": "店长", "en": ""}, "items": items, "agreed_by": [], "to": None}
    page = made("align", Build(), alignment={"scorecards": [card]})
    (part,) = next(each for each in page.sections if each.id == "targets").parts
    first, second = part.table.rows
    assert (first["target"], first["from"], first["weight"]) == ("32 万元", "历史数据", "60%")
    assert second["target"] == "各单位不同"
    assert any("「店长」" in each.what for each in asked(page))


def test_agreement_is_told_with_its_range():
    share = {"n": 20, "value": 0.75, "low": 0.53, "high": 0.89}
    question = {"text": "我清楚目标", "share": share}
    survey = {"id": "a", "when": "before", "people": 20, "questions": [question, {"text": "人太少", "share": None}]}
    page = made("align", Build(), alignment={"consensus": {"surveys": [survey]}})
    (part,) = next(each for each in page.sections if each.id == "consensus").parts
    assert part.table.rows == (
        {"question": "我清楚目标", "share": "75%", "range": "53% 至 89%", "majority": "多数认同"},
    )


def test_an_open_cause_asks_whoever_raised_it_and_is_said_not_to_be_explained():
    page = made("diagnose", Build(), causes={"causes": [CAUSE]})
    (first, *_) = asked(page)
    assert (first.what, first.owner) == ("「接待不到位」数据支持，还缺一线的说法：请安排访谈。", "李敏")
    assert "还没有证实的原因，1 个待查" in page.title


def test_a_gap_whose_causes_nobody_registered_is_asked_about():
    assert any("还没有登记原因" in each.what for each in asked(made("diagnose", Build())))


def test_a_plan_says_who_has_not_signed_and_what_nobody_will_be_able_to_tell():
    page = made("intervene", planned(Build(), visibility=VISIBLE))
    told = [each.what for each in asked(page)]
    assert any("还差签字：陈总" in each for each in told)
    assert any("届时看不出来" in each for each in told)
    assert "1 项届时看不出效果" in page.lead[0]
    (part,) = next(each for each in page.sections if each.id == "plan").parts
    assert part.table.rows[0]["expected"] == "+10.0%"
    assert part.table.rows[0]["start"] == "2025年8月1日"


def test_costs_in_two_currencies_are_not_added_up():
    build = planned(planned(Build()), currency="USD")
    costs = next(each for each in made("intervene", build).headlines if each.label == "计划成本")
    assert costs.value.count("1,000") == 2
    assert "+" in costs.value


def test_a_cost_that_is_not_shown_is_not_called_unstated():
    build = planned(planned(Build()), cost=None, cost_withheld=True)
    costs = next(each for each in made("intervene", build).headlines if each.label == "计划成本")
    assert costs.note.startswith("2 项中 1 项的合计；另有 1 项")
    assert costs.value == "1,000 元"


@pytest.mark.parametrize(
    ("since", "period", "begun"),
    [
        ("2015-12", "2015-W10", False),
        ("2025-06", "2025Q1", False),
        ("2025-03", "2025Q1", True),
        ("2025-06", "2025-06", True),
    ],
)
def test_a_target_holds_from_the_period_on_that_begins_before_this_one_ends(since, period, begun):
    assert _has_begun(since, period) == begun


def test_a_measure_without_a_stated_effect_is_asked_for_one():
    told = [
        each.what for each in asked(made("intervene", planned(Build(), expected={"relative": None, "absolute": None})))
    ]
    assert any("没有写明预期效果" in each for each in told)


def test_tracking_says_when_it_can_be_told_and_claims_nothing_before():
    page = made("track", Build().add("甲", "insufficient", -0.1, 0.2))
    (part,) = next(each for each in page.sections if each.id == "reviews").parts
    assert part.table.rows[0]["judged"] == "2025年11月"
    assert "有效" not in page.title


def test_a_measure_that_made_it_worse_comes_first():
    page = made("track", Build().add("甲", "worked", 0.1, 0.2).add("乙", "worse", -0.2, -0.1))
    assert "措施乙" in asked(page)[0].what


def test_the_picture_stands_once_and_a_section_that_held_nothing_else_is_gone():
    nodes = [
        {
            "kind": "kpi",
            "id": "revenue",
            "name": {"zh": "营收", "en": ""},
            "serves": [],
            "view": None,
            "mother": True,
            "served": True,
        }
    ]
    page = made("align", Build(), alignment={"map": nodes})
    assert [each.id for each in page.sections][:2] == ["picture", "asked"]
    assert "map" not in {each.id for each in page.sections}
