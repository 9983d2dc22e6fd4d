"""Icons of a control chart: what the last point says, and whether the target is reached 「波动图标与达标图标」.

Shape, inner mark and words differ as well as colour: better is a circle, worse a diamond, neither a square, nothing
special a thin circle; the arrow says high or low, tick and cross whether the target is reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args
from xml.etree.ElementTree import Element, SubElement

from diagnostics.errors import unknown
from diagnostics.look.svg_text import write_svg
from diagnostics.look.theme import LIGHT
from diagnostics.terms import Language, say

IconName = Literal[
    "common_cause", "improvement_high", "improvement_low", "concern_high", "concern_low", "neutral_high",
    "neutral_low", "consistent_pass", "inconsistent", "consistent_fail",
]  # fmt: skip
ICONS: tuple[IconName, ...] = get_args(IconName)
# Outlines and marks on a field of 48 by 48, y downwards: a page and a figure draw the same.
Line = tuple[tuple[float, float], ...]
_TURNS = [at / 24 * math.pi for at in range(48)]
_CIRCLE: Line = tuple((24 + 21 * math.sin(turn), 24 - 21 * math.cos(turn)) for turn in _TURNS)
_DIAMOND: Line = ((24, 2), (46, 24), (24, 46), (2, 24))
_SQUARE: Line = ((6, 6), (42, 6), (42, 42), (6, 42))
_FRAMES: dict[str, tuple[Line, str, float]] = {
    "cause": (_CIRCLE, "quiet", 1.5),
    "improvement": (_CIRCLE, "good", 4),
    "concern": (_DIAMOND, "bad", 4),
    "neutral": (_SQUARE, "soft", 4),
    "pass": (_CIRCLE, "good", 4),
    "fail": (_DIAMOND, "bad", 4),
    "inconsistent": (_SQUARE, "watch", 4),
}
_INNER: dict[str, tuple[Line, ...]] = {
    "high": (((24, 35), (24, 14)), ((15, 23), (24, 14), (33, 23))),
    "low": (((24, 13), (24, 34)), ((15, 25), (24, 34), (33, 25))),
    "cause": (tuple((10 + at, round(24 - 6 * math.sin(at * math.pi / 7), 2)) for at in range(29)),),
    "pass": (((14, 25), (21, 32), (34, 17)),),
    "fail": (((17, 17), (31, 31)), ((31, 17), (17, 31))),
    "inconsistent": (((11, 24), (37, 24)), ((12, 31), (20, 16), (28, 31), (36, 16))),
}


@dataclass(frozen=True, slots=True)
class Strokes:
    """What an icon is drawn of, on a field of 48 by 48 with y downwards 「图标笔画」.

    Parameters
    ----------
    outline : tuple of points
        Closed line around it.
    inner : tuple of lines
        Mark within.
    tone : str
        Name of its colour in the theme.
    weight : float
        Breadth of the outline; the mark's is 3.5.
    """

    outline: Line
    inner: tuple[Line, ...]
    tone: str
    weight: float


def strokes(name: str) -> Strokes:
    """What an icon is drawn of 「图标笔画」.

    Raises
    ------
    UnknownNameError
        When there is no such icon.
    """
    if name not in ICONS:
        raise unknown("icon", name, ICONS)
    first, _, last = name.rpartition("_")
    outline, tone, weight = _FRAMES[last if last in _FRAMES else first]
    return Strokes(outline, _INNER[last], tone, weight)


def icon_svg(name: str, language: Language = "zh") -> str:
    """Icon as inline SVG with its words for those who can't see it 「图标」.

    Parameters
    ----------
    name : str
        One of `ICONS`: ``ControlChart.variation_icon`` or ``ControlChart.assurance``.
    language : {"zh", "en"}
        Language of the words.

    Raises
    ------
    UnknownNameError
        When there is no such icon.

    Examples
    --------
    >>> icon_svg("concern_low", "en")[:70]
    '<svg viewBox="0 0 48 48" width="24" height="24" role="img" aria-label='
    """
    words, drawn = icon_word(name, language), strokes(name)
    size = {"viewBox": "0 0 48 48", "width": "24", "height": "24"}
    root = Element("svg", size | {"role": "img", "aria-label": words})
    stroke = {"fill": "none", "stroke": LIGHT[drawn.tone], "stroke-linejoin": "round"}
    SubElement(root, "path", {"d": _path(drawn.outline) + "z", **stroke, "stroke-width": f"{drawn.weight:g}"})
    inner = "".join(_path(each) for each in drawn.inner)
    SubElement(root, "path", {"d": inner, **stroke, "stroke-width": "3.5", "stroke-linecap": "round"})
    return write_svg(root)


def _path(line: Line) -> str:
    return "M" + "L".join(f"{x:.4g} {y:.4g}" for x, y in line)


def icon_word(name: str, language: Language = "zh") -> str:
    """Words of an icon 「图标文字」.

    Raises
    ------
    UnknownNameError
        When there is no such icon.

    Examples
    --------
    >>> icon_word("consistent_pass", "zh")
    '照现状稳定达标'
    """
    if name not in ICONS:
        raise unknown("icon", name, ICONS)
    return say(f"icon.{name}", language)
