"""Labelled lines at what happened 「事件线」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.look.charts.canvas import breadth, words, wrapped, write
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from diagnostics.look.charts.quantity import Event

_LINE = 1.5


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with the place of its label 「已排布的事件」.

    Parameters
    ----------
    at : float
        Place on the x axis: the start of its period.
    text : str
        One line.
    leftward : bool
        Whether the label ends at the line rather than begins there.
    row : int
        Row above the drawing, 0 lowest.
    """

    at: float
    text: str
    leftward: bool
    row: int


def place_events(
    events: Sequence[Event], periods: Sequence[str], room: float, reach: float, letters: float
) -> list[Placed]:
    """Rows for the labels, so that no label lies on another one or on another one's line 「排布事件」.

    Parameters
    ----------
    events : sequence of Event
        In any order; each period is one of the series.
    periods : sequence of str
        Periods of the series.
    room, reach : float
        Points from the left end of the axes to their right end, and to the edge of the sheet.
    letters : float
        Size of the letters in points.
    """
    labels: list[_Label] = []
    for event in sorted(events, key=lambda each: periods.index(each.period), reverse=True):
        labels.insert(0, _label(event, periods.index(event.period) / len(periods) * room, reach, letters, labels))
    rows: dict[int, int] = {}
    for number in _lowest_first(labels):
        label = labels[number]
        row = max((rows[other] + 1 for other in label.passes(labels) if other in rows), default=0)
        while any(rows[other] == row and labels[other].overlaps(label) for other in rows):
            row += 1
        rows[number] = row
    return [
        Placed(periods.index(each.period) - 0.5, each.text, each.leftward, rows[number])
        for number, each in enumerate(labels)
    ]


@dataclass(frozen=True, slots=True)
class _Label:
    """A label before it has a row: all in points from the left end of the axes."""

    period: str
    text: str
    leftward: bool
    x: float
    span: tuple[float, float]

    def overlaps(self, other: _Label) -> bool:
        return self.span[0] < other.span[1] and other.span[0] < self.span[1]

    def passes(self, labels: Sequence[_Label]) -> list[int]:
        """Which labels' lines would run through this label, were it not above them."""
        return [
            number
            for number, other in enumerate(labels)
            if other is not self and self.span[0] - 3 < other.x < self.span[1]
        ]


def _label(event: Event, x: float, reach: float, letters: float, later: Sequence[_Label]) -> _Label:
    """Label to the right of its line; to the left where there is no room, or where it would pass one that goes left."""
    text = wrapped(words(event.label), max(reach - x, x) - 10, letters, lines=1)
    long = breadth(text, letters) + 10
    meets = any(other.leftward and other.x < x + long for other in later) and x - long > -20
    leftward = x + long > reach or meets
    return _Label(event.period, text, leftward, x, (x - long, x) if leftward else (x, x + long))


def _lowest_first(labels: Sequence[_Label]) -> list[int]:
    """Order in which every label comes after those whose lines it passes; a circle is cut where it is met."""
    order: list[int] = []
    seen: set[int] = set()

    def visit(number: int) -> None:
        if number not in seen:
            seen.add(number)
            for other in labels[number].passes(labels):
                visit(other)
            order.append(number)

    for number in range(len(labels)):
        visit(number)
    return order


def draw_events(axes: Axes, placed: Sequence[Placed], letters: float, inner: float) -> None:
    """Draw the lines and their labels 「画事件线」.

    Parameters
    ----------
    axes : Axes
        Of the series; its x axis counts periods.
    placed : sequence of Placed
        From `place_events`.
    letters, inner : float
        Size of the letters and height of the axes in points.
    """
    from matplotlib.transforms import ScaledTranslation

    blend = axes.get_xaxis_transform()
    for each in placed:
        height = 6 + each.row * letters * _LINE
        top = 1 + (height + letters) / inner
        style: dict[str, Any] = {"color": LIGHT["ink"], "linewidth": 0.8, "zorder": 2.5}
        axes.plot([each.at] * 2, [0, top], transform=blend, clip_on=False, **style)
        aside = (-5 if each.leftward else 5) / 72
        shift = ScaledTranslation(aside, (height - 2) / 72, axes.figure.dpi_scale_trans)
        align = "right" if each.leftward else "left"
        write(axes, each.at, 1, each.text, ha=align, va="bottom", fontsize=letters, transform=blend + shift)
