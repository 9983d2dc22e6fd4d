"""A sheet made for eyes becomes a plain table, with a record of what was read otherwise 「版式表转事实表」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.data.files.header import check_header
from diagnostics.data.layout.body import Body, read_body, record_hidden
from diagnostics.data.layout.cells import Cells, Column, arrow_column
from diagnostics.data.layout.day_column import DayRules
from diagnostics.data.layout.grid import Grid
from diagnostics.data.layout.guess import guessed
from diagnostics.data.layout.header import Heading, read_headings
from diagnostics.data.layout.log import ConversionLog
from diagnostics.data.layout.scales import Scales
from diagnostics.data.layout.stretches import check_totals
from diagnostics.data.layout.totals import is_total
from diagnostics.data.layout.wanted import Wanted, Wanting
from diagnostics.data.layout.wide import Turn, Turns, find_turns
from diagnostics.errors import unknown
from diagnostics.model.conversion import Conversion
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar, Cycle

if TYPE_CHECKING:
    import pyarrow as pa

MONTHS = "perfloop_months"


@dataclass(frozen=True, slots=True)
class Manner:
    """How an engagement counts time and money 「记录口径」.

    Parameters
    ----------
    calendar : Calendar
        How it counts time.
    currency : str
        ISO code.
    """

    calendar: Calendar
    currency: str = "CNY"


@dataclass(frozen=True, eq=False)
class SheetTable:
    """A sheet as a table 「读出的表」.

    Parameters
    ----------
    table : pyarrow.Table
        One row a fact; with ``perfloop_months`` where a fact covers several months.
    conversions : tuple of Conversion
        What was read otherwise than it was written.
    grains : dict of str
        Cycle of the periods that a day column names, by column.
    failed : dict of str
        Columns that nobody names and that are nearly numbers or days, with the first cell that is none.
    """

    table: pa.Table
    conversions: tuple[Conversion, ...]
    grains: dict[str, Cycle]
    failed: dict[str, str] = field(default_factory=dict)


def read_layout(grid: Grid, layout: Layout, wanting: Wanting, manner: Manner) -> SheetTable:
    """Read a sheet by its layout 「按版式读取」.

    Parameters
    ----------
    grid : Grid
        Sheet or text file.
    layout : Layout
        How it is to be read.
    wanting : callable
        What its columns are used for, once their names are known.
    manner : Manner
        Calendar and currency of the engagement.

    Raises
    ------
    InputError
        Naming sheet and cell of what can't be read.

    Notes
    -----
    Scales are applied in decimals: 2.86 of 万元 is 28600. A blank cell is a missing value and stays one.
    """
    log = ConversionLog(grid)
    every = read_headings(grid, layout)
    made_names = [layout.wide.name, layout.wide.value] if layout.wide else []
    wanted = wanting([*(each.name for each in every), *made_names])
    headings, totals = without_totals(grid, every, (layout, wanted), log)
    check_header([each.name for each in headings], f"{grid.name} row {layout.first_row}")
    turns = find_turns(grid, headings, layout, manner.calendar)
    if layout.wide is not None and not layout.wide.columns:
        check_totals(grid, totals, turns.short, (layout, manner.calendar))
    for each in turns.repeats:
        log.add(each.name, "total_column", grid.at(*each.place), each.name, None)
    kept = {each.name: each for each in turns.kept}
    check_scales(grid, layout, [*kept, *(each.heading.name for each in turns.turned)])
    figures = {each.heading.column for each in turns.turned} | {
        each.column for name, each in kept.items() if name in wanted.numbers
    }
    body = read_body(grid, layout, headings, figures, log, wanted=wanted)
    record_hidden(grid, body, headings, log)
    rules = DayRules(manner.calendar, layout.date_order, layout.year, layout.missing, layout.swapped_dates)
    cells = Cells(grid, log, manner.currency, rules, layout.decimal)
    scales = Scales(grid, layout, wanted, manner.currency)
    made = _Made(body, cells, wanted, scales)
    table = _turned(made, turns, layout) if turns.turned else _long(made, turns.kept)
    return SheetTable(table, log.conversions(), {**cells.grains, **_grains(turns, layout)}, cells.failed)


def _grains(turns: Turns, layout: Layout) -> dict[str, Cycle]:
    cycles = {each.period.cycle for each in turns.turned if each.period}
    return {layout.wide.name: cycles.pop()} if layout.wide and len(cycles) == 1 else {}


@dataclass(frozen=True, slots=True)
class _Made:
    """What a table is made of."""

    body: Body
    cells: Cells
    wanted: Wanted
    scales: Scales

    def column(self, heading: Heading) -> Column:
        places = self.body.places(heading.column)
        return Column(heading.name, self.body.column(heading.column), places, self.scales.of(heading))

    def values(self, heading: Heading) -> list[Any]:
        column, name = self.column(heading), heading.name
        if name in self.wanted.numbers:
            return list(self.cells.numbers(column))
        if name in self.wanted.days:
            return list(self.cells.days(column))
        if name in self.wanted.texts:
            return list(self.cells.texts(column, named=name in self.wanted.bare))
        return guessed(self.cells, column) if self.wanted.guess else list(self.cells.natural(column))


def without_totals(
    grid: Grid, headings: Sequence[Heading], rules: tuple[Layout, Wanted], log: ConversionLog
) -> tuple[list[Heading], list[Heading]]:
    """Columns that don't repeat the sum of others, and those that do by name; a KPI's is kept 「去合计列」."""
    layout, wanted = rules
    chosen = {*layout.kept, *(layout.wide.columns if layout.wide else ())}
    kept, totals = [], []
    for each in headings:
        named = wanted.is_used(each.name) or each.name in chosen or each.parts[-1] in chosen
        if not named and any(is_total(part, layout.totals) for part in each.parts):
            log.add(each.name, "total_column", grid.at(*each.place), each.name, None)
            totals.append(each)
        else:
            kept.append(each)
    return kept, totals


def check_scales(grid: Grid, layout: Layout, names: Sequence[str]) -> None:
    """Refuse a scale of a column that is not there 「检查单位声明」."""
    made = [layout.wide.value] if layout.wide else []
    for each in layout.scale:
        if each not in names and each not in made and not any(each in name.split("/") for name in names):
            raise unknown("column (layout.scale)", each, [*names, *made], grid.name)


def _long(made: _Made, headings: Sequence[Heading]) -> pa.Table:
    import pyarrow as pa

    names = [each.name for each in headings]
    arrays = [arrow_column(made.values(each), is_text=each.name in made.wanted.texts) for each in headings]
    months = {row: months for (row, _), months in made.cells.months.items()}
    if months:
        names.append(MONTHS)
        arrays.append(pa.array([months.get(row, 1) for row in made.body.rows], pa.int64()))
    return pa.Table.from_arrays(arrays, names=names)


def _turned(made: _Made, turns: Turns, layout: Layout) -> pa.Table:
    """Table in which each fact has a row for every period, blanks among them."""
    import pyarrow as pa

    assert layout.wide is not None
    labels = list(dict.fromkeys(each.label for each in turns.turned))
    months = {each.label: each.months for each in turns.turned}
    count = len(made.body.rows)
    columns: dict[str, pa.Array] = {}
    for each in turns.kept:
        once = made.values(each)
        is_text = each.name in made.wanted.texts
        columns[each.name] = arrow_column([value for value in once for _ in labels], is_text=is_text)
    columns[layout.wide.name] = arrow_column(labels * count)
    for name, turned in _figures(turns.turned, layout.wide.value).items():
        columns[name] = _figure(made, name, turned, labels)
    first = turns.turned[0].heading
    made.cells.log.add(
        layout.wide.name, "wide", made.cells.grid.at(*first.place), f"{len(turns.turned)} columns", layout.wide.name
    )
    if any(each > 1 for each in months.values()):
        columns[MONTHS] = pa.array([months[each] for each in labels] * count, pa.int64())
        for turn in turns.turned:
            if turn.months > 1:
                place = made.cells.grid.at(*turn.heading.place)
                made.cells.log.add(layout.wide.name, "merged_months", place, turn.heading.name, turn.label)
    check_header([*(each.name for each in turns.kept), *_made_names(columns, turns)], f"{made.cells.grid.name} as rows")
    return pa.Table.from_arrays(list(columns.values()), names=list(columns))


def _made_names(columns: dict[str, Any], turns: Turns) -> list[str]:
    """Names of the columns that were made; one that a kept column bears too is found by ``check_header``."""
    return list(columns)[len({each.name for each in turns.kept}) :]


def _figures(turned: Sequence[Turn], value: str) -> dict[str, list[Turn]]:
    """Columns by the figure that stands in them; one figure alone bears the layout's name."""
    names = {each.figure for each in turned}
    found: dict[str, list[Turn]] = {}
    for each in turned:
        found.setdefault(value if len(names) == 1 or not each.figure else each.figure, []).append(each)
    return found


def _figure(made: _Made, name: str, turned: Sequence[Turn], labels: Sequence[Any]) -> pa.Array:
    by_label = {each.label: each for each in turned}
    wide = made.scales.layout.wide
    made_of = dict.fromkeys((name, wide.value) if wide else (name,))
    scales = {made.scales.of(each.heading, *made_of): each for each in turned}
    if len(scales) > 1:
        first, other = list(scales.values())[:2]
        raise made.cells.grid.refuse(
            f"and {made.cells.grid.at(*first.heading.place)} state different scales of {name!r}; say it under layout,"
            " scale.",
            *other.heading.place,
        )
    cells, places = [], []
    for row, found in made.body.rows.items():
        for label in labels:
            turn = by_label.get(label)
            cells.append(found[turn.heading.column] if turn else None)
            places.append((row, turn.heading.column if turn else -1))
    column = Column(name, cells, places, next(iter(scales)))
    if name in made.wanted.texts:
        return arrow_column(made.cells.texts(column), is_text=True)
    return arrow_column(made.cells.numbers(column))
