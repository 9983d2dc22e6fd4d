"""Labels at the right end of lines, in place of a key 「线端标注」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.look.charts.canvas import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINES = 2.75


@dataclass(frozen=True, slots=True)
class EndLabel:
    """Label at the right end of a line 「线端标注」.

    Parameters
    ----------
    text : str
        Two lines: what it is, and its last figure.
    height : float
        Where the line ends, in the axes' data.
    colour : str
        The line's own.
    """

    text: str
    height: float
    colour: str


def draw_ends(axes: Axes, labels: Sequence[EndLabel], letters: float, inner: float) -> None:
    """Write the labels beside the axes, pushed apart where they would overlap 「写线端标注」.

    Parameters
    ----------
    axes : Axes
        Its limits are set.
    labels : sequence of EndLabel
        At most two.
    letters, inner : float
        Size of the letters and height of the axes in points.
    """
    from matplotlib.transforms import ScaledTranslation

    low, high = axes.get_ylim()
    need = letters * _LINES / inner * (high - low)
    heights = [each.height for each in labels]
    if len(labels) == 2 and abs(heights[0] - heights[1]) < need:
        middle, side = sum(heights) / 2, 1 if heights[0] >= heights[1] else -1
        heights = [middle + side * need / 2, middle - side * need / 2]
    beside = axes.get_yaxis_transform() + ScaledTranslation(8 / 72, 0, axes.figure.dpi_scale_trans)
    for each, height in zip(labels, heights, strict=True):
        style = {"va": "center", "ha": "left", "linespacing": 1.25}
        write(axes, 1, height, each.text, color=each.colour, fontsize=letters, transform=beside, **style)
