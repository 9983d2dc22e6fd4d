"""Rows below a header: facts, and what is none: blanks, totals, notes 「表体」."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.data.layout.fill import Rows, fill_down, fill_merges, refuse_merged_figures
from diagnostics.data.layout.grid import Cell, Grid, cell_text, is_blank
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.totals import is_note, is_total, total_label
from diagnostics.data.layout.wanted import Wanted
from diagnostics.errors import unknown
from diagnostics.model.conversion import ConversionKind
from diagnostics.model.layout import TOTALS, Layout


@dataclass(frozen=True, slots=True)
class Body:
    """Facts of a sheet 「事实行」.

    Parameters
    ----------
    rows : dict of list
        Cells by row of the grid, in order.
    """

    rows: Rows

    def column(self, column: int) -> list[Cell]:
        """Cells of a column 「一列」."""
        return [each[column] for each in self.rows.values()]

    def places(self, column: int) -> list[tuple[int, int]]:
        """Rows of the grid, with the column 「位置」."""
        return [(row, column) for row in self.rows]


def read_body(
    grid: Grid,
    layout: Layout,
    headings: Sequence[Heading],
    figures: Collection[int],
    log: ConversionLog,
    *,
    wanted: Wanted,
) -> Body:
    """Facts below a header; totals and notes are left out and recorded, labels are filled along merges 「读取表体」.

    Parameters
    ----------
    grid : Grid
        Sheet.
    layout : Layout
        How it is to be read.
    headings : sequence of Heading
        Its columns.
    figures : collection of int
        Columns of the grid that are read as numbers.
    log : ConversionLog
        Where fillings, totals, notes and hidden rows are recorded.
    wanted : Wanted
        Which columns name entities, and the names that are known: a row of a known entity is no total by its name.

    Raises
    ------
    InputError
        When a figure is merged over several facts, or ``fill`` names no column.
    """
    first, width = layout.first_row + layout.header_rows - 1, grid.width
    rows: Rows = {
        row: [*grid.rows[row], *[None] * (width - len(grid.rows[row]))]
        for row in range(first, len(grid.rows))
        if not grid.is_blank(row)
    }
    names = {each.column: each.name for each in headings}
    numeric = set(figures) | {each for each in names if _mostly_numbers(rows, each)}
    fill_merges(grid, rows, names, numeric, log)
    fill_down(grid, rows, [(_column(grid, headings, each), each) for each in layout.fill], log)
    labels = range(min([each for each in numeric if each], default=width))
    for row in list(rows):
        told = left_out(rows[row], labels, names, (wanted, layout))
        if told is not None:
            log.add("", told[0], grid.at(row), told[1], None)
            del rows[row]
    refuse_merged_figures(grid, rows.keys(), set(figures))
    return Body(rows)


def left_out(
    row: Sequence[Cell], labels: range, names: Mapping[int, str], rules: tuple[Wanted, Layout]
) -> tuple[ConversionKind, Cell] | None:
    """Why a row is no fact, with the label that tells it; None for a fact 「是否剔除」.

    Parameters
    ----------
    row : sequence
        Its cells.
    labels : range
        Columns before the first figure.
    names : mapping of str
        Names of the columns, by column.
    rules : (Wanted, Layout)
        What the columns are used for, and what totals are called.
    """
    layout = rules[1]
    label = total_label(*_labels(row, labels, names, rules), layout.totals)
    if label is not None and label.strip() not in layout.kept:
        return "total_row", label
    return ("note_row", next(each for each in row if not is_blank(each))) if is_note(row) else None


def record_hidden(grid: Grid, body: Body, headings: Sequence[Heading], log: ConversionLog) -> None:
    """Record what is not shown: hidden rows and columns are read all the same, hidden sheets are not 「登记隐藏」."""
    for row in body.rows:
        if row in grid.marks.hidden_rows:
            log.add("", "hidden_row", grid.at(row), "", None)
    for each in headings:
        if each.column in grid.marks.hidden_columns:
            log.add(each.name, "hidden_column", grid.at(*each.place), each.name, None)
    for name in grid.hidden_sheets:
        log.add("", "hidden_sheet", name, name, None)


def _labels(
    row: Sequence[Cell], labels: range, names: Mapping[int, str], rules: tuple[Wanted, Layout]
) -> tuple[list[Cell], list[Cell]]:
    """Cells that name something: those whose end tells a total, and those that must be the word for it.

    The entity's cell, the day's and the first of the others tell by their end, unless the row names a known entity:
    then that name tells nothing, unless the layout's own words name it, and the others only by the word itself.
    """
    wanted, layout = rules
    own_words = [each for each in layout.totals if each not in TOTALS]
    first = next((at for at, each in enumerate(row) if not is_blank(each)), 0)
    places = list(dict.fromkeys([first, *labels]))
    if wanted.guess:
        return [row[each] for each in places], []
    entities = [at for at, name in names.items() if name in wanted.entities]
    named = [at for at in entities if not is_blank(row[at]) and cell_text(row[at]) in wanted.known]
    known = [at for at in named if not is_total(cell_text(row[at]), own_words, whole=True)]
    own = {*entities, *(at for at, name in names.items() if name in wanted.days)}
    lead = next((at for at in places if at not in own and not is_blank(row[at])), first)
    loose = [] if known else [at for at in places if at in own or at == lead]
    strict = [at for at in places if at not in loose and at not in known]
    return [row[each] for each in loose], [row[each] for each in strict]


def _mostly_numbers(rows: Rows, column: int) -> bool:
    cells = [row[column] for row in rows.values() if not is_blank(row[column])]
    numbers = sum(isinstance(each, int | float) and not isinstance(each, bool) for each in cells)
    return bool(cells) and numbers * 2 > len(cells)


def _column(grid: Grid, headings: Sequence[Heading], name: str) -> int:
    found = next((each.column for each in headings if each.name == name), None)
    if found is None:
        raise unknown("column (layout.fill)", name, [each.name for each in headings], grid.name)
    return found
