"""How much room text takes on a slide: measured without the reader's fonts, so on the safe side 「文字占位」."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

# Breadths in ems, a little more than the usual fonts have.
_WIDE, _NARROW, _UPPER, _OTHER = 1.0, 0.32, 0.72, 0.58
_THIN = frozenset(" .,;:'|!iljtfI()[]·")
LINE = 1.3
POINTS = 72.0


def breadth(text: str, points: float) -> float:
    """Breadth of a line in inches 「行宽」.

    Examples
    --------
    >>> round(breadth("中文", 36), 2)
    1.0
    """
    return sum(_em(each) for each in text) * points / POINTS


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA":
        return _WIDE
    return _NARROW if letter in _THIN else _UPPER if letter.isupper() else _OTHER


def lines(text: str, room: float, points: float) -> int:
    r"""Lines that a text breaks into within so many inches 「行数」.

    Examples
    --------
    >>> lines("一二三四五六", 1.0, 36), lines("a\nb", 1.0, 12)
    (3, 2)
    """
    # A word that doesn't fit leaves part of a line empty.
    waste = 1.0 if any(unicodedata.east_asian_width(each) in "WF" for each in text) else 1.12
    return sum(max(1, math.ceil(breadth(each, points) * waste / room - 1e-9)) for each in text.split("\n"))


def height(texts: Sequence[str], room: float, points: float, *, after: float = 0.0) -> float:
    """Inches that paragraphs take, with so many points after each 「段落高度」."""
    return sum(lines(each, room, points) * points * LINE + after for each in texts) / POINTS


def largest(texts: Sequence[str], room: tuple[float, float], sizes: Sequence[float], *, after: float = 0.0) -> float:
    """Largest size in points in which paragraphs fit; the smallest where none does 「合适字号」.

    Parameters
    ----------
    room : (float, float)
        Breadth and height in inches.
    sizes : sequence of float
        Sizes to try, the largest first.
    """
    return next((each for each in sizes if height(texts, room[0], each, after=after) <= room[1]), sizes[-1])


def cut(texts: Sequence[str], room: tuple[float, float], points: float, *, after: float = 0.0) -> tuple[list[str], int]:
    """Paragraphs that fit, and how many don't; a first one that is too long is shortened 「截取」."""
    kept: list[str] = []
    for each in texts:
        if height([*kept, each], room[0], points, after=after) > room[1]:
            break
        kept.append(each)
    if not kept and texts:
        text = texts[0]
        while text and height([text + "…"], room[0], points, after=after) > room[1]:
            text = text[: int(len(text) * 0.9)]
        kept = [text + "…"]
    return kept, len(texts) - len(kept)


def column_widths(cells: Sequence[Sequence[str]], room: float, points: float) -> list[float]:
    """Breadths of columns in inches: by their longest cell, bounded, and together as broad as the slide 「列宽」.

    Parameters
    ----------
    cells : sequence of sequences of str
        Rows, the heads first.
    """
    pad, least = 0.2, 0.7
    wanted = []
    for column in zip(*cells, strict=True):
        longest = max((breadth(each, points) for text in column for each in text.split("\n")), default=0.0) + pad
        word = max((breadth(each, points) for text in column for each in _words(text)), default=0.0) + pad
        wanted.append((max(min(longest, word), least), max(longest, least)))
    spare = room - sum(low for low, _ in wanted)
    reach = sum(high - low for low, high in wanted)
    if spare <= 0:
        return [low * room / sum(each for each, _ in wanted) for low, _ in wanted]
    share = min(1.0, spare / reach) if reach else 0.0
    found = [low + (high - low) * share for low, high in wanted]
    left = (room - sum(found)) / len(found)
    return [each + left for each in found]


def _words(text: str) -> list[str]:
    """Pieces that are not broken: words of Latin letters, short ones of Chinese."""
    return [each[:4] if unicodedata.east_asian_width(each[:1] or " ") in "WF" else each for each in text.split()]
