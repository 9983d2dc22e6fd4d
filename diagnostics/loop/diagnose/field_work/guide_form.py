"""A guide for interviews as a workbook to write into, and as a page to print 「提纲的形式」."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.look.page import Page, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.diagnose.field_work.guide import LEVELS, Guide
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from diagnostics.model.engagement import Engagement

_WIDTHS = {"number": 6, "about": 36, "ask": 60, "listen": 36, "answer": 60}
# A page's table takes this many rows; a round of interviews far fewer.
_MOST, _LONGEST = 400, 1500


def guide_book(guide: Guide, language: Language) -> bytes:
    """Workbook with a sheet a level, room for answers beside the questions 「提纲工作簿」."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    for level in LEVELS:
        _sheet(book.create_sheet(say(f"exchange.choice.interview_level.{level}", language)), guide, level, language)
    stream = BytesIO()
    save_still(book, stream)
    return stream.getvalue()


def _columns(guide: Guide) -> tuple[str, ...]:
    return ("number", "about", "ask", "listen", "answer") if guide.second else ("number", "ask", "listen", "answer")


def _sheet(page: Worksheet, guide: Guide, level: str, language: Language) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    names = _columns(guide)
    lines = [(guide.opening,), (say("field_work.guide.consent", language),)]
    if guide.second:
        lines.append((say("field_work.guide.keep", language),))
    head = len(lines) + 1
    rows = [*lines, tuple(say(f"field_work.guide.column.{each}", language) for each in names)]
    rows += [
        tuple({"number": str(at), "about": each.about, "ask": each.ask, "listen": each.listen}.get(name, "")
              for name in names)
        for at, each in enumerate(guide.of(level), start=1)
    ]  # fmt: skip
    rows.append((guide.closing,))
    for number, row in enumerate(rows, start=1):
        for at, text in enumerate(row, start=1):
            cell = page.cell(number, at)
            put_text(cell, text, page.title)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=number == head)
        if len(row) == 1:
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(names))
            page.row_dimensions[number].height = 44
    for at, name in enumerate(names, start=1):
        page.column_dimensions[get_column_letter(at)].width = _WIDTHS[name]
    page.freeze_panes = f"A{head + 1}"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def guide_page(guide: Guide, engagement: Engagement, language: Language) -> Page:
    """Page with a section a level, to read or print 「提纲页面」."""
    sections = tuple(
        Section(id=level, title=say(f"exchange.choice.interview_level.{level}", language),
                parts=(TablePart(table=_table(guide, level, language)),))
        for level in LEVELS if guide.of(level)
    )  # fmt: skip
    notes = tuple(
        say(f"field_work.guide.{each}", language) for each in ("consent", *(["keep"] if guide.second else []))
    )
    closing = Section(
        id="closing", title=say("field_work.guide.closing", language), parts=(Paragraph(text=guide.closing),)
    )
    return Page(
        language=language,
        title=say(f"field_work.guide.{'second' if guide.second else 'first'}", language),
        subtitle=say("field_work.guide.title", language),
        client=engagement.settings.client.say(language),
        lead=(guide.opening, *notes),
        sections=(*sections, closing),
        synthetic=engagement.settings.synthetic,
    )


def _table(guide: Guide, level: str, language: Language) -> Table:
    names = tuple(each for each in _columns(guide) if each not in ("number", "answer"))
    # A page breaks no line within a cell.
    part = say("field_work.guide.part", language)
    told = [
        {"about": each.about.replace("\n", part), "ask": each.ask, "listen": each.listen} for each in guide.of(level)
    ]
    return Table(
        caption=say(f"exchange.choice.interview_level.{level}", language),
        columns=tuple(Column(key=each, label=say(f"field_work.guide.column.{each}", language)) for each in names),
        rows=tuple({name: row[name][:_LONGEST] for name in names} for row in told[:_MOST]),
    )
