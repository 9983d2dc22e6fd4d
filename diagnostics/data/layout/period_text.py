"""The period that a cell or header of a client's file names 「期间写法」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from diagnostics.data.layout.day_parts import FIRST_YEAR, LAST_YEAR, full_year, month_number
from diagnostics.data.layout.day_text import DayRead, read_day
from diagnostics.data.layout.full_width import is_narrow, narrow
from diagnostics.errors import InputError
from diagnostics.model.conversion import ConversionKind
from diagnostics.model.period import Calendar, Cycle

_LONGEST = 40
_NUMERALS = {"十一": 11, "十二": 12, "十": 10} | {each: at for at, each in enumerate("一二三四五六七八九", 1)}
_M = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_M2 = r"(?P<last>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_Q = r"(?P<quarter>[1-4一二三四])"
_Y4 = r"(?P<year>[0-9]{4})"
_Y = r"(?:(?P<year>[0-9]{4}|[0-9]{2})\s*年度?)"
_Y42 = r"(?P<year>[0-9]{4}|[0-9]{2})"
_OWN = r"(?P<own>财年|财政年度|会计年度)"
# Every way a month, a quarter, a week, a year is written; the year may be missing where the sheet states it.
_FORMS: dict[str, tuple[re.Pattern[str], ...]] = {
    "merged": (
        re.compile(rf"{_Y}?\s*{_M}\s*月?\s*(?:[-~\u2013\u2014\u301c\u3001]|至|到)\s*{_M2}\s*月份?\s*\(?(?:合并)?\)?"),
    ),
    "month": (
        re.compile(rf"{_Y4}[-/]{_M}"),
        # 2025.1 may be October whose zero a spreadsheet dropped; 2025.01 and 2025.3 can't.
        re.compile(rf"{_Y4}\.(?P<month>1[0-2]|0[1-9]|[2-9])"),
        re.compile(rf"{_Y4}(?P<month>1[0-2]|0[1-9])"),
        re.compile(rf"{_Y}?\s*{_M}\s*月份?"),
        re.compile(rf"(?P<name>[A-Za-z]{{3,9}})\.?[- ]{_Y4}"),
        re.compile(rf"{_Y4}[- ](?P<name>[A-Za-z]{{3,9}})\.?"),
        # Jan-24 is January 2024, Jan-05 may be a day of any year.
        re.compile(r"(?P<name>[A-Za-z]{3,9})\.?(?:[-/]|\s?['\u2019])(?P<year>1[3-9]|[23][0-9])"),
        re.compile(rf"{_Y4}-?[Mm](?P<month>1[0-2]|0?[1-9])"),
        # Where the sheet states the year.
        re.compile(r"(?P<name>[A-Za-z]{3,9})\.?"),
    ),
    "quarter": (
        re.compile(rf"(?P<fiscal>FY)?\s*{_Y42}\s*(?:年度?|{_OWN})?\s*[-/]?\s*[Qq]{_Q}"),
        re.compile(rf"(?:FY)?\s*{_Y42}\s*{_OWN}\s*第?{_Q}\s*季度?"),
        re.compile(rf"(?P<fiscal>FY)\s*{_Y42}\s*第?{_Q}\s*季度?"),
        re.compile(rf"(?:{_Y}|{_Y4})?\s*第?{_Q}\s*季度?".replace("(?P<year>[0-9]{4}))?", "(?P<bare>[0-9]{4}))?")),
        re.compile(rf"[Qq]{_Q}(?:[-/ ]\s*{_Y4})?"),
        re.compile(rf"{_Q}[Qq]\s*[-/'\u2019]?\s*{_Y42}"),
        re.compile(rf"[Qq]{_Q}\s?[-/'\u2019]{_Y42}"),
    ),
    "week": (
        re.compile(rf"{_Y4}\s*-?\s*[Ww](?P<week>[0-9]{{1,2}})"),
        re.compile(rf"(?:{_Y}\s*|(?=第))第?\s*(?P<week>[0-9]{{1,2}})\s*周"),
        re.compile(r"(?:[Ww]|[Ww]eek )(?P<week>[0-9]{1,2})"),
    ),
    "fiscal": (
        re.compile(r"[Ff][Yy]\s*(?P<year>[0-9]{4}|[0-9]{2})"),
        re.compile(r"(?P<year>[0-9]{4}|[0-9]{2})\s*(?:财年|财政年度|会计年度)"),
    ),
    "year": (re.compile(_Y4), re.compile(_Y)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PeriodRead:
    """A period as read from a cell, and how it was written 「读出的期间」.

    Parameters
    ----------
    start, end : date
        First day, and first day after it.
    months : int
        Months covered: 2 for 1–2月合并, 1 for a month, 3 for a quarter, 12 for a year, 0 for weeks and days.
    kinds : tuple of str
        What was converted; empty where the text is canonical (``2025-03``, ``2025Q1``).
    cycle : str
        Cycle of the form; "month" for merged months.
    """

    start: date
    end: date
    months: int
    kinds: tuple[ConversionKind, ...]
    cycle: Cycle

    @property
    def day(self) -> date:
        """Day that facts of this period bear: the first, of the last month where months are merged 「记账日」."""
        return self.start if self.cycle != "month" else _months_later(self.start, self.months - 1)


def read_period(text: str, calendar: Calendar, year: int | None = None) -> PeriodRead | None:
    """Read the period that a cell or header names 「读期间」.

    Parameters
    ----------
    text : str
        The cell.
    calendar : Calendar
        How the client counts weeks and fiscal years.
    year : int, optional
        Year of periods written without one (``layout.year``).

    Returns
    -------
    PeriodRead or None
        None where it names no period that exists: half years (no KPI has that cycle), week 53 of a year without,
        ``3月`` without a year, months that no two make (``1-3月`` may be cumulative).

    Examples
    --------
    >>> read_period("25年3月", Calendar()).start, read_period("一季度", Calendar(), 2025).end
    (datetime.date(2025, 3, 1), datetime.date(2025, 4, 1))
    >>> merged = read_period("2025年1-2月合并", Calendar())
    >>> merged.months, merged.day
    (2, datetime.date(2025, 2, 1))
    >>> read_period("上半年", Calendar(), 2025) is None
    True
    """
    plain = narrow(text)
    if not plain or len(plain) > _LONGEST:
        return None
    for form, patterns in _FORMS.items():
        for pattern in patterns:
            found = pattern.fullmatch(plain)
            if found:
                return _made(form, found, calendar, (text, year))
    day = read_day(text, year=year, timezone=calendar.timezone)
    if not isinstance(day, DayRead) or type(day.value) is not date:
        return None
    whole = calendar.at(day.value, "day")
    return PeriodRead(whole.start, whole.end, 0, day.kinds, "day")


def _made(form: str, found: re.Match[str], calendar: Calendar, given: tuple[str, int | None]) -> PeriodRead | None:
    groups = found.groupdict()
    written = groups.get("year") or groups.get("bare")
    year = full_year(written) if written else given[1]
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    read = _of_form(form, groups, year, calendar)
    if read is None:
        return None
    kinds: tuple[ConversionKind, ...] = () if is_narrow(given[0]) else ("full_width",)
    if form == "merged":
        kinds += ("merged_months",)
    elif not _canonical(given[0]):
        kinds += ("period",)
    return PeriodRead(read[0], read[1], read[2], kinds, _CYCLES.get(form, "month"))


_CYCLES: dict[str, Cycle] = {"quarter": "quarter", "week": "week", "year": "year", "fiscal": "year"}
_CANONICAL = re.compile(r"[0-9]{4}-[0-9]{2}|[0-9]{4}Q[1-4]|[0-9]{4}-W[0-9]{2}|(?:FY)?[0-9]{4}")


def _canonical(text: str) -> bool:
    return bool(_CANONICAL.fullmatch(text))


def _of_form(form: str, groups: dict[str, str | None], year: int, calendar: Calendar) -> tuple[date, date, int] | None:
    """Start, end and months of a period; None where there is none."""
    if form == "merged":
        first, last = _number(groups["month"]), _number(groups["last"])
        return (date(year, first, 1), _months_later(date(year, last, 1), 1), 2) if last == first + 1 else None
    if form == "month":
        month = month_number(groups["name"] or "") if groups.get("name") else _number(groups["month"])
        return (date(year, month, 1), _months_later(date(year, month, 1), 1), 1) if month else None
    if form == "quarter":
        return _quarter(year, _number(groups["quarter"]), bool(groups.get("fiscal") or groups.get("own")), calendar)
    text = {"week": f"{year}-W{int(groups.get('week') or 0):02d}", "fiscal": f"FY{year}"}.get(form, str(year))
    try:
        period = calendar.parse(text)
    except InputError:
        # Week 53 of a year that has none; a calendar year where the client counts fiscal years.
        return None
    return period.start, period.end, 12 if period.cycle == "year" else 0


def _quarter(year: int, quarter: int, fiscal: bool, calendar: Calendar) -> tuple[date, date, int] | None:
    """Quarter of the calendar, or of a fiscal year whose quarters are the calendar's."""
    start = date(year, 1, 1)
    if fiscal and calendar.fiscal_start != 1:
        if calendar.fiscal_start % 3 != 1:
            return None
        start = date(year - 1, calendar.fiscal_start, 1)
    start = _months_later(start, 3 * (quarter - 1))
    return start, _months_later(start, 3), 3


def _number(text: str | None) -> int:
    return _NUMERALS[text] if text in _NUMERALS else int(text or 0)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
