"""The minutes sheet that a meeting fills in 「写出会议纪要」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.base import base_pieces, put_base
from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.labels import choice_words
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.dictionary.exchange.write_workbook import PickLists, put_cell
from diagnostics.loop.intervene.minutes.fields import BASE, COLUMNS, LOCKED, RECORDED, heads, sheet_title
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from diagnostics.dictionary.exchange.fields import Field, Row
    from diagnostics.loop.intervene.minutes.tables import MinutesTables

_HELP = ("a", "b", "c", "d", "e")
_DARK, _LIGHT, _FIXED = "D5DEE3", "E8ECEF", "F3F4F5"
_NAMES = ("people", "measures", "kpis", "entities")


@dataclass(frozen=True, eq=False)
class PickNames:
    """Names that cells may hold, each with the words that people know it by 「可选名称」."""

    people: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    kpis: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)


def write_minutes(stream: IO[bytes], tables: MinutesTables, about: tuple[str, Language], names: PickNames) -> None:
    """Write the minutes sheet of a meeting 「写出会议纪要」.

    Parameters
    ----------
    stream : binary file
        Where it goes.
    tables : MinutesTables
        Open decisions, and ids for new ones.
    about : (str, {"zh", "en"})
        Id of the engagement, into whose ledger alone it goes back, and language.
    names : PickNames
        People, measures, KPIs and entities, for the lists and the help.

    Raises
    ------
    InputError
        When a text is too long for a cell.
    """
    from openpyxl import Workbook

    engagement, language = about
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    page: Worksheet = book.create_sheet(sheet_title("minutes", language))
    _heads(page, language)
    rows: list[Row] = [{"id": key, **row} for (key,), row in tables.recorded.items()]
    free: list[Row] = [{"id": key, "meeting": tables.on.isoformat()} for key in tables.free]
    for number, row in enumerate((*rows, *free), start=2):
        _row(page, number, row, language)
    _print(page, len(rows) + len(free) + 1)
    _help(book, language, names)
    _picks(book, page, names, language)
    record = tables.record()
    put_base(book, BASE, base_pieces(engagement, record, tuple(record)))
    save_still(book, stream)


def _heads(page: Worksheet, language: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, (each, text) in enumerate(zip(COLUMNS, heads(language), strict=True), start=1):
        cell = page.cell(1, at)
        put_text(cell, text, "head")
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_DARK if each.name in LOCKED else _LIGHT)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = each.width + 2


def _row(page: Worksheet, number: int, row: Row, language: Language) -> None:
    from openpyxl.styles import Alignment, PatternFill, Protection

    recorded = "text" in row
    for at, each in enumerate(COLUMNS, start=1):
        cell = page.cell(number, at)
        put_cell(cell, row.get(each.name), each, language, f"{page.title}!{cell.coordinate}")
        cell.alignment = Alignment(vertical="top", wrap_text=each.width > 25)
        if each.name in LOCKED or (recorded and each.name in RECORDED):
            cell.fill = PatternFill("solid", fgColor=_FIXED)
        else:
            cell.protection = Protection(locked=False)


def _print(page: Worksheet, last: int) -> None:
    """Ids can't be overwritten by a slip; there is no password, for nothing is secret. One sheet across on paper."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    page.protection.sheet = True
    for each in ("formatCells", "formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(page.protection, each, False)
    page.freeze_panes = "C2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _help(book: Workbook, language: Language, names: PickNames) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(sheet_title("help", language))
    page.column_dimensions["A"].width = 100
    told = [say(f"meeting.help.{each}", language) for each in ("title", *_HELP)]
    for kind in _NAMES:
        there: Mapping[str, str] = getattr(names, kind)
        if there:
            told.append(say(f"meeting.help.{kind}", language))
            told += [say("meeting.help.name", language, id=key, name=name) for key, name in there.items()]
    for at, text in enumerate(told, start=1):
        cell = page.cell(at, 1)
        put_text(cell, text, "help")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.font = Font(bold=at == 1, size=14 if at == 1 else 11)


def _picks(book: Workbook, page: Worksheet, names: PickNames, language: Language) -> None:
    """Lists behind the columns that hold names or a choice."""
    from openpyxl.utils import get_column_letter

    picks = PickLists(book.create_sheet("lists"), {each: tuple(getattr(names, each)) for each in _NAMES})
    for at, each in enumerate(COLUMNS, start=1):
        rule = _rule(each, picks, language)
        if rule is not None:
            letter = get_column_letter(at)
            rule.add(f"{letter}2:{letter}{page.max_row}")
            page.add_data_validation(rule)


def _rule(column: Field, picks: PickLists, language: Language) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    strict = column.kind == "choice"
    words = tuple(choice_words(column, language).values()) if strict else ()
    source = picks.of(column.name, words) if strict else picks.of(column.names) if column.names else ""
    if not source:
        return None
    rule = DataValidation("list", formula1=source, allow_blank=True, showDropDown=False)
    rule.errorStyle = "stop" if strict else "warning"
    return rule
