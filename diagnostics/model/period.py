"""Periods and the calendar they live in 「周期与日历」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from diagnostics.errors import InputError
from diagnostics.model.base import Noun
from diagnostics.model.festival import CHINESE_ZONES, SPRING, Festival

Cycle = Literal["year", "quarter", "month", "week", "day"]
CYCLES: tuple[Cycle, ...] = get_args(Cycle)
# Whole periods in a year: the season that a comparison or an estimate has to respect.
SEASON: dict[Cycle, int] = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 7}

_FORMS: dict[str, re.Pattern[str]] = {
    "FY": re.compile(r"FY([0-9]{4})"),
    "year": re.compile(r"([0-9]{4})"),
    "quarter": re.compile(r"([0-9]{4})Q([1-4])"),
    "month": re.compile(r"([0-9]{4})-([0-9]{2})"),
    "week": re.compile(r"([0-9]{4})-W([0-9]{2})"),
    "day": re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"),
}
_EXAMPLES = "2025, FY2025, 2025Q1, 2025-03, 2025-W05, 2025-03-09"


class Calendar(Noun):
    """How a client counts time 「日历」.

    Parameters
    ----------
    timezone : str
        IANA name; naive times are local to it.
    week_start : {"monday", "sunday", "saturday"}
        First day of a week. Weeks bear the ISO number of the week that holds their middle.
    fiscal_start : int
        Month in which the fiscal year begins, 1 to 12; ``FY2025`` ends in 2025.
    holidays : tuple of date
        Days the client does not work.
    festivals : tuple of Festival, optional
        Festivals that move from year to year; 春节 in Chinese time zones where nothing is said, none elsewhere.
    """

    timezone: str = "Asia/Shanghai"
    week_start: Literal["monday", "sunday", "saturday"] = "monday"
    fiscal_start: int = Field(default=1, ge=1, le=12)
    holidays: tuple[date, ...] = ()
    festivals: tuple[Festival, ...] | None = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is not an IANA time zone such as 'Asia/Shanghai'") from error
        return value

    @property
    def week_shift(self) -> int:
        """Days from the ISO Monday back to this calendar's first day of the week 「周起始偏移」."""
        return {"monday": 0, "sunday": 1, "saturday": 2}[self.week_start]

    @property
    def moving(self) -> tuple[Festival, ...]:
        """Festivals that make a period unlike that of the year before 「移动节日」."""
        if self.festivals is None:
            return (Festival(name=SPRING),) if self.timezone in CHINESE_ZONES else ()
        return self.festivals

    def at(self, day: date, cycle: Cycle) -> Period:
        """Period of a cycle that holds a day 「某日所在周期」.

        Examples
        --------
        >>> Calendar().at(date(2025, 3, 9), "quarter").text
        '2025Q1'
        """
        if cycle == "day":
            return Period(cycle, day, day + timedelta(1), day.isoformat())
        if cycle == "week":
            monday = day + timedelta(self.week_shift)
            monday -= timedelta(monday.weekday())
            start = monday - timedelta(self.week_shift)
            year, week, _ = monday.isocalendar()
            return Period(cycle, start, start + timedelta(7), f"{year:04d}-W{week:02d}")
        if cycle == "month":
            start = day.replace(day=1)
            return Period(cycle, start, _add_months(start, 1), f"{start.year:04d}-{start.month:02d}")
        if cycle == "quarter":
            start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
            return Period(cycle, start, _add_months(start, 3), f"{start.year:04d}Q{(start.month + 2) // 3}")
        if self.fiscal_start == 1:
            start = date(day.year, 1, 1)
            return Period(cycle, start, date(day.year + 1, 1, 1), f"{day.year:04d}")
        year = day.year if day.month >= self.fiscal_start else day.year - 1
        start = date(year, self.fiscal_start, 1)
        return Period(cycle, start, _add_months(start, 12), f"FY{year + 1:04d}")

    def parse(self, text: str) -> Period:
        """Period that a text names 「解析周期」.

        Raises
        ------
        InputError
            When the text has none of the canonical forms, or names no existing day.

        Examples
        --------
        >>> Calendar().parse("2025-W01").start
        datetime.date(2024, 12, 30)
        """
        for form, pattern in _FORMS.items():
            match = pattern.fullmatch(text.strip()) if isinstance(text, str) else None
            if match:
                try:
                    return self._named(form, [int(each) for each in match.groups()], text.strip())
                except ValueError as error:
                    raise InputError(f"Period {text!r} does not exist: {error}.") from error
        raise InputError(f"Period {text!r} has no known form; write one of {_EXAMPLES}.")

    def _named(self, form: str, numbers: list[int], text: str) -> Period:
        if form == "FY":
            if self.fiscal_start == 1:
                return self.at(date(numbers[0], 1, 1), "year")
            return self.at(date(numbers[0] - 1, self.fiscal_start, 1), "year")
        if form == "year":
            if self.fiscal_start != 1:
                raise InputError(
                    f"Period {text!r} is a calendar year, but the fiscal year starts in month {self.fiscal_start};"
                    f" write 'FY{numbers[0]}' for the year that ends in {numbers[0]}."
                )
            return self.at(date(numbers[0], 1, 1), "year")
        if form == "quarter":
            return self.at(date(numbers[0], 3 * numbers[1] - 2, 1), "quarter")
        if form == "week":
            monday = date.fromisocalendar(numbers[0], numbers[1], 1)
            return self.at(monday - timedelta(self.week_shift), "week")
        cycle: Cycle = "month" if form == "month" else "day"
        return self.at(date(numbers[0], numbers[1], numbers[2] if form == "day" else 1), cycle)

    def shift(self, period: Period, steps: int) -> Period:
        """Period some steps later, or earlier where negative 「平移周期」.

        Examples
        --------
        >>> Calendar().shift(Calendar().parse("2025-01"), -1).text
        '2024-12'
        """
        months = {"month": 1, "quarter": 3, "year": 12}.get(period.cycle)
        if months:
            return self.at(_add_months(period.start, months * steps), period.cycle)
        days = {"week": 7, "day": 1}[period.cycle]
        return self.at(period.start + timedelta(days * steps), period.cycle)

    def year_ago(self, period: Period) -> Period | None:
        """Same period of the year before, None where it has no counterpart 「去年同期」.

        Week 53 exists in some years only and 29 February too: they have no year-ago period.

        Examples
        --------
        >>> Calendar().year_ago(Calendar().parse("2024-02-29")) is None
        True
        """
        if period.cycle == "week":
            monday = period.start + timedelta(period.cycle == "week" and self.week_shift)
            year, week, _ = monday.isocalendar()
            try:
                return self.at(date.fromisocalendar(year - 1, week, 1) - timedelta(self.week_shift), "week")
            except ValueError:
                return None
        try:
            return self.at(period.start.replace(year=period.start.year - 1), period.cycle)
        except ValueError:
            return None

    def last_complete(self, cycle: Cycle, end: date) -> Period:
        """Last period of a cycle that is over at a day 「最近完整周期」.

        Parameters
        ----------
        end : date
            First day after the span looked at (exclusive).

        Examples
        --------
        >>> Calendar().last_complete("quarter", date(2025, 6, 1)).text
        '2025Q1'
        """
        period = self.at(end - timedelta(1), cycle)
        return period if period.end <= end else self.shift(period, -1)

    def between(self, first: Period, last: Period) -> list[Period]:
        """Periods from one to another, both included 「周期序列」."""
        periods = [first]
        while periods[-1].start < last.start:
            periods.append(self.shift(periods[-1], 1))
        return periods


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A span of time with a canonical name 「周期」.

    Parameters
    ----------
    cycle : {"year", "quarter", "month", "week", "day"}
        Length of the period.
    start, end : date
        First day, and first day after it.
    text : str
        Canonical text; it stands in frames, files and ``--period``.
    """

    cycle: Cycle
    start: date
    end: date
    text: str

    @property
    def last_day(self) -> date:
        """Last day of the period, the default as-of date 「周期末日」."""
        return self.end - timedelta(1)

    def __lt__(self, other: Period) -> bool:
        """Order by start, then end."""
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        """Show the canonical text."""
        return self.text
