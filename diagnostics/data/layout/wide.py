"""Months or quarters side by side become rows, one below the other 「宽表转长表」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum, isclose

from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.grid import Cell, Grid, cell_text, is_blank
from diagnostics.data.layout.header import Heading
from diagnostics.data.layout.number_text import NumberRead, read_number
from diagnostics.data.layout.period_text import PeriodRead, read_period
from diagnostics.errors import InputError, unknown
from diagnostics.model.layout import Layout, Wide
from diagnostics.model.period import Calendar

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
        Quarters and years beside all their months: sums of others.
    """

    kept: tuple[Heading, ...]
    turned: tuple[Turn, ...]
    repeats: tuple[Heading, ...]


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
    turned, repeats = _finest(grid, turns)
    taken = {each.heading.column for each in (*turned, *repeats)}
    kept = tuple(each for each in headings if each.column not in taken)
    return Turns(kept, turned, tuple(each.heading for each in repeats))


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
                return period, tail if tail[0] not in "([" else ""
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
    lowest = [each.parts[-1] for each in chosen]
    own = lowest if len(set(lowest)) == len(lowest) else [each.name for each in chosen]
    if not all(turns):
        turns = [Turn(each, label, "") for each, label in zip(chosen, own, strict=True)]
    kept = tuple(each for each in headings if each not in chosen)
    return Turns(kept, tuple(each for each in turns if each is not None), ())


def _finest(grid: Grid, turns: Sequence[Turn]) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """Turns of the finest cycle, and coarser ones that repeat their sum."""
    cycles = sorted({each.period.cycle for each in turns if each.period}, key=_FINEST.index)
    fine = tuple(each for each in turns if each.period and each.period.cycle == cycles[0])
    coarse = tuple(each for each in turns if each not in fine)
    for each in coarse:
        inside = [
            other for other in fine
            if other.period and each.period and other.figure == each.figure
            and each.period.start <= other.period.start and other.period.end <= each.period.end
        ]  # fmt: skip
        if not inside or not (_covered(each, inside) or _adds_up(grid, each, inside)):
            what = each.period.cycle if each.period else "?"
            part = "do not make it up" if inside else "are not part of it"
            raise grid.refuse(
                f"heads a {what} beside {cycles[0]}s that {part}; name the columns to turn under layout, wide.columns.",
                *each.heading.place,
            )
    _refuse_overlaps(grid, fine)
    return fine, coarse


def _covered(coarse: Turn, inside: Sequence[Turn]) -> bool:
    """Whether periods make up a longer one wholly."""
    days = sum((each.period.end - each.period.start).days for each in inside if each.period)
    return coarse.period is not None and days >= (coarse.period.end - coarse.period.start).days


def _adds_up(grid: Grid, coarse: Turn, inside: Sequence[Turn]) -> bool:
    """Whether a longer period is the sum of those shown in every row, as a year to date is."""
    seen = False
    for row in range(max(each.heading.place[0] for each in (coarse, *inside)) + 1, len(grid.rows)):
        whole, *parts = (_figure(grid.cell(row, each.heading.column)) for each in (coarse, *inside))
        if whole is None or None in parts:
            return False
        seen = seen or bool(whole)
        if not isclose(whole, fsum(each or 0.0 for each in parts), rel_tol=1e-9, abs_tol=1e-9):
            return False
    return seen


def _figure(cell: Cell) -> float | None:
    """Figure of a cell, 0 where it is blank or missing; None where it is none."""
    read = read_number(cell_text(cell)) if not is_blank(cell) else NumberRead(None, ())
    return None if read is None else float(read.value or 0)


def _refuse_overlaps(grid: Grid, turns: Sequence[Turn]) -> None:
    """Refuse two columns of one figure that cover the same days: 2月 twice, or 1月 beside 1-2月."""
    last: dict[str, Turn] = {}
    for each in sorted(turns, key=lambda turn: (turn.period.start, turn.heading.column) if turn.period else ()):
        before = last.get(each.figure)
        if before and before.period and each.period and each.period.start < before.period.end:
            at = grid.at(*before.heading.place)
            raise grid.refuse(f"heads a period that {at} covers too ({each.period.start}).", *each.heading.place)
        last[each.figure] = each
