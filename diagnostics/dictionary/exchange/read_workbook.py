"""The workbook that comes back, as tables, with the cell of everything 「读回工作簿」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from diagnostics.dictionary.exchange.base import SHEET, read_base
from diagnostics.dictionary.exchange.cell_values import value_of
from diagnostics.dictionary.exchange.cells import text_of
from diagnostics.dictionary.exchange.fields import (
    SHEETS,
    TABLES,
    Key,
    Row,
    SheetColumn,
    SheetName,
    TableName,
    Tables,
    columns_of,
)
from diagnostics.dictionary.exchange.labels import headers, sheet_title
from diagnostics.dictionary.exchange.target_rows import target_row_errors
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError, nearest, unknown
from diagnostics.terms import Language

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(eq=False)
class Returned:
    """A workbook that came back 「读回的工作簿」.

    Parameters
    ----------
    tables, base : dict
        What it says, and what it was made from.
    cells : dict
        Sheet and cell, such as ``指标 KPIs!C7``, by table, key and field; the row's first cell under an empty field.
    """

    tables: Tables
    base: Tables
    cells: dict[tuple[TableName, Key, str], str] = field(default_factory=dict)

    def place(self, table: TableName, key: Key, name: str) -> str:
        """Cell of a field, else of its row, else empty 「单元格位置」."""
        return self.cells.get((table, key, name)) or self.cells.get((table, key, ""), "")


def read_workbook(stream: IO[bytes], engagement: str, language: Language) -> Returned:
    """Read a workbook that `write_workbook` wrote and people edited 「读回工作簿」.

    Raises
    ------
    InputError
        When it is no workbook of this engagement, lacks a sheet or a column, has one that is unknown, holds a formula,
        a value of the wrong kind, or an id twice; each with sheet and cell, ten lines at most.
    """
    book = opened_book(stream)
    if SHEET not in book.sheetnames:
        raise InputError(
            f"The workbook has no hidden sheet {SHEET!r}: it was not made by 'perfloop dictionary export'."
        )
    pieces = [text_of(row[0]) or "" for row in book[SHEET].iter_rows(max_col=1, values_only=True)]
    returned = Returned({each: {} for each in TABLES}, read_base([each for each in pieces if each], engagement))
    problems = Problems()
    for sheet in SHEETS:
        title = sheet_title(sheet, language)
        if title not in book.sheetnames:
            problems.add(missing_sheet(title, book))
            continue
        for error in _sheet(book[title], sheet, language, returned):
            problems.add(error)
    problems.raise_any()
    rows = target_row_errors(returned.tables["targets"], partial(returned.place, "targets"))
    for error in (*_homeless(returned), *rows):
        problems.add(error)
    problems.raise_any()
    return returned


def missing_sheet(title: str, book: Any) -> InputError:
    """What is said of a sheet that is gone, with the sheet that may be it 「缺少工作表」."""
    close = nearest(title, book.sheetnames)
    hint = f"; is it the sheet {close!r}?" if close else "."
    return InputError(f"The sheet {title!r} is not in the workbook{hint} Its name must stay as it was.")


def opened_book(stream: IO[bytes]) -> Any:
    """Workbook with formulas as they are 「打开工作簿」.

    Raises
    ------
    InputError
        When it is none that can be read.
    """
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(stream, data_only=False, keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise InputError(f"The file is no xlsx workbook that can be read: {error}.") from error


def _sheet(page: Worksheet, sheet: SheetName, language: Language, returned: Returned) -> Iterator[InputError]:
    """Read a sheet into the tables; what is wrong with it comes out."""
    columns = columns_of(sheet)
    heads = [text_of(each.value) if isinstance(each.value, str) else each.value for each in page[1]]
    named = headers(sheet, language)
    # A workbook that an earlier perfloop wrote knows less: what it never had stays as the files say.
    unknown_then = {
        head for head, each in zip(named, columns, strict=True) if head not in heads and _is_newer(returned.base, each)
    }
    columns = tuple(each for head, each in zip(named, columns, strict=True) if head not in unknown_then)
    named = [each for each in named if each not in unknown_then]
    wrong = list(head_errors(page.title, heads, named))
    yield from wrong
    if wrong:
        return
    order = [heads.index(each) for each in named]
    for cells in page.iter_rows(min_row=2):
        if all(each.value is None or (isinstance(each.value, str) and not each.value.strip()) for each in cells):
            continue
        yield from _row(sheet, columns, [cells[at] for at in order], language, returned)


def _is_newer(base: Tables, column: SheetColumn) -> bool:
    """Whether a field came after the workbook was written: none of its rows knows it."""
    rows = base[column.table].values()
    return not column.is_key and bool(rows) and not any(column.field.name in row for row in rows)


def head_errors(title: str, heads: list[Any], wanted: list[str]) -> Iterator[InputError]:
    """What is wrong with the heads of a sheet 「表头错误」."""
    from openpyxl.utils import get_column_letter

    for at, head in enumerate(heads, start=1):
        place = f"{title}!{get_column_letter(at)}1"
        if head is not None and head not in wanted:
            yield unknown("column", str(head)[:60], wanted, place)
        elif head is not None and heads.index(head) < at - 1:
            yield InputError(f"The column {head!r} stands twice in the sheet {title!r} ({place}); keep one.")
    for head in wanted:
        if head not in heads:
            yield InputError(f"The column {head!r} is missing in the sheet {title!r}; every column must stay.")


def _row(
    sheet: SheetName, columns: tuple[SheetColumn, ...], cells: list[Any], language: Language, returned: Returned
) -> Iterator[InputError]:
    """Read a row into its table, and into that of its card."""
    rows: dict[TableName, Row] = {}
    keys: dict[TableName, list[str]] = {}
    places: dict[tuple[TableName, str], str] = {}
    bad = False
    title = cells[0].parent.title
    for column, each in zip(columns, cells, strict=True):
        place = f"{title}!{each.coordinate}"
        try:
            value = value_of(each, column.field, language, place)
        except InputError as error:
            bad = True
            yield error
            continue
        places[column.table, column.field.name] = place
        if column.is_key:
            keys.setdefault(column.table, []).append("" if value is None else str(value))
            if value is None and column.field.name != "since":
                bad = True
                yield InputError(f"{place} is empty; every row needs its {column.field.name}.")
        else:
            rows.setdefault(column.table, {})[column.field.name] = value
    if bad:
        return
    if sheet == "scorecards":
        keys["cards"] = keys["items"][:1]
    for table, row in rows.items():
        key, first = tuple(keys[table]), f"{title}!{cells[0].coordinate}"
        known = returned.tables[table].get(key)
        if known is None:
            returned.tables[table][key] = row
            returned.cells[table, key, ""] = first
            returned.cells |= {(table, key, name): place for (of, name), place in places.items() if of == table}
        elif table == "cards":
            yield from _differing(key, known, row, places, returned)
        else:
            there = returned.cells[table, key, ""]
            yield InputError(f"{' · '.join(key)!r} stands twice, in {there} and in {first}; keep one row.")


def _differing(
    key: Key, known: Row, row: Row, places: dict[tuple[TableName, str], str], returned: Returned
) -> Iterator[InputError]:
    """What a later row of a card says otherwise than the first."""
    for name, value in row.items():
        if value != known[name]:
            here, there = places["cards", name], returned.cells["cards", key, name]
            yield InputError(
                f"{here} says {value!r} and {there} says {known[name]!r} of the same scorecard {key[0]!r};"
                " all its rows must say the same."
            )


def _homeless(returned: Returned) -> Iterator[InputError]:
    """Targets of something that is on no scorecard."""
    items = returned.tables["items"]
    for key in returned.tables["targets"]:
        if key[:2] not in items:
            place = returned.place("targets", key, "")
            cards = {each[0] for each in items}
            if key[0] not in cards:
                yield unknown("scorecard", key[0], cards, place)
            else:
                yield unknown("KPI", key[1], {each[1] for each in items if each[0] == key[0]}, f"{place}: {key[0]!r}")
