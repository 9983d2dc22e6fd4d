"""Rows of a sheet as rows of its table 「读取普通行」."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diagnostics.dictionary.exchange.fields import Cell, Key, Row
from diagnostics.dictionary.field_work.fields import BELOW, CODE, DEFAULTS, FIELDS, KEYS, NEEDED, FieldTables, SheetName
from diagnostics.errors import InputError, unknown

Cells = dict[tuple[SheetName, Key, str], str]


@dataclass(eq=False)
class Line:
    """One row of a sheet: by field its values, cells, names as written and heads 「一行」."""

    place: str
    values: dict[str, Cell] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    broken: bool = False


def plain_lines(
    sheet: SheetName, lines: Sequence[Line], tables: FieldTables, base: FieldTables, cells: Cells
) -> Iterator[InputError]:
    """Put the rows of a sheet into its table; what is wrong with them comes out 「读取普通行」.

    Parameters
    ----------
    sheet : str
        Which one; not that of whys.
    lines : sequence of Line
        Rows that hold anything.
    tables : dict
        Tables that are filled; those that a row stands below are read before it.
    base : dict
        What the workbook was made from.
    cells : dict
        Where things stand; filled.

    Notes
    -----
    A row that says nothing beside its name was emptied by a person: it is gone.
    """
    names = [each.name for each in KEYS[sheet]]
    for line in lines:
        row = {name: value for name, value in line.values.items() if name not in names}
        if all(value is None for value in row.values()):
            continue
        row = {name: DEFAULTS.get((sheet, name)) if value is None else value for name, value in row.items()}
        row = _as_it_was(row, line, base[sheet].get(tuple(str(line.values.get(name)) for name in names)))
        errors = [] if line.broken else [*_key_errors(sheet, line, tables, base, cells), *_empty(sheet, line, row)]
        yield from errors
        key = tuple(str(line.values.get(name) or f"+{line.place}") for name in names)
        if errors or line.broken:
            # What else names it is not to blame.
            cells.setdefault((sheet, key, ""), line.place)
            continue
        twin = next((each for each in tables[sheet] if each != key and _same_letters(each, key)), None)
        if twin is not None:
            there = cells[sheet, twin, ""]
            yield InputError(
                f"{' · '.join(key)!r} in {line.place} is {' · '.join(twin)!r} in {there} but for its letters' form;"
                " write both alike, or name another."
            )
            continue
        if key in tables[sheet]:
            there = cells[sheet, key, ""]
            yield InputError(f"{' · '.join(key)!r} stands twice, in {there} and in {line.place}; keep one row.")
            continue
        tables[sheet][key] = row
        cells[sheet, key, ""] = line.place
        cells.update({(sheet, key, name): place for name, place in line.places.items()})


def _as_it_was(row: Row, line: Line, before: Row | None) -> Row:
    """Row with names as the files have them, where nobody changed them."""
    known = before or {}
    return {name: known[name] if name in line.written and known.get(name) == line.written[name] else value
            for name, value in row.items()}  # fmt: skip


def _same_letters(one: Key, other: Key) -> bool:
    return [unicodedata.normalize("NFKC", each).casefold() for each in one] == [
        unicodedata.normalize("NFKC", each).casefold() for each in other
    ]


def _key_errors(
    sheet: SheetName, line: Line, tables: FieldTables, base: FieldTables, cells: Cells
) -> Iterator[InputError]:
    first = KEYS[sheet][0].name
    name = line.values.get(first)
    place = line.places.get(first, line.place)
    home: SheetName | None = BELOW[sheet][0] if sheet in BELOW else "causes" if sheet == "costs" else None
    if name is None:
        yield InputError(f"{place} is empty; every row needs its {line.heads.get(first, first)!r}.")
    # What a row was deleted of in the workbook is there until its deletion is confirmed.
    elif home is not None and (home, (name,), "") not in cells and (str(name),) not in base[home]:
        yield unknown(home.removesuffix("s"), str(name), [each[0] for each in tables[home]], place)
    number = line.values.get("number")
    if number is not None and (str(name), str(number)) not in base[sheet]:
        yield InputError(
            f"{line.places['number']} == {str(number)!r}, no number of {str(name)!r} here; leave it empty in a new row."
        )


def _empty(sheet: SheetName, line: Line, row: Mapping[str, Cell]) -> Iterator[InputError]:
    for each in FIELDS[sheet]:
        if (sheet, each.name) in NEEDED and row.get(each.name) is None:
            told = line.heads.get(each.name, each.name)
            yield InputError(f"{line.places[each.name]} is empty; every row needs its {told!r}.")
    for item in row.get("slice") or ():  # type: ignore[union-attr]  # a list of texts
        if "=" not in str(item).strip("="):
            yield InputError(f"{line.places['slice']} == {item!r}, must be written dimension=value.")


def codes_of(row: Mapping[str, Cell]) -> dict[str, str]:
    """Codes of a note by coder 「编码」."""
    return {
        name.removeprefix(CODE): str(each) for name, each in row.items() if name.startswith(CODE) and each is not None
    }
