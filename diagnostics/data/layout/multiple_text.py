"""Texts that may state a multiple and are no unit that is known 「疑似倍数」."""

from __future__ import annotations

import re

from diagnostics.data.layout.money_words import is_money
from diagnostics.data.layout.unit_words import MULTIPLE, UNIT

_UNIT = re.compile(UNIT)
_TENS = re.compile(r"(?:[x×*]\s*)?(?:10{2,}|1(?:,000)+|10\^\d|1e\d|[0-9]+\s*[kw])(?:\s*(?:元|圆))?")
_LARGE = re.compile(r"(?<![a-z])(?:thousands?|millions?|billions?|mn|mln|bn|trillions?|lakhs?|crores?)(?![a-z])|'000")
# 百货, 万达店 and 千禧路 are names that begin like multiples.
_NAME = re.compile(r"百货|百度|百联|百盛|百分|万科|万家|万达|万象|千百|.*[店市区县省路街城司部队镇村场楼厦组制]$")


def has_multiple(text: str) -> bool:
    """Whether a multiple stands in a text 「是否含倍数」.

    Examples
    --------
    >>> has_multiple("万元"), has_multiple("in thousands"), has_multiple("元")
    (True, True, False)
    """
    return bool(re.search(MULTIPLE, text) or _LARGE.search(text))


def may_be_multiple(text: str, about: str) -> bool:
    """Whether a text that is no unit we know still seems to state a multiple 「是否疑似倍数」.

    Examples
    --------
    >>> may_be_multiple("10k", ""), may_be_multiple("万XYZ", ""), may_be_multiple("万达店", "")
    (True, False, False)
    """
    if _TENS.fullmatch(text) or _LARGE.search(text):
        return True
    if _NAME.match(text):
        return False
    begins = re.match(rf"(?:{MULTIPLE})(?P<rest>.+)", text)
    if begins is None:
        return re.search(rf"(?:{MULTIPLE})$", text) is not None
    # 千川 and 万宁 are names: behind a multiple of money stands money, behind another a unit.
    rest = begins["rest"]
    is_unit = _UNIT.match(rest) or re.search(rf"(?:{UNIT})$", rest)
    return rest[0] in "元圆" or bool(re.search("[a-z]", rest)) or bool(is_unit and is_money([about]) is not True)
