"""The day or moment that a cell of a client's file is written for 「日期写法」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args

from diagnostics.data.layout.clock_text import local, read_clock
from diagnostics.data.layout.day_parts import FIRST_YEAR, LAST_YEAR, full_year, month_number, real_day
from diagnostics.data.layout.full_width import is_narrow, narrow
from diagnostics.model.conversion import ConversionKind
from diagnostics.model.layout import DateOrder

_ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)
_LONGEST = 80
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_CLOCK = re.compile(r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])")
_CHINESE = re.compile(r"(?:([0-9]{4}|[0-9]{2})\s*年)?\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]")
_NUMERIC = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9])")
_DAY_NAMED = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3,9})\.?,?[- ]([0-9]{4}|(?:1[3-9]|[23][0-9])(?![0-9]))")
_NAMED_DAY = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})")
_WEEKDAY = re.compile(r"[(\s]*(?:星期|周)([一二三四五六日天])[)\s]*")


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day or moment as read from a cell, and how it was written 「读出的日期」.

    Parameters
    ----------
    value : date or datetime
        A datetime, naive and local, where the cell states a time.
    kinds : tuple of str
        What was converted; empty where the cell is written as ISO has it.
    fits : tuple of {"ymd", "mdy", "dmy"}
        Orders that give this day, where it is written in figures whose order the form does not tell.
    """

    value: date | datetime
    kinds: tuple[ConversionKind, ...]
    fits: tuple[DateOrder, ...] = ()

    @property
    def order(self) -> DateOrder | None:
        """The one order that fits 「唯一顺序」."""
        return self.fits[0] if len(self.fits) == 1 else None


@dataclass(frozen=True, slots=True)
class AmbiguousDay:
    """A day that figures alone don't tell: 03/04/2024 「有歧义的日期」.

    Parameters
    ----------
    readings : tuple of (order, date)
        The days it may be, by the order of its figures.
    """

    readings: tuple[tuple[DateOrder, date], ...]


def read_day(
    text: str, order: DateOrder | None = None, *, year: int | None = None, timezone: str = "Asia/Shanghai"
) -> DayRead | AmbiguousDay | None:
    """Read the day or moment that a cell is written for 「读日期」.

    Parameters
    ----------
    text : str
        The cell.
    order : {"ymd", "mdy", "dmy"}, optional
        Order of days written in figures (``layout.date_order``).
    year : int, optional
        Year of days written without one (``layout.year``).
    timezone : str
        IANA name of the client's zone: moments of others become local.

    Returns
    -------
    DayRead, AmbiguousDay or None
        AmbiguousDay where more than one order fits and none is declared; None where it is no day that exists.

    Examples
    --------
    >>> read_day("2024/3/4 下午3:00").value
    datetime.datetime(2024, 3, 4, 15, 0)
    >>> read_day("13/04/2024").order, type(read_day("03/04/2024")).__name__
    ('dmy', 'AmbiguousDay')
    >>> read_day("03/04/2024", "dmy").value, read_day("2024-02-30")
    (datetime.date(2024, 4, 3), None)
    """
    plain = narrow(text)
    if not plain or len(plain) > _LONGEST:
        return None
    found = _dated(plain, year)
    if found is not None:
        day, end = found
        return _whole(text, plain[end:], DayRead(day, ()), timezone) if day else None
    numeric = _NUMERIC.match(plain)
    if numeric is None:
        return None
    fitting = _fitting(numeric)
    chosen = {key: day for key, day in fitting.items() if key == order} if order else fitting
    if not chosen:
        return None
    if len(set(chosen.values())) > 1:
        return AmbiguousDay(tuple(chosen.items()))
    read = DayRead(next(iter(chosen.values())), (), tuple(chosen))
    return _whole(text, plain[numeric.end() :], read, timezone)


def read_serial(number: float, *, since_1904: bool = False) -> date | datetime | None:
    """Day that a spreadsheet's serial number stands for 「表格日期序列号」.

    Parameters
    ----------
    number : float
        Days since the start of the workbook's date system; the fraction is the time of day.
    since_1904 : bool
        Whether the workbook counts from 1904.

    Returns
    -------
    date, datetime or None
        None before 1 March 1900, where spreadsheets count a day that never was, and after 2200.

    Examples
    --------
    >>> read_serial(45355), read_serial(43893, since_1904=True)
    (datetime.date(2024, 3, 4), datetime.date(2024, 3, 4))
    """
    if not (0 if since_1904 else 61) <= number < 120_000:
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    seconds = round(number * 86_400)
    moment = start + timedelta(seconds=seconds)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.date() if seconds % 86_400 == 0 else moment


def _dated(text: str, year: int | None) -> tuple[date | None, int] | None:
    """Day of a form whose order is known, None where it doesn't exist; and where the form ends."""
    if found := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        groups = [each for each in found.groups() if each.isdigit()]
        return real_day(*map(int, groups)), found.end()
    if found := _CHINESE.match(text):
        own = full_year(found[1]) if found[1] else year
        return (real_day(own, int(found[2]), int(found[3])) if own else None), found.end()
    if found := _DAY_NAMED.match(text):
        return _named(found[3], found[2], found[1]), found.end()
    if found := _NAMED_DAY.match(text):
        return _named(found[3], found[1], found[2]), found.end()
    return None


def _named(year: str, month: str, day: str) -> date | None:
    number = month_number(month)
    return real_day(full_year(year), number, int(day)) if number else None


def _fitting(found: re.Match[str]) -> dict[DateOrder, date]:
    """Days that figures may mean, by their order."""
    first, second, last = found[1], found[3], found[4]
    by_order: dict[DateOrder, tuple[str, str, str]] = {"dmy": (last, second, first), "mdy": (last, first, second)}
    if len(last) == 2:
        by_order["ymd"] = (first.zfill(2), second, last)
    days = {key: real_day(full_year(year), int(month), int(day)) for key, (year, month, day) in by_order.items()}
    return {key: day for key in _ORDERS if (day := days.get(key)) is not None}


def _whole(text: str, rest: str, read: DayRead, timezone: str) -> DayRead | None:
    """A day with what stands behind it: nothing, a weekday that agrees, a time."""
    day = read.value
    weekday = _WEEKDAY.match(rest)
    if weekday:
        if _WEEKDAYS[weekday[1]] != day.weekday():
            return None
        rest = rest[weekday.end() :]
    kinds: tuple[ConversionKind, ...] = () if is_narrow(text) else ("full_width",)
    if not rest.strip():
        return DayRead(day, kinds if _is_iso(text) else (*kinds, "day"), read.fits)
    # 2024-03-0412:00 is no day and no time: only behind 日 may a time stand without a space.
    close = rest[0].isdigit() and not re.search(r"[日号)]$", narrow(text)[: -len(rest)])
    clock = None if close else read_clock(rest[1:] if rest[0] in "Tt," else rest)
    if clock is None:
        return None
    moment = datetime.combine(day, clock[0])
    iso = _is_iso(text)
    if clock[1]:
        there = local(moment, clock[1], timezone)
        return None if there is None else DayRead(there, (*kinds, *(() if iso else ("day",)), "aware_time"), read.fits)
    return DayRead(moment, kinds if iso else (*kinds, "day"), read.fits)


def _is_iso(text: str) -> bool:
    """Whether a cell is written as ISO has it, so that nothing was converted."""
    return bool(_ISO.match(text)) and (len(text) == 10 or bool(_ISO_CLOCK.fullmatch(text[10:])))
