"""Weights as sheets write them: 30%, 0.3, 30分 「读取权重」."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics.data.layout.grid import Cell
from diagnostics.dictionary.wording import plain

_FORM = re.compile(r"(?P<minus>-\s*)?(?P<digits>\d+(?:\.\d+)?)\s*(?P<unit>%|分|points?|pts?)?", re.IGNORECASE)
# Beside 20 %, a bare figure below this may as well be a share typed without its sign: 1.2.
_SMALL = 5.0
_WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class WeightRead:
    """A weight as read 「读出的权重」.

    Parameters
    ----------
    value : float
        Figure before its scale is settled; may be below zero.
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
        return WeightRead(float(cell), "bare") if math.isfinite(cell) else None
    match = _FORM.fullmatch(plain(cell)) if isinstance(cell, str) else None
    if match is None:
        return None
    value = float(match["digits"]) * (-1 if match["minus"] else 1)
    if match["unit"] == "%":
        return WeightRead(_exact(value / 100), "share")
    return WeightRead(value, "points" if match["unit"] else "bare")


def as_shares(weights: Sequence[WeightRead | None]) -> tuple[float | None, ...]:
    """Weights of one column as shares of 1 「统一为比例」.

    Bare figures are shares where none is above 1, else parts of 100, as points are. Where both stand in one column,
    and those that could be either don't make a whole with the others, they are left open.

    Examples
    --------
    >>> as_shares([WeightRead(30, "bare"), WeightRead(0.2, "share"), None]), as_shares([WeightRead(0.3, "bare")])
    ((0.3, 0.2, None), (0.3,))
    >>> as_shares([WeightRead(0.4, "bare"), WeightRead(0.3, "share"), WeightRead(30, "bare")])
    (None, 0.3, 0.3)
    """
    bare = [each.value for each in weights if each is not None and each.kind == "bare" and each.value > 0]
    hundred = any(each > 1 for each in bare)
    made = tuple(None if each is None else _share(each, hundred=hundred) for each in weights)
    total = math.fsum(each for each in made if each is not None)
    if not hundred or abs(total - 1) < _WHOLE:
        return made
    signed = any(each is not None and each.kind == "share" for each in weights)
    return tuple(
        None if each is not None and _is_open(each, signed=signed) else share
        for each, share in zip(weights, made, strict=True)
    )


def _is_open(weight: WeightRead, *, signed: bool) -> bool:
    """Whether a bare figure beside larger ones may be a share as well as a part of 100."""
    return weight.kind == "bare" and (0 < weight.value <= 1 or (signed and 1 < weight.value < _SMALL))


def _share(weight: WeightRead, *, hundred: bool) -> float:
    parts = weight.kind == "points" or (weight.kind == "bare" and hundred)
    return _exact(weight.value / 100) if parts else weight.value


def _exact(value: float) -> float:
    return float(f"{value:.12g}")
