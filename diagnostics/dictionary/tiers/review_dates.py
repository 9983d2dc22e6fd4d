"""When KPIs are due for review 「评审日期」."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterable
from datetime import date

from diagnostics.model.kpi_review import KpiReview
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Scorecard

# Half a year, as the article asks.
MONTHS = 6


def months_later(day: date, months: int) -> date:
    """Same day some months later, the month's last day where it has none 「若干月后」.

    Examples
    --------
    >>> months_later(date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))


def last_review(kpi: str, reviews: Iterable[KpiReview], day: date) -> KpiReview | None:
    """Last review of a KPI by a day; None where there was none 「最近一次评审」."""
    held = [each for each in reviews if each.kpi == kpi and each.on <= day]
    return max(held, key=lambda each: each.on, default=None)


def reviewed_or_begun(kpi: str, begun: date, reviews: Iterable[KpiReview], day: date) -> date:
    """Day of the last review, or on which the KPI began to be held 「上次评审或启用日」."""
    last = last_review(kpi, reviews, day)
    return begun if last is None else max(last.on, begun)


def in_force(card: Scorecard, day: date, calendar: Calendar) -> bool:
    """Whether a card is in force on a day 「当日是否生效」."""
    begun = card.since is None or calendar.parse(card.since).start <= day
    return begun and (card.until is None or day < calendar.parse(card.until).end)
