"""Rows of a header become one name a column, joined along merged cells 「多行表头」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from diagnostics.data.layout.grid import Cell, Grid, cell_text, is_blank
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout

_CJK = "\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef"
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_CJK}(])\s*[\r\n]+\s*|\s*[\r\n]+\s*(?=[{_CJK}(])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet by its header 「列表头」.

    Parameters
    ----------
    column : int
        Column of the grid, counted from 0.
    parts : tuple of str
        Texts of the header's rows from above, each once; blanks are left out.
    name : str
        The parts joined by ``/``.
    place : (int, int)
        Row and column of the cell that holds the lowest part.
    """

    column: int
    parts: tuple[str, ...]
    name: str
    place: tuple[int, int]


def read_headings(grid: Grid, layout: Layout) -> list[Heading]:
    """Columns of a sheet by its header; columns without header and without cells don't count 「读取表头」.

    Raises
    ------
    InputError
        When the header lies beyond the sheet, or a column with cells has no header.

    Notes
    -----
    A text goes on along its merged cells only: a blank cell beside a text, not merged with it, stays blank.
    """
    first, last = layout.first_row - 1, layout.first_row + layout.header_rows - 2
    if last >= len(grid.rows):
        raise InputError(
            f"{grid.name} ends in row {len(grid.rows)}; its layout puts the header in rows {first + 1} to {last + 1}."
        )
    texts = _spread(grid, first, last)
    if layout.fill_header:
        _fill_right(texts, (first, last), grid.width)
    headings = []
    for column in range(grid.width):
        parts = list(dict.fromkeys(key for row in range(first, last + 1) if (key := texts.get((row, column)))))
        if not parts:
            _refuse_cells_without_header(grid, column, last)
            continue
        lowest = parts[-1][0]
        words = tuple(text for _, text in parts)
        headings.append(Heading(column, words, "/".join(words), lowest))
    if not headings:
        raise InputError(f"{grid.name} has no header in rows {first + 1} to {last + 1}: first_row says where it is.")
    return headings


def header_text(cell: Cell, *, months: bool = True) -> str:
    r"""Text of a header's cell, in one line 「表头文本」.

    Parameters
    ----------
    months : bool
        Whether a first day of a month stands for the month, as where a header's days are all first days.

    Examples
    --------
    >>> header_text("销售额\n(万元)"), header_text("Net\nsales"), header_text(datetime(2025, 3, 1)), header_text(2025.0)
    ('销售额(万元)', 'Net sales', '2025-03', '2025')
    """
    if months and isinstance(cell, date | datetime) and cell.day == 1:
        # A month's header is often its first day, shown as a month.
        return f"{cell.year:04d}-{cell.month:02d}"
    return _BREAK.sub(" ", _BREAK_IN_CHINESE.sub("", cell_text(cell).strip()))


def _spread(grid: Grid, first: int, last: int) -> dict[tuple[int, int], tuple[tuple[int, int], str]]:
    """Origin and text of each cell of the header, along merged cells."""
    found = {}
    days = [each for row in range(first, last + 1) for each in grid.rows[row] if isinstance(each, date)]
    months = all(each.day == 1 for each in days)
    for row in range(first, last + 1):
        for column in range(grid.width):
            text = header_text(grid.cell(row, column), months=months)
            if text:
                found[row, column] = ((row, column), text)
    for merge in grid.merges_in(first, last):
        origin = found.get((merge.top, merge.left))
        if merge.top < first:
            # A title above that reaches into the header is no part of it.
            continue
        if origin is None:
            continue
        for row in range(merge.top, min(merge.bottom, last) + 1):
            for column in range(merge.left, min(merge.right, grid.width - 1) + 1):
                found[row, column] = origin
    return found


def _fill_right(texts: dict[tuple[int, int], tuple[tuple[int, int], str]], rows: tuple[int, int], width: int) -> None:
    """Spread each upper text to the right over blanks that stand above a text, in place."""
    first, last = rows
    for row in range(first, last):
        for column in range(1, width):
            below = any((each, column) in texts for each in range(row + 1, last + 1))
            left = texts.get((row, column - 1))
            # A text that goes on downwards heads its own column, not the one beside it.
            alone = left is not None and texts.get((last, column - 1), left) == left
            if below and left is not None and not alone and (row, column) not in texts:
                texts[row, column] = left


def _refuse_cells_without_header(grid: Grid, column: int, last: int) -> None:
    filled = next((row for row in range(last + 1, len(grid.rows)) if not is_blank(grid.cell(row, column))), None)
    if filled is not None:
        raise grid.refuse("holds something, but its column has no header.", filled, column)
