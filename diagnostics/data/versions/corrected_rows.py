"""Corrections in sheets: the cells as they stand in the workbook, before any form is read 「工作表的更正」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from diagnostics.data.versions.corrections import Patch, RowFinder, Sheet, applied
from diagnostics.model.conversion import Conversion

Rows = list[list[Any]]


def correct_rows(
    rows: Sequence[Sequence[Any]], columns: Mapping[str, int], at: Sheet, patches: tuple[Patch, ...], header: int = 1
) -> tuple[Rows, tuple[Conversion, ...]]:
    """Rows of a sheet with its corrections, and what they did 「更正工作表」.

    Parameters
    ----------
    rows : sequence of sequences
        All rows of the sheet from row 1 on, the header among them, as the workbook holds them.
    columns : mapping
        Position of each column in a row, by its name in the header.
    at : Sheet
        Source, file and sheet.
    patches : tuple of Patch
        Corrections of this file.
    header : int
        Number of the last row of the header.

    Raises
    ------
    InputError
        When a correction names an unknown column or row, matches no row or several, or its ``old`` does not stand
        there; the line of corrections.yaml is named.
    """
    copied = [list(each) for each in rows]
    if not patches:
        return copied, ()
    finder = RowFinder(patches, columns, at, header)
    done = []
    for number, cells in enumerate(copied, 1):
        hits = finder.hits(number, cells)
        for patch in hits:
            column = columns[patch.correction.column]
            cells.extend([None] * (column + 1 - len(cells)))
            done.append(applied(patch, at, f"{letters(column)}{number}", cells[column]))
            cells[column] = _cell(patch.correction.new, cells[column])
    finder.finish(len(copied))
    return copied, tuple(done)


def _cell(new: Any, old: Any) -> Any:
    """New value of the kind that cells have: a number as a float, a day where one stood."""
    if isinstance(new, int | float) and not isinstance(new, bool):
        return float(new)
    if isinstance(new, str) and isinstance(old, date):
        kind = datetime if isinstance(old, datetime) else date
        try:
            return kind.fromisoformat(new)
        except ValueError:
            return new
    return new


def letters(column: int) -> str:
    """Column as a spreadsheet names it 「列标」.

    Examples
    --------
    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    name, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
