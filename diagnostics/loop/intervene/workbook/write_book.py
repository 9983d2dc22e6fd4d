"""The ledger as one workbook that owners fill in 「写出台账工作簿」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.base import base_pieces, put_base
from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.exchange.fields import Cell, Field, Key
from diagnostics.dictionary.exchange.labels import choice_words
from diagnostics.dictionary.exchange.still import save_still
from diagnostics.dictionary.exchange.write_workbook import PickLists, put_cell
from diagnostics.loop.intervene.workbook.fields import (
    BASE,
    BOUNDS,
    KEYS,
    REASON,
    SHEETS,
    SHOWN,
    WHOLE,
    LedgerTables,
    SheetName,
    columns_of,
    head,
    heads,
    sheet_title,
)
from diagnostics.model.ledger_event import CONFIDENTIAL
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from diagnostics.loop.intervene.ledger.chain import Entry
    from diagnostics.model.decision import DecisionState

SPARE = 60
LOG = ("seq", "at", "kind", "id", "actor")
_HELP = ("a", "b", "c", "d", "e", "f", "g")


@dataclass(frozen=True, eq=False)
class Names:
    """Names that cells may hold, for the lists that people pick from 「可选名称」."""

    kpis: tuple[str, ...] = ()
    people: Mapping[str, str] | None = None


def write_book(
    stream: IO[bytes],
    tables: LedgerTables,
    log: Sequence[Entry],
    about: tuple[str, Language],
    names: Names,
    *,
    decisions: Iterable[DecisionState] = (),
) -> None:
    """Write the ledger as a workbook 「写出台账工作簿」.

    Parameters
    ----------
    stream : binary file
        Where it goes.
    tables : dict
        The ledger as it is.
    log : sequence of Entry
        Its entries; they are shown and never read back.
    about : (str, {"zh", "en"})
        Id of the engagement, into which alone the workbook goes back, and language of heads, lists and help.
    names : Names
        KPIs, and people with their display names.
    decisions : iterable of DecisionState
        What meetings decided: shown and never read back, for it is the minutes that change it.

    Raises
    ------
    InputError
        When a text is too long for a cell.
    """
    from openpyxl import Workbook

    engagement, language = about
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has a sheet
    for sheet in SHEETS:
        _sheet(book, sheet, tables, language)
    _decisions(book, decisions, language)
    _log(book, log, language)
    _help(book, language, names.people or {})
    _picks(book, tables, names, language)
    put_base(book, BASE, base_pieces(engagement, tables, SHEETS))
    save_still(book, stream)


def _sheet(book: Workbook, sheet: SheetName, tables: LedgerTables, language: Language) -> None:
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter

    page: Worksheet = book.create_sheet(sheet_title(sheet, language))
    columns = columns_of(sheet)
    keys, shown = {each.name for each in KEYS[sheet]}, {each.name for each in SHOWN} if sheet == "measures" else set()
    _heads(page, columns, heads(sheet, language), keys | shown)
    rows = [_row(sheet, key, row) for key, row in tables[sheet].items()]
    free = Protection(locked=False)
    for number in range(2, len(rows) + 2 + SPARE):
        row = rows[number - 2] if number - 2 < len(rows) else {}
        for at, field in enumerate(columns, start=1):
            cell = page.cell(number, at)
            put_cell(cell, row.get(field.name), field, language, f"{page.title}!{cell.coordinate}")
            # What is recorded stays; of a check-in that is all of it.
            fixed = field.name in shown or (bool(row) and (field.name in keys or sheet == "check_ins"))
            if not fixed and not (sheet == "check_ins" and field.name == "number"):
                cell.protection = free
    _protect(page)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows) + 1, 2)}"


def _row(sheet: SheetName, key: Key, row: Mapping[str, Cell]) -> dict[str, Cell]:
    names = [each.name for each in KEYS[sheet]]
    return {**dict(zip(names, key[: len(names)], strict=True)), **row}


def _heads(page: Worksheet, columns: Sequence[Field], told: Sequence[str], dark: set[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, (field, text) in enumerate(zip(columns, told, strict=True), start=1):
        cell = page.cell(1, at)
        put_text(cell, text, "head")
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D5DEE3" if field.name in dark else "E8ECEF")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = field.width + 2


def _protect(page: Worksheet) -> None:
    """What is recorded can't be overwritten by a slip; there is no password, for nothing is secret here."""
    page.protection.sheet = True
    for each in ("formatCells", "formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(page.protection, each, False)


def _decisions(book: Workbook, states: Iterable[DecisionState], language: Language) -> None:
    """What meetings decided, those that are open first; no sheet where nothing was."""
    # The minutes' room imports this one.
    from diagnostics.loop.intervene.minutes.fields import COLUMNS
    from diagnostics.loop.intervene.minutes.fields import heads as minutes_heads
    from diagnostics.loop.intervene.minutes.tables import decision_row

    told = sorted(states, key=lambda each: (each.standing != "open", each.decision.due, each.decision.id))
    if not told:
        return
    page: Worksheet = book.create_sheet(sheet_title("decisions", language))
    _heads(page, COLUMNS, minutes_heads(language), {each.name for each in COLUMNS})
    for number, state in enumerate(told, start=2):
        note = state.note.say(language).strip() or None
        row = {**decision_row(state, language), "id": state.decision.id, "note": note}
        for at, field in enumerate(COLUMNS, start=1):
            put_cell(page.cell(number, at), row[field.name], field, language, f"{page.title}!{number}")
    _protect(page)
    page.freeze_panes = "B2"


def _log(book: Workbook, log: Sequence[Entry], language: Language) -> None:
    page: Worksheet = book.create_sheet(sheet_title("log", language))
    fields = tuple(Field(each, "number" if each == "seq" else "text", width=16) for each in LOG)
    _heads(page, fields, [head("log", each, language) for each in LOG], set(LOG))
    for number, entry in enumerate(log, start=2):
        actor = None if entry.kind in CONFIDENTIAL else entry.actor
        kind = say(f"ledger.workbook.kind.{entry.kind}", language)
        cells: tuple[Cell, ...] = (entry.seq, entry.at, kind, entry.item, actor)
        for at, (field, value) in enumerate(zip(fields, cells, strict=True), start=1):
            put_cell(page.cell(number, at), value, field, language, f"{page.title}!{number}")
    _protect(page)
    page.freeze_panes = "A2"


def _help(book: Workbook, language: Language, people: Mapping[str, str]) -> None:
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(sheet_title("help", language))
    page.column_dimensions["A"].width = 100
    told = [say(f"ledger.workbook.help.{each}", language) for each in ("title", *_HELP)]
    told += [say("ledger.workbook.person", language, id=key, name=name) for key, name in people.items()]
    for at, text in enumerate(told, start=1):
        cell = page.cell(at, 1)
        put_text(cell, text, "help")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.font = Font(bold=at == 1, size=14 if at == 1 else 11)


def _picks(book: Workbook, tables: LedgerTables, names: Names, language: Language) -> None:
    """Lists behind the columns that hold names or choices, bounds behind those that hold shares."""
    from openpyxl.utils import get_column_letter

    lists = {
        "kpis": names.kpis,
        "people": tuple(names.people or {}),
        "measures": tuple(k[0] for k in tables["measures"]),
    }
    picks = PickLists(book.create_sheet("lists"), lists)
    for sheet in SHEETS:
        page = book[sheet_title(sheet, language)]
        for at, field in enumerate(columns_of(sheet), start=1):
            rule = _rule(field, picks, language)
            if rule is not None and field.name != REASON:
                letter = get_column_letter(at)
                rule.add(f"{letter}2:{letter}{page.max_row}")
                page.add_data_validation(rule)


def _rule(field: Field, picks: PickLists, language: Language) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    if field.name in BOUNDS:
        low, high = BOUNDS[field.name]
        rule = DataValidation("whole" if field.name in WHOLE else "decimal", allow_blank=True, operator="between")
        rule.formula1, rule.formula2 = str(low), str(high)
        return rule
    if field.kind == "choice":
        source, strict = picks.of(field.name, tuple(choice_words(field, language).values())), True
    else:
        source, strict = picks.of(field.names) if field.names else "", False
    if not source:
        return None
    rule = DataValidation("list", formula1=source, allow_blank=True, showDropDown=False)
    rule.errorStyle = "stop" if strict else "warning"
    return rule
