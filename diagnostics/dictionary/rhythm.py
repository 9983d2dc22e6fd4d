"""Which rhythm fits a role, and on which days it is looked at 「考核节奏」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from diagnostics.errors import expect
from diagnostics.model.period import CYCLES, Calendar, Cycle, Period
from diagnostics.model.scorecard import Family, Rank, Rhythm

Occasion = Literal["track", "assess", "summarise"]
OCCASIONS: tuple[Occasion, ...] = ("track", "assess", "summarise")
# By the article: fast work by month, longer work by quarter, strategy, research and functions by year. A function may
# be scored by month as well; only days and weeks are too short for it.
_BY_FAMILY: dict[Family, tuple[Cycle, ...]] = {
    "business": ("week", "month", "quarter"),
    "support": ("month", "quarter", "year"),
    "technical": ("month", "quarter", "year"),
}
_SENIOR: tuple[Cycle, ...] = ("quarter", "year")
_ADVISED: dict[Family, Rhythm] = {
    "business": Rhythm(track="week", assess="month", summarise="year"),
    "support": Rhythm(track="month", assess="quarter", summarise="year"),
    "technical": Rhythm(track="month", assess="quarter", summarise="year"),
}


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """A day on which a scorecard is looked at 「考核日历的一天」.

    Parameters
    ----------
    day : date
        First day after the period is over.
    occasion : {"track", "assess", "summarise"}
        Tracked, scored, or summed up.
    period : str
        Period that it is about.
    """

    day: date
    occasion: Occasion
    period: str


def is_shorter(one: Cycle, other: Cycle) -> bool:
    """Whether a cycle is shorter than another 「是否更短」.

    Examples
    --------
    >>> is_shorter("month", "quarter"), is_shorter("year", "year")
    (True, False)
    """
    return CYCLES.index(one) > CYCLES.index(other)


def fitting(family: Family | None, rank: Rank | None) -> tuple[Cycle, ...]:
    """Cycles of scoring that fit a role, the shortest first; none where nobody says what role it is 「适宜的考核周期」.

    Examples
    --------
    >>> fitting("technical", "junior"), fitting("business", "senior"), fitting(None, None)
    (('month', 'quarter', 'year'), ('quarter', 'year'), ())
    """
    if rank == "senior":
        return _SENIOR
    return _BY_FAMILY[family] if family is not None else ()


def advised_rhythm(family: Family | None, rank: Rank | None) -> Rhythm | None:
    """Rhythm that the articles advise for a role; None where nobody says what role it is 「建议的考核节奏」.

    Examples
    --------
    >>> advised_rhythm("business", "junior").assess, advised_rhythm("technical", "senior").assess
    ('month', 'year')
    """
    if rank == "senior":
        return Rhythm(track="month", assess="year", summarise="year")
    return _ADVISED[family] if family is not None else None


def review_calendar(rhythm: Rhythm, calendar: Calendar, span: Period) -> tuple[ReviewDay, ...]:
    """Days on which a scorecard is tracked, scored and summed up 「考核日历」.

    Parameters
    ----------
    rhythm : Rhythm
        How often.
    calendar : Calendar
        How the client counts time.
    span : Period
        Every period that ends within it has its day.

    Returns
    -------
    tuple of ReviewDay
        In order of time; on one day tracking first.

    Raises
    ------
    InputError
        When there is no rhythm, as for a scorecard that states none.

    Examples
    --------
    >>> told = Calendar()
    >>> days = review_calendar(Rhythm(track="month", assess="quarter"), told, told.parse("2025Q1"))
    >>> [(each.day.isoformat(), each.occasion, each.period) for each in days][2:]
    [('2025-04-01', 'track', '2025-03'), ('2025-04-01', 'assess', '2025Q1')]
    """
    expect("rhythm", rhythm, Rhythm, "a Rhythm; a scorecard that states none has none")
    expect("calendar", calendar, Calendar, "a Calendar, as an engagement has it")
    expect("span", span, Period, "a Period, as calendar.parse gives it")
    found = [
        ReviewDay(period.end, occasion, period.text)
        for occasion in OCCASIONS
        for period in _ending(getattr(rhythm, occasion), calendar, span)
    ]
    return tuple(sorted(found, key=lambda each: (each.day, OCCASIONS.index(each.occasion))))


def _ending(cycle: Cycle | None, calendar: Calendar, span: Period) -> list[Period]:
    """Periods of a cycle that end within a span."""
    if cycle is None:
        return []
    first, last = calendar.at(span.start, cycle), calendar.last_complete(cycle, span.end)
    return [each for each in calendar.between(first, last) if each.end > span.start] if not last < first else []
