"""Effects with their intervals around no change 「效果区间图」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.look.charts.canvas import (
    LETTERS,
    WIDTH,
    Margins,
    breadth,
    draw_key,
    drawing,
    sheet,
    words,
    wrapped,
    write,
)
from diagnostics.look.charts.quantity import Quantity, Size, axis_marks, rows_of
from diagnostics.look.numbers import finite
from diagnostics.look.theme import LIGHT, Tone, mark, status_word
from diagnostics.terms import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from diagnostics.look.numbers import Scale

_COLOURS: dict[Tone, str] = {
    "good": LIGHT["good"], "fair": LIGHT["fair"], "watch": LIGHT["watch"], "bad": LIGHT["bad"], "quiet": LIGHT["quiet"]
}  # fmt: skip
_LABEL = 170.0
_SPAN: dict[str, Any] = {"linewidth": 5.5, "alpha": 0.28}
_EXPECTED: dict[str, Any] = {
    "marker": "|", "markersize": 15, "markeredgewidth": 1.4, "linestyle": "none", "color": LIGHT["ink"]
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Effect:
    """One row: what is known of one effect."""

    label: str
    effect: float | None
    low: float | None
    high: float | None
    expected: float | None
    status: str

    @property
    def span(self) -> tuple[float, float] | None:
        """Interval, where one is known."""
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def colour(self) -> str:
        return _COLOURS[mark(self.status).tone] if self.status else LIGHT["ink"]


@dataclass(frozen=True, slots=True)
class _Plan:
    """All rows and how they are written and laid out."""

    effects: list[_Effect]
    scale: Scale
    quantity: Quantity
    size: Size
    zero: str = ""

    @property
    def letters(self) -> float:
        return LETTERS[self.size]

    @property
    def beside(self) -> bool:
        """On a page label and value stand beside the interval, on a phone above it."""
        return self.size == "wide"

    @property
    def reach(self) -> tuple[float, float]:
        """Zero and every figure, with some room."""
        known = [each for row in self.effects for each in row.span or ()]
        figures = [0.0, *(each for each in (*known, *(row.expected for row in self.effects)) if each is not None)]
        room = (max(figures) - min(figures)) * 0.08 or self.scale.factor
        return min(figures) - room, max(figures) + room

    @property
    def unit(self) -> str:
        """Unit in a corner; per cent stands at the figures themselves."""
        return "" if self.scale.after_change == "%" else self.scale.after_change.strip()

    def value(self, row: _Effect) -> str:
        """Status and estimate of a row as two lines."""
        word = f"{mark(row.status).shape} {status_word(row.status, self.quantity.language)}" if row.status else ""
        estimate = self.scale.show_change(row.effect)
        return "\n".join(each for each in (word, estimate if row.span or not word else "") if each)


def interval_chart(frame: pd.DataFrame, quantity: Quantity, *, size: Size = "wide", zero: str = "") -> Figure:
    """Effects with their intervals around no change 「效果区间图」.

    Parameters
    ----------
    frame : DataFrame
        One row an effect, first on top: ``label``, ``effect``, ``low``, ``high``; where there: ``expected`` (what the
        plan promised) and ``status`` (one of `theme.STATUSES`, drawn as shape and word). A row without an interval is
        shown as its status word alone.
    quantity : Quantity
        What is drawn and how it is written; ``relative=True`` for relative changes.
    size : {"wide", "narrow"}
        For a page or a phone.
    zero : str
        What stands at 0; "no change" where empty.

    Raises
    ------
    InputError
        When a column is missing, there is no row to draw, or an estimate lies outside its interval.
    """
    rows = rows_of(frame, ("label", "effect", "low", "high"), "interval_chart")
    effects = [_effect(row) for row in rows]
    figures = [each for row in effects for each in (row.effect, row.low, row.high, row.expected)]
    with drawing(size):
        return _draw(_Plan(effects, quantity.scale(figures), quantity, size, words(zero)))


def _effect(row: dict[str, Any]) -> _Effect:
    low, effect, high = finite(row["low"]), finite(row["effect"]), finite(row["high"])
    status = row.get("status")
    found = _Effect(
        words(row["label"]), effect, low, high, finite(row.get("expected")), status if isinstance(status, str) else ""
    )
    if low is not None and high is not None and effect is not None and not low <= effect <= high:
        raise InputError(f"effect == {effect!r} of {found.label!r} lies outside its interval {low!r} to {high!r}.")
    return found


def _draw(plan: _Plan) -> Figure:
    letters, left, right = plan.letters, 4.0, 4.0
    if plan.beside:
        left = min(_LABEL, max(breadth(each.label, letters) for each in plan.effects)) + 18
        right = max(breadth(line, letters) for each in plan.effects for line in plan.value(each).split("\n")) + 18
    inner = letters * (3.6 if plan.beside else 5.0) * len(plan.effects)
    figure, axes = sheet(
        plan.size, inner, Margins(left, right, letters * (1.9 if plan.beside or plan.unit else 0.4), letters * 4.6)
    )
    axes.set_xlim(*plan.reach)
    axes.set_ylim(len(plan.effects) - 0.5, -0.5)
    axes.set_yticks([])
    _draw_axis(axes, plan, WIDTH[plan.size] - left - right)
    for row, each in enumerate(plan.effects):
        _draw_interval(axes, each, row if plan.beside else row + 0.26)
        _draw_words(axes, plan, row, left)
    _draw_key(figure, plan)
    return figure


def _draw_axis(axes: Axes, plan: _Plan, room: float) -> None:
    scale, (low, high) = plan.scale, plan.reach
    marks, plain = axis_marks(scale, low / scale.factor, high / scale.factor, max(2, int(room / 56)))
    percent = scale.after_change == "%"
    texts = [f"{plain.bare(each, signed=True)}{'%' if percent else ''}" for each in marks]
    none = plan.zero or say("chart.none", plan.quantity.language)
    if not plan.beside:
        texts = [text if each else none for each, text in zip(marks, texts, strict=True)]
    axes.set_xticks([each * scale.factor for each in marks], texts)
    axes.tick_params(axis="x", pad=4)
    for each in marks:
        _upright(axes, plan, each * scale.factor, color=LIGHT["line"], linewidth=0.6, zorder=0)
    _upright(axes, plan, 0.0, color=LIGHT["ink"], linewidth=1.0, zorder=1)
    share = -low / (high - low)
    align = "left" if share < 0.12 else "right" if share > 0.88 else "center"
    style: dict[str, Any] = {"transform": axes.get_xaxis_transform() + _moved(axes, 0, 4), "va": "bottom"}
    if plan.beside:
        write(axes, 0.0, 1, none, ha=align, **style)
    if plan.unit:
        x, align = (low, "left") if share > 0.5 else (high, "right")
        write(axes, x, 1, plan.unit, ha=align, color=LIGHT["soft"], **style)


def _upright(axes: Axes, plan: _Plan, x: float, **style: Any) -> None:
    """Upright line; on a phone it leaves out the words above each interval."""
    count = len(plan.effects)
    spans = [(-0.5, count - 0.5)] if plan.beside else [(row + 0.02, row + 0.5) for row in range(count)]
    for span in spans:
        axes.plot([x, x], span, **style)


def _draw_interval(axes: Axes, row: _Effect, y: float) -> None:
    if row.expected is not None:
        axes.plot([row.expected], [y], **_EXPECTED, zorder=2)
    if row.span:
        axes.plot(row.span, (y, y), color=row.colour, solid_capstyle="butt", zorder=3, **_SPAN)
    if row.span and row.effect is not None:
        axes.plot([row.effect], [y], "o", color=row.colour, markersize=7, markeredgecolor="white", zorder=4)


def _draw_words(axes: Axes, plan: _Plan, at: int, left: float) -> None:
    row = plan.effects[at]
    value, letters, data = plan.value(row), plan.letters, axes.get_yaxis_transform()
    if plan.beside:
        style: dict[str, Any] = {"ha": "left", "va": "center", "linespacing": 1.3}
        label = wrapped(row.label, _LABEL, letters, lines=2)
        write(axes, 0, at, label, transform=data + _moved(axes, -left, 0), **style)
        write(axes, 1, at, value, transform=data + _moved(axes, 14, 0), color=row.colour, **style)
        return
    value = value.replace("\n", "  ")
    label = wrapped(row.label, WIDTH[plan.size] - breadth(value, letters) - 18, letters, lines=1)
    write(axes, 0, at - 0.2, label, transform=data, ha="left", va="center")
    write(axes, 1, at - 0.2, value, transform=data, ha="right", va="center", color=row.colour)


def _moved(axes: Axes, right: float, up: float) -> Any:
    """Move by so many points."""
    from matplotlib.transforms import ScaledTranslation

    return ScaledTranslation(right / 72, up / 72, axes.figure.dpi_scale_trans)


def _draw_key(figure: Figure, plan: _Plan) -> None:
    """What the marks mean: only those that are drawn."""
    from matplotlib.lines import Line2D

    language, soft, handles = plan.quantity.language, LIGHT["quiet"], []
    if any(each.span for each in plan.effects):
        style: dict[str, Any] = {"marker": "o", "markersize": 6, "linestyle": "none", "color": soft}
        handles.append(Line2D([], [], label=say("chart.estimate", language), **style))
        handles.append(Line2D([], [], label=say("chart.interval", language), color=soft, **_SPAN))
    if any(each.expected is not None for each in plan.effects):
        handles.append(Line2D([], [], label=say("chart.expected", language), **{**_EXPECTED, "markersize": 11}))
    draw_key(figure, handles, 4.0, plan.size, columns=len(handles))
