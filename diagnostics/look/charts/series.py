"""Series with its usual range, target, interventions and flagged points 「趋势图」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.look.charts.canvas import LETTERS, WIDTH, Margins, breadth, draw_key, drawing, sheet
from diagnostics.look.charts.ends import EndLabel, draw_ends
from diagnostics.look.charts.events import draw_events, place_events
from diagnostics.look.charts.icon_row import draw_icons, icon_rows, row_height
from diagnostics.look.charts.periods import ticks
from diagnostics.look.charts.quantity import Event, Quantity, Size, axis_marks, figures_of, rows_of
from diagnostics.look.theme import LIGHT
from diagnostics.terms import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from diagnostics.look.numbers import Scale

_LINES = ("value", "target", "mean", "lower", "upper")
_WEIGHT = 1.9
_INNER: dict[Size, float] = {"wide": 190.0, "narrow": 168.0}
# Flag -> term, matplotlib marker, colour: the shapes differ in outline.
_FLAGS = {
    "special_cause_improvement": ("chart.better", "^", LIGHT["good"]),
    "special_cause_concern": ("chart.worse", "v", LIGHT["bad"]),
    "special_cause_neutral": ("chart.changed", "D", LIGHT["soft"]),
}


@dataclass(frozen=True, slots=True)
class _Series:
    """What is drawn: figures already on the display scale."""

    periods: list[str]
    lines: dict[str, list[float]]
    flags: list[str]
    bases: list[str]
    scale: Scale
    quantity: Quantity
    size: Size

    @property
    def letters(self) -> float:
        return LETTERS[self.size]


def series_chart(
    frame: pd.DataFrame,
    quantity: Quantity,
    *,
    events: Sequence[Event] = (),
    icons: Sequence[str] = (),
    size: Size = "wide",
) -> Figure:
    """Series with its usual range, target, interventions and flagged points 「趋势图」.

    Parameters
    ----------
    frame : DataFrame
        One row a period in time order: ``period`` (text) and ``value``; where there: ``target``, ``mean``, ``lower``,
        ``upper``, ``flag`` (common_cause, special_cause_improvement, special_cause_concern, special_cause_neutral).
        A missing value leaves a gap in the line, and so does another ``basis`` (text) than that of the value before.
    quantity : Quantity
        What is drawn and how it is written.
    events : sequence of Event
        Interventions; the line stands at the start of their period.
    icons : sequence of str
        Icons of `look.icons` that stand above, each with its word.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing, there is no value to draw, or an event's period is not in the series.
    """
    series = _series(frame, quantity, size)
    for event in events:
        if event.period not in series.periods:
            raise unknown("period", event.period, series.periods, f"event {event.label!r}")
    with drawing(size):
        return _draw(series, events, icons)


def _series(frame: pd.DataFrame, quantity: Quantity, size: Size) -> _Series:
    rows = rows_of(frame, ("period", "value"), "series_chart")
    columns = {name: figures_of(rows, name) for name in _LINES}
    if all(each is None for each in columns["value"]):
        raise InputError("series_chart got no value: every one is missing; leave the figure out.")
    scale = quantity.scale([each for column in columns.values() for each in column])
    lines = {
        name: [math.nan if each is None else each / scale.factor for each in column] for name, column in columns.items()
    }
    flags = [str(row.get("flag") or "") for row in rows]
    bases = [str(row.get("basis") or "") for row in rows]
    return _Series([str(row["period"]) for row in rows], lines, flags, bases, scale, quantity, size)


def _draw(series: _Series, events: Sequence[Event], icons: Sequence[str]) -> Figure:
    low, high = _range(series)
    marks, texts = _value_ticks(series, low, high)
    ends = _end_labels(series)
    letters, inner = series.letters, _INNER[series.size]
    left = max(breadth(each, letters) for each in texts) + 8
    right = max([breadth(line, letters) for each in ends for line in each.text.split("\n")] or [0]) + 12
    room = WIDTH[series.size] - left - right
    placed = place_events(events, series.periods, room, room + right, letters)
    rows = icon_rows(icons, left, series.size, series.quantity.language)
    top = row_height(series.size) * len(rows) + 10
    top += (1 + max((each.row for each in placed), default=-1)) * letters * 1.5
    key = _key(series)
    columns = len(key) if series.size == "wide" else 2
    bottom = letters * (3.4 + (0.7 + 1.5 * -(-len(key) // columns) if key else 0.0))
    figure, axes = sheet(series.size, inner, Margins(left, right, top, bottom))
    axes.set_xlim(-0.5, len(series.periods) - 0.5)
    axes.set_ylim(low, high)
    _draw_grid(axes, series, marks, texts)
    _draw_lines(axes, series)
    _draw_flags(axes, series)
    draw_ends(axes, ends, letters, inner)
    draw_events(axes, placed, letters, inner)
    draw_key(figure, key, left, series.size, columns=columns)
    draw_icons(figure, rows, series.size, series.quantity.language)
    return figure


def _range(series: _Series) -> tuple[float, float]:
    """Value axis: from zero where that costs little, else close around the figures."""
    figures = [each for line in series.lines.values() for each in line if not math.isnan(each)]
    low, high = min(figures), max(figures)
    if low >= 0 and low < 0.4 * high:
        return 0.0, high * 1.08
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def _value_ticks(series: _Series, low: float, high: float) -> tuple[list[float], list[str]]:
    """Four or five round figures; the topmost bears the unit."""
    scale = series.scale
    marks, plain = axis_marks(scale, low, high, 5)
    percent = scale.word == "%"
    texts = [plain.show(each) if percent or each == marks[-1] else plain.bare(each) for each in marks]
    return marks, texts


def _end_labels(series: _Series) -> list[EndLabel]:
    """The last value, and the target."""
    language, found = series.quantity.language, []
    for name, colour in (("value", LIGHT["accent"]), ("target", LIGHT["ink"])):
        there = [each for each in series.lines[name] if not math.isnan(each)]
        if there:
            shown = series.scale.show(there[-1] * series.scale.factor)
            found.append(EndLabel(f"{say(f'chart.{name}', language)}\n{shown}", there[-1], colour))
    return found


def _draw_grid(axes: Axes, series: _Series, marks: list[float], texts: list[str]) -> None:
    axes.set_yticks(marks, texts)
    axes.tick_params(axis="y", pad=6)
    for each in marks:
        axes.axhline(each, color=LIGHT["line"], linewidth=1.0 if each == 0 else 0.6, zorder=0)
    found = ticks(series.periods, series.quantity.language, 10 if series.size == "wide" else 5)
    axes.set_xticks([place for place, _ in found], [text for _, text in found])
    axes.tick_params(axis="x", pad=5)


def _draw_lines(axes: Axes, series: _Series) -> None:
    import seaborn as sns

    places, lines = list(range(len(series.periods))), series.lines
    # Steps: limits and targets hold for a whole period, and may be computed anew after a change.
    edges, (lower, upper) = _steps(lines["lower"], lines["upper"])
    axes.fill_between(edges, lower, upper, color="#e9edf0", linewidth=0, zorder=0.5)
    edges, (mean,) = _steps(lines["mean"])
    axes.plot(edges, mean, color="#8d98a3", linewidth=0.9, zorder=1)
    edges, (target,) = _steps(lines["target"])
    axes.plot(edges, target, color=LIGHT["ink"], linewidth=1.1, dashes=(4, 3), zorder=2)
    runs: list[int] = []
    for place, each in enumerate(lines["value"]):
        broken = math.isnan(each) or place == 0 or math.isnan(lines["value"][place - 1])
        broken = broken or series.bases[place] != series.bases[place - 1]
        runs.append((runs[-1] if runs else 0) + int(broken))
    sns.lineplot(
        x=places, y=lines["value"], units=runs, estimator=None, errorbar=None, legend=False, ax=axes,
        color=LIGHT["accent"], linewidth=_WEIGHT if len(places) <= 120 else _WEIGHT / 2, zorder=3,
        solid_capstyle="round",
    )  # fmt: skip
    axes.set(xlabel="", ylabel="")
    if len(places) <= 60:
        axes.plot(places, lines["value"], "o", color=LIGHT["accent"], markersize=3.0, zorder=3.5)


def _steps(*columns: list[float]) -> tuple[list[float], list[list[float]]]:
    """Edges of the spans over which the columns stay the same, and their values there."""
    edges: list[float] = []
    values: list[list[float]] = [[] for _ in columns]
    rows = list(zip(*columns, strict=True))
    # repr, for NaN differs from itself
    for _, span in groupby(range(len(rows)), key=lambda place: repr(rows[place])):
        places = list(span)
        edges += [places[0] - 0.5, places[-1] + 0.5]
        for number, each in enumerate(rows[places[0]]):
            values[number] += [each, each]
    return edges, values


def _draw_flags(axes: Axes, series: _Series) -> None:
    import seaborn as sns

    for flag, (_, marker, colour) in _FLAGS.items():
        places = [place for place, each in enumerate(series.flags) if each == flag]
        if places:
            sns.scatterplot(
                x=places, y=[series.lines["value"][place] for place in places], marker=marker, s=46, color=colour,
                edgecolor="white", linewidth=0.8, legend=False, ax=axes, zorder=4,
            )  # fmt: skip
    axes.set(xlabel="", ylabel="")


def _key(series: _Series) -> list[Any]:
    """What the marks mean: only those that are drawn."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def there(name: str) -> bool:
        return any(not math.isnan(each) for each in series.lines[name])

    handles: list[Any] = []
    language = series.quantity.language
    if there("lower") and there("upper"):
        handles.append(Patch(color="#e2e7eb", label=say("chart.usual_range", language)))
    if there("mean"):
        handles.append(Line2D([], [], color="#8d98a3", linewidth=0.9, label=say("chart.mean", language)))
    for flag, (term, marker, colour) in _FLAGS.items():
        if flag in series.flags:
            style: dict[str, Any] = {"marker": marker, "linestyle": "none", "color": colour, "markersize": 6}
            handles.append(Line2D([], [], label=say(term, language), **style))
    return handles
