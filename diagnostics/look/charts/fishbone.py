"""Causes along the bones of their categories, or as a list on a phone 「鱼骨图」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.look.charts.canvas import LETTERS, WIDTH, Margins, draw_key, drawing, sheet, words, wrapped, write
from diagnostics.look.charts.quantity import Size, rows_of
from diagnostics.look.theme import LIGHT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST, MOST_CATEGORIES = 60, 12
# A state is told by the outline of its mark and by its words; colour only helps.
MARKS: dict[str, dict[str, Any]] = {
    "confirmed": {"marker": "o", "color": LIGHT["bad"], "markersize": 6.2},
    "rejected": {"marker": "x", "color": LIGHT["quiet"], "markersize": 5.4, "markeredgewidth": 1.4},
    "open": {"marker": "D", "color": LIGHT["accent"], "markersize": 4.6, "markerfacecolor": "none"},
}
# Lines that a label takes without more room for it, and at most.
_LINES, _CUT = 3, 4
_LINE, _GAP, _HEAD, _SLANT, _KEY = 1.3, 5.0, 84.0, 26.0, 18.0


@dataclass(frozen=True, slots=True)
class _Cause:
    """A cause, broken into lines that fit."""

    text: str
    state: str
    height: float


@dataclass(frozen=True, slots=True)
class _Bone:
    """A category with its causes, and the height that they need."""

    name: str
    causes: tuple[_Cause, ...]

    @property
    def height(self) -> float:
        return sum(each.height for each in self.causes) + 20.0


def fishbone_chart(frame: pd.DataFrame, problem: str, states: Mapping[str, str], *, size: Size = "wide") -> Figure:
    """Causes along the bones of their categories, or as a list on a phone 「鱼骨图」.

    Parameters
    ----------
    frame : DataFrame
        One row a cause: ``category``, ``label``, ``state`` ("confirmed", "rejected" or "open"); categories in the order
        met.
    problem : str
        What the causes would explain, at the head of the fish.
    states : mapping of str
        Words for the states, for the key.
    size : {"wide", "narrow"}
        For a page or a phone.

    Raises
    ------
    InputError
        When a column is missing, a state is unknown, or there are more causes or categories than a reader takes in.
    """
    rows = rows_of(frame, ("category", "label", "state"), "fishbone_chart")
    if len(rows) > MOST:
        raise InputError(f"fishbone_chart got {len(rows)} causes, takes up to {MOST}; draw a KPI at a time.")
    wrong = sorted({str(each["state"]) for each in rows} - MARKS.keys())
    if wrong:
        raise InputError(f"fishbone_chart got the states {wrong}, knows {sorted(MARKS)}.")
    order = list(dict.fromkeys(str(each["category"]) for each in rows))
    if len(order) > MOST_CATEGORIES:
        raise InputError(f"fishbone_chart got {len(order)} categories, takes up to {MOST_CATEGORIES}; sum some up.")
    rows.sort(key=lambda each: order.index(str(each["category"])))
    with drawing(size):
        if size == "wide":
            columns = _columns(rows, len(order))
            figure = _fish(_bones(rows, _room(columns), size), problem, columns)
        else:
            figure = _list(_bones(rows, WIDTH[size] - 26, size), problem)
        shown = [each for each in MARKS if any(row["state"] == each for row in rows)]
        draw_key(figure, [_handle(each, states[each]) for each in shown], 4.0, size, columns=len(shown))
    return figure


def _columns(rows: Sequence[Mapping[str, Any]], categories: int) -> int:
    """Bones side by side: as many as there are, fewer where long labels would be cut or broken too often."""
    most = min((categories + 1) // 2, 4)
    texts = [words(each["label"]) for each in rows]
    for columns in range(most, 2, -1):
        told = [wrapped(each, _room(columns), LETTERS["wide"], lines=99).count("\n") + 1 for each in texts]
        if max(told) <= _LINES:
            return columns
    return min(most, 2)


def _room(columns: int) -> float:
    """Points that a label has beside its bone."""
    return (WIDTH["wide"] - _HEAD) / columns - _SLANT - 18


def _bones(rows: Sequence[Mapping[str, Any]], room: float, size: Size) -> list[_Bone]:
    return [
        _Bone(name, tuple(_cause(each, room, LETTERS[size]) for each in group))
        for name, group in groupby(rows, key=lambda each: str(each["category"]))
    ]


def _handle(state: str, word: str) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="none", label=words(word), **MARKS[state])


def _cause(told: Mapping[str, Any], room: float, letters: float) -> _Cause:
    text = wrapped(words(told["label"]), room, letters, lines=_CUT)
    return _Cause(text, str(told["state"]), (text.count("\n") + 1) * letters * _LINE + _GAP)


def _blank(size: Size, height: float) -> tuple[Figure, Axes]:
    figure, axes = sheet(size, height, Margins(bottom=_KEY))
    axes.set_xlim(0, WIDTH[size])
    axes.set_ylim(height, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    return figure, axes


def _fish(bones: Sequence[_Bone], problem: str, columns: int) -> Figure:
    """Bones above and below spines, which lead to the problem at the right; as many spines as the bones need."""
    groups = [bones[at : at + 2 * columns] for at in range(0, len(bones), 2 * columns)]
    sides = [(max(46.0, *(_tall(each[::2]))), max(46.0, *(_tall(each[1::2])))) for each in groups]
    figure, axes = _blank("wide", sum(above + below + 12 for above, below in sides))
    letters, end, top = LETTERS["wide"], WIDTH["wide"] - _HEAD, 0.0
    spines = []
    for group, (above, below) in zip(groups, sides, strict=True):
        spine = top + above + 6
        spines.append(spine)
        axes.plot([2, end], [spine, spine], color=LIGHT["ink"], linewidth=1.8, solid_capstyle="butt")
        for at, bone in enumerate(group[::2]):
            _bone(axes, bone, (at * end / columns, spine, top + 6.0), letters)
        for at, bone in enumerate(group[1::2]):
            _bone(axes, bone, (at * end / columns, spine, spine + below), letters)
        top += above + below + 12
    middle = (spines[0] + spines[-1]) / 2
    if len(spines) > 1:
        axes.plot([end, end], [spines[0], spines[-1]], color=LIGHT["ink"], linewidth=1.8)
    axes.plot([end, end + 5], [middle, middle], color=LIGHT["ink"], linewidth=1.8)
    axes.plot([end - 2, end + 5, end - 2], [middle - 5, middle, middle + 5], color=LIGHT["ink"], linewidth=1.8)
    head = wrapped(words(problem), _HEAD - 14, letters + 1, lines=6)
    write(axes, end + 10, middle, head, ha="left", va="center", fontsize=letters + 1, color=LIGHT["ink"],
          linespacing=1.25)  # fmt: skip
    return figure


def _tall(bones: Sequence[_Bone]) -> list[float]:
    return [0.0, *(each.height for each in bones)]


def _bone(axes: Axes, bone: _Bone, place: tuple[float, float, float], letters: float) -> None:
    """One bone from its outer end to the spine, its causes beside it."""
    x, spine, outer = place
    foot = x + _SLANT + 4
    is_above = outer < spine
    axes.plot([x + 4, foot], [outer + (13 if is_above else -13), spine], color=LIGHT["quiet"], linewidth=1.0, zorder=1)
    write(axes, x + 2, outer, words(bone.name), ha="left", va="top" if is_above else "bottom", fontsize=letters,
          color=LIGHT["accent"])  # fmt: skip
    y = outer + 18 if is_above else spine + 6
    for each in bone.causes:
        middle = y + letters * _LINE / 2
        share = (middle - outer) / (spine - outer)
        # The text keeps clear of the bone on its whole height.
        ends = [(at - outer) / (spine - outer) for at in (y, y + each.height - _GAP)]
        left = x + 4 + _SLANT * max(share, *ends)
        axes.plot([left + 6], [middle], linestyle="none", zorder=2, **MARKS[each.state])
        _label(axes, left + 13, y, each, letters)
        y += each.height


def _label(axes: Axes, x: float, y: float, cause: _Cause, letters: float) -> None:
    colour = LIGHT["faint"] if cause.state == "rejected" else LIGHT["ink"]
    write(axes, x, y, cause.text, ha="left", va="top", fontsize=letters, color=colour, linespacing=1.15)


def _list(bones: Sequence[_Bone], problem: str) -> Figure:
    """Categories with their causes below each other."""
    letters = LETTERS["narrow"]
    head = wrapped(words(problem), WIDTH["narrow"] - 4, letters + 1, lines=4)
    top = (head.count("\n") + 1) * (letters + 1) * _LINE + 8
    figure, axes = _blank("narrow", top + sum(each.height for each in bones) + 4)
    write(axes, 0, 3, head, ha="left", va="top", fontsize=letters + 1, color=LIGHT["ink"])
    y = top
    for bone in bones:
        write(axes, 0, y + 2, words(bone.name), ha="left", va="top", fontsize=letters,
              color=LIGHT["accent"])  # fmt: skip
        y += 18
        for each in bone.causes:
            axes.plot([9], [y + letters * _LINE / 2], linestyle="none", **MARKS[each.state])
            _label(axes, 20, y, each, letters)
            y += each.height
        y += 2
    return figure
