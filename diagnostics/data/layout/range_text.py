"""A stretch of days written by its first and last: 2024-01-01~2024-01-07 「起止日期写法」."""

from __future__ import annotations

import re
from datetime import date

from diagnostics.data.layout.day_parts import real_day
from diagnostics.data.layout.full_width import narrow

_LONGEST = 40
_FIRST = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?)"
)
_BETWEEN = re.compile(r"\s*(?:[~\u2013\u2014\u301c-]|至|到|\bto\b)+\s*")
_LAST = re.compile(r"(?:([0-9]{4})\s*[-/.年]\s*)?([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")


def read_range(text: str) -> tuple[date, date] | None:
    """First and last day that a cell names, year first; the last may leave its year out 「读起止日期」.

    Returns
    -------
    (date, date) or None
        None where it names no two days, or the last comes before the first.

    Examples
    --------
    >>> read_range("2024-01-01~2024-01-07"), read_range("2024年1月1日至1月7日") == read_range("2024.1.1-1.7")
    ((datetime.date(2024, 1, 1), datetime.date(2024, 1, 7)), True)
    >>> read_range("2024-01-07~2024-01-01"), read_range("2024-01-01")
    (None, None)
    """
    plain = narrow(text)
    first = _FIRST.match(plain) if len(plain) <= _LONGEST else None
    between = _BETWEEN.match(plain, first.end()) if first else None
    last = _LAST.fullmatch(plain, between.end()) if between else None
    if first is None or last is None:
        return None
    year = int(first[1])
    start = real_day(year, int(first[3] or first[5]), int(first[4] or first[6]))
    end = real_day(int(last[1] or year), int(last[2]), int(last[3]))
    return (start, end) if start and end and start <= end else None
