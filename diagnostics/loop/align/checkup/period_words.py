"""For what period a sheet is made, by the words above its table 「表头中的周期」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.dictionary.wording import cycles_of, plain
from diagnostics.model.period import Cycle

# A period by its name: 2025年6月, 第一季度, 2025年度.
_NAMED: tuple[tuple[Cycle, str], ...] = (
    ("quarter", r"[一二三四1-4]季度|\bq[1-4]\b"),
    (
        "month",
        r"\d{1,2}\s*月份?(?!\s*\d{1,2}\s*日)|\b(?:january|february|march|april|may|june|july|august|september|october|"
        r"november|december)\b",
    ),
    ("year", r"\d{4}\s*年度?\s*$|\d{4}\s*年度|\bfy\s*\d{2,4}\b"),
)  # fmt: skip
# Periods that no KPI can have here; read as a year, a month or a week they would be wrong.
_OTHER = re.compile(
    r"半年|双周|两周|每?二周|半月|双月|两个?月|每?二个月|[上中下每]?旬(?!阳)|两年|"
    r"\bhalf[- ]?year|\bsemi-?\s?(?:annual|month)|"
    r"\bbi-?\s?(?:week|month|annual|ennial)|\bfortnight|\bevery (?:two|other|2) |\btwice a |\b6[- ]month",
    re.IGNORECASE,
)
# What stands alone in a column of cycles.
_LETTERS: dict[Cycle, frozenset[str]] = {
    "day": frozenset(("d", "日", "天", "dly")),
    "week": frozenset(("w", "wk", "wkly", "周")),
    "month": frozenset(("m", "mo", "mth", "mthly", "mon", "月", "个月", "1个月", "一个月")),
    "quarter": frozenset(("q", "qtr", "qtrly", "qly", "季", "三个月", "3个月")),
    "year": frozenset(("y", "yr", "yrly", "a", "p.a", "pa", "fy", "年", "annual", "12个月")),
}
_FORMS = tuple((cycle, re.compile(words, re.IGNORECASE)) for cycle, words in _NAMED)


def cycle_above(cells: Sequence[str]) -> Cycle | None:
    """The shortest cycle that the words above a table tell, None where they tell none 「表头中的周期」.

    Examples
    --------
    >>> cycle_above(["考核周期：", "2025年6月"]), cycle_above(["2025年第二季度考核表"]), cycle_above(["KPI"])
    ('month', 'quarter', None)
    """
    told = [each for cell in cells if not other_cycle(cell) for each in _cycles(plain(cell))]
    order: tuple[Cycle, ...] = ("day", "week", "month", "quarter", "year")
    return min(told, key=order.index, default=None)


def cycle_letter(text: str) -> Cycle | None:
    """Cycle that a cell of a column of cycles abbreviates: Q, M, Y, 季, mthly 「周期缩写」.

    Examples
    --------
    >>> cycle_letter("Q"), cycle_letter("季"), cycle_letter("Mthly."), cycle_letter("Q1"), cycle_letter("")
    ('quarter', 'quarter', 'month', None, None)
    """
    told = plain(text).strip(" .").lower()
    return next((cycle for cycle, words in _LETTERS.items() if told in words), None)


def other_cycle(text: str) -> bool:
    """Whether a text tells a period that no KPI can have: half a year, two weeks, ten days 「其他周期」.

    Examples
    --------
    >>> other_cycle("半年度"), other_cycle("bi-weekly"), other_cycle("年度")
    (True, True, False)
    """
    return _OTHER.search(plain(text)) is not None


def _cycles(text: str) -> tuple[Cycle, ...]:
    found = next(((cycle,) for cycle, form in _FORMS if form.search(text)), ())
    return found or cycles_of(text)
