"""Months or quarters side by side in a sheet that a proposal is made from 「宽表草案」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, Grid, cell_text, is_blank
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.longer import Longer, figures_of
from diagnostics.data.layout.number_text import read_number
from diagnostics.data.layout.stretches import check_totals, stretches
from diagnostics.data.layout.totals import is_total
from diagnostics.data.layout.units import sheet_scale
from diagnostics.data.layout.wide import COUNTED, Turn, find_turns, turn_of
from diagnostics.errors import InputError
from diagnostics.model.layout import TOTALS, Layout, Wide
from diagnostics.model.period import CYCLES, Calendar
from diagnostics.run.proposal.times import DAY_NAME

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_MEASURE = re.compile(
    r"销售额|销售收入|营业额|营业收入|营收|收入|毛利|净利润|利润|成本|费用|产量|销量|客流|订单量|业绩|回款|库存|人数|工时|良率|合格率|完成率"
)
_CYCLE_NAME = {"month": "月份", "quarter": "季度", "year": "年度", "week": "周", "day": "日期"}
# One row, or one month, agrees by chance.
MOST_CHANCE = 2
FISCAL_YEAR = re.compile(r"FY|财年|财政年度|会计年度", re.IGNORECASE)
FISCAL = (
    "Fiscal years were taken for calendar years: in which month do they begin? Say it in engagement.yaml, calendar,"
    " fiscal_start."
)


@dataclass(frozen=True, slots=True)
class Months:
    """Layout of a sheet, and columns that repeat its months or contradict them 「宽表识别结果」.

    Parameters
    ----------
    layout : Layout
        With ``wide`` where months stand side by side.
    aside : tuple of str
        Columns of which no KPI is to be made.
    """

    layout: Layout
    aside: tuple[str, ...] = ()


def with_months(grid: Grid, layout: Layout, headings: list[Heading], calendar: Calendar, doubts: list[str]) -> Months:
    """Layout with ``wide`` where several headers name periods 「识别宽表」.

    Parameters
    ----------
    headings : list of Heading
        Its header.
    doubts : list of str
        Where what is a guess is told.

    Raises
    ------
    InputError
        When the headers name months and nothing tells their year.
    """
    plain = [each for each in headings if not any(is_total(part, TOTALS) for part in each.parts)]
    turns = [each for heading in plain if (each := turn_of(heading, None, calendar)) is not None]
    year = layout.year
    if not turns:
        year = year or _year_of(grid, layout)
        turns = [each for heading in plain if (each := turn_of(heading, year or 2000, calendar)) is not None]
    counted = () if turns else counted_months(grid, layout, plain, year)
    if counted and year is not None:
        name = free_name(_CYCLE_NAME["month"], headings)
        value = _value_name(grid, layout, [], headings)
        doubts.append(
            f"The headers {counted[0]!r} … {counted[-1]!r} were taken for months of {year}, as the title or the name"
            f" says, and become rows: column {name!r} with the figure {value!r}. Is that so?"
        )
        return Months(replace_fields(layout, year=year, wide=Wide(name=name, value=value, columns=counted)))
    if not counted and (len(turns) < 2 or not _over_figures(grid, layout, turns)):
        return Months(layout)
    if year is None and not any(turn_of(each.heading, None, calendar) for each in turns):
        shown = ", ".join(map(repr, (counted or [each.heading.name for each in turns])[:3]))
        raise InputError(
            f"{grid.name}: the headers {shown} … name periods without a year, and no title says it; put the year into"
            " the sheet's title or its headers, such as 2025年1月."
        )
    if any(FISCAL_YEAR.search(part) for each in turns for part in each.heading.parts):
        doubts.append(FISCAL)
    if year is not None and layout.year is None:
        doubts.append(f"The months of the header bear no year; {year} was taken from the title or the name.")
    cycle = max((each.period.cycle for each in turns if each.period), key=CYCLES.index, default="month")
    name = free_name(_CYCLE_NAME[cycle], headings)
    value = _value_name(grid, layout, turns, headings)
    figures = sorted({each.figure for each in turns if each.figure})
    told = f"with the figures {figures}" if len(figures) > 1 else f"with the figure {value!r}"
    finest = sum(each.period.cycle == cycle for each in turns if each.period)
    doubts.append(f"{finest} columns name periods and become rows: column {name!r} {told}.")
    turned = replace_fields(layout, year=year, wide=Wide(name=name, value=value))
    agreeing = _agreeing(grid, turned, (headings, turns), calendar, doubts)
    return Months(agreeing, _aside(grid, agreeing, plain, calendar, doubts))


def counted_months(grid: Grid, layout: Layout, headings: list[Heading], year: int | None) -> tuple[str, ...]:
    """Headers that count the months: 1 to 12, or fewer below a title that speaks of months, or M1, M2 「数字月份」."""
    found = [(each, int(match[1])) for each in headings if (match := COUNTED.fullmatch(narrow(each.name)))]
    if len(found) < 2 or [number for _, number in found] != list(range(1, len(found) + 1)):
        return ()
    columns = {each.column for each, _ in found}
    if any(DAY_NAME.search(each.name) for each in headings if each.column not in columns):
        return ()
    told = len(found) == 12 or any(re.search(r"月|month", text, re.IGNORECASE) for text in _titles(grid, layout))
    named = all(each.name.strip()[0] in "Mm" for each, _ in found) and year is not None
    turns = [Turn(each, "", "") for each, _ in found]
    return tuple(each.name for each, _ in found) if (told or named) and _over_figures(grid, layout, turns) else ()


def _titles(grid: Grid, layout: Layout) -> list[str]:
    """Texts above the header, and the names of sheet and file."""
    above = [cell_text(cell) for row in grid.rows[: layout.first_row - 1] for cell in row if not is_blank(cell)]
    return [*above, grid.sheet, grid.file]


def _agreeing(
    grid: Grid, layout: Layout, found: tuple[list[Heading], list[Turn]], calendar: Calendar, doubts: list[str]
) -> Layout:
    """Layout that names the columns to turn where those of longer times do not agree with them, and asks why."""
    headings, turns = found
    plain = [each for each in headings if not any(is_total(part, TOTALS) for part in each.parts)]
    try:
        short = find_turns(grid, plain, layout, calendar).short
        check_totals(grid, [each for each in headings if each not in plain], short, (layout, calendar))
    except InputError as error:
        cycles = [each.period.cycle for each in turns if each.period]
        finest = max(cycles, key=CYCLES.index)
        names = [each.heading.name for each in turns if each.period and each.period.cycle == finest]
        doubts.append(f"{error} Until then the columns {names[0]!r} … {names[-1]!r} are taken (layout, wide.columns).")
        assert layout.wide is not None
        return replace_fields(layout, wide=layout.wide.model_copy(update={"columns": tuple(names)}))
    return layout


def _aside(
    grid: Grid, layout: Layout, headings: list[Heading], calendar: Calendar, doubts: list[str]
) -> tuple[str, ...]:
    """Columns beside the months that hold longer periods, or the sum or mean of the months."""
    if layout.wide is None:
        return ()
    turns = find_turns(grid, headings, layout, calendar)
    dated = replace_fields(layout, year=layout.year or 2000)
    longer = {each.heading.column for each in stretches(turns.kept, (), dated, calendar)}
    longer |= {each.column for each in turns.kept if turn_of(each, dated.year, calendar) is not None}
    inside = [each.heading for each in turns.turned]
    if turns.repeats:
        shown = ", ".join(repr(each.name) for each in turns.repeats)
        doubts.append(
            f"Left out, since they repeat the periods beside them: {shown}. Is one of them a figure of its own?"
        )
    found = []
    for each in turns.kept:
        if each.column in longer:
            found.append(each.name)
            doubts.append(
                f"Column {each.name!r} holds figures of a longer time than the periods beside it: it was left aside."
            )
        elif (what := _repeats(grid, layout, each, inside)) is not None:
            found.append(each.name)
            doubts.append(
                f"Column {each.name!r} is the {what} of the periods beside it in every row: it was left aside."
            )
    return tuple(found)


def _repeats(grid: Grid, layout: Layout, heading: Heading, inside: list[Heading]) -> str | None:
    """What of the periods a column is in every row: their sum, their mean; None where neither."""
    rows = list(figures_of(grid, Longer(heading, inside, ""), layout))
    if len(rows) < MOST_CHANCE or any(len(each.shown) < MOST_CHANCE for each in rows):
        return None
    if all(each.equals(sum(each.shown, Decimal(0))) for each in rows):
        return "sum"
    return "mean" if all(each.equals(sum(each.shown, Decimal(0)) / len(each.shown)) for each in rows) else None


def _over_figures(grid: Grid, layout: Layout, turns: list[Turn]) -> bool:
    first = layout.first_row + layout.header_rows - 1
    cells = [
        grid.cell(row, each.heading.column) for row in range(first, min(len(grid.rows), first + 200)) for each in turns
    ]
    filled = [each for each in cells if not is_blank(each)]
    numbers = [each for each in filled if is_figure(each)]
    return bool(filled) and len(numbers) * 2 >= len(filled)


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, or a text that is one 「是否数值单元格」."""
    if isinstance(cell, str):
        return read_number(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _year_of(grid: Grid, layout: Layout) -> int | None:
    """Year that the title, the sheet or the file bears."""
    for text in _titles(grid, layout):
        found = set(_YEAR.findall(narrow(text)))
        if len(found) == 1:
            return int(found.pop())
    return None


def _value_name(grid: Grid, layout: Layout, turns: list[Turn], headings: list[Heading]) -> str:
    """Name of the figure: what stands with the periods, else what the title speaks of."""
    figures = {each.figure for each in turns}
    if len(figures) == 1 and (own := figures.pop()):
        return free_name(re.sub(r"[(（\[].*$", "", own).strip() or own, headings)
    found = next((match for text in _titles(grid, layout) if (match := _MEASURE.search(text))), None)
    money = sheet_scale(grid, layout) not in (None, "%", "‰")
    return free_name(found.group() if found else "金额" if money else "数值", headings)


def free_name(name: str, headings: list[Heading]) -> str:
    """Name that no column bears yet 「未占用列名」."""
    taken = {each.name.casefold() for each in headings}
    return next(each for each in (name, *(f"{name}{at}" for at in range(2, 100))) if each.casefold() not in taken)


def replace_fields(layout: Layout, **fields: object) -> Layout:
    """Layout with some fields otherwise, checked as a whole 「改写版式」."""
    return Layout(**{**{each: getattr(layout, each) for each in Layout.model_fields}, **fields})
