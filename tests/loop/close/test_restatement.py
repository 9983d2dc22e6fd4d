"""The page says what was corrected before any figure, and lists all of it."""

from diagnostics.loop.close.sections.restatement import correction_notices, restatement_section


def figure(**told):
    common = {
        "kpi": "revenue", "level": "store", "entity": "s1", "cycle": "month", "period": "2025-05", "change": "changed",
        "old": 300_000.0, "new": 330_000.0, "difference": 30_000.0, "share": 0.1, "old_points": 90.0, "new_points": 99.0,
        "old_status": "missed", "new_status": "met",
    }  # fmt: skip
    return {**common, **told}


def record(*figures, earlier=(), **told):
    entry = {
        "reason": "门店重报。", "by": "li", "on": "2025-07-05", "replaced_fingerprint": "abc123", "count": len(figures),
        "kpis": {"revenue": len(figures)}, "figures": list(figures), "verdicts": [], **told,
    }  # fmt: skip
    return {"period": "2025-06", "restatements": [entry], "earlier": list(earlier)}


def cells(section, at=0):
    return section.parts[at].table.rows


def test_nothing_is_said_where_nothing_was_corrected(build):
    wording = build.wording()
    for nothing in (None, {"period": "2025-06", "restatements": [], "earlier": []}):
        assert correction_notices(nothing, wording) == ()
        assert restatement_section(nothing, wording) is None


def test_the_note_says_what_from_what_to_what_why_who_and_which_page(build):
    (note,) = correction_notices(record(figure()), build.wording())
    assert note.title == "更正说明"
    assert note.text == (
        "2025年7月5日更正：1 个此前发布的数值有变化（营业收入）。首先是2025年5月武侯店的营业收入（30 万元 → 33 万元）。"
        "原因：门店重报。更正人：李敏。被替换页面的指纹：abc123。"
    )


def test_every_figure_stands_in_the_table_with_points_and_standing(build):
    section = restatement_section(record(figure()), build.wording())
    (row,) = cells(section)
    assert (row["old"], row["new"], row["points"], row["status"]) == (
        "30 万元",
        "33 万元",
        "90.0 → 99.0",
        "未达标 → 达标",
    )
    assert row["difference"] == "+3 万元（+10.0%）"
    assert section.parts[0].table.note == "原因：门店重报。"


def test_figures_that_came_went_or_are_withheld_are_told_without_a_difference(build):
    gone = figure(change="removed", new=None, difference=None, share=None, new_points=None, new_status="none")
    few = figure(change="withheld", new=None, difference=None, share=None, new_points=None, new_status="none")
    section = restatement_section(record(gone, few), build.wording())
    assert [each["new"] for each in cells(section)] == ["–", "不列示"]
    assert "difference" not in [each.key for each in section.parts[0].table.columns]
    (note,) = correction_notices(record(gone), build.wording())
    assert "（30 万元 → 无数据）" in note.text


def test_a_kpi_that_is_gone_is_shown_without_a_unit(build):
    section = restatement_section(record(figure(kpi="old_kpi", old=12.5, new=None, change="removed")), build.wording())
    assert cells(section)[0]["old"] == "12.5"


def test_verdicts_that_changed_are_named(build):
    build.add("m1")
    told = record(figure(), verdicts=[{"intervention": "m1", "old": "no_evidence", "new": "worked"}])
    section = restatement_section(told, build.wording())
    assert section.parts[1].text == "措施结论也有变化：「措施m1」由“未见证据”变为“有效”。"


def test_figures_of_earlier_pages_are_told_by_page(build):
    found = [{"period": "2025-05", "count": 1, "kpis": {"revenue": 1}, "figures": [figure()]}]
    told = {"period": "2025-06", "restatements": [], "earlier": found}
    (note,) = correction_notices(told, build.wording())
    assert note.text == "此前发布的2025年5月页面上，有 1 个数值后来有变化（营业收入）；本页采用现在的数值。"
    section = restatement_section(told, build.wording())
    assert section.title == "此前页面的数值变化"
    assert section.parts[0].table.caption == "与2025年5月页面的差异"


def test_figures_that_cannot_be_compared_leave_the_reason(build):
    (note,) = correction_notices(record(), build.wording())
    assert note.text.startswith(
        "2025年7月5日更正：此前发布的数值已重新计算，原页面的数值无法逐项对比。原因：门店重报。"
    )
    assert "门店重报" in restatement_section(record(), build.wording()).parts[0].text


def test_a_long_list_says_how_many_are_left_out(build):
    found = record(*(figure(period="2025-05", old=float(at)) for at in range(70)), count=700)
    table = restatement_section(found, build.wording()).parts[0].table
    assert len(table.rows) == 60
    assert table.note.endswith("只列出前 60 个，共 700 个。")


def test_the_page_carries_note_and_section(build):
    from dataclasses import replace

    from diagnostics.loop.close.conclusions import conclude
    from diagnostics.loop.close.page import page_of
    from diagnostics.loop.close.wording import Wording

    build.language = "en"
    inputs = replace(build.inputs(), restatement=record(figure()))
    wording = Wording(inputs)
    page = page_of(inputs, wording, conclude(inputs, wording))
    assert page.notices[0].title == "Correction"
    assert "restatement" in [each.id for each in page.sections]
