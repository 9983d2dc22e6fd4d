"""Plain Excel sheets become a table: first row header, one row a fact 「读取 Excel」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from diagnostics.data.files.header import check_header
from diagnostics.data.layout.body import Body, record_hidden
from diagnostics.data.layout.cells import Cells, Column, arrow_column
from diagnostics.data.layout.day_column import DayRules
from diagnostics.data.layout.grid import Grid, cell_text, is_blank
from diagnostics.data.layout.guess import guessed
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.scales import Stated, stated, unapplied
from diagnostics.data.layout.table import MONTHS, Manner, SheetTable
from diagnostics.data.layout.units import sheet_unit
from diagnostics.data.layout.wanted import Wanted, Wanting
from diagnostics.errors import InputError
from diagnostics.model.layout import Layout

if TYPE_CHECKING:
    import pyarrow as pa


def read_plain(grid: Grid, wanting: Wanting, manner: Manner) -> SheetTable:
    """Read a plain sheet: its first row is the header, each row below a fact 「读取普通工作表」.

    Parameters
    ----------
    grid : Grid
        Sheet.
    wanting : callable
        What its columns are used for, once their names are known.
    manner : Manner
        Calendar and currency of the engagement.

    Raises
    ------
    InputError
        When the sheet has no header, a row is longer than it, or a cell that is used can't be read.

    Notes
    -----
    Formulas are not computed here: a cell shows the value that was saved with it. A formula that was never computed is
    refused where a KPI needs it. Totals, merged cells and a scale above the header need a ``layout``.
    """
    import pyarrow as pa

    log = ConversionLog(grid)
    headings = plain_headings(grid)
    wanted = wanting([each.name for each in headings])
    _refuse_merged(grid)
    body = Body(_rows(grid, len(headings)))
    record_hidden(grid, body, headings, log)
    cells = Cells(grid, log, manner.currency, DayRules(manner.calendar))
    names = [each.name for each in headings]
    arrays = [_array(cells, _column(grid, body, each, manner.currency), wanted) for each in headings]
    months = {row: months for (row, _), months in cells.months.items()}
    if months:
        names.append(MONTHS)
        arrays.append(pa.array([months.get(row, 1) for row in body.rows], pa.int64()))
    return SheetTable(pa.Table.from_arrays(arrays, names=names), log.conversions(), cells.grains, cells.failed)


def _refuse_merged(grid: Grid) -> None:
    """Refuse merged cells below the header: a plain reading would give their value to the first row alone."""
    for merge in grid.merges:
        if merge.bottom > 0 and merge.bottom > merge.top and not is_blank(grid.cell(merge.top, merge.left)):
            raise grid.refuse(
                f"is merged down to {grid.at(merge.bottom, merge.left)}: say layout: {{}} at the source, so that a"
                " label stands for all its rows.",
                merge.top,
                merge.left,
            )


def plain_headings(grid: Grid) -> list[Heading]:
    """Columns of a plain sheet by its first row; empty columns at the end don't count 「普通表头」.

    Raises
    ------
    InputError
        When the sheet is empty, its first row is, or two columns have the same name.
    """
    if all(grid.is_blank(row) for row in range(len(grid.rows))):
        raise InputError(f"{grid.name} is empty.")
    header = [cell_text(each) for each in grid.rows[0]]
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise InputError(f"{grid.name} has an empty first row; a plain sheet has its header there.")
    check_header(header, f"{grid.name} row 1")
    return [Heading(at, (name,), name, (0, at)) for at, name in enumerate(header)]


def _rows(grid: Grid, width: int) -> dict[int, list[Any]]:
    rows = {}
    for number in range(1, len(grid.rows)):
        row = list(grid.rows[number])
        if not all(map(is_blank, row[width:])):
            raise InputError(
                f"{grid.name} row {number + 1} has more cells than the header has names ({width}); a sheet made for"
                " eyes needs a layout."
            )
        if not all(map(is_blank, row)):
            rows[number] = [*row[:width], *[None] * (width - len(row))]
    return rows


def _column(grid: Grid, body: Body, heading: Heading, currency: str) -> Column:
    said = stated(heading.name, Layout(), currency)
    if said == Stated():
        found = sheet_unit(grid, Layout(), currency)
        said = unapplied(heading.name, found[0] if found else None)
    said = replace(said, place=heading.place)
    return Column(heading.name, body.column(heading.column), body.places(heading.column), said)


def _array(cells: Cells, column: Column, wanted: Wanted) -> pa.Array:
    if column.name in wanted.texts:
        return arrow_column(cells.texts(column, named=column.name in wanted.bare), is_text=True)
    if column.name in wanted.numbers:
        return arrow_column(cells.numbers(column))
    if column.name in wanted.days:
        return arrow_column(cells.days(column))
    if wanted.guess:
        return arrow_column(guessed(cells, column))
    return arrow_column(cells.natural(column))
