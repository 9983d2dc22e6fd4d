"""Periods on an axis, as readers say them 「周期刻度」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.terms import Language

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_OTHER = re.compile(r"(\d{4})-?(Q\d|W\d{2}|\d{2}-\d{2})")


def ticks(periods: Sequence[str], language: Language, most: int) -> list[tuple[int, str]]:
    r"""Places and texts of the ticks, at most so many, the year below where it changes 「刻度」.

    Parameters
    ----------
    periods : sequence of str
        Canonical texts in time order.
    language : {"zh", "en"}
        Language of the reader.
    most : int
        Ticks at most.

    Examples
    --------
    >>> ticks(["2025-11", "2025-12", "2026-01"], "zh", 5)
    [(0, '11月\n2025'), (1, '12月'), (2, '1月\n2026')]
    """
    parted = [_parted(each, language) for each in periods]
    places = _months(periods, most) or range(0, len(periods), -(-len(periods) // most))
    yearly = len(places) > 1 and len({parted[place][1] for place in places}) == 1 and bool(parted[0][1])
    found: list[tuple[int, str]] = []
    shown = ""
    for place in places:
        year, within = parted[place]
        if yearly or not within:
            found.append((place, year))
            continue
        found.append((place, f"{within}\n{year}" if year != shown else within))
        shown = year
    return found


def _months(periods: Sequence[str], most: int) -> list[int]:
    """Ticks of a monthly series on the same months of each year; none where it is not monthly."""
    numbers = [int(found[2]) if (found := _MONTH.fullmatch(each)) else 0 for each in periods]
    if not all(numbers):
        return []
    for step in (1, 2, 3, 6, 12, 24, 36, 60):
        if step <= 12:
            places = [place for place, month in enumerate(numbers) if (month - 1) % step == 0]
        else:
            januaries = [place for place, month in enumerate(numbers) if month == 1]
            places = januaries[:: step // 12]
        if places and len(places) <= most:
            return places
    return []


def _parted(period: str, language: Language) -> tuple[str, str]:
    """Year, and what within the year."""
    month = _MONTH.fullmatch(period)
    if month:
        return month[1], say("chart.months", language).split()[int(month[2]) - 1]
    other = _OTHER.fullmatch(period)
    return (other[1], other[2]) if other else (period, "")
