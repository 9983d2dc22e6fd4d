"""Names whose figures are the sum of others': all, those of one region, or their neighbours 「隐藏合计」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

# Digits that must agree beyond what the number of tries makes likely by chance; cells, and the share of them.
_SURE_DIGITS, _FEW_CELLS, _NEARLY = 8, 2, 0.9
_EXACT = 1e-9
# Rounding must stay far below the figure it is part of, else agreement says nothing.
_MOST_SLACK = 0.01
# Places of a figure that somebody rounded to: beyond are leftovers of a computation, or figures in round millions.
_FINEST, _COARSEST = -8, 6
# Where each of many parts was rounded, their sum is off by this many times the root of their number, hardly more.
_OFF = 1.2
_PEAKS = 3


@dataclass(frozen=True, slots=True)
class HiddenSum:
    """A name whose figures are the sum of others' 「隐藏合计」.

    Parameters
    ----------
    name : int
        Its row.
    parts : tuple of int
        Rows of the others.
    cells, of : int
        Figures that agree, and figures that it has, without those that are 0.
    """

    name: int
    parts: tuple[int, ...]
    cells: int
    of: int


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of one column by name and period 「按名称与期间的数值」.

    Parameters
    ----------
    values : array
        One row a name, one column a period; NaN where it has none.
    rows : array
        Facts behind each.
    """

    values: np.ndarray[Any, Any]
    rows: np.ndarray[Any, Any]


def find_hidden_sums(
    figures: Figures, groups: Sequence[Sequence[int]], ordered: Sequence[int] = (), never: Sequence[int] = ()
) -> Iterator[HiddenSum]:
    """Names whose figures are the sum of a group of others beyond any chance 「识别隐藏合计」.

    Parameters
    ----------
    figures : Figures
        Of one column.
    groups : sequence of sequence of int
        Rows that belong together: all that stand for no others, those below each region.
    ordered : sequence of int
        Rows in the order in which they stand in the file; neighbours are a group too. None where nothing tells it.
    never : sequence of int
        Rows that are declared to be no totals.

    Notes
    -----
    Each part of a sum may have been rounded, and the sum too: what it was rounded to is told by its own figures.
    Agreement counts by the digits that it could have missed: those of the level once, then those of the spread from
    period to period, so that figures that hardly change prove little.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.array([[5312.25, 6120.5, 4718.75], [871.5, 903.25, 990.0], [6184, 7024, 5709]])
    >>> figures = Figures(values, np.ones_like(values))
    >>> [(each.name, each.parts) for each in find_hidden_sums(figures, [(0, 1, 2)])]
    [(2, (0, 1))]
    """
    import numpy as np

    count = len(figures.values)
    if count < 3 or not figures.values.size:
        return
    apart = set(never)
    for group in groups:
        rows = np.array(sorted(group), dtype=int)
        tried = log10(count * len(groups))
        for at in _near(figures, np.nansum(figures.values[rows], axis=0), rows):
            others = rows[rows != at]
            if at not in apart and (found := _judged(figures, at, others, tried)) is not None:
                yield found
    if len(ordered) >= 3:
        yield from _neighbours(figures, list(ordered), apart)


def _near(figures: Figures, sums: np.ndarray[Any, Any], rows: np.ndarray[Any, Any]) -> list[int]:
    """Names that come near the sum of a group, without themselves, where it is greatest."""
    import numpy as np

    inside = np.zeros(len(figures.values), dtype=bool)
    inside[rows] = True
    near = np.zeros(len(figures.values), dtype=bool)
    for cell in np.argsort(-np.abs(sums))[:_PEAKS]:
        own = np.nan_to_num(figures.values[:, cell])
        near |= (own != 0) & (np.abs(sums[cell] - np.where(inside, 2, 1) * own) <= _MOST_SLACK * np.abs(own))
    return [int(each) for each in np.flatnonzero(near)]


def _neighbours(figures: Figures, ordered: list[int], apart: set[int]) -> Iterator[HiddenSum]:
    """Names that hold the sum of those right before or right after them."""
    import numpy as np

    values = np.nan_to_num(figures.values[ordered])
    tried = log10(2 * len(ordered) ** 2)
    for place, at in enumerate(ordered):
        cell = int(np.abs(values[place]).argmax())
        wanted = values[place, cell]
        if at in apart or not wanted:
            continue
        before, after = np.cumsum(values[:place, cell][::-1]), np.cumsum(values[place + 1 :, cell])
        for sums, run in ((before, ordered[:place][::-1]), (after, ordered[place + 1 :])):
            for last in np.flatnonzero(np.abs(sums - wanted) <= _MOST_SLACK * abs(wanted)):
                parts = np.array(sorted(run[: int(last) + 1]), dtype=int)
                if len(parts) >= 2 and (found := _judged(figures, at, parts, tried)) is not None:
                    yield found


def _judged(figures: Figures, at: int, others: np.ndarray[Any, Any], tried: float) -> HiddenSum | None:
    """A name held against the sum of others, period by period; None where chance may have made what agrees."""
    import numpy as np

    if len(others) < 2:
        return None
    own, parts = figures.values[at], figures.values[others]
    made = np.nansum(parts, axis=0)
    shown = np.nan_to_num(own)
    # A total may have been written in some periods only.
    counted = shown != 0
    off = np.abs(np.nan_to_num(own, nan=np.inf) - made)
    exact = off <= _EXACT * np.maximum(np.abs(shown), np.nansum(np.abs(parts), axis=0))
    slack = _slack(figures, at, others)
    telling = counted & (slack <= _MOST_SLACK * np.maximum(np.abs(shown), np.abs(made)))
    for fitting, of, digits in (
        (counted & exact, counted, _shape_digits),
        (telling & (off <= slack), telling, _spread_digits),
    ):
        cells, total = int(fitting.sum()), int(of.sum())
        filled = (np.nan_to_num(parts[:, fitting]) != 0).sum(axis=0) >= 2
        if cells < _FEW_CELLS or cells < total * _NEARLY or filled.sum() * 2 < cells:
            continue
        telling_cells = np.flatnonzero(fitting)[filled]
        if digits(own[telling_cells], parts[:, telling_cells], slack[telling_cells]) >= _SURE_DIGITS + tried:
            return HiddenSum(at, tuple(int(each) for each in others), cells, total)
    return None


def _shape_digits(own: np.ndarray[Any, Any], parts: np.ndarray[Any, Any], _: np.ndarray[Any, Any]) -> float:
    """Digits of sums that agree exactly, once for what is a multiple of another: a headcount all year."""
    import numpy as np

    seen: set[bytes] = set()
    digits = 0
    for value, column in zip(own, parts.T, strict=True):
        shape = np.round(np.nan_to_num(column) / value, 9).tobytes()
        if shape not in seen:
            seen.add(shape)
            digits += len(f"{abs(value):.12g}".replace(".", "").strip("0"))
    return digits


def _spread_digits(own: np.ndarray[Any, Any], parts: np.ndarray[Any, Any], slack: np.ndarray[Any, Any]) -> float:
    """Digits of sums that agree but for rounding: of the level once, of the spread in each further period."""
    import numpy as np

    _, first = np.unique(np.round(np.vstack([own, np.nansum(parts, axis=0)]), 9), axis=1, return_index=True)
    if len(first) < _FEW_CELLS:
        return 0
    values, off = own[first], np.maximum(slack[first], 1e-12)
    level = float(np.log10(np.abs(values) / off).max())
    return level + float(np.maximum(np.log10(max(float(values.std()), 1e-12) / off), 0).sum()) * (1 - 1 / len(first))


def _slack(figures: Figures, at: int, others: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """By how much rounding may part a total from the sum of others, by period."""
    import numpy as np

    own, parts = _unit(figures.values[at]), _unit(figures.values[others])
    off = 0.5 * own * np.maximum(figures.rows[at], 1)
    if parts >= own:
        rows = figures.rows[others].sum(axis=0)
        off = off + parts * np.minimum(rows / 2, _OFF * np.sqrt(rows))
    return np.asarray(off, dtype=float)


def _unit(values: np.ndarray[Any, Any]) -> float:
    """What figures are whole multiples of: 0.01 for cents; 0 where they are not rounded."""
    import numpy as np

    shown = values[np.isfinite(values) & (values != 0)].ravel()
    if not len(shown):
        return 0.0
    finest = _COARSEST
    for value in shown.tolist():
        exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
        finest = min(finest, int(exponent))
        if finest < _FINEST:
            return 0.0
    return 10.0**finest
