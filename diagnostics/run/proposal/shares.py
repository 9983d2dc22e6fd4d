"""Rows of shares below the same months as rows of other figures, as proposed 「行内百分数草案」."""

from __future__ import annotations

from diagnostics.data.layout.grid import Cell, Grid, cell_text
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.number_column import states_scale
from diagnostics.data.layout.number_text import read_number
from diagnostics.data.layout.wide import find_turns
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar
from diagnostics.run.proposal.wide import replace_fields

_SHARES = {"percent", "permille"}


def with_shares(grid: Grid, layout: Layout, headings: list[Heading], calendar: Calendar, doubts: list[str]) -> Layout:
    """Layout by which each cell counts as it says, where rows of percent stand among others 「百分数行版式」.

    Parameters
    ----------
    grid : Grid
        Sheet.
    layout : Layout
        What is known so far.
    headings : list of Heading
        Its header.
    calendar : Calendar
        How periods in headers are read.
    doubts : list of str
        Where what is a guess is told.

    Notes
    -----
    A row that mixes both ways, or amounts such as 3万 among bare numbers, stays as it is, and is refused when read.
    """
    if layout.wide is None:
        return layout
    turned = find_turns(grid, headings, layout, calendar).turned
    if len({each.figure for each in turned}) != 1 or layout.wide.value in layout.scale:
        return layout
    seen: dict[str, str] = {}
    for row in range(layout.first_row + layout.header_rows - 1, len(grid.rows)):
        places = [(row, each.heading.column) for each in turned]
        ways = {way: place for place in places if (way := _way(grid, place)) is not None}
        if len(ways) > 1 or "other" in ways:
            return layout
        for way, place in ways.items():
            seen.setdefault(way, f"{_shown(grid.cell(*place), way)} ({grid.at(*place)})")
    if len(seen) < 2:
        return layout
    name = layout.wide.value
    doubts.append(
        f"Rows in percent such as {seen['share']} stand among rows of bare numbers such as {seen['bare']}: each cell of"
        f" {name!r} counts as it says (layout, scale). Is that so?"
    )
    return replace_fields(layout, scale={**layout.scale, name: "\u5143"})


def _way(grid: Grid, place: tuple[int, int]) -> str | None:
    """How a cell says its number: as a share, bare, or otherwise; None where it holds none."""
    cell = grid.cell(*place)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return None if not cell else "share" if place in grid.marks.percent else "bare"
    read = read_number(cell) if isinstance(cell, str) else None
    if read is None or not read.value:
        return None
    return "share" if _SHARES & set(read.kinds) else "other" if states_scale(read) else "bare"


def _shown(cell: Cell, way: str) -> str:
    return f"{cell * 100:g}%" if way == "share" and isinstance(cell, int | float) else cell_text(cell)
