"""Scales on which figures are shown 「量级」.

Money is counted in 元, 万元, 亿元 in Chinese, in k, M, bn in English; shares are per cent, and differ in points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import SupportsFloat

from diagnostics.errors import unknown
from diagnostics.terms import Language, known_ids, say

MISSING = "–"
MINUS = "−"
# The same names as model.kpi.UNITS; look stands below model, so a test holds them equal.
UNITS = (
    "share", "count", "money", "minutes", "hours", "days", "score", "ratio", "index", "distance", "number",
)  # fmt: skip
Number = SupportsFloat | None
_PLAIN = {"ratio": 2, "index": 1, "score": 1}


def finite(value: Number) -> float | None:
    """Value as a finite float, else None 「有效数值」.

    Examples
    --------
    >>> finite(float("nan")) is None, finite(None) is None, finite(2)
    (True, True, 2.0)
    """
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):  # pandas.NA raises TypeError
        return None
    return number if math.isfinite(number) else None


@dataclass(frozen=True, slots=True)
class Scale:
    """Common scale of several figures, for an axis or a table column 「统一量级」.

    Parameters
    ----------
    factor : float
        What a value is divided by: 10,000 for 万元, 0.01 for per cent.
    decimals : int
        Decimals shown.
    before, after : str
        Text before and after the figure in running text, such as ``¥`` and ``M``, or ``" 万元"``.
    after_change : str
        Text after a difference of two such figures (个百分点 for shares).
    word : str
        Unit for an axis or a column head, such as ``万元``, ``%`` or ``¥M``; empty where there is none.
    """

    factor: float = 1.0
    decimals: int = 0
    before: str = ""
    after: str = ""
    after_change: str = ""
    word: str = ""

    def bare(self, value: Number, signed: bool = False) -> str:
        """Figure without its unit 「不带单位」."""
        number = finite(value)
        scaled = None if number is None else finite(number / self.factor)
        return MISSING if scaled is None else _digits(scaled, self.decimals, signed)

    def show(self, value: Number) -> str:
        """Figure with its unit 「带单位」."""
        return self._whole(value, self.after, signed=False)

    def show_change(self, value: Number) -> str:
        """Difference of two figures, signed, with its unit 「变化量」."""
        return self._whole(value, self.after_change, signed=True)

    def _whole(self, value: Number, after: str, signed: bool) -> str:
        text = self.bare(value, signed)
        if text == MISSING:
            return text
        sign = text[0] if text[0] in f"+{MINUS}" else ""
        return f"{sign}{self.before}{text[len(sign) :]}{after}"


def _digits(value: float, decimals: int, signed: bool) -> str:
    """Group thousands, round half away from zero as readers do, and drop the sign of zero."""
    rounded = _rounded(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if rounded == 0:
        return text
    return (MINUS if rounded < 0 else "+" if signed else "") + text


def _rounded(value: float, decimals: int) -> float:
    """Round half away from zero on the shortest decimal text of the number, so 0.125 gives 0.13 at two decimals."""
    if abs(value) >= 1e15:  # a float has no decimals there
        return value
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def _own_decimals(size: float) -> int:
    """Decimals that show about three digits of a figure."""
    return 0 if size >= 100 or size == int(size) else 1 if size >= 10 else 2


def common_scale(
    values: Iterable[Number], unit: str, language: Language, currency: str = "CNY", decimals: int | None = None
) -> Scale:
    """Scale that suits several figures at once, set by the largest 「统一量级」.

    Parameters
    ----------
    values : iterable of number
        Figures in the unit's base: money in the currency's base unit, shares in 0 to 1. Missing ones are ignored.
    unit : str
        Unit of measure, one of `UNITS`.
    language : {"zh", "en"}
        Language of the reader.
    currency : str
        ISO code; used by money alone.
    decimals : int, optional
        Decimals of the shown figure; chosen by size where absent. For money: of the scaled figure.

    Raises
    ------
    UnknownNameError
        When nothing knows the unit.

    Examples
    --------
    >>> common_scale([1_460_000, 460_000], "money", "zh").show(460_000)
    '46 万元'
    >>> common_scale([0.102, 0.12], "share", "en").show_change(0.018)
    '+1.8 percentage points'
    """
    if unit not in UNITS:
        raise unknown("unit", unit, UNITS)
    sizes = [abs(each) for each in map(finite, values) if each is not None] or [0.0]
    if unit == "money":
        return _money(sizes, language, currency, decimals)
    if unit == "share":
        points = say("number.points", language)
        return Scale(0.01, 1 if decimals is None else decimals, "", "%", f" {points}", "%")
    own = _PLAIN.get(unit, _own_decimals(max(sizes))) if decimals is None else decimals
    word = say(f"number.unit.{unit}", language) if f"number.unit.{unit}" in known_ids(language) else ""
    after = f" {word}" if word else ""
    return Scale(1.0, own, "", after, after, word)


# Factor of each display scale, from which figure on it is used, and the term that names it.
_STEPS: dict[Language, tuple[tuple[float, float, str], ...]] = {
    "zh": ((1e8, 1e8, "large"), (1e4, 1e4, "middle"), (1.0, 0.0, "")),
    "en": ((1e9, 1e9, "large"), (1e6, 1e6, "middle"), (1e3, 1e4, "small"), (1.0, 0.0, "")),
}


def _money(sizes: list[float], language: Language, currency: str, decimals: int | None) -> Scale:
    factor, own, step = _money_step(sizes, language, decimals)
    word = say(f"number.scale.{step}", language) if step else ""
    key = f"number.currency.{currency}"
    known = key in known_ids(language)
    name = say(key, language) if known else currency
    if language == "zh":
        after = f" {word}{name}" if known or not word else f" {word} {name}"
        return Scale(factor, own, "", after, after, after.strip())
    before = name if known else f"{name} "
    return Scale(factor, own, before, word, word, f"{before}{word}".strip())


def _money_step(sizes: list[float], language: Language, decimals: int | None) -> tuple[float, int, str]:
    """Scale by the largest as it will be shown: 99,999,999 would round up to 10,000 万元 and becomes 1 亿元."""
    for factor, since, step in _STEPS[language]:
        own = _money_decimals([each / factor for each in sizes], factor) if decimals is None else decimals
        if _rounded(max(sizes) / factor, own) * factor >= since:
            return factor, own, step
    raise AssertionError("the last scale takes every size")


def _money_decimals(scaled: list[float], factor: float) -> int:
    """Decimals that show three or four digits of the largest, and none that would be zero in all of them."""
    largest = max(scaled)
    most = (0 if largest >= 100 else 2) if factor == 1.0 else 0 if largest >= 1000 else 1 if largest >= 10 else 2
    for fewer in range(most):
        if all(abs(_rounded(each, most) - _rounded(each, fewer)) < 1e-9 for each in scaled):
            return 2 if factor == 1.0 and fewer == 1 else fewer
    return most
