"""How often figures lie where, beside a line they are held against 「分布图」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.look.charts.bars import COLOURS
from diagnostics.look.charts.canvas import LETTERS, WIDTH, Margins, breadth, drawing, sheet, words, write
from diagnostics.look.charts.quantity import Size, figures_of, rows_of
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_MOST, HEIGHT = 120, {"wide": 150.0, "narrow": 120.0}


def histogram_chart(
    frame: pd.DataFrame, *, line: str = "", below: int = 0, each: int = 0, size: Size = "wide"
) -> Figure:
    """How often figures lie where, beside a line they are held against 「分布图」.

    Parameters
    ----------
    frame : DataFrame
        One row a bar from left to right: ``label`` (below the bar) and ``count`` (0 up); ``marked`` where a bar is one
        that the finding speaks of.
    line : str
        What the line is called; none is drawn where empty.
    below : int
        Bars at the left of the line.
    each : int
        Every how many bars bear their label; as many as fit, where 0.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column or a count is missing, or there are more bars than a reader takes in.
    """
    rows = rows_of(frame, ("label", "count"), "histogram_chart")
    counts = [value for value in figures_of(rows, "count") if value is not None and value >= 0]
    if not rows or len(rows) > _MOST or len(counts) < len(rows):
        raise InputError(f"histogram_chart draws 1 to {_MOST} bars with a count of 0 or more each; got {len(rows)}.")
    letters = LETTERS[size]
    labels = [words(row["label"]) for row in rows]
    room = WIDTH[size] - 8
    widest = max(breadth(text, letters) for text in labels) + 8
    step = each or max(1, math.ceil(len(rows) * widest / room))
    with drawing(size):
        figure, axes = sheet(size, HEIGHT[size], Margins(4.0, 4.0, letters * 1.9, letters * 1.9))
        top = max(*counts, 1.0)
        for at, (row, count) in enumerate(zip(rows, counts, strict=True)):
            # Marked bars are filled: a finding does not rest on colour alone.
            face = COLOURS["bad"] if row.get("marked") else "none"
            axes.bar(at, count, width=0.86, color=face, edgecolor=COLOURS["quiet"], linewidth=0.8, zorder=2)
        axes.set_xlim(-0.7, len(rows) - 0.3)
        axes.set_ylim(0, top * 1.06)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.axhline(0, color=LIGHT["ink"], linewidth=0.9, zorder=3)
        for at in range(below % step if line else 0, len(rows), step):
            write(axes, at, -top * 0.03, labels[at], ha="center", va="top", fontsize=letters, color=LIGHT["soft"])
        if line:
            axes.axvline(below - 0.5, color=LIGHT["ink"], linewidth=1.0, linestyle=(0, (3, 2)), zorder=4)
            side = "left" if below < len(rows) / 2 else "right"
            write(axes, below - 0.5, top * 1.08, line, ha=side, va="bottom", fontsize=letters, color=LIGHT["ink"])
    return figure
