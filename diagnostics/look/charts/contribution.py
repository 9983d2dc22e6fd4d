"""Contributions of slices, or gaps of entities, as diverging bars 「贡献图」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.look.charts.bars import COLOURS, rows_sheet, value_at
from diagnostics.look.charts.canvas import drawing
from diagnostics.look.charts.quantity import Quantity, Size, figures_of, rows_of
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.look.charts.bars import Rows

_MOST = 40


def contribution_chart(frame: pd.DataFrame, quantity: Quantity, *, size: Size = "wide") -> Figure:
    """Contributions of slices, or gaps of entities, as diverging bars 「贡献图」.

    Parameters
    ----------
    frame : DataFrame
        One row a bar, first on top: ``label`` and ``contribution``. A missing contribution is shown as an en dash.
    quantity : Quantity
        What is drawn and how it is written.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing, there is no bar to draw, or there are more than a reader takes in.
    """
    rows = rows_of(frame, ("label", "contribution"), "contribution_chart")
    if len(rows) > _MOST:
        raise InputError(f"contribution_chart got {len(rows)} bars, takes up to {_MOST}; sum up the small ones.")
    contributions = figures_of(rows, "contribution")
    scale = quantity.fine_scale(contributions, contributions)
    texts = [scale.show_change(each) for each in contributions]
    known = [each for each in contributions if each is not None]
    with drawing(size):
        reach = min([0.0, *known]), max([0.0, *known])
        drawn = rows_sheet([str(each["label"]) for each in rows], reach, size, values=texts)
        _draw(drawn, contributions, texts, quantity)
    return drawn.figure


def _draw(rows: Rows, contributions: list[float | None], texts: list[str], quantity: Quantity) -> None:
    import seaborn as sns

    colours = [COLOURS[quantity.tone(each)] for each in contributions]
    places = list(range(len(texts)))
    sns.barplot(
        x=[each or 0.0 for each in contributions], y=places, hue=places, palette=colours, orient="h", width=0.52,
        saturation=1, errorbar=None, legend=False, native_scale=True, ax=rows.axes,
    )  # fmt: skip
    rows.axes.set(xlabel="", ylabel="", yticks=[], ylim=(len(texts) - 0.5, -0.5))
    rows.axes.axvline(0, color=LIGHT["ink"], linewidth=0.9, zorder=3)
    for row, (each, text) in enumerate(zip(contributions, texts, strict=True)):
        value_at(rows, each or 0.0, row, text, leftward=bool(each and each < 0))
