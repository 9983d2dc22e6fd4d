"""Tables that stand beside each other on a sheet, parted at blank columns 「并排表格」."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from diagnostics.data.layout.grid import is_blank
from diagnostics.loop.align.checkup.header import Header, header_at, headers
from diagnostics.loop.align.checkup.sheet_view import SheetView


def sides(view: SheetView) -> tuple[SheetView, ...]:
    """Parts of a sheet that are blank between each other and have a header of their own, else the sheet 「分栏」."""
    return _parted(view, 0, view.height, lambda part: any(True for _ in headers(part)))


def beside(view: SheetView, header: Header, end: int) -> tuple[tuple[SheetView, Header], ...]:
    """Tables under one header row, each with its own part of it 「同一表头下的并排表格」.

    Parameters
    ----------
    end : int
        Row at which what stands below the header ends.
    """
    parts = _parted(view, header.row, end, lambda part: header_at(part, header.row) is not None)
    if len(parts) == 1:
        parts = _repeated(view, header)
    made = tuple((part, found) for part in parts if (found := header_at(part, header.row)) is not None)
    return made if len(made) > 1 else ((view, header),)


def _parted(view: SheetView, first: int, end: int, has_header: Callable[[SheetView], bool]) -> tuple[SheetView, ...]:
    """Parts between blank columns; one without a header belongs to the part before it."""
    starts = _starts(view, first, end)
    if len(starts) < 2:
        return (view,)
    kept = [0]
    for at, start in enumerate(starts):
        stop = starts[at + 1] if at + 1 < len(starts) else view.width
        if start and has_header(view.part(kept[-1], start)) and has_header(view.part(start, stop)):
            kept.append(start)
    return tuple(view.part(start, kept[at + 1] if at + 1 < len(kept) else view.width) for at, start in enumerate(kept))


def _starts(view: SheetView, first: int, end: int) -> list[int]:
    """Columns that something begins with: the first one, and those after a blank column."""
    blank = [_is_gap(view, column, first, end) for column in range(view.width)]
    return [column for column in range(view.width) if not blank[column] and (column == 0 or blank[column - 1])]


def _is_gap(view: SheetView, column: int, first: int, end: int) -> bool:
    """Whether a column is blank in all rows; a title or note that is merged across it does not count."""
    for row in range(first, end):
        merge = view.merge(row, column)
        if merge is None:
            if not is_blank(view.cell(row, column)):
                return False
        elif not merge.left < column < merge.right:
            return False
    return True


def _repeated(view: SheetView, header: Header) -> tuple[SheetView, ...]:
    """Tables without a blank column between them: the first heading, or that of the KPI, once more."""
    filled = [column for column, text in header.labels.items() if text]
    named = [column for column in filled if header.roles.get(column) in {"name", "task"}]
    for first in (*filled[:1], *named[:1]):
        again = [column for column in filled if header.labels[column] == header.labels[first] and column > first]
        edges = [0, *again, view.width]
        parts = [view.part(left, right) for left, right in itertools.pairwise(edges)]
        if again and all(header_at(part, header.row) is not None for part in parts):
            return tuple(parts)
    return (view,)
