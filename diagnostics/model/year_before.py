"""The period of the year before that a period is held against, moving festivals allowed for 「去年同期」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from diagnostics.model.period import Calendar, Period

# Why a figure of the year before is missing, or to be read with care.
Caution = Literal["", "no_counterpart", "festival", "aligned"]


@dataclass(frozen=True, slots=True)
class YearBefore:
    """Period of the year before, and what to know of it 「去年同期」.

    Parameters
    ----------
    period : Period or None
        None where the year before has no such period: week 53, 29 February.
    caution : {"", "no_counterpart", "festival", "aligned"}
        ``festival``: a moving festival lies in one of the two only, so nobody judges the difference; ``aligned``: the
        period lies as far from the festival as the one compared, not at the same place in the calendar.
    festival : str
        Its name, empty where there is none.
    """

    period: Period | None
    caution: Caution = ""
    festival: str = ""


def year_before(calendar: Calendar, period: Period) -> YearBefore:
    """Period of the year before that a period is held against 「去年同期」.

    Parameters
    ----------
    calendar : Calendar
        Its festivals move from year to year.

    Notes
    -----
    Days and weeks within 21 days of a festival are held against those as far from it in the year before. A month that
    holds another share of a festival's days than the same month a year ago (by more than a quarter) has no fair
    counterpart: 1–2 月 together have.

    Examples
    --------
    >>> year_before(Calendar(), Calendar().parse("2025-01")).caution
    'festival'
    >>> year_before(Calendar(), Calendar().parse("2025-W06")).period.text
    '2024-W07'
    """
    if period.cycle in ("day", "week"):
        middle = period.start + timedelta((period.end - period.start).days // 2)
        for festival in calendar.moving:
            day = festival.aligned(middle)
            if day is not None:
                aligned, plain = calendar.at(day, period.cycle), calendar.year_ago(period)
                moved = plain is None or plain.text != aligned.text
                return YearBefore(aligned, "aligned" if moved else "", festival.name if moved else "")
    then = calendar.year_ago(period)
    if then is None:
        return YearBefore(None, "no_counterpart")
    for festival in calendar.moving:
        if festival.parts(period, then):
            return YearBefore(then, "festival", festival.name)
    return YearBefore(then)
