"""Figures as they are agreed: every digit, on no larger scale 「约定数字」."""

from __future__ import annotations

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
    shown = f"{abs(value) / scale.factor:,.12g}"
    return f"{MINUS if value < 0 else ''}{scale.before}{shown}{scale.after}"


def percent(value: float) -> str:
    """Share in per cent with all its digits 「百分比」.

    Examples
    --------
    >>> percent(0.855), percent(1.05), percent(0.1)
    ('85.5%', '105%', '10%')
    """
    return f"{value * 100:.10g}%".replace("-", MINUS)
