"""Client words in one plain form before they are looked at 「文字规整」."""

from __future__ import annotations

import re

# The block of full-width forms lies at a fixed distance from ASCII; one character stays one character.
_TABLE = {each: each - 0xFEE0 for each in range(0xFF01, 0xFF5F)}
_TABLE |= {0x3000: 0x20, 0x00A0: 0x20, 0xFFE5: 0xA5, 0x2212: 0x2D, 0x2013: 0x2D, 0x2014: 0x2D, 0xFF5E: 0x7E}
_TABLE |= {0x301C: 0x7E, 0x2236: 0x3A, 0x2266: 0x2264, 0x2267: 0x2265, 0x2A7D: 0x2264, 0x2A7E: 0x2265}
_BLANKS = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff]")
# No wording of a KPI is longer; what is longer is a document, of which the beginning tells enough.
LONGEST = 1000


def plain(text: str) -> str:
    """Text with full-width signs as ASCII and single blanks, cut at a length no KPI has 「规整文字」.

    Examples
    --------
    >>> plain(" 回款率\uff1a\u2267 90\uff05 ")
    '回款率:≥ 90%'
    """
    return _BLANKS.sub(" ", text[:LONGEST].translate(_TABLE)).strip()


def is_chinese(text: str) -> bool:
    """Whether a text has a Chinese character 「是否中文」.

    Examples
    --------
    >>> is_chinese("活动ROI"), is_chinese("ROI")
    (True, False)
    """
    return _HAN.search(text) is not None
