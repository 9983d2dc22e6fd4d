"""Months or quarters side by side become rows, one below the other 「宽表转长表」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Grid, cell_text
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.number_text import read_number
from diagnostics.data.layout.period_text import PeriodRead, read_period
from diagnostics.data.layout.row_words import is_actual, is_plan
from diagnostics.data.layout.span_text import read_whole_year
from diagnostics.data.layout.stretches import Stretch, check_stretch, is_year_label, stretches
from diagnostics.errors import InputError, unknown
from diagnostics.model.layout import Layout, Wide
from diagnostics.model.period import Calendar

# Months by their numbers, read so only where the layout says it: wide.columns, wide.name, year.
COUNTED = re.compile(r"[Mm]?(1[0-2]|0?[1-9])")
_MONTHS = re.compile(r"月|month", re.IGNORECASE)
_FINEST = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Turn:
    """A column whose cells become rows 「待转列」.

    Parameters
    ----------
    heading : Heading
        Its header.
    label : date or str
        What the new column says of its cells: the day of a period, else the header.
    figure : str
        Name of the figure that stands in it, such as 目标 below 1月; empty where there is only one.
    months : int
        Months that it covers.
    period : PeriodRead, optional
        Period that its header names.
    """

    heading: Heading
    label: date | str
    figure: str
    months: int = 1
    period: PeriodRead | None = None


@dataclass(frozen=True, slots=True)
class Turns:
    """Which columns become rows, which stay, and which repeat the sum of others 「宽表列划分」.

    Parameters
    ----------
    kept : tuple of Heading
        Columns that say whom and what a row is about.
    turned : tuple of Turn
        Columns that become rows.
    repeats : tuple of Heading
        Quarters, half years and years beside their months, whose figures they repeat.
    """

    kept: tuple[Heading, ...]
    turned: tuple[Turn, ...]
    repeats: tuple[Heading, ...]

    @property
    def short(self) -> tuple[Stretch, ...]:
        """Columns that become rows, with their time 「明细期间列」."""
        return tuple(
            Stretch(each.heading, each.period, each.figure, each.period.cycle) for each in self.turned if each.period
        )


def find_turns(grid: Grid, headings: Sequence[Heading], layout: Layout, calendar: Calendar) -> Turns:
    """Columns of a sheet that become rows 「划分宽表列」.

    Raises
    ------
    InputError
        When no header names a period, or one names a period of another cycle that the others do not add up to.
    """
    wide = layout.wide
    if wide is None:
        return Turns(tuple(headings), (), ())
    if wide.columns:
        return _named(grid, headings, wide, (layout, calendar))
    turns = [each for heading in headings if (each := turn_of(heading, layout.year, calendar)) is not None]
    if not turns:
        shown = ", ".join(repr(each.name) for each in headings[:8])
        hint = "" if layout.year else " Months without a year need layout.year."
        raise InputError(f"{grid.name}: no header names a period (wide); the headers are {shown}.{hint}")
    turned, repeats = _finest(grid, turns, headings, (layout, calendar))
    taken = {each.column for each in (*(each.heading for each in turned), *repeats)}
    kept = tuple(each for each in headings if each.column not in taken)
    _refuse_yearless(grid, kept, layout, calendar)
    return Turns(kept, turned, repeats)


def _refuse_yearless(grid: Grid, kept: Sequence[Heading], layout: Layout, calendar: Calendar) -> None:
    """Refuse a column of figures whose month no year is told of, beside columns whose year is."""
    first = layout.first_row + layout.header_rows - 1
    for each in kept:
        cells = (cell_text(grid.cell(row, each.column)) for row in range(first, len(grid.rows)))
        figures = any(read.value is not None for cell in cells if (read := read_number(cell)) is not None)
        if figures and layout.year is None and turn_of(each, 2000, calendar) is not None:
            raise grid.refuse(
                f"heads {each.name!r}, a period without a year, beside others that have one: say layout.year, or"
                " fill_header where the year stands to its left.",
                *each.place,
            )


def turn_of(heading: Heading, year: int | None, calendar: Calendar) -> Turn | None:
    """What a header says where it names a period; None where it names none 「识别期间表头」.

    Examples
    --------
    >>> found = turn_of(Heading(2, ("2025年", "1月", "目标"), "2025年/1月/目标", (1, 2)), None, Calendar())
    >>> found.label, found.figure
    (datetime.date(2025, 1, 1), '目标')
    """
    own = next((found for each in heading.parts if (found := _year(each, calendar)) is not None), None)
    rest = [each for each in heading.parts if _year(each, calendar) is None]
    for at, part in enumerate(rest):
        period, figure = _period(part, calendar, own or year)
        if period is not None:
            others = [*rest[:at], *([figure] if figure else []), *rest[at + 1 :]]
            months = period.months if period.cycle == "month" else 1
            return Turn(heading, period.day, "/".join(others), months, period)
        # A fiscal year may be meant where years begin in another month: a name alone does not tell.
        if calendar.fiscal_start == 1 and (whole_year := read_whole_year(part, own or year)) is not None:
            span, figure = whole_year
            period = PeriodRead(span.start, span.end, 12, ("period",), "year")
            others = [*rest[:at], *([figure] if figure else []), *rest[at + 1 :]]
            return Turn(heading, span.start, "/".join(others), 1, period)
    if own is not None:
        whole = read_period(next(each for each in heading.parts if _year(each, calendar) is not None), calendar)
        return Turn(heading, whole.start, "/".join(rest), 1, whole) if whole else None
    return None


def _period(text: str, calendar: Calendar, year: int | None) -> tuple[PeriodRead | None, str]:
    """Period that a header's part names, and a figure that follows it in the same cell: 1月(万元), 1月目标."""
    period = read_period(text, calendar, year)
    if period is not None:
        return period, ""
    plain = narrow(text)
    # The longest beginning that is a period; what follows must not go on with a figure, as 1月15 does.
    for end in range(min(len(plain) - 1, 16), 1, -1):
        head, tail = plain[:end].rstrip(), plain[end:].strip(" -_:")
        if tail and not tail[0].isdigit() and head[-1] in "月度周份季Q0123456789":
            period = read_period(head, calendar, year)
            if period is not None and (head[-1] not in "0123456789" or tail[0] in "([（"):
                # (万元) says the unit; (实际) and (预测) are figures of their own, never added up.
                inside = tail.strip("()[] ")
                is_version = is_plan(inside) or is_actual(inside)
                return period, inside if is_version else tail if tail[0] not in "([" else ""
    return None, ""


def _year(text: str, calendar: Calendar) -> int | None:
    period = read_period(text, calendar)
    if period is None or period.cycle != "year":
        return None
    # A fiscal year bears the number of the year that it ends in; months below it would be doubtful.
    return period.start.year if period.start.month == 1 else None


def _named(grid: Grid, headings: Sequence[Heading], wide: Wide, rules: tuple[Layout, Calendar]) -> Turns:
    """Columns that the layout names, by their whole header or by its lowest part."""
    layout, calendar = rules
    known = {each.name for each in headings} | {each.parts[-1] for each in headings}
    for name in wide.columns:
        if name not in known:
            raise unknown("column to turn (wide.columns)", name, [each.name for each in headings], grid.name)
    chosen = [each for each in headings if each.name in wide.columns or each.parts[-1] in wide.columns]
    turns = [turn_of(each, layout.year, calendar) for each in chosen]
    if layout.year is not None and _MONTHS.search(wide.name) and not any(turns):
        turns = [_counted(each, layout.year, calendar) for each in chosen]
    lowest = [each.parts[-1] for each in chosen]
    own = lowest if len(set(lowest)) == len(lowest) else [each.name for each in chosen]
    # A year beside its months would bear the day of the first: such keep their names.
    if not all(turns) or len({each.period.cycle for each in turns if each and each.period}) > 1:
        turns = [Turn(each, label, "") for each, label in zip(chosen, own, strict=True)]
    kept = tuple(each for each in headings if each not in chosen)
    return Turns(kept, tuple(each for each in turns if each is not None), ())


def _counted(heading: Heading, year: int, calendar: Calendar) -> Turn | None:
    """Month that a header names by its bare number, 3 or M3, below the declared name of a month."""
    found = COUNTED.fullmatch(narrow(heading.parts[-1]))
    period = read_period(f"{year}-{int(found[1]):02d}", calendar) if found else None
    return Turn(heading, period.start, "", 1, period) if period else None


def _finest(
    grid: Grid, turns: Sequence[Turn], headings: Sequence[Heading], rules: tuple[Layout, Calendar]
) -> tuple[tuple[Turn, ...], tuple[Heading, ...]]:
    """Turns of the finest cycle, and columns of longer times that repeat their sum."""
    cycles = sorted({each.period.cycle for each in turns if each.period}, key=_FINEST.index)
    fine = tuple(each for each in turns if each.period and each.period.cycle == cycles[0])
    fine = tuple(each for each in fine if not _is_merged_beside(each, fine))
    short = tuple(Stretch(each.heading, each.period, each.figure, cycles[0]) for each in fine if each.period)
    coarse = [
        Stretch(each.heading, each.period, each.figure, _what(each))
        for each in turns
        if each not in fine and each.period
    ]
    taken = {each.heading.column for each in turns}
    longer = stretches([each for each in headings if each.column not in taken], short, *rules)
    coarse += [each for each in longer if not is_year_label(grid, each, rules[0])]
    for each in coarse:
        check_stretch(grid, each, short, rules[0])
    _refuse_overlaps(grid, fine)
    return fine, tuple(each.heading for each in coarse)


def _what(turn: Turn) -> str:
    return "time" if turn.period is None or turn.period.cycle == "month" else turn.period.cycle


def _is_merged_beside(turn: Turn, turns: Sequence[Turn]) -> bool:
    """Whether a column of several months stands beside a column for each of them."""
    own = [
        each for each in turns
        if each is not turn and each.figure == turn.figure and each.months == 1 and each.period and turn.period
        and turn.period.start <= each.period.start and each.period.end <= turn.period.end
    ]  # fmt: skip
    return turn.months > 1 and len(own) == turn.months


def _refuse_overlaps(grid: Grid, turns: Sequence[Turn]) -> None:
    """Refuse two columns of one figure that cover the same days: 2月 twice, or 1月 beside 1-2月."""
    last: dict[str, Turn] = {}
    for each in sorted(turns, key=lambda turn: (turn.period.start, turn.heading.column) if turn.period else ()):
        before = last.get(each.figure)
        if before and before.period and each.period and each.period.start < before.period.end:
            at = grid.at(*before.heading.place)
            raise grid.refuse(f"heads a period that {at} covers too ({each.period.start}).", *each.heading.place)
        last[each.figure] = each
