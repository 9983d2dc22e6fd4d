"""Runs of digits parted as people part them 「数字串」."""

from __future__ import annotations

import re

# A figure carries a unit or a decimal part behind it; what identifies somebody does not.
UNIT_BEHIND = re.compile(r"\s?(?:元|万|亿|千|百万|%|‰|个百分点|个|件|人|次|家|单|笔|天|小时|kWh|CNY|RMB|USD|EUR|yuan)")
_MONEY_BEFORE = re.compile(r"(?:[¥$€£]|CNY|RMB|USD|EUR|HK\$)\s?[+-]?$")


def is_figure(text: str, start: int, end: int) -> bool:
    """Whether a run of digits is an amount or a count, by the sign before it or the unit behind it 「是否为数值」.

    Examples
    --------
    >>> is_figure("¥13800138000", 1, 12), is_figure("13800138000 元", 0, 11), is_figure("tel 13800138000", 4, 15)
    (True, True, False)
    """
    return bool(UNIT_BEHIND.match(text, end) or _MONEY_BEFORE.search(text, max(0, start - 6), start))


def digits_of(text: str) -> str:
    """Digits alone, and a closing X 「只取数字」.

    Examples
    --------
    >>> digits_of("6222 0212-3456"), digits_of("11010519491231002x")
    ('622202123456', '11010519491231002X')
    """
    return "".join(each for each in text.upper() if each.isdigit() or each == "X")
