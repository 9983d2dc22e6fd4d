"""Figures in a sentence, and the values that would be written so 「句中的数字」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

# Signs by which a page scales money and counts, and what they stand for.
_SCALES = {"万亿": 1e12, "亿": 1e8, "万": 1e4, "千": 1e3, "k": 1e3, "M": 1e6, "bn": 1e9}
_POINTS = ("个百分点", "percentage points", "percentage point", "points")
_TOKEN = re.compile(
    r"(?P<sign>[+−-])?(?P<before>HK\$|JP¥|[¥$€£]|[A-Z]{3} )?(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?P<share>\s?%)?(?:\s?(?P<scale>万亿|亿|万|千|k\b|M\b|bn\b))?(?P<points>\s?(?:" + "|".join(_POINTS) + r"))?"
)
# Room for values that lie on the edge between two roundings.
_EDGE = 1e-9
# Whole figures below this are counts unless they bear a unit.
_SMALL = 100
_UNTIL = re.compile(r"\s*(?:至|to)\s*")


@dataclass(frozen=True, slots=True)
class Token:
    """A figure as it stands in a sentence 「句中的数字」.

    Parameters
    ----------
    start, end : int
        Where it stands.
    text : str
        As it is written.
    value, half : float
        What it says in base units, and half a unit of its last decimal.
    signed : bool
        Whether its sign is written.
    unit : {"share", "points", "scaled", "number"}
        What stands behind it.
    """

    start: int
    end: int
    text: str
    value: float
    half: float
    signed: bool
    unit: str

    def says(self, value: float) -> bool:
        """Whether a value would be written so 「是否由该值舍入而来」.

        Examples
        --------
        >>> [each.says(-34_123.0) for each in tokens_of("−3.41 万元")], [each.says(0.106) for each in tokens_of("11%")]
        ([True], [True])
        >>> [each.says(35_000.0) for each in tokens_of("3.41 万元")]
        [False]
        """
        size = abs(value) if not self.signed else value
        if self.unit == "number" and not self.signed and self.half >= 0.5 and abs(value) < _SMALL:
            # A bare 1 is a count: no share or score that happens to be rounded to it.
            return size == self.value
        return abs(size - self.value) <= self.half * (1 + 1e-6) + _EDGE * max(abs(self.value), 1e-6)


def tokens_of(text: str) -> Iterator[Token]:
    """Figures of a sentence in their order; the first end of an interval has the unit of the last 「提取数字」.

    Examples
    --------
    >>> [(each.text, round(each.value, 3)) for each in tokens_of("−2.0 至 +16.4 万元")]
    [('−2.0', -20000.0), ('+16.4 万', 164000.0)]
    """
    found = list(_tokens(text))
    for each, after in zip(found, [*found, None][1:], strict=True):
        spans = after is not None and each.unit == "number" and _UNTIL.fullmatch(text, each.end, after.start)
        yield _in_units_of(each, after) if spans and after is not None else each


def _in_units_of(token: Token, other: Token) -> Token:
    number = other.text.replace(",", "")
    shown = re.search(r"\d+(?:\.\d+)?", number)
    factor = abs(other.value) / float(shown[0]) if shown and float(shown[0]) else 1.0
    return replace(token, value=token.value * factor, half=token.half * factor, unit=other.unit)


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        number = found["number"].rstrip(",")
        unit, factor = "number", 1.0
        if found["share"]:
            unit, factor = "share", 0.01
        elif found["points"]:
            unit, factor = "points", 0.01
        elif found["scale"] or found["before"]:
            unit, factor = "scaled", _SCALES.get(found["scale"] or "", 1.0)
        decimals = len(number.partition(".")[2])
        value = float(number.replace(",", "")) * factor
        signed = bool(found["sign"])
        value = -value if found["sign"] in {"−", "-"} else value
        end = found.start("number") + len(number) if unit == "number" else found.end()
        start = found.start()
        yield Token(start, end, text[start:end], value, 0.5 * factor * 10.0**-decimals, signed, unit)


def without(text: str, names: Iterable[str]) -> str:
    """Text in which names stand as blanks, for their digits are no figures 「去除名称」.

    Examples
    --------
    >>> without("3 号店少 2 单", ["3 号店"])
    '    少 2 单'
    """
    for name in sorted({each for each in names if each}, key=len, reverse=True):
        text = text.replace(name, " " * len(name))
    return text
