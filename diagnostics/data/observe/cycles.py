"""Periods as the engine sees them: the day on which each begins 「引擎中的周期」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.period import Calendar, Cycle, Period

if TYPE_CHECKING:
    import pandas as pd

# Column of the loaded table that says how many months a fact covers.
COVERED = "perfloop_months"


def start_of(day: Any, cycle: Cycle, calendar: Calendar) -> Any:
    """First day of the period that holds a day, as an Ibis date 「周期首日」.

    Parameters
    ----------
    day : ibis date column
        Days.
    cycle : {"year", "quarter", "month", "week", "day"}
        Length of the period.
    calendar : Calendar
        First day of the week, and month in which the fiscal year begins.

    Notes
    -----
    Equal to ``calendar.at(day, cycle).start`` for every day.
    """
    import ibis

    if cycle == "day":
        return day
    if cycle == "week":
        shift = ibis.interval(days=calendar.week_shift)
        return ((day + shift).cast("date").truncate("W").cast("date") - shift).cast("date")
    if cycle == "year":
        shift = ibis.interval(months=calendar.fiscal_start - 1)
        return ((day - shift).cast("date").truncate("Y").cast("date") + shift).cast("date")
    return day.truncate({"month": "M", "quarter": "Q"}[cycle]).cast("date")


def grain_of(cycles: Iterable[Cycle], calendar: Calendar) -> Cycle:
    """Shortest cycle whose periods make up those of all cycles asked for 「共同粒度」.

    Examples
    --------
    >>> grain_of(["quarter", "year"], Calendar()), grain_of(["quarter", "year"], Calendar(fiscal_start=2))
    ('quarter', 'month')
    >>> grain_of(["week", "month"], Calendar())
    'day'
    """
    asked = set(cycles)
    if len(asked) == 1:
        return asked.pop()
    if asked & {"day", "week"}:
        return "day"
    whole = "month" in asked or calendar.fiscal_start % 3 != 1
    return "month" if whole else "quarter"


def merged_months(table: Any, day: Any, start: Any, cycle: Cycle) -> Any:
    """Months that a fact covers where some of them lie before its period; missing elsewhere 「合并月份」.

    Parameters
    ----------
    table : ibis table
        Facts; what a reader merged bears the months it covers in column ``perfloop_months``, and the first day of the
        last of them as its day.
    day, start : ibis date columns
        Day of a fact, and first day of its period.
    cycle : {"year", "quarter", "month", "week", "day"}
        Length of the period.

    Returns
    -------
    ibis column or None
        None where the table bears no such column.

    Notes
    -----
    A quarter that holds both months of 1-2 月合并 is an ordinary quarter.
    """
    import ibis

    if COVERED not in table.columns:
        return None
    months = table[COVERED].cast("int64")
    beyond = months > 1
    if cycle in ("quarter", "year"):
        last, first = (each.year() * 12 + each.month() for each in (day, start))
        beyond &= last - months + 1 < first
    return ibis.cases((beyond, months), else_=ibis.null("int64"))


@dataclass(frozen=True, slots=True)
class Window:
    """Which periods are observed 「观测窗口」.

    Parameters
    ----------
    until : date, optional
        First day that is not looked at; a period that isn't over by then is left out.
    periods : tuple of Period
        Periods asked for; all, where ``None``.
    partial : bool
        Whether a period that isn't over by then is observed as far as it goes 「本年累计」.
    skipped : tuple of date, optional
        First day, and first day after, of days between that are not looked at.
    """

    until: date | None = None
    periods: tuple[Period, ...] | None = None
    partial: bool = False
    skipped: tuple[date, date] | None = None

    @classmethod
    def of(cls, calendar: Calendar, until: Period | str | None, periods: Iterable[Period | str] | None) -> Window:
        """Window that texts or periods name 「解析窗口」."""
        if isinstance(periods, str):
            raise InputError(f"periods == {periods!r}, must be a list of periods such as ['2025-03'].")
        last = calendar.parse(until) if isinstance(until, str) else until
        asked = (
            None if periods is None else [calendar.parse(each) if isinstance(each, str) else each for each in periods]
        )
        return cls(last.end if last else None, None if asked is None else tuple(sorted(set(asked))))

    def span(self, cycle: Cycle) -> tuple[date | None, date | None] | None:
        """First day, and first day after, of what a cycle needs; None where nothing is asked for 「所需时段」."""
        if self.periods is None:
            return None, self.until
        asked = [each for each in self.periods if each.cycle == cycle]
        if not asked:
            return None
        end = max(each.end for each in asked)
        return min(each.start for each in asked), end if self.until is None else min(end, self.until)

    def holds(self, period: Period) -> bool:
        """Whether a period is over in time and asked for 「是否在窗口内」."""
        over = self.until is None or self.partial or period.end <= self.until
        return over and (self.periods is None or period in self.periods)


def name_periods(frame: pd.DataFrame, cycle: Cycle, calendar: Calendar, window: Window) -> pd.DataFrame:
    """Canonical text of each period, missing where the window does not hold it 「标注周期」.

    Parameters
    ----------
    frame : DataFrame
        Column ``start``: first day of a period, or missing.

    Returns
    -------
    DataFrame
        Columns ``cycle`` and ``period`` added, ``start`` as datetime64.
    """
    import pandas as pd

    days = pd.to_datetime(frame["start"])
    periods = {day: calendar.at(day.date(), cycle) for day in days.dropna().unique()}
    texts = {day: each.text for day, each in periods.items() if window.holds(each)}
    return frame.assign(start=days, cycle=cycle, period=days.map(texts))
