"""The workbook of field work that comes back, with the cell of everything 「读回诊断底稿」."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.base import read_base
from diagnostics.dictionary.exchange.cell_values import value_of
from diagnostics.dictionary.exchange.cells import text_of
from diagnostics.dictionary.exchange.fields import Cell, Field, Key
from diagnostics.dictionary.exchange.read_workbook import head_errors, missing_sheet, opened_book
from diagnostics.dictionary.field_work.fields import CODE, SHEETS, WHOLE, FieldTables, SheetName
from diagnostics.dictionary.field_work.known_names import KnownNames
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
from diagnostics.errors import InputError
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


def read_book(stream: IO[bytes], engagement: str, language: Language, names: KnownNames | None = None) -> ReturnedWork:
    """Read a workbook that `write_book` wrote and people filled in 「读回诊断底稿」.

    Parameters
    ----------
    names : KnownNames, optional
        What people call KPIs, units and each other; read as their ids.

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
    reader = _Reader(language, names or KnownNames(), returned)
    problems = Problems()
    columns: dict[SheetName, dict[int, Field]] = {}
    for sheet in SHEETS:
        for error in reader.columns(book, sheet, columns):
            problems.add(error)
    # Rows of a workbook that lacks a sheet or a column would be wrong for that alone.
    problems.raise_any()
    for sheet, found in columns.items():
        for error in reader.rows(book[sheet_title(sheet, language)], sheet, found):
            problems.add(error)
    problems.raise_any()
    return returned


@dataclass(frozen=True, eq=False)
class _Reader:
    """Reads sheets into what came back."""

    language: Language
    names: KnownNames
    returned: ReturnedWork

    def columns(self, book: Any, sheet: SheetName, found: dict[SheetName, dict[int, Field]]) -> Iterator[InputError]:
        """Field of each column of a sheet; what is wrong with it comes out."""
        title = sheet_title(sheet, self.language)
        if sheet == "tests" and title not in book.sheetnames and not self.returned.base[sheet]:
            return  # of a workbook from before data tests stood in it
        if title not in book.sheetnames:
            yield missing_sheet(title, book)
            return
        told = [text_of(each.value) if isinstance(each.value, str) else each.value for each in book[title][1]]
        wanted = heads(sheet, self.language)
        extra = {at: each for at, head in enumerate(told) if (each := self._extra(sheet, head, title)) is not None}
        wrong = [*head_errors(title, told, [*wanted, *(str(told[at]) for at in extra)]), *_twice(title, extra)]
        yield from wrong
        if not wrong:
            plain = zip(wanted, plain_fields(sheet), strict=True)
            found[sheet] = {told.index(text): each for text, each in plain} | extra

    def _extra(self, sheet: SheetName, head: Any, title: str) -> Field | None:
        """Field of a column that people add; a coder by the id of the name in its head."""
        each = _extra(sheet, head, self.language)
        if each is None or sheet != "notes":
            return each
        coder = each.name.removeprefix(CODE)
        known = any(f"{CODE}{coder}" in row for row in self.returned.base["notes"].values())
        return each if known else replace(each, name=f"{CODE}{self.names.id_of('people', coder, title)}")

    def rows(self, page: Worksheet, sheet: SheetName, columns: dict[int, Field]) -> Iterator[InputError]:
        """Read the rows of a sheet into its table; what is wrong with them comes out."""
        lines: list[Line] = []
        for cells in page.iter_rows(min_row=2):
            if any(each.value is not None and str(each.value).strip() for each in cells):
                yield from self._line(page.title, cells, columns, lines)
        named = {each.name: str(page.cell(1, at + 1).value) for at, each in columns.items()}
        for each in lines:
            each.heads = named
        read = why_lines if sheet == "whys" else plain_lines
        yield from read(sheet, lines, self.returned.tables, self.returned.base, self.returned.cells)

    def _line(
        self, title: str, cells: tuple[Any, ...], columns: dict[int, Field], lines: list[Line]
    ) -> Iterator[InputError]:
        """Read one row; what can't be read of it comes out."""
        line = Line(f"{title}!{cells[0].coordinate}")
        lines.append(line)
        for at, each in columns.items():
            place = f"{title}!{cells[at].coordinate}"
            line.places[each.name] = place
            try:
                value = _value(cells[at], each, self.language, place)
                kind = KnownNames.kind_of(each)
                if kind and isinstance(value, tuple):
                    value = tuple(self.names.id_of(kind, one, place) for one in value)
                elif kind and isinstance(value, str):
                    line.written[each.name] = value
                    value = self.names.id_of(kind, value, place)
                line.values[each.name] = value
            except InputError as error:
                line.broken = True
                yield error


def _twice(title: str, extra: dict[int, Field]) -> Iterator[InputError]:
    """Columns of one coder under several names."""
    names = [each.name for each in extra.values()]
    for each in dict.fromkeys(name for name in names if names.count(name) > 1):
        told = each.removeprefix(CODE)
        yield InputError(f"{told!r} has {names.count(each)} columns in the sheet {title!r}; keep one.")


def _extra(sheet: SheetName, head: Any, language: Language) -> Field | None:
    """Field of a column that a person may add: a coder, a level of whys."""
    if not isinstance(head, str):
        return None
    if sheet == "notes" and (coder := coder_of(head, language)) is not None:
        return Field(f"{CODE}{coder}", names="causes")
    if sheet == "whys" and (level := why_level(head, language)) is not None:
        return Field(f"why:{level}")
    return None


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
        return unicodedata.normalize("NFKC", value).strip() or None if wanted.name == "id" else value.strip() or None
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
