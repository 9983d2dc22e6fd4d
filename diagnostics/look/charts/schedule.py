"""Measures over time: from when until when, and what day it is 「进度横条」."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from diagnostics.look.charts.bars import COLOURS, Rows, rows_sheet, value_at
from diagnostics.look.charts.canvas import breadth, drawing, write
from diagnostics.look.charts.quantity import Size, rows_of
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

# Shortest bar in points: a measure of one day is no dot.
_SHORTEST = 3.0


def schedule_chart(frame: pd.DataFrame, today: tuple[str, str], *, size: Size = "wide") -> Figure:
    """A bar a measure from its start to its last day 「进度横条」.

    Parameters
    ----------
    frame : DataFrame
        One row a measure in the order to draw: ``label``, ``start`` and ``end`` as ISO days, ``text`` at the bar's end,
        ``open`` whether it is only planned.
    today : (str, str)
        ISO day of the figures, and what stands beside its line.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing.
    """
    rows = rows_of(frame, ("label", "start", "end", "text", "open"), "schedule_chart")
    spans = [tuple(date.fromisoformat(str(each[name])).toordinal() for name in ("start", "end")) for each in rows]
    now = date.fromisoformat(today[0]).toordinal()
    first, last = min(now, *(each[0] for each in spans)), max(now, *(each[1] for each in spans))
    with drawing(size):
        drawn = rows_sheet(
            [str(each["label"]) for each in rows],
            (0.0, float(last - first)),
            size,
            values=[str(each["text"]) for each in rows],
            top=20.0,
        )
        ends = [max(float(end - first), float(start - first) + _SHORTEST * drawn.point) for start, end in spans]
        texts = [str(each["text"]) for each in rows]
        _today(drawn, (float(now - first), float(last - first)), today[1], list(zip(ends, texts, strict=True)))
        for place, (row, (start, end)) in enumerate(zip(rows, spans, strict=True)):
            _bar(drawn, place, (float(start - first), float(end - first)), planned=bool(row["open"]))
            value_at(drawn, ends[place], place, texts[place])
    return drawn.figure


def _bar(rows: Rows, place: int, span: tuple[float, float], *, planned: bool) -> None:
    wide = max(span[1] - span[0], _SHORTEST * rows.point)
    colour = COLOURS["good"]
    rows.axes.barh(
        place, wide, left=span[0], height=0.4, zorder=2, linewidth=1.0, edgecolor=colour,
        color="none" if planned else colour,
    )  # fmt: skip


def _today(rows: Rows, at: tuple[float, float], word: str, ends: list[tuple[float, str]]) -> None:
    """Line at the day of the figures, with its word above the rows; it goes around what stands beside a bar."""
    day, last = at
    for place, (end, text) in enumerate(ends):
        reach = end + (9 + breadth(text, rows.letters)) * rows.point
        if not end < day < reach:
            rows.axes.plot(
                [day, day], [place - 0.5, place + 0.5], color=LIGHT["soft"], linewidth=0.9, linestyle=(0, (3, 2)),
                zorder=1,
            )  # fmt: skip
    align = "right" if day > last / 2 else "left"
    write(
        rows.axes, day, -0.55, word, ha=align, va="bottom", fontsize=rows.letters, color=LIGHT["soft"], clip_on=False
    )  # fmt: skip
