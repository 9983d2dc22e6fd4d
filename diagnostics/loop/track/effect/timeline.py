"""Periods of a panel: which cycle, which periods, in which place 「时间轴」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.period import Calendar, Cycle, Period

if TYPE_CHECKING:
    import pandas as pd

_CALENDAR = Calendar()
# Fewest days between two periods' starts, from the longest cycle to the shortest.
_SPACING: tuple[tuple[Cycle, int], ...] = (("year", 360), ("quarter", 89), ("month", 28), ("week", 7), ("day", 1))


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods of a panel without gaps 「时间轴」.

    Parameters
    ----------
    cycle : {"year", "quarter", "month", "week", "day"}
        Length of a period.
    first : Period or int
        First period, or first number where periods are plainly numbered.
    count : int
        How many periods there are from the first to the last.
    """

    cycle: Cycle
    first: Period | int
    count: int

    def text(self, place: int) -> str:
        """Text of the period at a place, counted from 0; it may lie after the last 「周期文本」."""
        if isinstance(self.first, int):
            return str(self.first + place)
        return _CALENDAR.shift(self.first, place).text

    def holding(self, value: Any) -> int:
        """Place of the period that a value names, or that holds it 「所在位置」.

        Raises
        ------
        InputError
            When the value names no period.
        """
        if isinstance(self.first, int):
            try:
                return int(value) - self.first
            except (TypeError, ValueError) as error:
                raise InputError(f"Period {value!r} is no number, but the periods of the data are.") from error
        named = _named(value)
        day = named.start if isinstance(named, Period) else named
        return _steps(self.first, _CALENDAR.at(day, self.cycle))

    def place(self, value: Any) -> int:
        """Place of the first period that begins with a value or after it 「起始位置」.

        Raises
        ------
        InputError
            When the value names no period.
        """
        held = self.holding(value)
        if isinstance(self.first, int):
            return held
        named = _named(value)
        day = named.start if isinstance(named, Period) else named
        # A year that starts within a fiscal year of another calendar, or a day within a month: the next one is whole.
        return held + (_CALENDAR.shift(self.first, held).start < day)


def timeline(times: pd.Series, cycle: Cycle | None = None) -> tuple[Timeline, list[int]]:
    """Timeline of a column, and the place of each of its values 「时间轴」.

    Parameters
    ----------
    times : Series
        Canonical texts, dates, or whole numbers. Numbers from 1500 to 2999 are years, others count periods.
    cycle : str, optional
        Length of a period, where the column doesn't tell: plain numbers are taken for months without it, and the
        cycle of dates is read from their spacing.

    Raises
    ------
    InputError
        When a value is missing or names no period, or the texts are of different cycles.
    """
    unique = list(dict.fromkeys(times.tolist()))
    if any(each != each or each is None for each in unique):  # noqa: PLR0124 (NaN and NaT differ from themselves)
        raise InputError(f"Column {times.name!r} has rows without a period; every row needs one.")
    if all(_whole(each) for each in unique):
        numbers = {each: int(each) for each in unique}
        years = all(1500 <= each < 3000 for each in numbers.values())
        line, places = _numbered(numbers, cycle or ("year" if years else "month"))
    else:
        line, places = _dated({each: _named(each) for each in unique}, cycle)
    return line, [places[each] for each in times.tolist()]


def _whole(value: Any) -> bool:
    return not isinstance(value, str | bool | date) and hasattr(value, "__int__") and float(value).is_integer()


def _numbered(numbers: dict[Any, int], cycle: Cycle) -> tuple[Timeline, dict[Any, int]]:
    first = min(numbers.values())
    places = {key: each - first for key, each in numbers.items()}
    return Timeline(cycle, first, max(places.values()) + 1), places


def _dated(named: dict[Any, Period | date], cycle: Cycle | None) -> tuple[Timeline, dict[Any, int]]:
    cycles = {each.cycle for each in named.values() if isinstance(each, Period) and each.cycle != "day"}
    if len(cycles) > 1 or (cycles and not all(isinstance(each, Period) for each in named.values())):
        raise InputError(f"The periods are of different cycles ({', '.join(sorted(cycles))}); a panel has one.")
    days = {key: each.start if isinstance(each, Period) else each for key, each in named.items()}
    found = next(iter(cycles)) if cycles else cycle or _spacing(sorted(set(days.values())))
    periods = {key: _CALENDAR.at(day, found) for key, day in days.items()}
    first = min(periods.values())
    places = {key: _steps(first, each) for key, each in periods.items()}
    return Timeline(found, first, max(places.values()) + 1), places


def _spacing(days: list[date]) -> Cycle:
    """Cycle whose periods lie as far apart as the nearest two days."""
    nearest = min(((after - before).days for before, after in pairwise(days)), default=28)
    return next(cycle for cycle, least in _SPACING if nearest >= least)


def _named(value: Any) -> Period | date:
    """Period that a text names, or the day of a date."""
    if isinstance(value, Period):
        return value
    if isinstance(value, str):
        return _CALENDAR.parse(value)
    if hasattr(value, "start_time"):  # a pandas Period
        value = value.start_time
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise InputError(f"{value!r} names no period; write one such as '2025-03', or give a date.")


def _steps(first: Period, last: Period) -> int:
    """How many periods lie between two of a cycle."""
    months = {"year": 12, "quarter": 3, "month": 1}.get(first.cycle)
    if months:
        return ((last.start.year - first.start.year) * 12 + last.start.month - first.start.month) // months
    return (last.start - first.start).days // {"week": 7, "day": 1}[first.cycle]
