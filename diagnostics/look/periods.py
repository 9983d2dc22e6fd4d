"""Periods and days as readers say them 「周期的写法」."""

from __future__ import annotations

import re
from datetime import date

from diagnostics.terms import Language, say

_FORMS = (
    ("fiscal", re.compile(r"FY(?P<year>\d{4})")),
    ("year", re.compile(r"(?P<year>\d{4})")),
    ("quarter", re.compile(r"(?P<year>\d{4})Q(?P<quarter>\d)")),
    ("month", re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})")),
    ("week", re.compile(r"(?P<year>\d{4})-W(?P<week>\d{2})")),
)


def show_period(text: str, language: Language) -> str:
    """Period as readers say it 「周期的写法」.

    Parameters
    ----------
    text : str
        Canonical text such as ``2025-06``; a day is shown as one, any other text as it is.
    language : {"zh", "en"}
        Language of the reader.

    Examples
    --------
    >>> show_period("2025-06", "zh"), show_period("2025-06", "en"), show_period("2025-W05", "zh")
    ('2025年6月', 'June 2025', '2025年第5周')
    """
    for form, pattern in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            numbers = {key: int(value) for key, value in match.groupdict().items()}
            name = say(f"period.months.m{numbers['month']}", language) if form == "month" else ""
            return say(f"period.{form}", language, name=name, **numbers)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return show_day(day, language)


def show_day(day: date, language: Language) -> str:
    """Day as readers say it 「日期的写法」.

    Examples
    --------
    >>> show_day(date(2025, 6, 30), "zh"), show_day(date(2025, 6, 30), "en")
    ('2025年6月30日', '30 June 2025')
    """
    month = say(f"period.months.m{day.month}", language)
    return say("period.day", language, year=day.year, name=month, day=day.day)
