"""Text as a reader could take it: disguises taken off 「还原文本」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

# What shows nothing and may stand within a number or a name: soft hyphens, joiners, marks of direction, fillers.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d\u30fc]")
_SPACES = re.compile(r"\s+")
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})|\\/")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_MOST = 3


def folded(text: str) -> str:
    """Text with full-width signs made plain, unseen characters gone, digits of any script as 0 to 9 「规范化」.

    Examples
    --------
    >>> folded("\uff11\uff13\uff18\u200b0013\uff0d\uff18000")
    '1380013-8000'
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)))
    return _SPACES.sub(" ", _OTHER_DIGITS.sub(lambda found: str(unicodedata.decimal(found[0])), plain))


def readings(text: str) -> Iterator[str]:
    """Text as it stands, and as it reads once escapes in it are undone 「各种读法」.

    Examples
    --------
    >>> list(readings("a%40b.cn")), list(readings("&#49;38"))
    (['a%40b.cn', 'a@b.cn'], ['&#49;38', '138'])
    """
    seen: set[str] = set()
    waiting = [text]
    for _ in range(_MOST):
        fresh = [each for each in (folded(raw) for raw in waiting) if each not in seen]
        seen.update(fresh)
        yield from dict.fromkeys(fresh)
        waiting = [undone for each in dict.fromkeys(fresh) for undone in _undone(each) if undone != each]


def _undone(text: str) -> Iterator[str]:
    if "&" in text:
        yield unescape(text)
    if "\\" in text:
        yield _ESCAPED.sub(_character, text)
    if _PERCENT.search(text):
        yield unquote(text, errors="replace")


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else "/"
