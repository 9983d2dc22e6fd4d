"""Which slices of a figure a gap comes from 「切片定位」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.contributions import Contributions, Totals, additive, rate_and_mix
from diagnostics.loop.diagnose.cube import Cube
from diagnostics.model.slices import Slices

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# A slice says the same as a wider one when what the wider one makes it expect is right within this share.
SAME = 0.1


def locate(
    frame: Any,
    dimensions: Sequence[str],
    actual: str | Sequence[str] = "actual",
    expected: str | Sequence[str] | None = "expected",
    history: Any = None,
) -> Slices:
    """Largest slices of a gap, by single dimensions and pairs of them 「切片定位」.

    Parameters
    ----------
    frame : DataFrame or Ibis table
        A row a leaf or a fact: dimensions and figures. A missing figure is a leaf that was not there.
    dimensions : sequence of str
        Columns to slice by, 1 to 8.
    actual, expected : str or pair of str
        Column of an additive figure, or for a ratio the pair (numerator, denominator).
    history : DataFrame, optional
        Earlier periods as expectation; not yet taken.

    Returns
    -------
    Slices
        Ordered by the size of the contribution, wider slices first among equals. A pair of values is left out where a
        wider slice says the same: both are the same facts, or the pair moved as the wider one moved.

    Raises
    ------
    InputError
        When a column is missing, there are no or more than 8 dimensions, only one of the figures is a pair, or
        ``history`` is given.

    Notes
    -----
    Additive: ``after - before``. Ratio, with weights w of the denominator, ratios r and R of slice and whole:
    ``rate = (w0 + w1) / 2 · (r1 - r0)``, ``mix = (w1 - w0) · ((r0 + r1) / 2 - (R0 + R1) / 2)``; over the values of one
    dimension they sum to the gap. The slices of different dimensions overlap and must not be added up.

    References
    ----------
    Kitagawa, E. (1955). Components of a difference between two rates. Journal of the American Statistical Association.

    Examples
    --------
    >>> import pandas as pd
    >>> leaves = pd.DataFrame({"region": ["east", "west"], "actual": [50, 98], "expected": [80, 100]})
    >>> locate(leaves, ["region"]).frame()[["region", "contribution"]].values.tolist()
    [['east', -30.0], ['west', -2.0]]
    """
    if history is not None or expected is None:
        raise InputError("history is not taken yet; give the expected figures as a column, or a pair of them.")
    after, before = _figure(actual, "actual"), _figure(expected, "expected")
    if len(after) != len(before):
        raise InputError(f"actual == {actual!r} and expected == {expected!r}: both are a name, or both are a pair.")
    dimensions = tuple(dimensions)
    cube = Cube.of(frame, dimensions, [*before, *after])
    totals = _totals(cube)
    reason = _nothing(cube, totals)
    found = None if reason in ("no_rows", "no_base") else _found(cube, totals)
    table = _table(cube, dimensions, found, totals)
    return Slices(table, dimensions, *totals.values, len(after) == 2, reason)


def _figure(name: str | Sequence[str], what: str) -> tuple[str, ...]:
    names = (name,) if isinstance(name, str) else tuple(name)
    if len(names) not in (1, 2):
        raise InputError(f"{what} == {name!r}, must be a column or a pair (numerator, denominator).")
    return names


def _totals(cube: Cube) -> Totals:
    import numpy as np

    sums = np.nan_to_num(cube.figures).sum(axis=1)
    half = len(sums) // 2
    return Totals(sums[:half], sums[half:])


def _nothing(cube: Cube, totals: Totals) -> str:
    """Why no slice can be named."""
    import numpy as np

    if not cube.figures.shape[1]:
        return "no_rows"
    if isnan(totals.gap):
        return "no_base"
    before, after = np.nan_to_num(cube.figures).reshape(2, -1)
    return "no_gap" if (before == after).all() else ""


@dataclass(frozen=True, eq=False)
class _Found:
    """Slices kept, in order: codes by dimension, -1 for any, and their figures by name."""

    codes: NDArray[np.intp]
    figures: dict[str, NDArray[np.float64]]


def _found(cube: Cube, totals: Totals) -> _Found:
    """Slices of all single dimensions, and of pairs of them that say more."""
    import numpy as np

    count = len(cube.labels)
    singles = {at: _slices(cube, (at,), totals) for at in range(count)}
    pieces = list(singles.values())
    for one, two in combinations(range(count), 2):
        codes, parts = _slices(cube, (one, two), totals)
        kept = np.ones(codes.shape[1], dtype=bool)
        for at in (one, two):
            kept &= _says_more(parts, singles[at][1], codes[at])
        figures = {name: each[kept] for name, each in _columns(parts).items()}
        pieces.append((codes[:, kept], Contributions(**figures)))
    codes = np.concatenate([each for each, _ in pieces], axis=1)
    columns = [_columns(parts) for _, parts in pieces]
    figures = {name: np.concatenate([each[name] for each in columns]) for name in columns[0]}
    order = _order(codes, figures["total"])
    return _Found(codes[:, order], {name: each[order] for name, each in figures.items()})


def _slices(cube: Cube, cut: tuple[int, ...], totals: Totals) -> tuple[NDArray[np.intp], Contributions]:
    """Slices by the values of one dimension or two, with their contributions."""
    codes, sums = cube.sums(cut)
    half = len(sums) // 2
    if half == 1:
        return codes, additive(sums[0], sums[1])
    return codes, rate_and_mix(sums[:half], sums[half:], totals)


def _columns(parts: Contributions) -> dict[str, NDArray[np.float64]]:
    names = ("before", "after", "total", "size", "rate", "mix")
    return {name: getattr(parts, name) for name in names if getattr(parts, name) is not None}


def _says_more(parts: Contributions, wider: Contributions, whose: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether slices differ from what the wider slice that holds them makes one expect."""
    import numpy as np

    whole, sized = wider.total[whose], wider.size[whose]
    awaited = np.divide(whole * parts.size, sized, out=np.zeros(len(whole)), where=sized > 0)
    return np.asarray(np.abs(parts.total - awaited) > SAME * np.abs(whole))


def _order(codes: NDArray[np.intp], total: NDArray[np.float64]) -> NDArray[np.intp]:
    """Largest first; rounding decides nothing: among equals the wider slice, then the values' order."""
    import numpy as np

    size = np.abs(total)
    grain = np.round(size / (size.max(initial=0.0) or 1.0), 9)
    width = (codes >= 0).sum(axis=0)
    names = np.where(codes < 0, np.iinfo(np.intp).max, codes)  # any after every value
    return np.lexsort([*names[::-1], width, -grain])


def _table(cube: Cube, dimensions: tuple[str, ...], found: _Found | None, totals: Totals) -> pd.DataFrame:
    import pandas as pd

    ratio = len(totals.before) == 2
    columns = [*dimensions, "before", "after", "contribution", "share", *(("rate", "mix") if ratio else ())]
    if found is None:
        return pd.DataFrame(columns=columns)
    table = pd.DataFrame({**cube.named(found.codes, dimensions), **found.figures})
    table = table.rename(columns={"total": "contribution"})
    table["share"] = table["contribution"] / totals.gap if totals.gap else float("nan")
    return table[columns]
