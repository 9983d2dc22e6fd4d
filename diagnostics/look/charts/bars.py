"""Rows of labels with bars beside them: what waterfall and contributions share 「横条」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.look.charts.canvas import LETTERS, WIDTH, Margins, breadth, sheet, words, wrapped, write
from diagnostics.look.charts.quantity import Size
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"good": LIGHT["fair"], "bad": "#c2601c", "quiet": "#8d98a3"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Sheet whose rows bear their labels at the left; row 0 is on top 「行图」.

    Parameters
    ----------
    figure, axes
        What is drawn on; the y axis counts rows downward.
    letters : float
        Size of the letters in points.
    pitch : float
        Height of a row in points.
    point : float
        One point in units of the x axis.
    """

    figure: Figure
    axes: Axes
    letters: float
    pitch: float
    point: float


def rows_sheet(
    labels: Sequence[str],
    reach: tuple[float, float],
    size: Size,
    *,
    values: Sequence[str],
    top: float = 4.0,
    leftward: bool = True,
) -> Rows:
    """Sheet with labelled rows and an x axis that leaves room for the values at the bars' ends 「行图」.

    Parameters
    ----------
    labels : sequence of str
        Text of each row; long ones break into two lines.
    reach : (float, float)
        What the bars reach, from and to.
    size : {"wide", "narrow"}
        Which breadth.
    values : sequence of str
        Texts at the ends of the bars, for their breadth.
    top : float
        Room above the rows in points.
    leftward : bool
        Whether bars below zero bear their values at the left.
    """
    letters = LETTERS[size]
    most = WIDTH[size] * (0.34 if size == "wide" else 0.36)
    broken = [wrapped(words(each), most, letters, lines=2) for each in labels]
    left = min(most, max(breadth(each, letters) for each in broken)) + 14
    pitch = letters * (2.9 if any("\n" in each for each in broken) else 2.5)
    figure, axes = sheet(size, pitch * len(broken), Margins(left, 2.0, top, 4.0))
    room = WIDTH[size] - left - 2.0
    value = max((breadth(each, letters) for each in values), default=0.0) + 8
    low, high = reach
    span = (high - low) or 1.0
    # Room for a value on either side where bars go there.
    before, after = (value if low < 0 and leftward else 4.0), value
    point = span / max(room - before - after, room * 0.25)
    axes.set_xlim(low - before * point, high + after * point)
    axes.set_ylim(len(broken) - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for row, text in enumerate(broken):
        _label(axes, row, text, left, letters)
        if row:
            edge = -left / room, 1.0
            axes.plot(
                edge,
                [row - 0.5] * 2,
                color=LIGHT["line"],
                linewidth=0.5,
                clip_on=False,
                zorder=0,
                transform=axes.get_yaxis_transform(),
            )
    return Rows(figure, axes, letters, pitch, point)


def _label(axes: Axes, row: int, text: str, left: float, letters: float) -> None:
    from matplotlib.transforms import ScaledTranslation

    beside = axes.get_yaxis_transform() + ScaledTranslation(-left / 72, 0, axes.figure.dpi_scale_trans)
    write(
        axes, 0, row, text, transform=beside, ha="left", va="center", fontsize=letters, color=LIGHT["ink"],
        linespacing=1.2,
    )  # fmt: skip


def value_at(rows: Rows, x: float, row: int, text: str, *, leftward: bool = False) -> None:
    """Value at the end of a bar 「条末数值」."""
    shift = (-5 if leftward else 5) * rows.point
    align = "right" if leftward else "left"
    write(rows.axes, x + shift, row, text, ha=align, va="center", fontsize=rows.letters)
