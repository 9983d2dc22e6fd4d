"""Numbers written in Chinese characters 「中文数字」."""

from __future__ import annotations

_DIGITS = {each: value for value, each in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def read_numeral(text: str) -> float | None:
    """Value of a Chinese numeral below ten thousand, None where it is none 「读中文数字」.

    Examples
    --------
    >>> read_numeral("十五"), read_numeral("二百零三"), read_numeral("百分之九十"), read_numeral("百千")
    (15.0, 203.0, 0.9, None)
    """
    if text.startswith("百分之"):
        part = read_numeral(text.removeprefix("百分之"))
        return None if part is None else part / 100
    total, digit, last = 0, None, 10_000
    for each in text:
        if each in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[each]
            continue
        power = _TENS.get(each)
        if power is None or power >= last or (digit is None and not (power == 10 and not total) and text != each):
            return None
        total, digit, last = total + (1 if digit is None else digit) * power, None, power
    return float(total + (digit or 0)) if text else None
