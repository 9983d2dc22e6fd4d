"""Festivals that move from year to year, and the periods they make unlike those of the year before 「移动节日」."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from diagnostics.model.base import Noun

if TYPE_CHECKING:
    from diagnostics.model.period import Period

SPRING = "春节"
# First day of the Chinese year, 2000 to 2050; held against a library of the lunar calendar when it was written.
_SPRING_DAYS = (
    "2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26"
    " 2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05"
    " 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13"
    " 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24"
    " 2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02"
    " 2050-01-23"
)
# Where business follows the Chinese year unless the engagement says otherwise.
CHINESE_ZONES = frozenset({"Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "PRC"})
# Two periods are unlike when they hold shares of a festival's days that differ by more than so much.
UNLIKE = 0.25
# Weeks and days nearer to a festival than this are held against those as far from it in the year before.
NEAR = timedelta(days=21)
# Nearer together two dates are not of two years; a period further from every date than this is one nobody told of.
APART, TOLD = timedelta(days=300), timedelta(days=200)


class Festival(Noun):
    """A festival that moves from year to year 「移动节日」.

    Parameters
    ----------
    name : str
        What readers see; 春节 needs no dates from 2000 to 2050.
    dates : tuple of date
        Its first day each time, about a year apart.
    before, after : int
        Days before and after that first day on which it changes business, 0 to 60.
    """

    name: str = Field(min_length=1, max_length=40)
    dates: tuple[date, ...] = ()
    before: int = Field(default=7, ge=0, le=60)
    after: int = Field(default=7, ge=0, le=60)

    @model_validator(mode="after")
    def _told(self) -> Festival:
        if not self.dates and self.name != SPRING:
            raise ValueError(
                f"festival {self.name!r} has no dates; name its first day of each year, such as 2025-04-20"
            )
        for one, other in pairwise(sorted(self.dates)):
            if other - one < APART:
                raise ValueError(
                    f"festival {self.name!r} has the dates {one} and {other}, {(other - one).days} days apart;"
                    " it comes about once a year"
                )
        return self

    @property
    def days(self) -> tuple[date, ...]:
        """First days in order 「历次首日」."""
        return tuple(sorted(self.dates)) if self.dates else _spring()

    def share(self, period: Period) -> float:
        """Share of the festival's days that a period holds; one that holds it twice has more than 1 「节日天数占比」.

        Examples
        --------
        >>> from diagnostics.model.period import Calendar
        >>> round(Festival(name="春节").share(Calendar().parse("2025-01")), 2)
        0.67
        """
        held = 0
        for first in self.days:
            start, end = first - timedelta(self.before), first + timedelta(self.after + 1)
            held += max((min(end, period.end) - max(start, period.start)).days, 0)
        return held / (self.before + self.after + 1)

    def parts(self, now: Period, then: Period) -> bool:
        """Whether it makes two periods unlike: one holds far more of its days than the other 「是否错期」.

        A period that no date lies near can't be judged: it counts as alike.
        """
        if any(
            min(abs(each.start - day) for day in self.days) > max(TOLD, each.end - each.start) for each in (now, then)
        ):
            return False
        return abs(self.share(now) - self.share(then)) > UNLIKE

    def aligned(self, start: date) -> date | None:
        """Day that lies as far from the festival a year before, None where it is not near 「对齐后的去年日期」.

        Examples
        --------
        >>> Festival(name="春节").aligned(date(2025, 2, 3))
        datetime.date(2024, 2, 15)
        """
        days = self.days
        near = min(range(len(days)), key=lambda at: abs(start - days[at]))
        if near == 0 or abs(start - days[near]) > NEAR or days[near] - days[near - 1] > 2 * APART:
            return None
        return days[near - 1] + (start - days[near])


def _spring() -> tuple[date, ...]:
    return tuple(date.fromisoformat(each) for each in _SPRING_DAYS.split())
