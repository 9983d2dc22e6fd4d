"""How the factors lead from one figure to another 「瀑布图」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.look.charts.bars import COLOURS, rows_sheet, value_at
from diagnostics.look.charts.canvas import drawing
from diagnostics.look.charts.quantity import Quantity, Size, figures_of, rows_of
from diagnostics.look.numbers import finite
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.look.charts.bars import Rows

# Breadth of the thinnest bar in points.
THINNEST = 1.2
Ends = tuple[tuple[str, float], tuple[str, float]]


def waterfall_chart(frame: pd.DataFrame, ends: Ends, quantity: Quantity, *, size: Size = "wide") -> Figure:
    """How the factors lead from one figure to another 「瀑布图」.

    The ends are marks, not bars: so the axis may begin near them, and small factors stay visible.

    Parameters
    ----------
    frame : DataFrame
        One row a factor in the order to draw: ``label`` and ``contribution``.
    ends : pair of (label, value)
        Where it starts and where it ends: ``(("目标", 1_320_000), ("实际", 1_200_000))``.
    quantity : Quantity
        What is drawn and how it is written.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column or a figure is missing, or the contributions do not sum to the difference of the ends.
    """
    rows = rows_of(frame, ("label", "contribution"), "waterfall_chart")
    contributions = _contributions(rows, ends)
    labels = [ends[0][0], *(str(each["label"]) for each in rows), ends[1][0]]
    scale = quantity.fine_scale([ends[0][1], ends[1][1]], contributions)
    levels = [ends[0][1]]
    for each in contributions:
        levels.append(levels[-1] + each)
    values = [scale.show(ends[0][1]), *(scale.show_change(each) for each in contributions), scale.show(ends[1][1])]
    with drawing(size):
        drawn = rows_sheet(labels, (min(levels), max(levels)), size, values=[*values, values[0]], leftward=False)
        if min(levels) < 0 < max(levels):
            drawn.axes.axvline(0, color=LIGHT["line"], linewidth=0.8, linestyle=(0, (2, 2)), zorder=0.5)
        _draw(drawn, levels, values, [quantity.tone(each) for each in contributions])
    return drawn.figure


def _contributions(rows: list[dict[str, object]], ends: Ends) -> list[float]:
    found = figures_of(rows, "contribution")
    first, last = finite(ends[0][1]), finite(ends[1][1])
    missing = [str(row["label"]) for row, each in zip(rows, found, strict=True) if each is None]
    if missing or first is None or last is None:
        where = f"for {missing}" if missing else "at an end"
        raise InputError(f"waterfall_chart has no figure {where}; a waterfall needs every one.")
    contributions = [each for each in found if each is not None]
    total, size = sum(contributions), max(abs(first), abs(last), 1e-12)
    if abs(first + total - last) > 1e-6 * size:
        raise InputError(
            f"Contributions sum to {total!r}, the ends {ends[0][0]!r} and {ends[1][0]!r} differ by {last - first!r}; "
            "they must be equal."
        )
    return contributions


def _draw(rows: Rows, levels: list[float], values: list[str], tones: list[str]) -> None:
    axes, last = rows.axes, len(levels)
    for row, level in enumerate(levels[:-1]):
        axes.plot([level, level], [row + (0.3 if row else 0.34), row + 0.7], color="#b4bcc4", linewidth=0.8, zorder=1)
    axes.plot([levels[-1]] * 2, [last - 0.7, last - 0.34], color="#b4bcc4", linewidth=0.8, zorder=1)
    for place, tone in enumerate(tones, start=1):
        before, after = levels[place - 1], levels[place]
        # A factor too small for a bar is a stroke, so that no row looks empty.
        breadth = math.copysign(max(abs(after - before), THINNEST * rows.point), after - before)
        axes.barh(place, breadth, left=before, height=0.52, color=COLOURS[tone], linewidth=0, zorder=2)
        value_at(rows, max(before, after), place, values[place])
    for row, level in ((0, levels[0]), (last, levels[-1])):
        axes.plot(
            [level, level], [row - 0.34, row + 0.34], color=LIGHT["ink"], linewidth=3.0, zorder=3, solid_capstyle="butt"
        )
        value_at(rows, level, row, values[row])
