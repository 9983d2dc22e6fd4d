"""Sheets that the client fills, one for each table: headings only, so that they are read as they are 「待填表」."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.write_workbook import PickLists
from diagnostics.model.data_request import DataRequest, RequestField, RequestItem
from diagnostics.run.request.tables import is_plain
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from diagnostics.model.engagement import Engagement

# Rows to which notes, and lists to pick from, reach.
ROWS = 2000
_MOST_UNITS = 500
# What no sheet may be called by; its name has 31 signs at most, and its case tells nothing.
_UNFIT = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_LONGEST = 31
# What a prompt may hold in the programs that show it.
_PROMPT, _TITLE = 250, 32
_NUMBERS = ("number", "money")


def add_blank_sheets(book: Workbook, request: DataRequest, engagement: Engagement) -> None:
    """Add a sheet to fill for each table that is asked for 「添加待填表」.

    Notes
    -----
    The first row bears the headings as the engagement's files name them, nothing else: a filled sheet is read by
    ``sheet:`` of its source. What a column is to hold shows when one of its cells is chosen.
    """
    lists = PickLists(book.create_sheet("lists"), {})
    taken = {each.casefold() for each in book.sheetnames}
    for status in request.items:
        source = status.item.id.partition(":")[2]
        if status.item.fields and (not source or is_plain(engagement, source)):
            name = sheet_name(source or status.item.id, taken)
            page = book.create_sheet(name)
            fill_sheet(page, status.item, lists, engagement, request.language)
    # The lists stand behind the sheets that use them.
    book.move_sheet("lists", len(book.sheetnames))


def sheet_name(source: str, taken: set[str]) -> str:
    """Name of a sheet, as near to the source's as it may be; it is added to those that are taken 「工作表名」.

    Examples
    --------
    >>> sheet_name("销售/2025", set()), sheet_name("Visits", {"visits"})
    ('销售_2025', 'Visits_2')
    """
    plain = _UNFIT.sub("_", source).strip() or "table"
    name, number = plain[:_LONGEST], 1
    # Programs keep the name History for themselves.
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = f"{plain[: _LONGEST - len(str(number)) - 1]}_{number}"
    taken.add(name.casefold())
    return name


def fill_sheet(
    page: Worksheet, item: RequestItem, lists: PickLists, engagement: Engagement, language: Language
) -> None:
    """Put headings and notes onto a sheet 「写表头与提示」."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, field in enumerate(item.fields, start=1):
        head, letter = page.cell(1, at), get_column_letter(at)
        put_text(head, field.column, f"{page.title}!{letter}1")
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECEF")
        head.alignment = Alignment(vertical="center", wrap_text=True)
        column = page.column_dimensions[letter]
        column.width = max(14, min(40, 2 * len(field.column) + 4))
        # What is typed stays text: a period must not become a day by itself.
        column.number_format = "General" if field.kind in _NUMBERS else "@"
        words = (_words(field, item, engagement, language), say("request.unfit", language))
        _note(page, f"{letter}2:{letter}{ROWS}", field, _units(field, lists, engagement), words)
    page.freeze_panes = "A2"


def _units(field: RequestField, lists: PickLists, engagement: Engagement) -> str:
    """Reference to the names of units to pick from; none where they are people, or too many."""
    units = engagement.entities.units
    if field.kind != "entity" or len(units) > _MOST_UNITS or any(each.person for each in engagement.entities):
        return ""
    return lists.of("units", tuple(each.label for each in units))


def _words(field: RequestField, item: RequestItem, engagement: Engagement, language: Language) -> str:
    """What shows when a cell of a column is chosen: examples are of facts, not of the list of units."""
    if field.kind == "person" or field.personal:
        return say("request.caution.person", language)
    if item.kind != "source":
        return field.label.say(language)
    kind = say(f"request.kind.{field.kind}", language, currency=engagement.settings.currency)
    return say("request.prompt", language, kind=kind, example=say(f"request.example.{field.kind}", language))


def _note(page: Worksheet, cells: str, field: RequestField, units: str, words: tuple[str, str]) -> None:
    """Put what is told of a column, and of a cell that doesn't fit, onto its cells."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if units:
        rule = DataValidation("list", formula1=units, allow_blank=True)
    elif field.kind in _NUMBERS:
        rule = DataValidation("decimal", operator="between", formula1="-1E+15", formula2="1E+15", allow_blank=True)
    else:
        rule = DataValidation(None, allow_blank=True)
    rule.errorStyle, rule.showErrorMessage, rule.showInputMessage = "warning", bool(rule.type), True
    rule.promptTitle, rule.prompt = field.column[:_TITLE], words[0][:_PROMPT]
    rule.error = words[1][:_PROMPT]
    rule.add(cells)
    page.add_data_validation(rule)
