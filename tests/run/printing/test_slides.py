"""Slides of a page: what stands on them, that it fits, and that they bear nobody's name and no time."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

pptx = pytest.importorskip("pptx", reason="python-pptx is not installed: no slides")

from diagnostics.look.page import (  # noqa: E402
    Action,
    Actions,
    Bullets,
    Fact,
    Facts,
    FigurePart,
    Headline,
    Page,
    Section,
    TablePart,
    Verdict,
)
from diagnostics.look.tables import Column, Table  # noqa: E402
from diagnostics.run.printing.slides.fit import height  # noqa: E402
from diagnostics.run.printing.slides.plan import MOST_SLIDES, slides_of  # noqa: E402
from diagnostics.run.printing.slides.write import slides_bytes  # noqa: E402

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>'
# The smallest picture there is.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)  # fmt: skip
HOSTILE = '=HYPERLINK("http://x")\x00\x0b<script>&amp;]]>\u202e'
LONG = "一段很长的话，" * 120


def table(rows=3, text="内容"):
    columns = (
        Column(key="a", label="名称"),
        Column(key="b", label="数值", align="right"),
        Column(key="c", label="状态", kind="status"),
    )
    return Table(
        caption="表",
        columns=columns,
        rows=tuple({"a": text, "b": "1.2 万元", "c": "worked"} for _ in range(rows)),
        note="注",
    )


def page(*sections, **other):
    told = {
        "language": "zh", "title": "结论", "subtitle": "复盘", "client": "某公司", "period": "2025年6月", "stamp": "截至 2025年6月30日",
        "lead": ("第一句。第二句。", "第三句。"), "fingerprint": "abc",
        "headlines": (Headline(label="营收", value="25.8 万元", note="比目标少", status="below_base", facts=Facts(rows=(Fact(label="公式", value="客流 × 转化率"),))),),
    }  # fmt: skip
    return Page(
        **(told | other), sections=sections or (Section(id="a", title="甲", parts=(TablePart(table=table()),)),)
    )


def opened(one, pictures=None):
    return pptx.Presentation(BytesIO(slides_bytes(one, pictures or {SVG: DOT})))


def texts(deck):
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            elif shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return found


def test_each_slide_has_its_message_as_title_and_its_trace_in_the_notes():
    steps = Section(id="s", title="请决定", parts=(Actions(items=(Action(what="做甲", owner="李", due="7月"),)),))
    deck = opened(page(steps))
    titles = [each.shapes.title.text_frame.text for each in deck.slides]
    assert titles == ["结论", "第一句。", "请决定"]
    assert {"做甲", "李", "7月", "25.8 万元", "▼ 未达底线\n比目标少"} <= set(texts(deck))
    notes = [each.notes_slide.notes_text_frame.text for each in deck.slides]
    assert all("abc" in each for each in notes)
    assert "客流 × 转化率" in notes[1]


def test_an_effect_stands_beside_its_interval():
    verdict = Verdict(title="措施", status="worked", value="+1.7 个百分点", interval="可能在 +0.4 至 +3.0", owner="唐")
    found = texts(opened(page(Section(id="m", title="措施见效了吗", parts=(verdict,)))))
    assert found.index("可能在 +0.4 至 +3.0") == found.index("+1.7 个百分点") + 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_leaves_the_slide_and_no_text_its_box(language):
    sections = [
        Section(
            id="t", title="长表" * 40, lead="要点" * 30, parts=(TablePart(table=table(40, "很长的一格内容，" * 6)),)
        ),
        Section(id="b", title="要点", parts=(Bullets(items=(LONG, *("一条" * 30,) * 40)),)),
        Section(
            id="d",
            title="请决定",
            lead="要点" * 30,
            parts=(Actions(items=tuple(Action(what="很长的事项，" * 20, owner="李") for _ in range(30))),),
        ),
        Section(id="f", title="图", parts=(FigurePart(svg=SVG, alt="说明", caption="图注" * 90),), folded=True),
    ]
    deck = opened(
        page(*sections, language=language, title="结论" * 120, lead=(LONG, LONG), draft="草稿", synthetic=True)
    )
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_table:
                assert shape.top + sum(each.height for each in shape.table.rows) <= deck.slide_height - 914400 // 2
            if shape.has_text_frame and shape.text_frame.text:
                told = shape.text_frame.paragraphs
                size = told[0].runs[0].font.size.pt
                after = told[0].space_after.pt
                need = height([each.text for each in told], shape.width / 914400, size, after=after)
                assert need <= shape.height / 914400 + 0.05, shape.text_frame.text


def test_a_table_too_long_for_a_slide_goes_on_and_repeats_its_heads():
    deck = opened(page(Section(id="t", title="长表", parts=(TablePart(table=table(40)),))))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [each.cell(0, 0).text_frame.text for each in tables] == ["名称", "名称"]
    assert "▲ 有效" in {each.cell(1, 2).text_frame.text for each in tables}


def test_rows_that_two_slides_have_no_room_for_are_counted():
    deck = opened(page(Section(id="t", title="长表", parts=(TablePart(table=table(200)),))))
    shown = sum(len(shape.table.rows) - 1 for slide in deck.slides for shape in slide.shapes if shape.has_table)
    assert f"另有 {200 - shown} 条，见页面。" in texts(deck)


def test_there_are_twelve_slides_at_most_and_what_they_leave_out_is_named():
    many = [
        Section(id=f"s{each}", title=f"第{each}节", parts=(Bullets(items=("一",)),), folded=True) for each in range(30)
    ]
    slides = slides_of(page(*many))
    assert len(slides) == MOST_SLIDES
    assert "第29节" in slides[-1].texts


def test_hostile_text_stays_text_and_the_file_opens():
    part = Bullets(items=(HOSTILE,))
    content = slides_bytes(
        page(
            Section(
                id="h",
                title=HOSTILE,
                parts=(
                    part,
                    TablePart(table=table(1, HOSTILE)),
                ),
            ),
            title=HOSTILE,
        ),
        {},
    )
    deck = pptx.Presentation(BytesIO(content))
    assert any('=HYPERLINK("http://x")<script>&amp;]]>' in each for each in texts(deck))
    links = [rel for slide in deck.slides for rel in slide.part.rels.values() if rel.is_external]
    assert links == []


def test_the_same_page_gives_the_same_bytes_with_no_author_and_no_time():
    one = page(Section(id="f", title="图", parts=(FigurePart(svg=SVG, alt="说明"),)))
    first = slides_bytes(one, {SVG: DOT})
    assert first == slides_bytes(one, {SVG: DOT})
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
        assert not [each for each in archive.namelist() if "thumbnail" in each or "printer" in each]
    told = pptx.Presentation(BytesIO(first)).core_properties
    assert (told.author, told.last_modified_by, told.created.year) == ("", "", 2000)
    picture = next(
        shape for slide in pptx.Presentation(BytesIO(first)).slides for shape in slide.shapes if shape.shape_type == 13
    )
    assert picture._element.nvPicPr.cNvPr.get("descr") == "说明"


def test_the_form_of_slides_itself_is_no_leak_and_what_stands_on_them_is(kinds):
    assert kinds(slides_bytes(page(), {}), "page.pptx") == []
    assert "phone" in kinds(slides_bytes(page(lead=("请致电 13800138000。",)), {}), "page.pptx")
    path = kinds(slides_bytes(page(lead=("见 /home/liwei/acme/pay.csv。",)), {}), "page.pptx")
    assert "path" in path
