"""The six steps as a workbook: the KPI sheet first 「KPI体系搭建工作簿」."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.model.kpi_build import BuildTable, KpiBuild
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

WIDEST = 46


def write_build(stream: IO[bytes], found: KpiBuild, language: Language | None = None) -> None:
    """Write the KPI sheet, a sheet for each of the six steps, and what is unresolved 「写出工作簿」.

    Parameters
    ----------
    stream : binary file
        Where it goes; the same content gives the same bytes.
    found : KpiBuild
        What was built.
    language : {"zh", "en"}, optional
        Language of heads and words; the engagement's where absent.

    Notes
    -----
    It is made to be read and signed. What is to be edited comes from ``perfloop dictionary export``.
    """
    from openpyxl import Workbook

    told = language or found.language
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    _sheet(book, say("kpi_build.sheet", told), found.summary(told), found.sheet, told)
    for at, each in enumerate(found.steps, start=1):
        told_of = each.why(told) or each.told(told)
        _sheet(book, f"{at} {say(f'kpi_build.short.{each.id}', told)}", told_of, each.table.filled(), told)
    rows = tuple(
        (Text(zh=each.code, en=each.code), each.message, each.remedy, Text(zh=each.place, en=each.place))
        for each in found.unresolved
    )
    title = say("kpi_build.unresolved.title", told)
    lead = say(f"kpi_build.unresolved.{'some' if rows else 'none'}", told, count=len(rows))
    _sheet(book, title, lead, BuildTable(("code", "message", "remedy", "place"), rows), told)
    save_still(book, stream)


def _sheet(book: Workbook, title: str, lead: str, table: BuildTable, language: Language) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page: Worksheet = book.create_sheet(title[:31])
    put_text(page.cell(1, 1), lead, title)
    if not table.rows:
        return
    for column, head in enumerate(table.heads(language), start=1):
        cell = page.cell(3, column)
        put_text(cell, head, title)
        cell.font = Font(bold=True)
        texts = [head, *(row[column - 1].say(language) for row in table.rows)]
        width = max(sum(2 if ord(one) >= 0x2E80 else 1 for one in each) for each in texts)
        page.column_dimensions[get_column_letter(column)].width = min(WIDEST, width + 2)
    for at, row in enumerate(table.rows, start=4):
        for column, each in enumerate(row, start=1):
            cell = page.cell(at, column)
            put_text(cell, each.say(language), title)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A4"
