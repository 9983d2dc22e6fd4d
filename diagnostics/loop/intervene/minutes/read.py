"""The minutes sheet that comes back, with the cell of everything 「读回会议纪要」."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import IO, Any

from diagnostics.dictionary.exchange.base import read_base
from diagnostics.dictionary.exchange.cell_values import value_of
from diagnostics.dictionary.exchange.cells import text_of
from diagnostics.dictionary.exchange.fields import Cell, Field, Row
from diagnostics.dictionary.exchange.labels import choice_words
from diagnostics.dictionary.exchange.merge import same
from diagnostics.dictionary.exchange.read_workbook import head_errors, missing_sheet, opened_book
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.minutes.cell_rules import broken_rules
from diagnostics.loop.intervene.minutes.fields import BASE, COLUMNS, head, heads, sheet_title
from diagnostics.loop.intervene.minutes.tables import MinutesTables
from diagnostics.model.ledger_day import EARLIEST, LATEST
from diagnostics.terms import LANGUAGES, Language

_TABLES = ("meeting", "recorded", "free")


@dataclass(eq=False)
class ReturnedMinutes:
    """A minutes sheet that came back 「读回的会议纪要」.

    Parameters
    ----------
    base : MinutesTables
        What it was made from.
    fingerprint : str
        Of what it was made from.
    rows : dict
        What it says, by id of the decision; free rows that nobody filled in are not there.
    cells : dict
        Sheet and cell by id and field; the row's first cell under an empty field.
    language : {"zh", "en"}
        Language that the sheet was written in; an engagement's may have been changed since.
    wrong : set of (str, str)
        Id and field of cells that can't be read; a row whose id can't be read stands under an empty id.
    """

    base: MinutesTables
    fingerprint: str
    rows: dict[str, Row] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    language: Language = "zh"
    wrong: set[tuple[str, str]] = field(default_factory=set)

    def place(self, key: str, name: str = "") -> str:
        """Cell of a field, else of its row 「单元格位置」."""
        return self.cells.get((key, name)) or self.cells.get((key, ""), "the minutes")


def is_minutes(content: bytes) -> bool:
    """Whether a workbook is a minutes sheet, by its hidden sheet, else by its name 「是否会议纪要」.

    Raises
    ------
    InputError
        When it is no workbook that can be read.
    """
    names = opened_book(BytesIO(content)).sheetnames
    return BASE in names or any(sheet_title("minutes", each) in names for each in LANGUAGES)


def untouched(content: bytes, engagement: str, language: Language) -> bool:
    """Whether a minutes sheet is still as it was written: nobody filled anything in 「是否未填写」.

    Raises
    ------
    InputError
        When it can't be read.
    """
    returned = read_minutes(BytesIO(content), engagement, language)
    base = {key: row for (key,), row in returned.base.recorded.items()}
    return set(returned.rows) == set(base) and all(
        same(cell, base[key].get(name)) for key, row in returned.rows.items() for name, cell in row.items()
    )


def read_minutes(
    stream: IO[bytes],
    engagement: str,
    language: Language,
    rules: Callable[[ReturnedMinutes], Iterable[InputError]] | None = None,
) -> ReturnedMinutes:
    """Read a minutes sheet that `write_minutes` wrote and a meeting filled in 「读回会议纪要」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the engagement; a sheet of the other one is read by its own words.
    rules : callable, optional
        What else its cells have to keep: refusals are told together with those of the sheet.

    Raises
    ------
    InputError
        When it is of another engagement or lacks its sheet or a column; when cells are merged, hold a formula or
        a value of the wrong kind; when an id or what is recorded was changed. Each is named by its cell.
    """
    book = opened_book(stream)
    if BASE not in book.sheetnames:
        raise InputError(f"The workbook has no hidden sheet {BASE!r}: it was not made by 'perfloop ledger meeting'.")
    pieces = [text_of(row[0]) or "" for row in book[BASE].iter_rows(max_col=1, values_only=True)]
    pieces = [each for each in pieces if each]
    base = MinutesTables.of(read_base(pieces, engagement, _TABLES))
    written = next((each for each in LANGUAGES if sheet_title("minutes", each) in book.sheetnames), None)
    if written is None:
        raise missing_sheet(sheet_title("minutes", language), book)
    returned = ReturnedMinutes(base, sha256("".join(pieces).encode()).hexdigest(), language=written)
    page, problems = book[sheet_title("minutes", written)], Problems()
    at = _columns(page, written)
    for cells in page.iter_rows(min_row=2):
        for error in _line({name: cells[place] for name, place in at.items()}, written, returned):
            problems.add(error)
    for error in (*broken_rules(returned), *(rules(returned) if rules is not None else ())):
        problems.add(error)
    problems.raise_any()
    return returned


def _columns(page: Any, language: Language) -> dict[str, int]:
    """Place of each column; without the columns no cell can be told."""
    merged = [str(each) for each in page.merged_cells.ranges]
    if merged:
        more = f" ({len(merged)} ranges in all)" if len(merged) > 1 else ""
        raise InputError(
            f"{page.title}!{merged[0]} is merged{more}; a merged cell hides what its rows say: split it, fill in each"
            " row."
        )
    told = [text_of(each.value) if isinstance(each.value, str) else each.value for each in page[1]]
    wanted, problems = heads(language), Problems()
    for error in head_errors(page.title, told, wanted):
        problems.add(error)
    problems.raise_any()
    return {column.name: told.index(text) for text, column in zip(wanted, COLUMNS, strict=True)}


def _line(cells: dict[str, Any], language: Language, returned: ReturnedMinutes) -> Iterator[InputError]:
    """Read a row; cells that can't be read are told, and the others of their row all the same."""
    title, row = next(iter(cells.values())).parent.title, {}
    places = {name: f"{title}!{cell.coordinate}" for name, cell in cells.items()}
    wrong = []
    for column in COLUMNS:
        try:
            row[column.name] = _value(cells[column.name], column, language, places[column.name])
        except InputError as error:
            row[column.name] = None
            wrong.append(column.name)
            yield error
    key = row.pop("id", None)
    filled = bool(wrong) or any(value is not None for name, value in row.items() if name != "meeting")
    returned.wrong |= {("" if "id" in wrong else str(key), each) for each in wrong}
    if "id" in wrong or (key is None and not filled):
        return
    known = {*returned.base.free, *(each for (each,) in returned.base.recorded)}
    if key not in known:
        yield _unknown_id(key, known, places["id"])
    elif (str(key), "") in returned.cells:
        there = returned.cells[str(key), ""]
        yield InputError(f"{key!r} stands twice, in {there} and in {places['id']}; keep one row.")
    else:
        returned.cells |= {(str(key), name): place for name, place in places.items()} | {(str(key), ""): places["id"]}
        if filled:
            returned.rows[str(key)] = row


def _unknown_id(key: Cell, known: set[str], place: str) -> InputError:
    if key is None:
        return InputError(f"{place} is empty; every decision keeps the id that its row had.")
    return unknown("decision", str(key)[:60], known, f"{place}; ids stay as the sheet gave them")


def _value(cell: Any, column: Field, language: Language, place: str) -> Cell:
    if column.kind == "choice" and cell.data_type == "s" and str(cell.value).strip():
        words = choice_words(column, language)
        if str(cell.value).strip() not in {*words, *words.values()}:
            raise unknown(head(column.name, language), str(cell.value)[:60], words.values(), place)
    value = value_of(cell, column, language, place)
    value = (value.strip() or None) if isinstance(value, str) else value
    if value is not None and column.kind == "day":
        try:
            day = date.fromisoformat(str(value))
        except ValueError as error:
            raise InputError(f"{place} == {str(value)[:60]!r}, must be a day such as 2026-03-09.") from error
        if not EARLIEST <= day <= LATEST:
            raise InputError(f"{place} == {day.isoformat()!r}, must be a day from {EARLIEST} to {LATEST}.")
        return day.isoformat()
    return value
