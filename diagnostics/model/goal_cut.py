"""As much of a strategy map as a reader takes in: its top levels, and what is left out 「地图取舍」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.look.charts.strategy_map import Band, Box, Line

    Links = tuple[tuple[str, str], ...]
_RANKS = ("warning", "strong", "note", "plain")


def cut(
    bands: Sequence[Band], links: Links, depths: Mapping[str, int], most: int, language: Language
) -> tuple[tuple[Band, ...], Links]:
    """Bands of at most so many lines, each box saying how many of its lines are left out 「裁剪地图」.

    Lines go first, down to one a box and what is missing there; then goals, from the lowest level up. The map is never
    refused: what remains is what stands at its top.

    Parameters
    ----------
    depths : mapping
        Depth of each goal by its id, 0 at the top.
    most : int
        Lines that may be drawn, titles included; 4 or more.
    """
    if _lines(bands) <= most:
        return tuple(bands), links
    kept = _top(bands, depths, most // 2, language)
    low, high = 1, max(len(box.lines) for band in kept for box in band.boxes) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _lines(_shortened(kept, middle, language)) <= most else (low, middle)
    shown = {box.id for band in kept for box in band.boxes}
    return _shortened(kept, low, language), tuple(each for each in links if set(each) <= shown)


def _lines(bands: Sequence[Band]) -> int:
    return sum(1 + len(box.lines) for band in bands for box in band.boxes)


def _shortened(bands: Sequence[Band], lines: int, language: Language) -> tuple[Band, ...]:
    return tuple(replace(each, boxes=tuple(_short(box, lines, language) for box in each.boxes)) for each in bands)


def _short(box: Box, lines: int, language: Language) -> Box:
    """Box with its weightiest lines, in their order, and how many more there are."""
    if len(box.lines) <= lines:
        return box
    ranked = sorted(range(len(box.lines)), key=lambda at: _RANKS.index(box.lines[at].kind))
    kept = sorted(ranked[: lines - 1])
    return replace(box, lines=(*(box.lines[at] for at in kept), _more(len(box.lines) - len(kept), language)))


def _more(count: int, language: Language) -> Line:
    from diagnostics.look.charts.strategy_map import Line

    return Line(say("map.more", language, count=count), "note")


def _top(bands: Sequence[Band], depths: Mapping[str, int], most: int, language: Language) -> tuple[Band, ...]:
    """Bands of at most so many boxes: without the deepest goals, and a box that says how many those are."""
    boxes = [box for band in bands for box in band.boxes]
    if len(boxes) <= most:
        return tuple(bands)
    # What no goal links (KPIs that serve none) counts as the top: it is what a map has to show.
    order = sorted(boxes, key=lambda box: depths.get(box.id, 0))
    kept = {id(box) for box in order[: most - 1]}
    parts = [replace(each, boxes=tuple(box for box in each.boxes if id(box) in kept)) for each in bands]
    return (*(each for each in parts if each.boxes), _left_out(len(boxes) - len(kept), language))


def _left_out(count: int, language: Language) -> Band:
    from diagnostics.look.charts.strategy_map import Band, Box

    return Band("", (Box("", say("map.left_out", language, count=count), dashed=True),))
