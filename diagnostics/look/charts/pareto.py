"""Causes by what they cost, the vital few above a line 「帕累托图」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.look.charts.bars import COLOURS, rows_sheet, value_at
from diagnostics.look.charts.canvas import drawing
from diagnostics.look.charts.quantity import Size, figures_of, rows_of
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

_MOST = 24


def pareto_chart(frame: pd.DataFrame, *, size: Size = "wide") -> Figure:
    """Causes by what they cost, the vital few above a line 「帕累托图」.

    Parameters
    ----------
    frame : DataFrame
        One row a cause, the largest first: ``label``, ``amount`` (0 up), ``told`` (what stands at the end of the bar)
        and ``vital`` (whether it is one of the few that make most of the whole).
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column or an amount is missing, or there are more causes than a reader takes in.
    """
    rows = rows_of(frame, ("label", "amount", "told", "vital"), "pareto_chart")
    if len(rows) > _MOST:
        raise InputError(f"pareto_chart got {len(rows)} causes, takes up to {_MOST}; sum up the small ones.")
    amounts = figures_of(rows, "amount")
    known = [each for each in amounts if each is not None and each >= 0]
    if len(known) < len(rows):
        raise InputError("pareto_chart needs an amount of 0 or more in every row.")
    texts = [str(each["told"]) for each in rows]
    with drawing(size):
        drawn = rows_sheet([str(each["label"]) for each in rows], (0.0, max(known)), size, values=texts)
        for at, (row, amount, text) in enumerate(zip(rows, known, texts, strict=True)):
            # Few and many differ in fill, not in colour alone; and a line parts them.
            style: dict[str, Any] = (
                {"color": COLOURS["bad"]} if row["vital"] else {"color": "none", "edgecolor": COLOURS["quiet"]}
            )
            drawn.axes.barh(at, amount, height=0.52, linewidth=0.0 if row["vital"] else 1.0, zorder=2, **style)
            value_at(drawn, amount, at, text)
        vital = sum(bool(each["vital"]) for each in rows)
        if 0 < vital < len(rows):
            low, high = drawn.axes.get_xlim()
            drawn.axes.plot([low, high], [vital - 0.5] * 2, color=LIGHT["ink"], linewidth=1.1, zorder=3)
    return drawn.figure
