"""The layout that a sheet seems to have: its header, months side by side, blanks below a name 「版式识别」."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import get_args

from diagnostics.data.layout.grid import Grid, is_blank
from diagnostics.data.layout.header import Heading, read_headings
from diagnostics.data.layout.totals import is_note, is_total
from diagnostics.data.layout.units import is_money, line_scale, own_scale, scale_of, sheet_scale
from diagnostics.model.layout import TOTALS, Layout, Scale
from diagnostics.model.period import Calendar
from diagnostics.run.proposal.header import (
    LOOKED_AT,
    MOST_HEADER_ROWS,
    find_header,
    is_unmerged_header,
    labels_beside,
)
from diagnostics.run.proposal.shares import with_shares
from diagnostics.run.proposal.told import NOTHING, Told
from diagnostics.run.proposal.wide import is_figure, replace_fields, with_months

SCALES = get_args(Scale)


@dataclass(frozen=True, slots=True)
class Sight:
    """Layout that a sheet seems to have, and what is a guess about it 「版式草案」.

    Parameters
    ----------
    layout : Layout or None
        None for a plain table.
    doubts : tuple of str
        What somebody has to confirm.
    aside : tuple of str
        Columns beside months of which no KPI is to be made: they repeat the months, or contradict them.
    """

    layout: Layout | None
    doubts: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()


def sight(grid: Grid, calendar: Calendar, told: Told = NOTHING) -> Sight:
    """Layout that a sheet seems to have 「识别版式」.

    Parameters
    ----------
    grid : Grid
        Sheet or text file.
    calendar : Calendar
        How periods in headers are read.
    told : Told
        What somebody said of the table.

    Raises
    ------
    InputError
        When the sheet is empty, or no row looks like a header.
    """
    first, rows = find_header(grid, calendar)
    layout = Layout(first_row=first + 1, header_rows=rows, **told.layout)
    layout = replace_fields(layout, fill_header=is_unmerged_header(grid, layout))
    headings = _headings(grid, layout)
    beside = labels_beside(grid, first)
    headings = [each for each in headings if each.column not in beside]
    doubts: list[str] = []
    months = with_months(grid, layout, headings, calendar, doubts)
    layout = months.layout
    layout = _with_fill(grid, layout, headings, doubts)
    layout = with_shares(grid, layout, headings, calendar, doubts)
    layout = _with_scales(grid, layout, (headings, told.currency), doubts)
    layout = _scaled_beside(grid, layout, headings, beside, doubts)
    totals = _totals(grid, layout, headings)
    if totals:
        doubts.append(f"Left out as sums of other rows or columns: {', '.join(totals)}. Is one of them a real name?")
    stated = [
        sheet_scale(grid, layout, told.currency),
        *(own_scale(part, told.currency) for each in headings for part in each.parts),
    ]
    scaled = list(dict.fromkeys(each for each in stated if each not in (None, "元")))
    if scaled:
        doubts.append(f"{', '.join(map(str, scaled))} stand above or in the header: figures become base units.")
    units = next((each.name for each in headings if each.name.strip() in ("单位", "计量单位", "unit", "Unit")), None)
    if units is not None:
        doubts.append(f"Column {units!r} says what each figure is counted in; it is not applied to the figures.")
    notes = any(is_note(row) for row in grid.rows[first + rows :])
    plain = first == 0 and rows == 1 and layout.wide is None and not layout.fill
    # A merged label stands for all its rows, and a merged figure for none: a plain reading sees neither.
    merged = any(each.bottom >= first + rows for each in grid.merges)
    if plain and not (totals or notes or told.layout or scaled or merged or layout.scale):
        return Sight(None)
    if first or rows > 1:
        last = first + rows
        place = f"row {last}" if rows == 1 else f"rows {first + 1} to {last}"
        doubts.insert(0, f"The header was taken to stand in {place} of {grid.name}.")
    return Sight(layout, tuple(doubts), months.aside)


def _headings(grid: Grid, layout: Layout) -> list[Heading]:
    return read_headings(_without_edges(grid), layout)


def _without_edges(grid: Grid) -> Grid:
    """The grid as far as the layout needs it for names: cells without a header are found when it is read."""
    return replace(grid, rows=grid.rows[: LOOKED_AT + MOST_HEADER_ROWS])


def _with_scales(grid: Grid, layout: Layout, of: tuple[list[Heading], str], doubts: list[str]) -> Layout:
    """Layout that takes the sheet's scale for figures that nothing tells to be money or not, and asks about them."""
    headings, currency = of
    whole = sheet_scale(grid, layout, currency)
    if whole in (None, "元", "%", "‰") or layout.wide is not None:
        return layout
    rows = range(layout.first_row + layout.header_rows - 1, len(grid.rows))
    told = {
        each.name: whole
        for each in headings
        if scale_of(each, layout) is None and is_money(list(reversed(each.parts))) is None
        and any(is_figure(grid.cell(row, each.column)) for row in rows)
    }  # fmt: skip
    if not told:
        return layout
    doubts.append(f"{', '.join(map(repr, told))} were taken for money in {whole} (layout, scale). Are they?")
    return replace_fields(layout, scale={**layout.scale, **told})


def _scaled_beside(
    grid: Grid, layout: Layout, headings: list[Heading], beside: dict[int, str], doubts: list[str]
) -> Layout:
    """Layout that takes the scale that stands beside the header for its money, and asks about it."""
    for at, text in beside.items():
        whole, place = line_scale(text), grid.place(layout.first_row - 1, at)
        rows = range(layout.first_row + layout.header_rows - 1, len(grid.rows))
        told = [
            each.name
            for each in headings
            if scale_of(each, layout) is None and is_money(list(reversed(each.parts))) is not False
            and any(is_figure(grid.cell(row, each.column)) for row in rows)
        ]  # fmt: skip
        if whole in SCALES and layout.wide is None and told:
            layout = replace_fields(layout, scale={**layout.scale, **dict.fromkeys(told, whole)})
            doubts.append(
                f"{place} says {text!r} beside the header: {', '.join(map(repr, told))} were taken for money in"
                f" {whole} (layout, scale). Are they?"
            )
        else:
            doubts.append(f"{place} says {text!r} beside the header: no figure was scaled by it (layout, scale).")
    return layout


def _with_fill(grid: Grid, layout: Layout, headings: list[Heading], doubts: list[str]) -> Layout:
    """Layout that fills a label column whose blanks stand below a name, as sheets have it that were unmerged."""
    first = layout.first_row + layout.header_rows - 1
    rows = [row for row in range(first, len(grid.rows)) if not grid.is_blank(row) and not is_note(grid.rows[row])]
    merged = {
        (row, each.left)
        for each in grid.merges_in(first, len(grid.rows))
        for row in range(each.top + 1, each.bottom + 1)
    }
    filled = []
    for heading in headings:
        cells = [(row, grid.cell(row, heading.column)) for row in rows]
        if any(map(is_figure, dict.fromkeys(cell for _, cell in cells if not is_blank(cell)))):
            break
        texts = [cell for _, cell in cells if isinstance(cell, str) and cell.strip()]
        blanks = [row for row, cell in cells if is_blank(cell) and (row, heading.column) not in merged]
        if not blanks or not texts or len(set(texts)) < len(texts) or is_blank(cells[0][1]):
            continue
        heads = sum(not is_blank(one) and is_blank(two) for (_, one), (_, two) in pairwise(cells))
        # Groups: nearly every name stands above blanks, not one name above one gap.
        grouped = len(blanks) >= len(texts) - 1 and heads >= 2 and heads * 5 >= (len(texts) - 1) * 4
        if grouped and _is_beside_labels(grid, headings, heading, blanks):
            filled.append(heading.name)
            doubts.append(
                f"Column {heading.name!r} is blank in {len(blanks)} rows below a name, and not merged: each was taken"
                " for the name above it (layout, fill). Is that so?"
            )
    return replace_fields(layout, fill=tuple(filled)) if filled else layout


def _is_beside_labels(grid: Grid, headings: list[Heading], heading: Heading, blanks: list[int]) -> bool:
    """Whether a column to the right names something in every row in which this one is blank."""
    right = [each.column for each in headings if each.column > heading.column]
    return any(all(isinstance(grid.cell(row, at), str) for row in blanks) for at in right[:3])


def _totals(grid: Grid, layout: Layout, headings: list[Heading]) -> list[str]:
    """Labels of rows and columns that repeat sums, with how often."""
    found: Counter[str] = Counter()
    for each in headings:
        if any(is_total(part, TOTALS) for part in each.parts):
            found[f"column {each.name!r}"] += 1
    first = layout.first_row + layout.header_rows - 1
    labels = [each.column for each in headings[:4]]
    texts = dict.fromkeys(row[at] for row in grid.rows[first:] for at in labels if at < len(row))
    telling = {each for each in texts if isinstance(each, str) and is_total(each, TOTALS)}
    for row in range(first, len(grid.rows)) if telling else ():
        label = next((cell for at in labels if isinstance(cell := grid.cell(row, at), str) and cell in telling), None)
        if isinstance(label, str) and any(is_figure(each) for each in grid.rows[row] if not is_blank(each)):
            found[f"rows {label.strip()!r}"] += 1
    return [f"{key} ({count} times)" if count > 1 else key for key, count in found.items()]
