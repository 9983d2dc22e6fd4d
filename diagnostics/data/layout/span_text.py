"""Longer times that headers name beside months: half years, the first three quarters, 1–6月 「跨期写法」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from diagnostics.data.layout.day_parts import full_year
from diagnostics.data.layout.full_width import narrow
from diagnostics.data.layout.row_words import is_actual, is_plan

_YEAR = r"(?:(?P<year>[0-9]{4}|[0-9]{2})\s*(?:年度?)?\s*)?"
_TOTAL = re.compile(
    r"[\s_/-]*(?:合计|小计|总计|共计|累计数?|汇总|sub\s*total|total|sum|ytd)\s*$|^(?:合计|累计|ytd)\s*", re.IGNORECASE
)
_RUNNING = re.compile(r"\s*[(]?\s*(?:累计|ytd|year.to.date)", re.IGNORECASE)
_HALVES: tuple[tuple[re.Pattern[str], tuple[int, int]], ...] = (
    (re.compile(rf"{_YEAR}(?:上半年度?|[Hh]1|1[Hh])"), (1, 6)),
    (re.compile(rf"{_YEAR}(?:下半年度?|[Hh]2|2[Hh])"), (7, 12)),
    (re.compile(r"(?:[Hh]1|1[Hh])[-/ ']*(?P<year>[0-9]{4}|[0-9]{2})"), (1, 6)),
    (re.compile(r"(?:[Hh]2|2[Hh])[-/ ']*(?P<year>[0-9]{4}|[0-9]{2})"), (7, 12)),
    (re.compile(rf"{_YEAR}前(?:三|3)个?季度?"), (1, 9)),
    (re.compile(rf"{_YEAR}(?:全年度?|年度|本年度?)"), (1, 12)),
    (re.compile(rf"{_YEAR}(?:(?:full|whole|entire)[ -]year|FY)", re.IGNORECASE), (1, 12)),
    (re.compile(r"(?:full|whole|entire)[ -]year\s*(?P<year>[0-9]{4})", re.IGNORECASE), (1, 12)),
    (re.compile(rf"{_YEAR}(?:first[ -]half|1st half)(?: (?:of )?(?:the )?year)?", re.IGNORECASE), (1, 6)),
    (re.compile(rf"{_YEAR}(?:second[ -]half|2nd half)(?: (?:of )?(?:the )?year)?", re.IGNORECASE), (7, 12)),
)
_TO = r"\s*(?:[-~\u2013\u2014\u301c]|至|到)\s*"
_M = r"1[0-2]|0?[1-9]"
_RANGE = re.compile(rf"{_YEAR}(?P<first>{_M})\s*月?{_TO}(?P<last>{_M})\s*月份?")
_QUARTERS = re.compile(rf"{_YEAR}[第Qq]?(?P<first>[1-4]){_TO}[第Qq]?(?P<last>[1-4])\s*季?度?")


# A year's figure whose name stands in the same cell: 全年目标, 2025年度预算, Full year target, Annual plan.
_OF_YEAR = re.compile(
    r"(?:(?P<year>[0-9]{4}|[0-9]{2}(?=\s*年))\s*年?\s*)?(?:(?P<whole>全年度?|(?:full|whole|entire)[ -]year)|年度|年"
    r"|本年度?|annual|yearly|FY)(?![0-9月])[\s_(/-]*(?P<figure>[^)]*)[)]?",
    re.IGNORECASE,
)


_YEAR_LAST = re.compile(r"[\s_/-]*(?<![0-9])((?:19|20)[0-9]{2})$")


@dataclass(frozen=True, slots=True)
class Span:
    """Months that a header names together 「跨期」.

    Parameters
    ----------
    start, end : date
        First day, and first day after it.
    running : bool
        Whether it says that it runs on from an earlier day (累计, YTD).
    """

    start: date
    end: date
    running: bool = False


def read_span(text: str, year: int | None = None) -> Span | None:
    """Stretch of several months that a header names; None where it names none 「读跨期」.

    Parameters
    ----------
    text : str
        Header, or a part of one.
    year : int, optional
        Year of one that bears none.

    Examples
    --------
    >>> read_span("2025年上半年").end, read_span("1H25").start, read_span("1-9月累计", 2025).end
    (datetime.date(2025, 7, 1), datetime.date(2025, 1, 1), datetime.date(2025, 10, 1))
    >>> read_span("上半年"), read_span("7-3月", 2025), read_span("1-3", 2025)
    (None, None, None)
    >>> read_span("Q1-Q3", 2025).end, read_span("1-3季度", 2025).end
    (datetime.date(2025, 10, 1), datetime.date(2025, 10, 1))
    """
    plain = narrow(text)
    bare, running = without_total(plain), bool(_RUNNING.search(plain))
    for pattern, (first, last) in _HALVES:
        if found := pattern.fullmatch(bare):
            return _made(found["year"], year, (first, last), running)
    if (found := _RANGE.fullmatch(bare)) and int(found["first"]) < int(found["last"]):
        return _made(found["year"], year, (int(found["first"]), int(found["last"])), running)
    # 1-3 alone may be an age.
    if re.search("[季Qq]", bare) and (found := _QUARTERS.fullmatch(bare)):
        low, high = int(found["first"]), int(found["last"])
        return _made(found["year"], year, (3 * low - 2, 3 * high), running) if low < high else None
    return None


def read_whole_year(text: str, year: int | None = None) -> tuple[Span, str] | None:
    """Calendar year that a header names as a whole, and the figure that stands with it 「读全年」.

    Parameters
    ----------
    text : str
        Header, or a part of one.
    year : int, optional
        Year of one that bears none.

    Notes
    -----
    全年 and full year name it whatever follows; 年度 and annual only before a word for plan or actual: 年度奖金 may be
    a month's figure too.

    Examples
    --------
    >>> read_whole_year("全年目标", 2025), read_whole_year("年度奖金", 2025)
    ((Span(start=datetime.date(2025, 1, 1), end=datetime.date(2026, 1, 1), running=False), '目标'), None)
    >>> [read_whole_year(each, 2025)[0].start.year for each in ("2024 全年", "Annual target 2024", "2024年度预算")]
    [2024, 2024, 2024]
    """
    found = _OF_YEAR.fullmatch(narrow(text))
    if found is None:
        return None
    figure = without_total(found["figure"])
    behind = _YEAR_LAST.search(figure)
    figure = _YEAR_LAST.sub("", figure)
    if not found["whole"] and not (is_plan(figure) or is_actual(figure)):
        return None
    named = {each for each in (found["year"], behind and behind[1]) if each}
    made = _made(max(named, default=None), year, (1, 12), False) if len(named) < 2 else None
    return (made, figure) if made else None


def without_total(text: str) -> str:
    """Header without the word that says it is a total: 一季度合计, 1-6月累计 「去掉合计字样」.

    Examples
    --------
    >>> without_total("一季度合计"), without_total("合计"), without_total("2025 total")
    ('一季度', '', '2025')
    """
    return _TOTAL.sub("", narrow(text)).strip(" -_/:()")


def _made(written: str | None, year: int | None, months: tuple[int, int], running: bool) -> Span | None:
    named = full_year(written) if written else year
    if named is None:
        return None
    end = date(named + 1, 1, 1) if months[1] == 12 else date(named, months[1] + 1, 1)
    return Span(date(named, months[0], 1), end, running)
