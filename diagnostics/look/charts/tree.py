"""Tree of names, indented, in one or two columns 「树状图」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.look.charts.canvas import LETTERS, WIDTH, Margins, drawing, sheet, words, wrapped, write
from diagnostics.look.charts.quantity import Size, rows_of
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST = 400
_COLUMNS: dict[Size, int] = {"wide": 2, "narrow": 1}
# Shorter trees stay in one column.
_FEW = 12
_INDENT: dict[Size, float] = {"wide": 16.0, "narrow": 11.0}
_GUTTER, _LINE, _GAP = 22.0, 1.32, 6.0


@dataclass(frozen=True, slots=True)
class _Row:
    """A name with its place in the tree, broken into lines that fit."""

    text: str
    depth: int
    strong: bool
    height: float


@dataclass(frozen=True, slots=True)
class _Set:
    """Sizes of a drawing, in points."""

    size: Size
    columns: int

    @property
    def letters(self) -> float:
        return LETTERS[self.size]

    @property
    def breadth(self) -> float:
        return (WIDTH[self.size] - _GUTTER * (self.columns - 1)) / self.columns

    def left(self, depth: int) -> float:
        return _INDENT[self.size] * depth


def tree_chart(frame: pd.DataFrame, *, size: Size = "wide") -> Figure:
    """Tree of names, indented, in one or two columns 「树状图」.

    Parameters
    ----------
    frame : DataFrame
        One row a name, each below what it belongs to: ``label``, ``depth`` (0 at the top, at most one more than the row
        above), and where wanted ``strong`` (a name that stands out).
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing, there is no name, a depth has no parent above it, or there are more names than a
        reader takes in.
    """
    told = rows_of(frame, ("label", "depth"), "tree_chart")
    if not 0 < len(told) <= _MOST:
        raise InputError(f"tree_chart got {len(told)} names, takes 1 to {_MOST}; draw a tree for each part.")
    depths = [int(each["depth"]) for each in told]
    for place, depth in enumerate(depths):
        if depth < 0 or depth > (depths[place - 1] + 1 if place else 0):
            raise InputError(f"tree_chart got depth {depth} in row {place + 1}, with no parent above it.")
    with drawing(size):
        sizes = _Set(size, _COLUMNS[size] if len(told) > _FEW else 1)
        rows = [_row(each, sizes) for each in told]
        return _draw(_parted(rows, sizes.columns), sizes)


def _row(told: dict[str, object], sizes: _Set) -> _Row:
    depth = int(str(told["depth"]))
    text = wrapped(words(told["label"]), sizes.breadth - sizes.left(depth) - 10, sizes.letters, lines=3)
    lines = text.count("\n") + 1
    return _Row(text, depth, bool(told.get("strong")), lines * sizes.letters * _LINE + _GAP)


def _parted(rows: list[_Row], columns: int) -> list[list[tuple[int, _Row]]]:
    """Rows in columns of like height, broken where a branch begins; each row with its place in the tree."""
    placed = list(enumerate(rows))
    if columns == 1:
        return [placed]
    whole = sum(each.height for each in rows)
    above = 0.0
    costs: list[tuple[float, int]] = []
    for place, row in placed:
        # A break inside a deep branch is worth avoiding, not at any price.
        if place and row.depth:
            costs.append((abs(above - whole / 2) + 60.0 * (row.depth - 1), place))
        above += row.height
    cut = min(costs, default=(0.0, len(rows)))[1]
    return [placed[:cut], placed[cut:]] if cut < len(rows) else [placed]


def _draw(columns: list[list[tuple[int, _Row]]], sizes: _Set) -> Figure:
    height = max(sum(row.height for _, row in column) for column in columns) + 4
    figure, axes = sheet(sizes.size, height, Margins())
    axes.set_xlim(0, WIDTH[sizes.size])
    axes.set_ylim(height, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    for number, column in enumerate(columns):
        _draw_column(axes, column, number * (sizes.breadth + _GUTTER), sizes)
    return figure


def _draw_column(axes: Axes, column: list[tuple[int, _Row]], x: float, sizes: _Set) -> None:
    """Draw names with the branches that lead to them; a branch from another column begins at the top."""
    y = 0.0
    trunk: dict[int, float] = {}
    for _, row in column:
        middle = y + sizes.letters * _LINE / 2 + _GAP / 2
        at = x + sizes.left(row.depth)
        if row.depth:
            stem = x + sizes.left(row.depth - 1) + 2.5
            axes.plot([stem, stem, at - 2], [trunk.get(row.depth - 1, 0.0), middle, middle], color=LIGHT["line"],
                      linewidth=0.9, solid_joinstyle="miter", zorder=1)  # fmt: skip
        mark = LIGHT["accent"] if row.strong else LIGHT["soft"]
        axes.plot(
            [at + 2.5], [middle], marker="s" if row.strong else "o", markersize=5 if row.strong else 3, color=mark
        )
        colour = LIGHT["accent"] if row.strong else LIGHT["ink"]
        write(axes, at + 9, y + _GAP / 2, row.text, ha="left", va="top", fontsize=sizes.letters, color=colour,
              linespacing=1.15)  # fmt: skip
        trunk = {depth: place for depth, place in trunk.items() if depth < row.depth}
        trunk[row.depth] = middle + 3
        y += row.height
