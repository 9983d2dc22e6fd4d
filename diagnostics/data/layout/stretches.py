"""Columns of a longer time beside those of shorter ones: which they are, what they must agree with 「跨期列」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from diagnostics.data.layout.grid import Grid, cell_text, is_blank
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.longer import Longer, check_repeats, figures_of
from diagnostics.data.layout.period_text import read_period
from diagnostics.data.layout.span_text import read_span, read_whole_year, without_total
from diagnostics.model.layout import Layout
from diagnostics.model.period import Calendar

_YEAR_NAMES = frozenset(("年度", "本年度"))
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:\.0)?(?:年度?)?")


class Timed(Protocol):
    """Anything with a first day and a first day after it 「起止」."""

    @property
    def start(self) -> date:
        """First day 「起」."""

    @property
    def end(self) -> date:
        """First day after it 「止」."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A column and the time that its figures are of 「列与其期间」.

    Parameters
    ----------
    heading : Heading
        Column.
    time : Timed
        First day, and first day after it.
    figure : str
        Name of the figure, such as 目标 below 1月; empty where there is only one.
    what : str
        What it heads, for errors: month, quarter, year, time.
    """

    heading: Heading
    time: Timed
    figure: str
    what: str

    def inside(self, others: Sequence[Stretch]) -> list[Stretch]:
        """Columns of the same figure that lie within its time 「所含明细」."""
        return [
            each for each in others
            if each.figure == self.figure and self.time.start <= each.time.start and each.time.end <= self.time.end
        ]  # fmt: skip

    def is_covered(self, inside: Sequence[Stretch]) -> bool:
        """Whether shorter times make up this one wholly 「是否完整覆盖」."""
        days = sum((each.time.end - each.time.start).days for each in inside)
        return days >= (self.time.end - self.time.start).days


def stretches(
    headings: Sequence[Heading], short: Sequence[Stretch], layout: Layout, calendar: Calendar
) -> list[Stretch]:
    """Columns that head half years, 1–9月 and the like, or a total of a period, beside shorter periods 「识别跨期列」.

    Parameters
    ----------
    headings : sequence of Heading
        Columns that name no period of their own.
    short : sequence of Stretch
        The months, weeks or quarters of the sheet.
    """
    years = {each.time.start.year for each in short}
    only = years.pop() if len(years) == 1 else None
    found = []
    for heading in headings:
        own = next((each for part in heading.parts if (each := _year(part, calendar)) is not None), None)
        rest = [each for each in heading.parts if _year(each, calendar) is None]
        for at, part in enumerate(rest):
            year = own or layout.year or only
            time, stands = read_span(part, year) or _total_of(part, year, calendar), ""
            if time is None and (whole := read_whole_year(part, year)) is not None:
                time, stands = whole
            if time is not None:
                figure = "/".join([*rest[:at], *([stands] if stands else []), *rest[at + 1 :]])
                found.append(Stretch(heading, time, figure, "time of several months"))
                break
    return found


def is_year_label(grid: Grid, stretch: Stretch, layout: Layout) -> bool:
    """Whether a column called 年度 holds the years that its rows are of, and no figures 「是否年度标签列」.

    Parameters
    ----------
    grid : Grid
        Sheet.
    stretch : Stretch
        Column that seems to head a year.
    layout : Layout
        Where its facts begin.
    """
    if stretch.heading.parts[-1].strip() not in _YEAR_NAMES:
        return False
    rows = range(layout.first_row + layout.header_rows - 1, len(grid.rows))
    texts = [cell_text(cell) for row in rows if not is_blank(cell := grid.cell(row, stretch.heading.column))]
    return bool(texts) and all(_YEAR.fullmatch(each.strip()) for each in texts)


def _total_of(text: str, year: int | None, calendar: Calendar) -> Timed | None:
    """Period that a header is the total of: 一季度合计, 2025年合计."""
    bare = without_total(text)
    return read_period(bare, calendar, year) if bare and bare != text.strip() else None


def _year(text: str, calendar: Calendar) -> int | None:
    period = read_period(text, calendar)
    return period.start.year if period is not None and period.cycle == "year" and period.start.month == 1 else None


def check_stretch(grid: Grid, stretch: Stretch, short: Sequence[Stretch], layout: Layout) -> None:
    """Refuse a longer time whose figures are not those of the shorter ones within it 「核对跨期列」.

    Raises
    ------
    InputError
        Naming the column, or the first cell that differs with both figures.

    Notes
    -----
    Where not every shorter period is shown, it must be the sum of those that are, in every row, as a year to date is.
    """
    inside = stretch.inside(short)
    longer = Longer(stretch.heading, [each.heading for each in inside], stretch.what)
    rows = list(figures_of(grid, longer, layout))
    if not rows:
        return
    if inside and stretch.is_covered(inside):
        check_repeats(grid, longer, layout)
    elif not inside or not all(each.shown and each.equals(sum(each.shown, Decimal(0))) for each in rows):
        part = "do not make it up" if inside else "are not part of it"
        beside = short[0].what if short else "period"
        raise grid.refuse(
            f"heads a {stretch.what} beside {beside}s that {part}; name the columns to turn under layout,"
            " wide.columns.",
            *stretch.heading.place,
        )


def check_totals(
    grid: Grid, totals: Sequence[Heading], short: Sequence[Stretch], rules: tuple[Layout, Calendar]
) -> None:
    """Refuse a column called the total of a period whose figures are not its months' sum 「核对合计列」.

    Parameters
    ----------
    totals : sequence of Heading
        Columns that are left out by their name. One that names a time (一季度合计) is held against the columns within
        it; one that is called a total and nothing else may be that of anything.

    Raises
    ------
    InputError
        Naming the first cell that differs, with both figures.
    """
    for each in stretches(totals, short, *rules):
        inside = each.inside(short)
        # What runs on from a day before the first column is no sum of the columns.
        if inside and each.is_covered(inside):
            check_stretch(grid, each, short, rules[0])
