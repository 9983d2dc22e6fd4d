"""Blank cells get the text they are merged with, and nothing else unless the layout says so 「合并单元格填充」."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from diagnostics.data.layout.grid import Cell, Grid, Merge, cell_text, is_blank
from diagnostics.data.layout.log import ConversionLog

Rows = dict[int, list[Cell]]


def fill_merges(grid: Grid, rows: Rows, names: dict[int, str], figures: Collection[int], log: ConversionLog) -> None:
    """Fill labels along their merged cells, in place; a figure merged over several cells is refused 「沿合并填充」.

    Parameters
    ----------
    grid : Grid
        Sheet.
    rows : dict of list
        Cells of the rows below the header, by row.
    names : dict of str
        Names of the columns, by column.
    figures : collection of int
        Columns that hold figures: one figure shown over several cells belongs to none of them.
    log : ConversionLog
        Where each filled cell is recorded.

    Raises
    ------
    InputError
        Naming the merged cells.
    """
    if not rows:
        return
    for merge in grid.merges_in(min(rows), max(rows)):
        value = grid.cell(merge.top, merge.left)
        if is_blank(value) or merge.top not in rows:
            continue
        for row, column in _covered(merge, rows, names):
            if column in figures or (row, column) == (merge.top, merge.left):
                continue
            rows[row][column] = value
            log.add(names[column], "filled_merge", grid.at(row, column), "", value)


def refuse_merged_figures(grid: Grid, facts: Collection[int], figures: Collection[int]) -> None:
    """Refuse a figure that is shown over several facts or columns 「拒绝合并的数值」.

    Raises
    ------
    InputError
        Naming the merged cells: nobody can tell whose figure it is.
    """
    if not facts:
        return
    for merge in grid.merges_in(min(facts), max(facts)):
        value = grid.cell(merge.top, merge.left)
        covered = [
            (row, column)
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
            if row in facts and column in figures
        ]
        if len(covered) > 1 and not is_blank(value):
            last = grid.at(merge.bottom, merge.right)
            shown = cell_text(value)
            raise grid.refuse(
                f"holds {shown!r} and is merged to {last}: whose figure is it? Unmerge it and fill each cell.",
                merge.top,
                merge.left,
            )


def fill_down(grid: Grid, rows: Rows, columns: Iterable[tuple[int, str]], log: ConversionLog) -> None:
    """Fill columns that the layout names from the cell above, in place 「按声明向下填充」.

    Parameters
    ----------
    columns : iterable of (int, str)
        Column of the grid, and its name.
    """
    for column, name in columns:
        above: Cell = None
        for row in sorted(rows):
            cell = rows[row][column]
            if not is_blank(cell):
                above = cell
            elif above is not None and not all(map(is_blank, rows[row])):
                rows[row][column] = above
                log.add(name, "filled_down", grid.at(row, column), "", above)


def _covered(merge: Merge, rows: Rows, names: dict[int, str]) -> Iterable[tuple[int, int]]:
    return (
        (row, column)
        for row in range(merge.top, merge.bottom + 1)
        if row in rows
        for column in range(merge.left, merge.right + 1)
        if column in names
    )
