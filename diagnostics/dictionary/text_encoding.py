"""The encoding of a client's text file: told by its bytes, refused where they may be read in several ways 「文件编码」.

Standard library only: ``perfloop check`` and a run tell it in the same way.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from diagnostics.dictionary.chinese_characters import COMMON

TRIED = ("utf-8", "utf-16", "gb18030")
_HANZI = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_RUNS = re.compile(r"[^\x00-\x7f]+")
# Four bytes a character: no other encoding makes such sequences of digits and high bytes.
_FOUR = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_FOREIGN = re.compile(r"[\u0370-\u052f\u3040-\u30ff\u3100-\u312f\ue000-\uf8ff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Where text was decoded wrongly and saved again: bytes of UTF-8 shown as letters of Western Europe.
_TAIL = "[\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"  # noqa: E501
_TWICE = re.compile(f"[\xe4-\xe9](?!\xa0\xbb){_TAIL}{{2}}|\xef\xbc{_TAIL}|[\xc2\xc3][\xa1-\xa9\xac-\xba\xbc-\xbf]")
_LOST = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯")
# Of the Chinese characters of a file, so many are common ones; wrongly decoded text has a quarter of them.
_SHARE = 0.6
# Names of people and places hold rarer ones; a long text tells all the same.
_LONG, _LONG_SHARE = 300, 0.45


@dataclass(frozen=True, slots=True)
class Encoding:
    """What a file is written in, or why that can't be told 「编码判定」.

    Parameters
    ----------
    name : str
        ``utf-8``, ``utf-16``, ``utf-16-le``, ``utf-16-be``, ``gb18030``; empty where nothing is sure.
    line : int
        Line of the first doubtful byte, where nothing is sure.
    problem : str
        What is wrong there.
    """

    name: str
    line: int = 0
    problem: str = ""


def tell_encoding(raw: bytes, *, whole: bool = True) -> Encoding:
    r"""Tell the encoding of a text by its bytes 「判定编码」.

    Parameters
    ----------
    raw : bytes
        The file, or its beginning.
    whole : bool
        Whether it is all of the file; else the last character may be cut.

    Returns
    -------
    Encoding
        Without a name where the bytes are no UTF-8, and not surely GB18030 or UTF-16: Shift-JIS, EUC-KR, Big5, Latin-1
        and files of several encodings are refused rather than shown wrong.

    Examples
    --------
    >>> tell_encoding("日期,门店\n".encode("gbk")).name, tell_encoding("単位\n".encode("shift_jis")).name
    ('gb18030', '')
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(raw, "utf-16", whole=whole)
    if b"\0" in raw:
        return _without_mark(raw, whole=whole)
    text, at = _decoded(raw, "utf-8", whole=whole)
    if text is not None:
        return _unbroken(text)
    line = _line(raw, at)
    if _is_utf8(raw[:at]):
        return Encoding("", line, "is not UTF-8, though the lines before it are")
    return _chinese(raw, line, whole=whole)


def spoiled_line(text: str) -> tuple[int, str] | None:
    r"""First line in which text was decoded wrongly before it was saved, and what shows it 「乱码行」.

    Examples
    --------
    >>> spoiled_line("a\n锟斤拷")
    (2, "holds '锟斤拷', the mark of text that was lost in a conversion")
    """
    lost = _LOST.search(text)
    if lost:
        return _line_of(text, lost.start()), f"holds {lost.group()!r}, the mark of text that was lost in a conversion"
    twice = None if text.isascii() else _TWICE.search(text)
    if twice:
        what = f"holds {twice.group()!r}, UTF-8 that was taken for another encoding and saved again"
        return _line_of(text, twice.start()), what
    return None


def foreign_line(raw: bytes) -> int | None:
    r"""First line of a GB18030 text that is Chinese in UTF-8: two encodings in one file 「混合编码行」.

    Examples
    --------
    >>> foreign_line("门店\n".encode("gbk") + "华东\n".encode())
    2
    """
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.isascii():
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if len(_HANZI.findall(text)) >= 2:
                return number
    return None


def _is_utf8(before: bytes) -> bool:
    """Whether bytes that can be read as UTF-8 are it: some of GB18030 happen to be, as those of 指 and 目 are."""
    lines = before.decode("utf-8").splitlines(keepends=True)
    if not lines or lines[-1].isascii() or lines[-1].endswith(("\r", "\n")):
        whole, last = lines, ""
    else:
        *whole, last = lines
    earlier = "".join(whole)
    if len(_HANZI.findall(last)) >= 2 or _HANZI.search(earlier):
        return True
    chinese, _ = _decoded(earlier.encode(), "gb18030", whole=True)
    # Letters of Europe, Russia or Greece become characters that hardly any text has.
    return not earlier.isascii() and (chinese is None or not _is_chinese(chinese, 0))


def _strictly(raw: bytes, name: str, *, whole: bool) -> Encoding:
    text, at = _decoded(raw, name, whole=whole)
    if text is None:
        return Encoding("", raw.count(b"\n", 0, at) + 1, f"begins as {name.upper()} and is none")
    found = _unbroken(text.removeprefix("\ufeff"))
    return Encoding(name) if found.name else found


def _unbroken(text: str) -> Encoding:
    spoiled = None if text.isascii() else spoiled_line(text)
    return Encoding("", *spoiled) if spoiled else Encoding("utf-8")


def _without_mark(raw: bytes, *, whole: bool) -> Encoding:
    """UTF-16 without a byte order mark: every ASCII character has a zero byte on the same side."""
    even, odd = raw[0::2].count(0), raw[1::2].count(0)
    name = "utf-16-be" if even > odd else "utf-16-le"
    text, _ = _decoded(raw[: len(raw) // 2 * 2], name, whole=False)
    # A few Chinese characters have a zero byte on the other side: 一, 销.
    sure = 4 * min(even, odd) <= max(even, odd) and not (whole and len(raw) % 2)
    if text is None or not sure or _CONTROL.search(text) or not (text.isascii() or _is_chinese(text, 0)):
        return Encoding("", _line(raw, raw.find(0)), "holds a zero byte: it is no text")
    return Encoding(name)


def _chinese(raw: bytes, line: int, *, whole: bool) -> Encoding:
    """GB18030 where the text is plausible Chinese, else nothing."""
    text, at = _decoded(raw, "gb18030", whole=whole)
    if text is None:
        return Encoding("", _line(raw, at), "is neither UTF-8 nor GB18030")
    mixed = foreign_line(raw)
    if mixed is not None:
        return Encoding("", mixed, "is UTF-8, while other lines are not")
    if not _is_chinese(text, len(_FOUR.findall(raw))) or _is_korean(raw, text):
        return Encoding("", line, "is not UTF-8, and as GB18030 it is no likely Chinese")
    return Encoding("gb18030")


def _is_chinese(text: str, rare: int) -> bool:
    """Whether a decoded text is plausible: common characters, in words of two or more, nothing of other scripts.

    ``rare`` characters were written in four bytes, as no other encoding has them. Each word counts once.
    """
    words = set(_RUNS.findall(text))
    hanzi = [each for word in words for each in word if _HANZI.match(each)]
    foreign = sum(len(_FOREIGN.findall(word)) for word in words)
    if _CONTROL.search(text) or foreign * 20 > len(hanzi):
        return False
    lone = sum(len(word) == 1 for word in words) - rare
    common = _common(hanzi) + rare
    share = _SHARE if len(hanzi) < _LONG else _LONG_SHARE
    return common >= 2 and common >= share * len(hanzi) and 2 * lone <= len(words)


def _is_korean(raw: bytes, chinese: str) -> bool:
    """Whether the bytes are Hangul as well: syllables of EUC-KR lie where common Chinese characters lie."""
    korean, _ = _decoded(raw, "euc_kr", whole=False)
    hanzi = _HANZI.findall(chinese)
    return korean is not None and not _HANZI.search(korean) and _common(hanzi) < 0.9 * len(hanzi)


def _common(hanzi: list[str]) -> int:
    return sum(each in COMMON for each in hanzi)


def _decoded(raw: bytes, name: str, *, whole: bool) -> tuple[str | None, int]:
    """Decoded text, or None and the byte at which it breaks."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(raw, final=whole), 0
    except UnicodeDecodeError as error:
        return None, error.start


def _line(raw: bytes, at: int) -> int:
    return _line_of(raw[:at].decode("latin-1"), at)


def _line_of(text: str, at: int) -> int:
    return len(re.findall(r"\r\n|\n|\r", text[:at])) + 1
