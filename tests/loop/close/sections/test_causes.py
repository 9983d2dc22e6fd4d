"""The section on causes, read as a stranger would."""

import pytest

from diagnostics.loop.close.sections.causes import causes_section

TEST = {"number": 0, "outcome": "supports", "told": {"zh": "转化率高的时候营收也高。", "en": "They move together."}}
CAUSE = {
    "cause": "reception", "title": {"zh": "新客没人接", "en": "Nobody receives them"}, "category": "people", "kpi": "revenue",
    "entity": "s1", "verdict": "confirmed", "why": "data_and_people", "share": 0.72, "share_low": 0.6, "share_high": 0.85,
    "kinds_for": ["data", "interview"], "kinds_against": [], "tests": [TEST], "telling": 0, "actionable": True,
}  # fmt: skip
OPEN = {**CAUSE, "cause": "pay", "title": {"zh": "店长收入低", "en": ""}, "verdict": "open", "why": "conflicting", "share": None,
        "tests": [], "telling": None, "kinds_against": ["document"], "kinds_for": ["interview"]}  # fmt: skip


def record(*causes):
    return {"period": "2025-06", "rate": 0.05, "causes": list(causes)}


def test_causes_are_told_with_evidence_what_is_open_and_what_is_to_be_decided(build):
    section = causes_section(record(CAUSE, OPEN), build.wording())
    assert section.lead == "已证实 1 项，待查 1 项，已排除 0 项。"
    bullets = [each.items for each in section.parts if each.kind == "bullets"]
    assert bullets[0] == ("新客没人接（营业收入，武侯店）：转化率高的时候营收也高。",)
    assert bullets[1] == ("店长收入低：证据互相矛盾。",)
    assert bullets[2] == (
        "是否针对“新客没人接”立项改进，由谁负责。",
        "“店长收入低”证据互相矛盾，请确定由谁核实。",
    )
    (table,) = (each.table for each in section.parts if each.kind == "table")
    assert [row["share"] for row in table.rows] == ["72%", ""]
    assert table.rows[1]["basis"] == "支持：访谈；反对：文件"


def test_shares_of_different_gaps_stand_in_figures_and_tables_of_their_own(build):
    other = {**CAUSE, "kpi": "traffic", "cause": "road", "title": {"zh": "修路", "en": "Roadworks"}}
    elsewhere = {**CAUSE, "entity": "s2", "title": {"zh": "缺货", "en": "Out of stock"}}
    section = causes_section(record(CAUSE, other, elsewhere), build.wording())
    tables = [each.table for each in section.parts if each.kind == "table"]
    assert [each.caption for each in tables] == ["营业收入：原因与依据", "客流：原因与依据"]
    assert [row["cause"] for row in tables[0].rows] == ["新客没人接（武侯店）", "缺货（s2）"]
    assert [row["cause"] for row in tables[1].rows] == ["修路"]
    figures = [each.title for each in section.parts if each.kind == "figure"]
    assert figures == ["营业收入：各项原因对应差距的比例", "客流：各项原因对应差距的比例"]
    assert [each.note.count("判定规则") for each in tables] == [0, 1]


def test_a_share_that_may_be_chance_is_not_told(build):
    unsure = {**CAUSE, "verdict": "open", "why": "needs_data", "tests": [{**TEST, "outcome": "unclear"}]}
    section = causes_section(record(unsure), build.wording())
    assert not [each for each in section.parts if each.kind == "figure"]
    (table,) = (each.table for each in section.parts if each.kind == "table")
    assert table.rows[0]["share"] == ""


def test_five_hundred_causes_and_markup_in_titles_fit_the_page(build):
    build.language = "en"
    many = [{**CAUSE, "title": {"zh": "", "en": f"<script>{number}</script>"}} for number in range(500)]
    section = causes_section(record(*many), build.wording())
    (table,) = (each.table for each in section.parts if each.kind == "table")
    assert len(table.rows) == 15
    assert "485 more" in table.note


def test_many_causes_are_told_by_evidence_and_those_without_any_are_counted(build):
    def named(title, **more):
        return {**CAUSE, "cause": title, "title": {"zh": title, "en": ""}, **more}

    blank = {"verdict": "open", "why": "little", "share": None, "tests": [], "telling": None, "kinds_for": []}
    against = {"verdict": "rejected", "tests": [{**TEST, "outcome": "contradicts"}]}
    causes = [named("甲"), *(named(f"空{at}", **blank) for at in range(25)), named("乙", **blank | {"kinds_for": ["document"]}),
              named("丙", **against)]  # fmt: skip
    section = causes_section(record(*causes), build.wording())
    (table,) = (each.table for each in section.parts if each.kind == "table")
    assert [row["cause"] for row in table.rows] == ["甲", "丙", "乙"]
    assert table.note.endswith("另有 25 项还没有任何证据。")
    bullets = [each.items for each in section.parts if each.kind == "bullets"]
    assert bullets[1] == ("乙：证据不足。", "另有 25 项还没有任何证据。")


@pytest.mark.parametrize("content", [None, {"causes": []}])
def test_without_a_register_there_is_no_section(build, content):
    assert causes_section(content, build.wording()) is None


def test_what_a_measure_acts_on_already_is_not_asked_for(build):
    build.add("pay_link", cause={"zh": "新客没人接。", "en": ""})
    section = causes_section(record(CAUSE), build.wording())
    assert not [each for each in section.parts if each.kind == "paragraph"]


def shared(share, low, high, **more):
    test = {**TEST, "reference": "peers", "within": more.pop("within", [])}
    return {**CAUSE, "share": share, "share_low": low, "share_high": high, "tests": [test], **more}


def figure_of(build, *causes):
    section = causes_section(record(*causes), build.wording())
    return section, next(each for each in section.parts if each.kind == "figure")


def test_a_share_of_a_slices_gap_names_the_slice_and_that_the_gaps_differ(build):
    sliced = shared(0.4, 0.2, 0.6, within=[["渠道", "新客"]])
    section, figure = figure_of(build, shared(0.3, 0.1, 0.5, title={"zh": "缺货", "en": "Out of stock"}), sliced)
    (table,) = (each.table for each in section.parts if each.kind == "table")
    assert [row["cause"] for row in table.rows] == ["缺货", "新客没人接（只看新客）"]
    assert "不是同一个差距：与同类相比的差距；“新客”部分与同类相比的差距" in figure.caption
    assert "合计超过" not in figure.caption


def test_a_share_beyond_the_gap_is_drawn_whole_its_interval_cut_and_both_are_said(build, monkeypatch):
    from diagnostics.look import charts

    drawn, real = [], charts.interval_chart
    monkeypatch.setattr(charts, "interval_chart", lambda frame, *a, **b: drawn.append(frame) or real(frame, *a, **b))
    _, figure = figure_of(build, shared(2.46, 0.55, 4.36))
    assert drawn[0]["effect"].tolist() == [2.46]
    assert drawn[0]["high"].iloc[0] == pytest.approx(2.46 * 1.1)
    assert "超出 ±271% 的部分只画到边缘" in figure.caption
    assert "比例合计超过 100%" in figure.caption


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("unclear", "有访谈支持，数据检验看不清。转化率高的时候营收也高。"),
        ("impossible", "有访谈支持，还没有数据检验。"),
    ],
)
def test_an_open_cause_tells_whether_it_was_tested_and_what_that_showed(build, outcome, told):
    tests = [{**TEST, "outcome": outcome}]
    unsure = {**OPEN, "why": "needs_data", "tests": tests, "telling": 0 if outcome == "unclear" else None}
    bullets = [each.items for each in causes_section(record(unsure), build.wording()).parts if each.kind == "bullets"]
    assert bullets[0][0].startswith(f"店长收入低：{told}")
    assert ("看不清" in bullets[1][0]) == (outcome == "unclear")
