"""The minutes sheet that comes back, with the cell of everything 「读回会议纪要」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import IO, Any

from diagnostics.dictionary.exchange.base import read_base
from diagnostics.dictionary.exchange.cell_values import value_of
from diagnostics.dictionary.exchange.cells import text_of
from diagnostics.dictionary.exchange.fields import Cell, Field, Row
from diagnostics.dictionary.exchange.merge import same
from diagnostics.dictionary.exchange.read_workbook import head_errors, missing_sheet, opened_book
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.minutes.fields import BASE, COLUMNS, NEEDED, RECORDED, heads, sheet_title
from diagnostics.loop.intervene.minutes.tables import MinutesTables
from diagnostics.terms import Language

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
    """

    base: MinutesTables
    fingerprint: str
    rows: dict[str, Row] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)

    def place(self, key: str, name: str = "") -> str:
        """Cell of a field, else of its row 「单元格位置」."""
        return self.cells.get((key, name)) or self.cells.get((key, ""), "the minutes")


def is_minutes(content: bytes) -> bool:
    """Whether a workbook is a minutes sheet, by its hidden sheet 「是否会议纪要」.

    Raises
    ------
    InputError
        When it is no workbook that can be read.
    """
    return BASE in opened_book(BytesIO(content)).sheetnames


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


def read_minutes(stream: IO[bytes], engagement: str, language: Language) -> ReturnedMinutes:
    """Read a minutes sheet that `write_minutes` wrote and a meeting filled in 「读回会议纪要」.

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
    returned = ReturnedMinutes(base, sha256("".join(pieces).encode()).hexdigest())
    title = sheet_title("minutes", language)
    if title not in book.sheetnames:
        raise missing_sheet(title, book)
    problems = Problems()
    for error in _sheet(book[title], language, returned):
        problems.add(error)
    problems.raise_any()
    for error in (*_recorded(returned), *_new(returned)):
        problems.add(error)
    problems.raise_any()
    return returned


def _sheet(page: Any, language: Language, returned: ReturnedMinutes) -> Iterator[InputError]:
    """Read the sheet into its rows; what is wrong with it comes out."""
    merged = [str(each) for each in page.merged_cells.ranges]
    if merged:
        more = f" ({len(merged)} ranges in all)" if len(merged) > 1 else ""
        yield InputError(
            f"{page.title}!{merged[0]} is merged{more}; a merged cell hides what its rows say: split it, fill in each"
            " row."
        )
        return
    told = [text_of(each.value) if isinstance(each.value, str) else each.value for each in page[1]]
    wanted = heads(language)
    wrong = list(head_errors(page.title, told, wanted))
    yield from wrong
    if wrong:
        return
    at = {column.name: told.index(text) for text, column in zip(wanted, COLUMNS, strict=True)}
    for cells in page.iter_rows(min_row=2):
        yield from _line({name: cells[place] for name, place in at.items()}, language, returned)


def _line(cells: dict[str, Any], language: Language, returned: ReturnedMinutes) -> Iterator[InputError]:
    title, row = next(iter(cells.values())).parent.title, {}
    places = {name: f"{title}!{cell.coordinate}" for name, cell in cells.items()}
    bad = False
    for column in COLUMNS:
        try:
            row[column.name] = _value(cells[column.name], column, language, places[column.name])
        except InputError as error:
            bad = True
            yield error
    key = row.pop("id", None)
    filled = any(value is not None for name, value in row.items() if name != "meeting")
    if bad or (key is None and not filled):
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
    value = value_of(cell, column, language, place)
    value = (value.strip() or None) if isinstance(value, str) else value
    if value is not None and column.kind == "day":
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError as error:
            raise InputError(f"{place} == {str(value)[:60]!r}, must be a day such as 2026-03-09.") from error
    return value


def _recorded(returned: ReturnedMinutes) -> Iterator[InputError]:
    """What is recorded and yet was changed, emptied or taken out."""
    for (key,), base in returned.base.recorded.items():
        row = returned.rows.get(key)
        if row is None:
            yield InputError(f"Decision {key!r} is gone from the minutes; drop it by its state, never by its row.")
            continue
        for name in RECORDED:
            if not same(row[name], base[name]):
                yield InputError(
                    f"{returned.place(key, name)} is not as recorded ({base[name]!r}); what was decided stays: drop the"
                    " decision and decide anew."
                )
        for name in NEEDED:
            if row[name] is None and name not in RECORDED:
                yield InputError(f"{returned.place(key, name)} is empty; every decision needs it.")


def _new(returned: ReturnedMinutes) -> Iterator[InputError]:
    """What new decisions lack or contradict."""
    on = returned.base.on
    for key, row in returned.rows.items():
        if key in returned.base.free:
            for name in NEEDED:
                if row[name] is None:
                    yield InputError(f"{returned.place(key, name)} is empty; every decision needs it.")
            if row["meeting"] not in (None, on.isoformat()):
                place = returned.place(key, "meeting")
                yield InputError(f"{place} == {row['meeting']!r}, must be {on.isoformat()!r}, the day of this meeting.")
            row["meeting"] = on.isoformat()
        if row["due"] is not None and str(row["due"]) < str(row["meeting"]):
            place = returned.place(key, "due")
            yield InputError(f"{place} == {row['due']!r}, lies before the meeting on {row['meeting']}.")
