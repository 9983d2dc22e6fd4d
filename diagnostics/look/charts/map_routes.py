"""Lines between the boxes of a map, in the gaps between them 「连线」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from diagnostics.look.charts.strategy_map import Placed

# Lines to different boxes run beside each other, so many points apart.
_LANE, _LANES = 2.6, 5


def draw_routes(axes: Axes, placed: Sequence[Placed], links: Sequence[tuple[str, str]], width: float) -> None:
    """Draw a line from each box to the one it serves, with an arrow head there 「连线」.

    A line leaves a box at its top, runs in the gap above its row, climbs beside the boxes, and enters from below: it
    never crosses a box.

    Parameters
    ----------
    axes : Axes
        Points from the top left.
    placed : sequence of Placed
        Boxes where they are drawn.
    links : sequence of (str, str)
        Ids of a box and of the box it serves.
    width : float
        Breadth of the sheet.
    """
    where = {each.box.id: each for each in placed if each.box.id}
    lanes = {key: number % _LANES for number, key in enumerate(dict.fromkeys(above for _, above in links))}
    for below, above in links:
        lower, upper = where[below], where[above]
        shift = _LANE * (lanes[above] - (_LANES - 1) / 2)
        points = _route(lower, upper, placed, shift, width)
        axes.plot(*zip(*points, strict=True), color=LIGHT["faint"], linewidth=0.9, zorder=1, solid_joinstyle="round")
        x, y = points[-1]
        down = points[-2][1] < y
        axes.plot([x], [y + (-3.0 if down else 3.0)], marker="v" if down else "^", markersize=5, color=LIGHT["faint"],
                  zorder=5)  # fmt: skip


def _route(
    lower: Placed, upper: Placed, placed: Sequence[Placed], shift: float, width: float
) -> list[tuple[float, float]]:
    """Corners of a line, from the box that serves to the one served."""
    if lower.row == upper.row:
        # Side by side: over the gap above both.
        lane = lower.top - 8 + shift
        return [
            (lower.middle, lower.top),
            (lower.middle, lane),
            (upper.middle + shift, lane),
            (upper.middle + shift, upper.top),
        ]
    if lower.row < upper.row:
        # What serves stands above what it serves, where views say so.
        start, end = lower.bottom, upper.top
        leave, enter = start + 8 - shift, end - 8 + shift
    else:
        start, end = lower.top, upper.bottom
        leave, enter = start - 8 + shift, end + 8 - shift
    target = upper.middle + shift
    if abs(lower.row - upper.row) == 1:
        return [(lower.middle, start), (lower.middle, leave), (target, leave), (target, end)]
    aside = _gutter(lower, upper, placed, width) + shift
    return [
        (lower.middle, start),
        (lower.middle, leave),
        (aside, leave),
        (aside, enter),
        (target, enter),
        (target, end),
    ]


def _gutter(lower: Placed, upper: Placed, placed: Sequence[Placed], width: float) -> float:
    """Place beside the boxes of every row between two, nearest to the one served; the margin where there is none."""
    first, last = sorted((lower.row, upper.row))
    between = [each for each in placed if first < each.row < last]
    gaps = {each.left + each.width + 9 for each in between if each.left + each.width + 18 < width}
    free = [x for x in gaps if not any(each.left < x < each.left + each.width for each in between)]
    return min(free, key=lambda x: abs(x - upper.middle), default=width - 1.0)
