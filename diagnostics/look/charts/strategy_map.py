"""Bands of boxes with what they hold, and which box serves which 「战略地图」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.errors import InputError
from diagnostics.look.charts.canvas import LETTERS, WIDTH, Margins, drawing, sheet, words, wrapped, write
from diagnostics.look.charts.map_routes import draw_routes
from diagnostics.look.charts.quantity import Size
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_LINES = 400
_COLUMNS: dict[Size, int] = {"wide": 3, "narrow": 1}
# A box with many lines is broken over the breadth, so that no band is a tower.
_TALL = 14
_GUTTER, _ROW, _PAD, _LINE = 18.0, 22.0, 7.0, 1.34
"""Points between boxes side by side, between rows of boxes, within a box; height of a line in letters."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line in a box 「框中一行」.

    Parameters
    ----------
    text : str
        Words.
    kind : {"plain", "strong", "note", "warning"}
        How it stands out.
    """

    text: str
    kind: Literal["plain", "strong", "note", "warning"] = "plain"


@dataclass(frozen=True, slots=True)
class Box:
    """A box with a title and lines 「框」.

    Parameters
    ----------
    id : str
        What links call it; empty for a box that nothing links.
    dashed : bool
        Whether it stands for what has no place.
    note : str
        What its links say, in words, for a phone: there is no room for lines between boxes.
    """

    id: str
    title: str
    lines: tuple[Line, ...] = ()
    dashed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of boxes under a name 「维度带」."""

    name: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A box where it is drawn, in points from the top left 「已排版的框」."""

    box: Box
    title: str
    columns: tuple[tuple[tuple[str, Line], ...], ...]
    left: float
    top: float
    width: float
    height: float
    row: int

    @property
    def middle(self) -> float:
        """Middle from the left."""
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height


def strategy_map_chart(bands: Sequence[Band], links: Sequence[tuple[str, str]] = (), *, size: Size = "wide") -> Figure:
    """Bands of boxes, with lines from each box to the one it serves 「战略地图」.

    Parameters
    ----------
    bands : sequence of Band
        From the top down.
    links : sequence of (str, str)
        Ids of a box and of the box it serves.
    size : {"wide", "narrow"}
        For a page or a phone, where boxes stand one below the other.

    Raises
    ------
    InputError
        When there is no box, two have one id, a link names none, or there is more than a reader takes in.
    """
    found = [box for band in bands for box in band.boxes]
    lines = sum(1 + len(box.lines) for box in found)
    if not found or lines > MOST_LINES:
        raise InputError(f"strategy_map_chart got {lines} lines, takes 1 to {MOST_LINES}; draw a map for each part.")
    ids = [box.id for box in found if box.id]
    if len(set(ids)) < len(ids):
        raise InputError(f"strategy_map_chart got two boxes called {next(x for x in ids if ids.count(x) > 1)!r}.")
    for end in (end for link in links for end in link):
        if end not in ids:
            raise InputError(f"strategy_map_chart got a link to {end!r}, which is no box.")
    with drawing(size):
        placed, names, height = _layout(bands, size)
        figure, axes = sheet(size, height, Margins())
        axes.set_xlim(0, WIDTH[size])
        axes.set_ylim(height, 0)
        axes.set_xticks([])
        axes.set_yticks([])
        for text, y in names:
            write(axes, 0, y, text, ha="left", va="top", fontsize=LETTERS[size], color=LIGHT["soft"])
            axes.plot([0, WIDTH[size]], [y - 5, y - 5], color=LIGHT["line"], linewidth=0.7)
        if size == "wide":
            draw_routes(axes, placed, links, WIDTH[size])
        for each in placed:
            _draw_box(axes, each, LETTERS[size])
        return figure


def _layout(bands: Sequence[Band], size: Size) -> tuple[list[Placed], list[tuple[str, float]], float]:
    letters, placed, names, y, row = LETTERS[size], [], [], 6.0, 0
    for band in bands:
        if band.name:
            text = words(band.name)
            names.append((text, y))
            y += letters * _LINE + 6
        for boxes in _rows(band.boxes, _COLUMNS[size]):
            made = _row(boxes, size, y, row)
            placed += made
            y = max(each.bottom for each in made) + _ROW
            row += 1
    return placed, names, y - _ROW + 4


def _rows(boxes: Sequence[Box], columns: int) -> list[tuple[Box, ...]]:
    """Boxes in rows of like length; tall ones in rows of their own, where there is more than one column."""
    rows: list[tuple[Box, ...]] = []
    waiting: list[Box] = []
    for box in boxes:
        if columns > 1 and len(box.lines) > _TALL:
            rows += [*_alike(waiting, columns), (box,)]
            waiting = []
        else:
            waiting.append(box)
    return rows + _alike(waiting, columns)


def _alike(boxes: list[Box], columns: int) -> list[tuple[Box, ...]]:
    """Rows of at most so many, none of them much shorter than another: four are two and two."""
    if not boxes:
        return []
    length = -(-len(boxes) // -(-len(boxes) // columns))
    return [tuple(boxes[start : start + length]) for start in range(0, len(boxes), length)]


def _row(boxes: Sequence[Box], size: Size, top: float, row: int) -> list[Placed]:
    columns = _COLUMNS[size]
    broad = len(boxes) == 1 and columns > 1 and len(boxes[0].lines) > _TALL
    count = 1 if broad else min(columns, max(len(boxes), 2)) if columns > 1 else 1
    width = (WIDTH[size] - _GUTTER * (count - 1)) / count
    made = [_placed(box, size, (at * (width + _GUTTER), top, width), columns if broad else 1, row)
            for at, box in enumerate(boxes)]  # fmt: skip
    height = max(each.height for each in made)
    return [Placed(each.box, each.title, each.columns, each.left, each.top, each.width, height, row) for each in made]


def _placed(box: Box, size: Size, at: tuple[float, float, float], parts: int, row: int) -> Placed:
    left, top, width = at
    letters = LETTERS[size]
    title = wrapped(words(box.title), width - 2 * _PAD, letters, lines=3)
    room = (width - 2 * _PAD - _GUTTER * (parts - 1)) / parts
    told = (Line(box.note, "note"), *box.lines) if box.note and size == "narrow" else box.lines
    lines = [(wrapped(words(each.text), room - 14, letters, lines=3), each) for each in told]
    columns = _parted(lines, parts, letters)
    height = max((sum(_height(text, letters) for text, _ in column) for column in columns), default=0.0)
    return Placed(box, title, columns, left, top, width, height + _height(title, letters) + 2 * _PAD + 2, row)


def _parted(lines: list[tuple[str, Line]], parts: int, letters: float) -> tuple[tuple[tuple[str, Line], ...], ...]:
    """Lines in columns of like height, in order."""
    share = sum(_height(text, letters) for text, _ in lines) / parts
    columns: list[list[tuple[str, Line]]] = [[]]
    filled = 0.0
    for text, line in lines:
        if columns[-1] and len(columns) < parts and filled + _height(text, letters) / 2 > share * len(columns):
            columns.append([])
        columns[-1].append((text, line))
        filled += _height(text, letters)
    return tuple(tuple(each) for each in columns)


def _height(text: str, letters: float) -> float:
    return (text.count("\n") + 1) * letters * _LINE + 2.0


def _draw_box(axes: Axes, placed: Placed, letters: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    style = "--" if placed.box.dashed else "-"
    axes.add_patch(
        FancyBboxPatch((placed.left + 1, placed.top), placed.width - 2, placed.height, linestyle=style, zorder=3,
                       boxstyle="round,pad=0,rounding_size=4", facecolor=LIGHT["paper"], edgecolor=LIGHT["line"])
    )  # fmt: skip
    y = placed.top + _PAD
    _write_lines(axes, (placed.left + _PAD, y), placed.title, letters, LIGHT["accent"])
    y += _height(placed.title, letters) + 2
    room = (placed.width - 2 * _PAD - _GUTTER * (len(placed.columns) - 1)) / max(len(placed.columns), 1)
    for number, column in enumerate(placed.columns):
        _draw_lines(axes, column, placed.left + _PAD + number * (room + _GUTTER), y, letters)


def _draw_lines(axes: Axes, column: Sequence[tuple[str, Line]], x: float, y: float, letters: float) -> None:
    colours = {"plain": LIGHT["ink"], "strong": LIGHT["ink"], "note": LIGHT["soft"], "warning": LIGHT["bad"]}
    for text, line in column:
        strong = line.kind == "strong"
        mark = LIGHT["accent"] if strong else colours[line.kind]
        axes.plot([x + 2.5], [y + letters * 0.66], marker="s" if strong else "o", markersize=5 if strong else 2.6,
                  color=mark, zorder=4)  # fmt: skip
        _write_lines(axes, (x + 10, y), text, letters, colours[line.kind])
        y += _height(text, letters)


def _write_lines(axes: Axes, at: tuple[float, float], text: str, letters: float, colour: str) -> None:
    """Write line by line on base lines: the top of a text depends on its letters, and neighbours would not align."""
    x, y = at
    for number, line in enumerate(text.split("\n")):
        base = y + letters * (1 + number * _LINE)
        write(axes, x, base, line, ha="left", va="baseline", fontsize=letters, color=colour, zorder=4)
