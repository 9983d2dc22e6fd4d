"""Slices of a gap under those that hold them, as bars 「切片树图」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.look.charts.bars import COLOURS, rows_sheet, value_at
from diagnostics.look.charts.canvas import drawing
from diagnostics.look.charts.quantity import Quantity, Size, figures_of, rows_of
from diagnostics.look.numbers import finite, show
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_MOST = 24
# What a narrower slice is set in by.
_INDENT = "  "


def slice_tree_chart(frame: pd.DataFrame, quantity: Quantity, *, size: Size = "wide") -> Figure:
    """Slices of a gap, each below the one that holds it, with share and sureness 「切片树图」.

    Parameters
    ----------
    frame : DataFrame
        One row a slice, in order: ``depth`` (0 up), ``slice``, ``contribution``, ``share`` of the gap (missing where
        there is no gap) and ``sure`` (a word or two, or empty).
    quantity : Quantity
        What is drawn and how it is written.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing, or there are more slices than a reader takes in.
    """
    rows = rows_of(frame, ("depth", "slice", "contribution", "share", "sure"), "slice_tree_chart")
    if len(rows) > _MOST:
        raise InputError(f"slice_tree_chart got {len(rows)} slices, takes up to {_MOST}; sum up the small ones.")
    figures = figures_of(rows, "contribution")
    scale = quantity.fine_scale(figures, figures)
    texts = []
    for row, figure in zip(rows, figures, strict=True):
        share = finite(row["share"])
        told = scale.show_change(figure) if share is None else show(share, "share", quantity.language)
        # On a phone how sure stands below the share, or there would be no room for bars.
        texts.append((" · " if size == "wide" else "\n").join(each for each in (told, str(row["sure"])) if each))
    labels = [_INDENT * int(row["depth"]) + str(row["slice"]) for row in rows]
    known_figures = [each for each in figures if each is not None]
    reach = min([0.0, *known_figures]), max([0.0, *known_figures])
    with drawing(size):
        drawn = rows_sheet(labels, reach, size, values=[line for each in texts for line in each.split("\n")])
        drawn.axes.axvline(0, color=LIGHT["ink"], linewidth=0.9, zorder=3)
        for place, (figure, text) in enumerate(zip(figures, texts, strict=True)):
            drawn.axes.barh(place, figure or 0.0, height=0.52, color=COLOURS[quantity.tone(figure)])
            value_at(drawn, figure or 0.0, place, text, leftward=bool(figure and figure < 0))
        drawn.axes.set_ylim(len(rows) - 0.5, -0.5)
    return drawn.figure
