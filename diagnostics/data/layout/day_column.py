"""Texts of one column read as days: one order, one cycle, nothing guessed 「日期列」."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from diagnostics.data.layout.day_text import AmbiguousDay, DayRead, read_day, read_serial
from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.number_text import MISSING_MARKS
from diagnostics.data.layout.odd_cells import Decided
from diagnostics.data.layout.period_text import PeriodRead, read_period
from diagnostics.data.layout.range_text import read_range
from diagnostics.model.layout import DateOrder
from diagnostics.model.period import Calendar

_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_EITHER_START = "a number that a spreadsheet may mean as a day, counted from 1900 or 1904; save the column as dates"
_NO_DAY = "which is no day or period that exists"
_WHY = (
    (re.compile("上半年|下半年|[Hh][12]"), "a half year, which is no cycle of a KPI; give months or quarters"),
    (re.compile("农历|正月|腊月"), "a day of the lunar calendar; give the solar one"),
    (re.compile("累计"), "a period counted from the start of the year; give each period its own figure"),
    (
        re.compile("^1\\s*月?\\s*[-~\u2013\u2014\u301c\u3001至到]\\s*2\\s*月"),
        "a period without its year; declare it by layout.year",
    ),
    (
        re.compile(r"\d{1,2}\s*月?\s*[-~\u2013\u2014至到]\s*\d{1,2}\s*月"),
        "more than two months in one; give each its own figure",
    ),
    (re.compile("^(?:[wW]eek |[wW]|第)?[0-9]{1,2}周?$"), "a period without its year; declare it by layout.year"),
    (re.compile("^(?:第?[1-4一二三四]季度?|[qQ][1-4]|[0-9一二三四五六七八九十]{1,2}月份?)$"),
     "a period without its year; declare it by layout.year"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayRules:
    """How the days of a column are to be read 「日期列规则」.

    Parameters
    ----------
    calendar : Calendar
        How the client counts time.
    order : {"ymd", "mdy", "dmy"}, optional
        Order of days written in figures.
    year : int, optional
        Year of periods written without one.
    missing : tuple of str
        Marks of a missing value beside the usual ones.
    swapped : bool, optional
        Whether real dates beside texts such as 13/04/2025 had day and month swapped (``layout.swapped_dates``).
    """

    calendar: Calendar
    order: DateOrder | None = None
    year: int | None = None
    missing: tuple[str, ...] = ()
    swapped: bool | None = None


@dataclass(eq=False)
class _Sorted:
    """Texts of a column by what they are."""

    days: dict[str, DayRead] = field(default_factory=dict)
    periods: dict[str, PeriodRead] = field(default_factory=dict)
    ambiguous: dict[str, AmbiguousDay] = field(default_factory=dict)
    serials: list[str] = field(default_factory=list)


def decide_days(
    texts: Iterable[str], plain: tuple[date, date] | None, rules: DayRules, files: Iterable[Collection[str]] = ()
) -> Decided:
    """Read the texts of a day column 「识别日期列」.

    Parameters
    ----------
    texts : iterable of str
        Each distinct text that is no ISO day or moment.
    plain : (date, date), optional
        First and last ISO day that stand in the column too.
    rules : DayRules
        How they are to be read.
    files : iterable of collection
        Texts of each file, where there are several: what one tells of its order holds for no other.

    Returns
    -------
    Decided
        With ``wrong`` where a text is no day, where the order of figures is ambiguous or contradicted, where days and
        periods of several cycles are mixed, or where a month stands both alone and merged with another.

    Notes
    -----
    03/04/2024 is read without ``layout.date_order`` only where another cell such as 13/04/2024 tells the order, none
    tells another, and no cell is written in another form: a second hand at work may have its own order. Each file
    that holds it must tell the order by itself.

    Examples
    --------
    >>> decide_days(["13/04/2024", "03/04/2024"], None, DayRules(Calendar())).values["03/04/2024"]
    datetime.date(2024, 4, 3)
    """
    decided = Decided()
    found = _sort(texts, rules, decided)
    _read_ambiguous(found, plain is not None, decided)
    for each in files:
        _refuse_untold(found, each, decided)
    _read_serials(found, plain, decided)
    for text, day in found.days.items():
        decided.values[text], decided.kinds[text] = day.value, day.kinds
    for text, period in found.periods.items():
        decided.values[text], decided.kinds[text] = period.day, period.kinds
        if "merged_months" in period.kinds:
            decided.months[text] = period.months
    _refuse_cycles(found, plain is not None, decided)
    return decided


def _sort(texts: Iterable[str], rules: DayRules, decided: Decided) -> _Sorted:
    found = _Sorted()
    for text in texts:
        plain = narrow(text)
        if plain.casefold() in MISSING_MARKS or text.strip() in rules.missing:
            decided.values[text], decided.kinds[text] = None, ("missing_mark",) if text else ()
        elif _SERIAL.fullmatch(plain):
            found.serials.append(text)
        elif (period := read_period(text, rules.calendar, rules.year)) is not None and period.cycle != "day":
            found.periods[text] = period
        else:
            day = read_day(text, rules.order, year=rules.year, timezone=rules.calendar.timezone)
            if isinstance(day, DayRead):
                found.days[text] = day
            elif day is not None:
                found.ambiguous[text] = day
            elif (stretch := read_range(text)) is not None:
                # Facts of several days bear the first.
                found.days[text] = DayRead(stretch[0], ("period",))
            else:
                decided.wrong[text] = next((why for form, why in _WHY if form.search(plain)), _NO_DAY)
    return found


def _read_ambiguous(found: _Sorted, iso: bool, decided: Decided) -> None:
    """Read days in figures by the order that others of the column tell, or refuse them."""
    told: dict[DateOrder, str] = {}
    for text, day in found.days.items():
        if day.order is not None:
            told.setdefault(day.order, text)
    if len(told) > 1:
        (first, one), (second, other) = list(told.items())[:2]
        decided.wrong[one] = f"which is {first}, while {other!r} of the same column is {second}"
        return
    others = iso or any(not day.fits for day in found.days.values()) or found.periods or found.serials
    for text, each in found.ambiguous.items():
        chosen = dict(each.readings).get(next(iter(told))) if told and not others else None
        if chosen is None:
            days = " or ".join(day.isoformat() for _, day in each.readings)
            decided.wrong[text] = f"which may be {days}; declare its order by layout.date_order: dmy, mdy or ymd"
        else:
            decided.values[text], decided.kinds[text] = chosen, ("day",)


def _refuse_untold(found: _Sorted, texts: Collection[str], decided: Decided) -> None:
    """Refuse ambiguous days of a file none of whose own days tells the order."""
    if any(text in found.days and found.days[text].order is not None for text in texts):
        return
    for text in texts:
        if text in found.ambiguous and text not in decided.wrong:
            days = " or ".join(day.isoformat() for _, day in found.ambiguous[text].readings)
            decided.wrong[text] = (
                f"which may be {days} and no day of its own file tells; declare the order by layout.date_order: dmy,"
                " mdy or ymd"
            )


def _read_serials(found: _Sorted, plain: tuple[date, date] | None, decided: Decided) -> None:
    """Read serial numbers where days of the column tell from which year they count, or refuse them."""
    known = [_day(each.value) for each in found.days.values()] + list(plain or ())
    near: dict[int, dict[str, date | datetime]] = {1900: {}, 1904: {}}
    for start, days in near.items():
        for text in found.serials:
            day = read_serial(float(narrow(text)), since_1904=start == 1904)
            if day is not None and known and _is_near(_day(day), known):
                days[text] = day
    whole = [days for days in near.values() if len(days) == len(found.serials)]
    if len(whole) == 1:
        # A column counts from one start: never one cell from 1900 and the next from 1904.
        decided.values.update(whole[0])
        decided.kinds.update(dict.fromkeys(found.serials, ("excel_serial",)))
        return
    start = max(near, key=lambda each: len(near[each]))
    one = next(iter(near[start]), None)
    for text in found.serials:
        if whole or one is None:
            decided.wrong[text] = _EITHER_START
        elif text not in near[start]:
            decided.wrong[text] = (
                f"a number that no day near the others is when counted from {start}, as {one!r} of the same column is;"
                " save the column as dates"
            )


def _is_near(day: date, known: list[date]) -> bool:
    slack = timedelta(366)
    return min(known) - slack <= day <= max(known) + slack


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _refuse_cycles(found: _Sorted, iso: bool, decided: Decided) -> None:
    """Refuse days beside months, months beside quarters, a month beside its merge: nobody knows where rows belong."""
    cycles = {each.cycle: text for text, each in reversed(found.periods.items())}
    if len(cycles) > 1:
        (first, one), (second, other) = list(cycles.items())[:2]
        decided.wrong[one] = f"a {first}, while {other!r} of the same column is a {second}"
    elif cycles and (iso or found.days or found.ambiguous or found.serials):
        cycle, text = next(iter(cycles.items()))
        decided.wrong[text] = f"a {cycle}, while other cells of the column are days"
    elif cycles:
        decided.grain = next(iter(cycles))
    merged = {day: text for text, each in found.periods.items() if text in decided.months for day in _firsts(each)}
    for text, each in found.periods.items():
        if text not in decided.months and each.cycle == "month" and each.start in merged:
            decided.wrong[text] = f"a month that {merged[each.start]!r} of the same column covers too"


def _firsts(period: PeriodRead) -> list[date]:
    """First days of merged months."""
    return [period.start, period.day]
