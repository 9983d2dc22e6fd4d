"""Weights as sheets write them: 30%, 0.3, 30分 「读取权重」."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.data.layout.grid import Cell
from diagnostics.dictionary.wording import plain

_FORM = re.compile(r"(?P<digits>\d+(?:\.\d+)?)\s*(?P<unit>%|分|points?|pts?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WeightRead:
    """A weight as read 「读出的权重」.

    Parameters
    ----------
    value : float
        Figure before its scale is settled.
    kind : {"share", "points", "bare"}
        Whether a percent sign stood there, a word for points, or nothing.
    """

    value: float
    kind: str


def read_weight(cell: Cell) -> WeightRead | None:
    """Weight that a cell holds, None where it holds none 「读取权重」.

    Examples
    --------
    >>> read_weight("30%"), read_weight("30分").kind, read_weight(0.3).value, read_weight("10-20")
    (WeightRead(value=0.3, kind='share'), 'points', 0.3, None)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return WeightRead(float(cell), "bare") if math.isfinite(cell) and cell >= 0 else None
    match = _FORM.fullmatch(plain(cell)) if isinstance(cell, str) else None
    if match is None:
        return None
    value = float(match["digits"])
    if match["unit"] == "%":
        return WeightRead(_exact(value / 100), "share")
    return WeightRead(value, "points" if match["unit"] else "bare")


def as_shares(weights: Sequence[WeightRead | None]) -> tuple[float | None, ...]:
    """Weights of one column as shares of 1 「统一为比例」.

    Bare figures are shares where none is above 1, else parts of 100, as points are.

    Examples
    --------
    >>> as_shares([WeightRead(30, "bare"), WeightRead(0.2, "share"), None]), as_shares([WeightRead(0.3, "bare")])
    ((0.3, 0.2, None), (0.3,))
    """
    hundred = any(each.kind == "bare" and each.value > 1 for each in weights if each is not None)
    return tuple(
        None
        if each is None
        else _exact(each.value / 100)
        if each.kind == "points" or (each.kind == "bare" and hundred)
        else each.value
        for each in weights
    )


def _exact(value: float) -> float:
    return float(f"{value:.12g}")
