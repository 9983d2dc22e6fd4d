"""The workbook of field work that comes back, with the cell of everything 「读回诊断底稿」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.base import read_base
from diagnostics.dictionary.exchange.cell_values import value_of
from diagnostics.dictionary.exchange.cells import text_of
from diagnostics.dictionary.exchange.fields import Cell, Field, Key
from diagnostics.dictionary.exchange.read_workbook import head_errors, opened_book
from diagnostics.dictionary.field_work.fields import CODE, SHEETS, WHOLE, FieldTables, SheetName
from diagnostics.dictionary.field_work.labels import (
    category_words,
    coder_of,
    heads,
    plain_fields,
    sheet_title,
    why_level,
)
from diagnostics.dictionary.field_work.read_rows import Line, plain_lines
from diagnostics.dictionary.field_work.read_whys import why_lines
from diagnostics.dictionary.field_work.write_book import BASE
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError, nearest
from diagnostics.terms import Language

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(eq=False)
class ReturnedWork:
    """Workbook of field work that came back 「读回的底稿」.

    Parameters
    ----------
    tables, base : dict
        What it says, and what it was made from.
    cells : dict
        Sheet and cell by table, key and field; the row's first cell under an empty field.
    """

    tables: FieldTables
    base: FieldTables
    cells: dict[tuple[SheetName, Key, str], str] = field(default_factory=dict)

    def place(self, table: SheetName, key: Key, name: str) -> str:
        """Cell of a field, else of its row, else empty 「单元格位置」."""
        return self.cells.get((table, key, name)) or self.cells.get((table, key, ""), "")


def read_book(stream: IO[bytes], engagement: str, language: Language) -> ReturnedWork:
    """Read a workbook that `write_book` wrote and people filled in 「读回诊断底稿」.

    Raises
    ------
    InputError
        When it is no workbook of this engagement, lacks a sheet or a column, has an unknown one, holds a formula, a
        value of the wrong kind, a day that is none, a name twice, a needed cell empty, or a why with nothing above it;
        each with sheet and cell, ten lines at most.
    """
    book = opened_book(stream)
    if BASE not in book.sheetnames:
        raise InputError(f"The workbook has no hidden sheet {BASE!r}: it was not made by 'perfloop evidence export'.")
    pieces = [text_of(row[0]) or "" for row in book[BASE].iter_rows(max_col=1, values_only=True)]
    base: FieldTables = read_base([each for each in pieces if each], engagement, SHEETS)
    returned = ReturnedWork({each: {} for each in SHEETS}, base)
    problems = Problems()
    for sheet in SHEETS:
        title = sheet_title(sheet, language)
        if title not in book.sheetnames:
            close = nearest(title, book.sheetnames)
            hint = f"; is it the sheet {close!r}?" if close else "."
            problems.add(InputError(f"The sheet {title!r} is not in the workbook{hint} Its name must stay as it was."))
            continue
        for error in _sheet(book[title], sheet, language, returned):
            problems.add(error)
    problems.raise_any()
    return returned


def _sheet(page: Worksheet, sheet: SheetName, language: Language, returned: ReturnedWork) -> Iterator[InputError]:
    """Read a sheet into its table; what is wrong with it comes out."""
    told = [text_of(each.value) if isinstance(each.value, str) else each.value for each in page[1]]
    wanted = heads(sheet, language)
    extra = {at: found for at, each in enumerate(told) if (found := _extra(sheet, each, language)) is not None}
    wrong = list(head_errors(page.title, told, [*wanted, *(str(told[at]) for at in extra)]))
    yield from wrong
    if wrong:
        return
    columns = {told.index(text): each for text, each in zip(wanted, plain_fields(sheet), strict=True)} | extra
    lines: list[Line] = []
    for cells in page.iter_rows(min_row=2):
        if any(each.value is not None and str(each.value).strip() for each in cells):
            yield from _line(page.title, cells, columns, language, lines)
    read = why_lines if sheet == "whys" else plain_lines
    yield from read(sheet, lines, returned.tables, returned.base, returned.cells)


def _extra(sheet: SheetName, head: Any, language: Language) -> Field | None:
    """Field of a column that a person may add: a coder, a level of whys."""
    if not isinstance(head, str):
        return None
    if sheet == "notes" and (coder := coder_of(head, language)) is not None:
        return Field(f"{CODE}{coder}", names="causes")
    if sheet == "whys" and (level := why_level(head, language)) is not None:
        return Field(f"why:{level}")
    return None


def _line(
    title: str, cells: tuple[Any, ...], columns: dict[int, Field], language: Language, lines: list[Line]
) -> Iterator[InputError]:
    """Read one row; what can't be read of it comes out."""
    line = Line(f"{title}!{cells[0].coordinate}")
    lines.append(line)
    for at, each in columns.items():
        place = f"{title}!{cells[at].coordinate}"
        line.places[each.name] = place
        try:
            line.values[each.name] = _value(cells[at], each, language, place)
        except InputError as error:
            line.broken = True
            yield error


def _value(cell: Any, wanted: Field, language: Language, place: str) -> Cell:
    if wanted.name == "number" and isinstance(cell.value, int):
        return str(cell.value)
    value = value_of(cell, wanted, language, place)
    if wanted.kind == "day" and value is not None:
        _check_day(str(value), place)
    if wanted.kind == "number" and isinstance(value, int | float):
        return _number(value, wanted, place)
    if wanted.name == "category" and isinstance(value, str):
        known = {word: each for each, word in category_words(language).items()}
        return known.get(value.strip(), value.strip()) or None
    if isinstance(value, str) and (wanted.names or wanted.name == "id"):
        return value.strip() or None
    return value if not isinstance(value, str) or value.strip() else None


def _check_day(value: str, place: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"{place} == {value[:60]!r}, must be a day such as 2026-03-09.") from error


def _number(value: float, wanted: Field, place: str) -> Cell:
    if value < 0:
        raise InputError(f"{place} == {value!r}, must be 0 or more.")
    if any(name == wanted.name for _, name in WHOLE):
        if value != int(value):
            raise InputError(f"{place} == {value!r}, must be a whole number.")
        return int(value)
    return value
