"""The page of a checkup: its words, its order, and client text that stays text."""

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.align.checkup import examine
from diagnostics.loop.align.checkup.page import checkup_page
from diagnostics.run.exporter import render
from tests.loop.align.checkup.sheets import MAKES, workbook

pytestmark = pytest.mark.usefixtures("quick_font")
HEAD = ["岗位", "考核指标", "权重", "目标值", "评分标准"]


@pytest.mark.parametrize("name", MAKES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_make_becomes_a_page_in_both_languages(tmp_path, name, language):
    checkup = examine(MAKES[name](tmp_path / f"{name}.xlsx"))
    page = checkup_page(checkup, language)
    assert page.language == language
    assert f"{name}.xlsx" in render(page)


def test_the_page_leads_with_the_worst_and_what_to_do_first(tmp_path):
    page = checkup_page(examine(MAKES["list_by_role"](tmp_path / "a.xlsx")))
    assert page.title == "这份 KPI 表有 8 类问题，先改“权重合计不是 100%”"
    worst, rewritten, first, _ = page.sections
    assert [each.title for each in worst.parts][:2] == ["1. 权重合计不是 100%", "2. 越差得分越高"]
    assert "“采购专员”合计 95%（考核表!C8）" in worst.parts[0].text
    rows = rewritten.parts[0].table.rows
    assert {
        "before": "来料质量：合格率≥98%，退货率≤1%（考核表!E10）",
        "after": "拆成 2 项，各定目标与权重：①合格率≥98%；②退货率≤1%",
    } in rows
    assert first.parts[0].items[0].what == "把每张考核表的权重调到合计 100%"


def test_a_clean_sheet_has_a_page_that_says_so(tmp_path):
    page = checkup_page(examine(MAKES["clean"](tmp_path / "a.xlsx")))
    assert page.title == "这份 KPI 表没有查出问题"
    assert [each.id for each in page.sections] == ["rewritten", "not-checked"]


def test_client_text_of_any_kind_stays_text(tmp_path):
    nasty = "<script>alert(1)</script>" + "长" * 3000
    rows = [HEAD, [nasty, nasty, "100%", nasty, nasty], ["b", "{count}", "x", "{0}", "=1+1\x0b"[:4]]]
    html = render(checkup_page(examine(workbook(tmp_path / "a.xlsx", {"表": (rows, [])}))))
    assert "<script>alert" not in html
    assert "{count}" in html


def test_many_cards_and_doubts_still_make_a_page(tmp_path):
    rows = [HEAD, *([f"岗位{each}", "做好工作", "x", "良好", "看情况"] for each in range(300))]
    page = checkup_page(examine(workbook(tmp_path / "a.xlsx", {"表": (rows, [])})))
    assert len(render(page)) > 0
    notes = [part.table.note for section in page.appendix for part in section.parts if section.id == "unread"]
    assert notes
    assert notes[0].startswith("另有")


def test_a_sheet_of_nothing_but_headings_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no table of KPIs"):
        examine(workbook(tmp_path / "a.xlsx", {"表": ([HEAD], [])}))
