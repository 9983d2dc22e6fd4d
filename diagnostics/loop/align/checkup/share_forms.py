"""Shares of one column held against each other: 0.985 beside 98, under a unit of % 「百分数写法」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.data.layout.grid import Cell
from diagnostics.dictionary.wording import better, plain
from diagnostics.loop.align.checkup.column_words import Role
from diagnostics.loop.align.checkup.lines import Line

_TIERS: tuple[Role, ...] = ("base", "target", "stretch")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_PERCENT = frozenset(("%", "百分比", "percent", "percentage", "pct", "百分数"))
# A share of 50 % and more, of what is better the higher, is written 0.5; nobody aims at 0.5 %.
_HALF = 0.5


def settle_shares(lines: Sequence[Line], heading: str = "") -> set[int]:
    """Bring bare figures under a unit of % to percent 「统一百分数」.

    Parameters
    ----------
    lines : sequence of Line
        Those of one table; their cells are changed in place.
    heading : str
        Unit that the heading of the targets tells.

    Returns
    -------
    set of int
        Positions of lines of which nobody can tell whether 0.985 is 98.5 % or less than one.
    """
    signed = [at for at, each in enumerate(lines) if (plain(each.texts.get("unit", "")) or heading) in _PERCENT]
    held = {at: value for at in signed if (value := _bare(lines[at].cells.get("target"))) is not None}
    small = [at for at, value in held.items() if 0 < value <= 1]
    high = [at for at in small if better(lines[at].name) != "lower" and held[at] >= _HALF]
    if not small or not high:
        return set()
    if any(value > 1 for value in held.values()):
        # The others are written 98: then 0.985 is a slip, or a share of its own form.
        return {at for at in small if better(lines[at].name) != "lower"}
    if len([value for value in held.values() if value > 0]) < 2:
        # One alone proves nothing.
        return set(small)
    for at in small:
        for role in _TIERS:
            value = _bare(lines[at].cells.get(role))
            if value is not None:
                lines[at].cells[role] = f"{value * 100:.12g}%"
    return set()


def _bare(cell: Cell) -> float | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    told = plain(cell) if isinstance(cell, str) else ""
    return float(told) if _BARE.fullmatch(told) else None
