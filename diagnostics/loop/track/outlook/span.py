"""The year or quarter that is looked ahead to, and the periods it is made of 「预测期」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from diagnostics.model.period import Calendar, Cycle, Period

Until = Literal["year", "quarter"]
UNTIL: tuple[Until, ...] = get_args(Until)


@dataclass(frozen=True, slots=True)
class Span:
    """Periods of a year or quarter, those that are over first 「预测期」.

    Parameters
    ----------
    whole : Period
        The year or quarter; for figures by the day the month.
    over, ahead : tuple of Period
        Its periods that are over, and those to come.
    """

    whole: Period
    over: tuple[Period, ...]
    ahead: tuple[Period, ...]


def span_of(calendar: Calendar, cycle: Cycle, now: Period, until: Until) -> Span | None:
    """Year or quarter that holds a period, with its periods; None where a period is as long as it 「预测期」.

    Parameters
    ----------
    now : Period
        Last period that is over.
    until : {"year", "quarter"}
        What is looked ahead to. Days are looked ahead to the end of their month, since nobody foretells 300 of them.

    Notes
    -----
    A week belongs to the year or quarter that holds its middle, as its number says.

    Examples
    --------
    >>> from diagnostics.model.period import Calendar
    >>> told = Calendar()
    >>> found = span_of(told, "month", told.parse("2025-04"), "quarter")
    >>> found.whole.text, [each.text for each in found.ahead]
    ('2025Q2', ['2025-05', '2025-06'])
    """
    length: Cycle = "month" if cycle == "day" else until
    if cycle in (length, "year"):
        return None
    whole = calendar.at(_middle(now), length)
    first = calendar.at(whole.start, cycle)
    # A year's first week may begin in the year before, or belong to it.
    first = first if _middle(first) >= whole.start else calendar.shift(first, 1)
    last = calendar.at(whole.end - timedelta(1), cycle)
    last = last if _middle(last) < whole.end else calendar.shift(last, -1)
    periods = calendar.between(first, last)
    over = tuple(each for each in periods if each.start <= now.start)
    return Span(whole, over, tuple(periods[len(over) :]))


def _middle(period: Period) -> date:
    return period.start + (period.end - period.start) // 2
