"""The ledger's workbook that comes back, with the cell of everything 「读回台账工作簿」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import IO, Any

from diagnostics.dictionary.exchange.base import read_base
from diagnostics.dictionary.exchange.cell_values import value_of
from diagnostics.dictionary.exchange.cells import text_of
from diagnostics.dictionary.exchange.fields import Cell, Field, Key, Row
from diagnostics.dictionary.exchange.merge import same
from diagnostics.dictionary.exchange.read_workbook import head_errors, missing_sheet, opened_book
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.workbook.fields import (
    BASE,
    BOUNDS,
    DAYS,
    KEYS,
    REASON,
    SHEETS,
    SHOWN,
    WHOLE,
    LedgerTables,
    SheetName,
    columns_of,
    heads,
    sheet_title,
)
from diagnostics.loop.intervene.workbook.tables import shown_key
from diagnostics.terms import Language

NEW = "new"


@dataclass(eq=False)
class ReturnedLedger:
    """A workbook of the ledger that came back 「读回的台账」.

    Parameters
    ----------
    tables, base : dict
        What it says, and what it was made from. A check-in that is new bears a key with ``new`` in place of a number.
    fingerprint : str
        Of what it was made from: two workbooks exported at different times differ.
    reasons : dict
        Why a measure was changed, by id.
    cells : dict
        Sheet and cell by sheet, key and field; the row's first cell under an empty field.
    unread : set
        Sheets that are not there, or whose heads are not as they were.
    """

    tables: LedgerTables
    base: LedgerTables
    fingerprint: str
    reasons: dict[str, str] = field(default_factory=dict)
    cells: dict[tuple[SheetName, Key, str], str] = field(default_factory=dict)
    unread: set[SheetName] = field(default_factory=set)

    def place(self, sheet: SheetName, key: Key, name: str = "") -> str:
        """Cell of a field, else of its row, else words for a row that is gone 「单元格位置」."""
        found = self.cells.get((sheet, key, name)) or self.cells.get((sheet, key, ""))
        return found or "the workbook, where the row is gone"


def read_book(stream: IO[bytes], engagement: str, language: Language, problems: Problems) -> ReturnedLedger:
    """Read a workbook that `write_book` wrote and owners filled in 「读回台账工作簿」.

    Parameters
    ----------
    problems : Problems
        Takes a formula, a value of the wrong kind, a name that stands twice, a change of what is recorded: by cell.

    Raises
    ------
    InputError
        When it is no workbook of this engagement, or lacks a sheet or a column.
    """
    book = opened_book(stream)
    if BASE not in book.sheetnames:
        raise InputError(f"The workbook has no hidden sheet {BASE!r}: it was not made by 'perfloop ledger export'.")
    pieces = [text_of(row[0]) or "" for row in book[BASE].iter_rows(max_col=1, values_only=True)]
    pieces = [each for each in pieces if each]
    base: LedgerTables = read_base(pieces, engagement, SHEETS)
    returned = ReturnedLedger({each: {} for each in SHEETS}, base, sha256("".join(pieces).encode()).hexdigest())
    for sheet in SHEETS:
        title = sheet_title(sheet, language)
        if title not in book.sheetnames:
            problems.add(missing_sheet(title, book))
            returned.unread.add(sheet)
            continue
        for error in _sheet(book[title], sheet, language, returned):
            problems.add(error)
    if returned.unread:
        problems.raise_any()
    # Rows that could be read in part are held against what is recorded too: all that is wrong is told at once.
    for error in _recorded(returned):
        problems.add(error)
    return returned


def _sheet(page: Any, sheet: SheetName, language: Language, returned: ReturnedLedger) -> Iterator[InputError]:
    """Read a sheet into its table; what is wrong with it comes out."""
    told = [text_of(each.value) if isinstance(each.value, str) else each.value for each in page[1]]
    wanted = heads(sheet, language)
    wrong = list(head_errors(page.title, told, wanted))
    yield from wrong
    if wrong:
        returned.unread.add(sheet)
        return
    at = {field.name: told.index(text) for text, field in zip(wanted, columns_of(sheet), strict=True)}
    seen: Counter[Key] = Counter()
    for cells in page.iter_rows(min_row=2):
        if any(each.value is not None and str(each.value).strip() for each in cells):
            yield from _line(sheet, {name: cells[place] for name, place in at.items()}, language, (returned, seen))


def _line(
    sheet: SheetName, cells: dict[str, Any], language: Language, into: tuple[ReturnedLedger, Counter[Key]]
) -> Iterator[InputError]:
    """Read one row; what can't be read of it comes out."""
    returned, seen = into
    title, values = next(iter(cells.values())).parent.title, {}
    places = {name: f"{title}!{cell.coordinate}" for name, cell in cells.items()}
    for wanted in columns_of(sheet):
        try:
            values[wanted.name] = _value(cells[wanted.name], wanted, language, places[wanted.name])
        except InputError as error:
            yield error
    names = [each.name for each in KEYS[sheet]]
    empty = [name for name in names if values.get(name) is None and name != "number"]
    for name in empty:
        if name in values:
            yield InputError(f"{places[name]} is empty; every row needs it. To leave a row out, empty all its cells.")
    if empty:
        return
    key = _key(sheet, tuple(str(values.pop(name, None) or "") for name in names), seen, places)
    first = places[names[0]]
    if key in returned.tables[sheet]:
        there = returned.cells[sheet, key, ""]
        yield InputError(f"{shown_key(key)!r} stands twice, in {there} and in {first}; keep one row.")
        return
    if sheet == "measures" and (reason := values.pop(REASON, None)) is not None:
        returned.reasons[key[0]] = str(reason)
    returned.tables[sheet][key] = values
    returned.cells |= {(sheet, key, name): place for name, place in places.items()} | {(sheet, key, ""): first}


def _key(sheet: SheetName, told: Key, seen: Counter[Key], places: dict[str, str]) -> Key:
    """Key of a row: a task by name and how often it was met, a new check-in by its cell."""
    if sheet == "tasks":
        seen[told] += 1
        return (*told, str(seen[told]))
    if sheet == "check_ins" and not told[1]:
        return (told[0], f"{NEW} {places['id']}")
    return told


def _value(cell: Any, wanted: Field, language: Language, place: str) -> Cell:
    if wanted.name == "number" and isinstance(cell.value, int):
        return str(cell.value)
    value = value_of(cell, wanted, language, place)
    if isinstance(value, str):
        value = value.strip() or None
    if value is not None and wanted.name in DAYS:
        return _day(str(value), place)
    if wanted.name in BOUNDS and isinstance(value, int | float):
        low, high = BOUNDS[wanted.name]
        if not low <= value <= high:
            raise InputError(f"{place} == {value!r}, must be in [{low:g}, {high:g}].")
        if wanted.name in WHOLE and value != int(value):
            raise InputError(f"{place} == {value!r}, must be a whole number.")
        return int(value) if wanted.name in WHOLE else value
    return value


def _day(value: str, place: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise InputError(f"{place} == {value[:60]!r}, must be a day such as 2026-03-09.") from error


def _recorded(returned: ReturnedLedger) -> Iterator[InputError]:
    """What is recorded and yet was changed or taken out, and rows of nothing."""
    yield from _measures(returned)
    yield from _reports(returned)
    known = [each[0] for each in returned.tables["measures"]]
    for sheet in SHEETS[1:]:
        for key in returned.tables[sheet]:
            if key[0] not in known:
                place = returned.place(sheet, key, "id")
                yield unknown("measure", key[0], known, place)


def _measures(returned: ReturnedLedger) -> Iterator[InputError]:
    yours, base = returned.tables["measures"], returned.base["measures"]
    for key in base:
        if key not in yours:
            yield InputError(f"Measure {key[0]!r} is gone from the workbook; a measure is stopped, never taken out.")
    for key, row in yours.items():
        was: Row = base.get(key, {})
        for name in (each.name for each in SHOWN):
            told = row.pop(name, was.get(name))
            if not same(told, was.get(name)):
                place = returned.place("measures", key, name)
                yield InputError(
                    f"{place} == {told!r}, was {was.get(name)!r}; the ledger derives it, leave it as it is."
                )


def _reports(returned: ReturnedLedger) -> Iterator[InputError]:
    """Check-ins that are recorded leave the table, those that are new stay in it."""
    yours, base = returned.tables["check_ins"], returned.base["check_ins"]
    for key, old in base.items():
        new = yours.pop(key, None)
        if new is None:
            yield InputError(f"Check-in {key[1]} of {key[0]!r} is gone; what is recorded stays.")
        for name, told in (new or {}).items():
            if not same(told, old[name]):
                place = returned.place("check_ins", key, name)
                yield InputError(f"{place} is not as recorded ({old[name]!r}); what is recorded stays, add a new row.")
    for key in yours:
        if not key[1].startswith(NEW):
            place = returned.place("check_ins", key, "number")
            yield InputError(f"{place} == {key[1]!r}, leave it empty in a new row; numbers come by themselves.")
