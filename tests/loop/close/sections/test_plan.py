"""The sections on what could be done next and on what could be seen, read as a stranger would."""

import pytest

from diagnostics.loop.close.sections.plan import _training, proposals_section
from diagnostics.loop.close.sections.sight import sight_section

SIGHT = {
    "kpi": "revenue", "entities": ["s1"], "sight": "visible", "bar": "", "start": "2025-08", "judged": "2026-01", "method": "did",
    "before": 36, "after": 6, "comparisons": 7, "smallest": 9000.0, "smallest_relative": 0.09, "planned": 15000.0,
    "planned_relative": 0.15, "early": False, "beside": [],
}  # fmt: skip
ITEM = {
    "rank": 1, "card": "reception_practice", "title": {"zh": "情景演练", "en": "Practice"}, "dimension": "skills", "cause": "cold",
    "cause_title": {"zh": "接待差", "en": "Cold"}, "entity": "s1", "effort": 2, "first_share": 0.55, "rank_low": 1, "rank_high": 3,
    "backing": "unverified", "kpi": "revenue",
    "stake": {"share": 0.1, "low": 0.05, "high": 0.15, "mother": "revenue", "amount": 10000.0},
}  # fmt: skip
PLAN = {"waves": [{"number": 1, "start": "2025-08-01", "entities": ["s1"]}, {"number": 2, "start": "2026-02-01", "entities": ["s2"]}],
        "first": 1, "comparisons": 6, "smallest": 8000.0, "smallest_relative": 0.08}  # fmt: skip
RECORD = {
    "items": [ITEM], "unanswered": ["fate"], "already": {"cold": ["m1"]}, "draws": 2000, "seed": 0,
    "forms": {"material": 0, "spirit": 1, "growth": 1, "team": 0},
    "training": [{"entity": "s1", "kpi": "conversion", "relative": -0.2, "against": "target", "module": "t", "title": {"zh": "转化培训", "en": "T"}}],
    "tools": [{"level": "top", "name": {"zh": "高管", "en": "Top"}, "tools": [{"zh": "KPI", "en": "KPIs"}], "why": {"zh": "看结果", "en": "Results"}}],
    "roll_outs": [{"kpi": "revenue", "judged": "2026-01", "recommended": 0, "seed": 0, "plans": [PLAN]}],
}  # fmt: skip


def told(section):
    return [line for part in section.parts if part.kind == "bullets" for line in part.items]


def seen(build, **changes):
    build.add("m1", title={"zh": "情景演练", "en": "Practice"}, visibility={**SIGHT, **changes})
    inputs = build.inputs()
    (line,) = told(sight_section(inputs, build.wording()))
    return line


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ("与 7 个同类对照", "9.0% 以上", "看得出来")),
        ({"sight": "too_small", "planned_relative": 0.05}, ("只能看出 9.0%", "很可能看不出来")),
        ({"comparisons": 0}, ("没有可对照的对象",)),
        ({"sight": "unstated", "planned": None, "planned_relative": None}, ("写明预期",)),
        ({"sight": "impossible", "bar": "few_comparisons"}, ("不足 5 个", "下不了结论")),
        ({"early": True, "beside": ["m1"]}, ("决策日早于", "情景演练，几项的效果分不开")),
    ],
)
def test_each_sight_is_one_plain_sentence(build, changes, words):
    line = seen(build, **changes)
    assert all(each in line for each in words), line


def test_a_share_is_told_in_percentage_points(build):
    line = seen(build, kpi="conversion", smallest=0.022, planned=0.04, smallest_relative=0.08)
    assert "2.2" in line
    assert "百分点" in line


def test_measures_without_figures_have_no_section(build):
    build.add("m1")
    assert sight_section(build.inputs(), build.wording()) is None
    assert proposals_section(build.inputs(), build.wording()) is None


def proposed(build, **changes):
    build.add("m1", title={"zh": "回访", "en": "Calls"})
    inputs = build.inputs()
    inputs.interventions["proposals"] = {**RECORD, **changes}
    return proposals_section(inputs, build.wording())


def test_proposals_are_told_in_order_with_how_sure_it_is_and_what_is_not_verified(build):
    section = proposed(build)
    (table,) = (part.table for part in section.parts if part.kind == "table")
    (row,) = table.rows
    assert (row["rank"], row["title"], row["cause"], row["backing"]) == ("1", "情景演练", "接待差", "未验证")
    assert row["holds"] == "55% 居首，多在第 1 至 3 位"
    assert "营业收入" in row["value"]
    assert "不能当作保证" in table.note
    lines = "\n".join(told(section))
    for words in ("转化培训", "fate", "已有措施：回访", "第 2 批（2026年2月1日起）", "8.0% 以上"):
        assert words in lines


def test_a_range_that_reads_alike_at_both_ends_is_told_once(build):
    stake = {"share": 0.1, "low": 0.1, "high": 0.1, "mother": "revenue", "amount": 10000.0}
    (table,) = (part.table for part in proposed(build, items=[{**ITEM, "stake": stake}]).parts if part.kind == "table")
    assert "至" not in table.rows[0]["value"]
    assert "1" in table.rows[0]["value"]


PLANNED = {
    "rank": 1, "id": "m1", "card": "", "title": {"zh": "回访", "en": "Calls"}, "dimension": "process", "cause": "", "entity": "s1", "kpi": "revenue",
    "effort": 2, "confidence": 0.5, "first_share": 0.7, "rank_low": 1, "rank_high": 2, "backing": "planned", "lacks": [], "promised": False,
    "stake": {"share": 0.1, "low": 0.1, "high": 0.1, "mother": "revenue", "amount": 10000.0},
}  # fmt: skip


def test_planned_measures_stand_in_one_order_with_the_proposals(build):
    told = {**PLANNED, "promised": True}
    later = {**PLANNED, "rank": 3, "stake": None, "effort": None, "confidence": None, "lacks": ["value", "effort"]}
    section = proposed(build, items=[{**ITEM, "rank": 2}], planned=[told, later])
    (table,) = (part.table for part in section.parts if part.kind == "table")
    assert [(row["title"], row["backing"]) for row in table.rows] == [
        ("回访", "台账中，未开始"),
        ("情景演练", "未验证"),
        ("回访", "台账中，未开始，把握未填"),
    ]
    assert table.rows[0]["holds"] == "70% 居首，多在第 1 至 2 位"
    assert (table.rows[2]["value"], table.rows[2]["effort"], "holds" in table.rows[2]) == ("未估算", "未填", False)
    assert table.rows[0]["value"].endswith("，按预期")
    assert "台账中尚未开始的 2 项" in section.lead


def test_planned_measures_are_told_where_nothing_is_proposed(build):
    section = proposed(build, items=[], unanswered=[], planned=[PLANNED])
    (table,) = (part.table for part in section.parts if part.kind == "table")
    assert [row["title"] for row in table.rows] == ["回访"]
    assert section.lead.startswith("台账中")


def test_a_list_that_is_cut_says_so(build):
    (table,) = (part.table for part in proposed(build, items=[ITEM] * 11).parts if part.kind == "table")
    assert (len(table.rows), table.note[:15]) == (10, "共 11 条，显示前 10 条")
    for key in "abcdefg":
        build.add(key, title={"zh": key, "en": key}, visibility=SIGHT)
    assert told(sight_section(build.inputs(), build.wording()))[6:] == ["共 7 条，显示前 6 条。"]


def test_whose_cause_it_is_stands_beside_it_where_several_have_it(build):
    section = proposed(build, items=[ITEM, {**ITEM, "entity": "s2"}])
    (table,) = (part.table for part in section.parts if part.kind == "table")
    assert [row["cause"] for row in table.rows] == [f"{build.wording().entity(each)}：接待差" for each in ("s1", "s2")]


def test_a_title_that_pages_may_not_bear_gives_way_to_the_kpi(build):
    section = proposed(build, items=[{**ITEM, "cause_title": {"zh": "", "en": ""}}])
    (table,) = (part.table for part in section.parts if part.kind == "table")
    assert table.rows[0]["cause"] == "营业收入"


def test_english_and_markup_stay_text_and_unknown_values_are_left_empty(build):
    build.language = "en"
    item = {**ITEM, "title": {"zh": "", "en": "<b>x</b>"}, "stake": None}
    section = proposed(build, items=[item], training=[], roll_outs=[], tools=[])
    (table,) = (part.table for part in section.parts if part.kind == "table")
    assert table.rows[0]["title"] == "<b>x</b>"
    assert table.rows[0]["value"] == "not sized"
    assert "holds" not in table.rows[0]
    assert "What could be done next" in section.title


def test_what_could_not_be_told_of_a_proposal_is_said(build):
    build.add("m1", title={"zh": "挂钩", "en": "Pay link"})
    told_ = {**ITEM, "hidden": True, "visibility": {**SIGHT, "beside": ["m1"]}}
    record = {**RECORD, "items": [told_], "settled": False}
    inputs = build.inputs()
    inputs.interventions["proposals"] = record
    lines = told(proposals_section(inputs, build.wording()))
    assert lines[0].startswith("次序不稳")
    assert all(each in lines[1] for each in ("即使差距全部补上", "9.0% 以上"))
    assert all(each in lines[2] for each in ("挂钩", "分不开"))
    inputs.interventions["proposals"] = RECORD
    assert not any(
        "次序不稳" in each or "即使差距" in each for each in told(proposals_section(inputs, build.wording()))
    )


@pytest.mark.parametrize(("spirit", "said"), [(1, True), (0, False)])
def test_what_there_is_besides_money_is_told_where_there_is_any(build, spirit, said):
    forms = {"material": 1, "spirit": spirit, "growth": 0, "team": 0}
    assert any("精神激励" in each for each in told(proposed(build, forms=forms))) is said


def test_what_like_measures_did_at_other_clients_is_told_by_the_measures_title(build):
    past = {"title": {"zh": "情景演练", "en": "Practice"}, "text": {"zh": "过去同类措施可用的有 2 个。", "en": "Two."}}
    assert "“情景演练”：过去同类措施可用的有 2 个。" in told(proposed(build, past=[past]))


@pytest.mark.parametrize(("points", "told"), [(None, "20.0%"), (-0.045, "4.5 个百分点")])
def test_training_tells_shares_in_percentage_points(build, points, told):
    record = {"training": [{"entity": "s1", "kpi": "conversion", "relative": -0.2, "against": "target", "module": "",
                            "title": {"zh": "", "en": ""}, "points": points}]}  # fmt: skip
    (line,) = _training(record, build.wording())
    assert told in line
