"""Numbers as a reader wants them 「数字的写法」.

Minus is U+2212, a missing value is an en dash; ``nan``, ``inf`` and ``None`` never reach a page. Money has a display
scale (元, 万元, 亿元 in Chinese; k, M, bn in English); shares are per cent, and differ in percentage points.
"""

from __future__ import annotations

from diagnostics.errors import InputError
from diagnostics.look.scale import MINUS, MISSING, UNITS, Number, Scale, common_scale, finite
from diagnostics.terms import Language, say

__all__ = [
    "MINUS", "MISSING", "UNITS", "Number", "Scale", "common_scale", "finite", "show", "show_between", "show_change",
    "show_range", "show_ratio",
]  # fmt: skip


def show(value: Number, unit: str, language: Language, currency: str = "CNY", decimals: int | None = None) -> str:
    """Figure as a reader wants it 「数字的写法」.

    Parameters
    ----------
    value : number or None
        Figure in the unit's base; missing or not finite gives an en dash.
    unit, language, currency, decimals
        As for `common_scale`.

    Raises
    ------
    UnknownNameError
        When nothing knows the unit.

    Examples
    --------
    >>> show(1_460_000, "money", "zh"), show(-1_460_000, "money", "en")
    ('146 万元', '−¥1.46M')
    >>> show(0.312, "share", "zh"), show(None, "count", "zh"), show(1234, "count", "en")
    ('31.2%', '–', '1,234')
    """
    return common_scale([value], unit, language, currency, decimals).show(value)


def show_change(
    value: Number, unit: str, language: Language, currency: str = "CNY", decimals: int | None = None
) -> str:
    """Difference of two figures, signed 「变化量」.

    Parameters
    ----------
    value : number or None
        Difference in the unit's base; for shares 0.028 means 2.8 percentage points.
    unit, language, currency, decimals
        As for `common_scale`.

    Raises
    ------
    UnknownNameError
        When nothing knows the unit.

    Examples
    --------
    >>> show_change(-0.028, "share", "zh"), show_change(720_000, "money", "zh")
    ('−2.8 个百分点', '+72 万元')
    """
    return common_scale([value], unit, language, currency, decimals).show_change(value)


def show_ratio(value: Number, language: Language = "zh", decimals: int = 1) -> str:  # noqa: ARG001 (one form for both today)
    """Relative change, signed, in per cent 「变化率」.

    Parameters
    ----------
    value : number or None
        Relative change as a share: 0.06 means 6 % more.
    language : {"zh", "en"}
        Language of the reader.
    decimals : int
        Decimals shown.

    Examples
    --------
    >>> show_ratio(0.06, "zh"), show_ratio(-0.125, "en"), show_ratio(float("inf"), "en")
    ('+6.0%', '−12.5%', '–')
    """
    return Scale(0.01, decimals, "", "%", "%", "%").show_change(value)


def show_range(
    low: Number, high: Number, unit: str, language: Language, *, currency: str = "CNY", decimals: int | None = None
) -> str:
    """Two figures from one to the other, on one scale and without signs 「范围」.

    Parameters
    ----------
    low, high : number or None
        Figures in the unit's base.
    unit, language, currency, decimals
        As for `common_scale`.

    Examples
    --------
    >>> show_range(20_000, 164_000, "money", "zh")
    '2.0 至 16.4 万元'
    >>> show_range(0.631, 1.0, "share", "en")
    '63.1% to 100.0%'
    """
    if finite(low) is None or finite(high) is None:
        return MISSING
    scale = common_scale([low, high], unit, language, currency, decimals)
    # A word such as 万元 is said once; a sign belongs to each figure.
    once = scale.after.startswith(" ") and not scale.before
    first = scale.bare(low) if once else scale.show(low)
    return say("number.between", language, low=first, high=scale.show(high))


def show_between(
    low: Number, high: Number, unit: str, language: Language, *, currency: str = "CNY", decimals: int | None = None
) -> str:
    """Interval of two differences on one scale 「区间」.

    Parameters
    ----------
    low, high : number or None
        Ends of the interval in the unit's base.
    unit, language, currency, decimals
        As for `common_scale`.

    Raises
    ------
    InputError
        When ``low`` is above ``high``.

    Examples
    --------
    >>> show_between(-20_000, 164_000, "money", "zh")
    '−2.0 至 +16.4 万元'
    >>> show_between(0.004, 0.03, "share", "en")
    '+0.4 to +3.0 percentage points'
    """
    first, last = finite(low), finite(high)
    if first is None or last is None:
        return MISSING
    if first > last:
        raise InputError(f"low == {first!r} is above high == {last!r}; an interval goes from low to high.")
    scale = common_scale([first, last], unit, language, currency, decimals)
    if scale.before:
        ends = Scale(scale.factor, scale.decimals, scale.before, scale.after, scale.after)
        return say("number.between", language, low=ends.show_change(first), high=ends.show_change(last))
    spans = say("number.between", language, low=scale.bare(first, signed=True), high=scale.bare(last, signed=True))
    return f"{spans}{scale.after_change}"
