"""Figures beside the ranges they usually keep to 「范围图」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.look.charts.bars import rows_sheet, value_at
from diagnostics.look.charts.canvas import drawing
from diagnostics.look.charts.quantity import Quantity, Size, figures_of, rows_of
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

BAND = "#dde3e8"


def range_chart(frame: pd.DataFrame, quantity: Quantity, *, size: Size = "wide") -> Figure:
    """Figures beside the ranges they usually keep to, as changes from what was expected 「范围图」.

    A band is the usual range, a dot the figure; a dot outside its band is filled, and its value stands beside it.

    Parameters
    ----------
    frame : DataFrame
        One row a figure, first on top: ``label``, ``value``, ``low``, ``high``, all but the label as changes from what
        was expected (0).
    quantity : Quantity
        What is drawn and how it is written.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column or a figure is missing.
    """
    rows = rows_of(frame, ("label", "value", "low", "high"), "range_chart")
    figures = {name: figures_of(rows, name) for name in ("value", "low", "high")}
    known = [each for column in figures.values() for each in column if each is not None]
    if not rows or len(known) < 3 * len(rows):
        raise InputError("range_chart draws rows whose value, low and high are all there.")
    scale = quantity.scale(known)
    told = [scale.show_change(each) for each in figures["value"]]
    with drawing(size):
        labels = [str(each["label"]) for each in rows]
        drawn = rows_sheet(labels, (min([0.0, *known]), max([0.0, *known])), size, values=told, leftward=False)
        axes = drawn.axes
        axes.axvline(0, color=LIGHT["line"], linewidth=0.8, linestyle=(0, (2, 2)), zorder=2)
        columns = zip(figures["value"], figures["low"], figures["high"], told, strict=True)
        for place, (value, low, high, text) in enumerate(columns):
            assert value is not None
            assert low is not None
            assert high is not None
            axes.barh(place, high - low, left=low, height=0.44, color=BAND, linewidth=0, zorder=1)
            outside = not low <= value <= high
            # Filled, not coloured: that a figure is unusual says nothing of whether it is good.
            face = LIGHT["ink"] if outside else "white"
            axes.plot([value], [place], "o", markersize=6, markerfacecolor=face, markeredgecolor=LIGHT["ink"], zorder=3)
            value_at(drawn, max(value, high), place, text)
    return drawn.figure
