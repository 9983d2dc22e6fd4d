"""Figures as they are agreed: every digit, on no larger scale 「约定数字」."""

from __future__ import annotations

from decimal import Decimal

from diagnostics.look.scale import MINUS, common_scale
from diagnostics.terms import Language


def exact(value: float, unit: str, language: Language, currency: str = "CNY") -> str:
    """Figure with all its digits: what is signed is not rounded 「精确数字」.

    Parameters
    ----------
    value : float
        Figure in the unit's base.
    unit : str
        Unit of measure, such as ``money`` or ``share``.

    Examples
    --------
    >>> exact(275_300, "money", "zh"), exact(0.29, "share", "en"), exact(-1234.5, "money", "en")
    ('275,300 元', '29%', '−¥1,234.5')
    """
    scale = common_scale([1.0], unit, language, currency)
    return f"{MINUS if value < 0 else ''}{scale.before}{digits(abs(value) / scale.factor)}{scale.after}"


def exact_change(value: float, unit: str, language: Language, currency: str = "CNY") -> str:
    """Size of a difference of two such figures with all its digits 「精确变化量」.

    Examples
    --------
    >>> exact_change(0.0125, "share", "zh"), exact_change(-12_345.5, "money", "zh")
    ('1.25 个百分点', '12,345.5 元')
    """
    scale = common_scale([1.0], unit, language, currency)
    return f"{scale.before}{digits(abs(value) / scale.factor)}{scale.after_change}"


def digits(value: float) -> str:
    """Digits of a figure, never as a power of ten, without the noise of binary fractions 「全部位数」.

    Examples
    --------
    >>> digits(1234567890123.25), digits(0.1 + 0.2), digits(1e-7)
    ('1,234,567,890,123.25', '0.3', '0.0000001')
    """
    number = Decimal(f"{value:.15g}")
    return f"{number:,f}"


def percent(value: float) -> str:
    """Share in per cent with all its digits 「百分比」.

    Examples
    --------
    >>> percent(0.855), percent(1.05), percent(0.1)
    ('85.5%', '105%', '10%')
    """
    return f"{MINUS if value < 0 else ''}{digits(abs(value) * 100)}%"
