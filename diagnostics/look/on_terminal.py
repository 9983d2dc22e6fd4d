"""Text as a terminal may show it 「终端文本」."""

from __future__ import annotations

import unicodedata

# What steers a terminal, turns the direction of what follows, or can't be written at all.
_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    r"""Text that can't steer the terminal: a client's names are data 「去除控制字符」.

    Examples
    --------
    >>> ascii(plain("a\x1b[2J\u202eb\udcff"))
    "'a\\ufffd[2J\\ufffdb\\ufffd'"
    """
    return "".join("\ufffd" if _steers(sign) else sign for sign in text)


def _steers(sign: str) -> bool:
    return sign in _TURNING or unicodedata.category(sign) in _CATEGORIES
