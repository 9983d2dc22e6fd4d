"""Series beside what was to be expected without a measure 「预期走势图」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.look.charts.canvas import LETTERS, WIDTH, Margins, breadth, draw_key, drawing, sheet
from diagnostics.look.charts.ends import EndLabel, draw_ends
from diagnostics.look.charts.events import draw_events, place_events
from diagnostics.look.charts.periods import ticks
from diagnostics.look.charts.quantity import Event, Quantity, Size, axis_marks, figures_of, rows_of
from diagnostics.look.theme import LIGHT
from diagnostics.terms import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from diagnostics.look.numbers import Scale

_LINES = ("actual", "expected", "low", "high")
_INNER: dict[Size, float] = {"wide": 180.0, "narrow": 160.0}
_BAND = "#dfe5ea"
_EXPECTED: dict[str, Any] = {"color": LIGHT["ink"], "linewidth": 1.1, "dashes": (4, 2.5)}


@dataclass(frozen=True, slots=True)
class _Path:
    """What is drawn: figures already on the display scale."""

    periods: list[str]
    lines: dict[str, list[float]]
    scale: Scale
    quantity: Quantity
    size: Size

    @property
    def letters(self) -> float:
        return LETTERS[self.size]

    def there(self, name: str) -> list[float]:
        return [each for each in self.lines[name] if not math.isnan(each)]


def path_chart(frame: pd.DataFrame, quantity: Quantity, *, events: Sequence[Event] = (), size: Size = "wide") -> Figure:
    """Series beside what was to be expected without a measure 「预期走势图」.

    Parameters
    ----------
    frame : DataFrame
        One row a period in time order: ``period`` (text), ``actual``, ``expected``; where there, ``low`` and ``high``:
        where the expected level may lie. A missing figure leaves a gap.
    quantity : Quantity
        What is drawn and how it is written.
    events : sequence of Event
        The start, and other dated lines; each stands at the start of its period.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing, there is no value to draw, or an event's period is not in the series.
    """
    rows = rows_of(frame, ("period", "actual", "expected"), "path_chart")
    columns = {name: figures_of(rows, name) for name in _LINES}
    if all(each is None for each in columns["actual"]):
        raise InputError("path_chart got no value: every one is missing; leave the figure out.")
    scale = quantity.scale([each for column in columns.values() for each in column])
    lines = {
        name: [math.nan if each is None else each / scale.factor for each in column] for name, column in columns.items()
    }
    path = _Path([str(row["period"]) for row in rows], lines, scale, quantity, size)
    for event in events:
        if event.period not in path.periods:
            raise unknown("period", event.period, path.periods, f"event {event.label!r}")
    with drawing(size):
        return _draw(path, events)


def _draw(path: _Path, events: Sequence[Event]) -> Figure:
    low, high = _range(path)
    marks, plain = axis_marks(path.scale, low, high, 5)
    percent = path.scale.word == "%"
    texts = [plain.show(each) if percent or each == marks[-1] else plain.bare(each) for each in marks]
    ends = _ends(path)
    letters, inner = path.letters, _INNER[path.size]
    left = max(breadth(each, letters) for each in texts) + 8
    right = max([breadth(line, letters) for each in ends for line in each.text.split("\n")] or [0]) + 12
    room = WIDTH[path.size] - left - right
    placed = place_events(events, path.periods, room, room + right, letters)
    top = 10 + (1 + max((each.row for each in placed), default=-1)) * letters * 1.5
    key = _key(path)
    columns = len(key) if path.size == "wide" else 1
    bottom = letters * (4.1 + 1.5 * -(-len(key) // columns))
    figure, axes = sheet(path.size, inner, Margins(left, right, top, bottom))
    axes.set_xlim(-0.5, len(path.periods) - 0.5)
    axes.set_ylim(low, high)
    axes.set_yticks(marks, texts)
    axes.tick_params(axis="y", pad=6)
    for each in marks:
        axes.axhline(each, color=LIGHT["line"], linewidth=0.6, zorder=0)
    found = ticks(path.periods, path.quantity.language, 10 if path.size == "wide" else 5)
    axes.set_xticks([place for place, _ in found], [text for _, text in found])
    axes.tick_params(axis="x", pad=5)
    _lines(axes, path)
    draw_ends(axes, ends, letters, inner)
    draw_events(axes, placed, letters, inner)
    draw_key(figure, key, left, path.size, columns=columns)
    return figure


def _range(path: _Path) -> tuple[float, float]:
    """Value axis close around the figures: what matters is the distance of the two lines."""
    figures = [each for name in _LINES for each in path.there(name)]
    low, high = min(figures), max(figures)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def _lines(axes: Axes, path: _Path) -> None:
    places, lines = list(range(len(path.periods))), path.lines
    axes.fill_between(places, lines["low"], lines["high"], color=_BAND, linewidth=0, zorder=0.5)
    axes.plot(places, lines["expected"], **_EXPECTED, zorder=2)
    weight = 1.9 if len(places) <= 120 else 0.9
    axes.plot(places, lines["actual"], color=LIGHT["accent"], linewidth=weight, solid_capstyle="round", zorder=3)
    if len(places) <= 60:
        axes.plot(places, lines["actual"], "o", color=LIGHT["accent"], markersize=3.0, zorder=3.5)


def _ends(path: _Path) -> list[EndLabel]:
    """Last figure of the series and of what was to be expected."""
    language, found = path.quantity.language, []
    for name, term, colour in (("actual", "chart.value", LIGHT["accent"]), ("expected", "chart.path", LIGHT["ink"])):
        there = path.there(name)
        if there:
            text = f"{say(term, language)}\n{path.scale.show(there[-1] * path.scale.factor)}"
            found.append(EndLabel(text, there[-1], colour))
    return found


def _key(path: _Path) -> list[Any]:
    """What the line and the band mean."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    language = path.quantity.language
    handles: list[Any] = [Line2D([], [], label=say("chart.path_line", language), **_EXPECTED)]
    if path.there("low"):
        handles.append(Patch(color=_BAND, label=say("chart.path_band", language)))
    return handles
