"""Largest slices of a gap, whether or not they are beyond chance 「最大切片」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.slices.contributions import Contributions, Totals, additive, rate_and_mix
from diagnostics.loop.diagnose.slices.cube import Cube
from diagnostics.loop.diagnose.slices.slice_table import refuse_taken

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# A slice says the same as a wider one when what the wider one makes it expect is right within this share.
SAME = 0.1


def largest(frame: Any, dimensions: Sequence[str], after: Sequence[str], before: Sequence[str]) -> pd.DataFrame:
    """Largest slices by single dimensions and pairs of them 「最大切片」.

    Parameters
    ----------
    frame : DataFrame
        A row a leaf.
    dimensions : sequence of str
        Columns to slice by, 1 to 8.
    after, before : sequence of str
        Column of an additive figure, or numerator and denominator.

    Returns
    -------
    DataFrame
        Dimensions (null for any), ``before``, ``after``, ``contribution``, ``share``, for a ratio ``rate`` and ``mix``;
        by the size of the contribution, wider slices first among equals. The slices of one dimension sum to the gap;
        a pair of values is left out where a wider slice says the same, and so is a dimension of one value.

    Notes
    -----
    Additive: ``after - before``. Ratio, with weights w of the denominator, ratios r and R of slice and whole:
    ``rate = (w0 + w1) / 2 · (r1 - r0)``, ``mix = (w1 - w0) · ((r0 + r1) / 2 - (R0 + R1) / 2)`` (Kitagawa 1955).

    Examples
    --------
    >>> import pandas as pd
    >>> leaves = pd.DataFrame({"region": ["east", "west"], "now": [50, 98], "then": [80, 100]})
    >>> largest(leaves, ["region"], ["now"], ["then"])[["region", "contribution"]].values.tolist()
    [['east', -30.0], ['west', -2.0]]
    """
    import numpy as np
    import pandas as pd

    dimensions, ratio = tuple(dimensions), len(after) == 2
    refuse_taken(dimensions)
    columns = [*dimensions, "before", "after", "contribution", "share", *(("rate", "mix") if ratio else ())]
    cube = Cube.of(frame, dimensions, [*after, *before])
    sums = np.nan_to_num(cube.figures).sum(axis=1)
    totals = Totals(sums[len(after) :], sums[: len(after)])
    if not cube.telling() or np.isnan(totals.gap):
        return pd.DataFrame(columns=columns)
    # Before first, as contributions are written.
    cube = Cube(cube.labels, cube.codes, np.concatenate([cube.figures[len(after) :], cube.figures[: len(after)]]))
    found = _found(cube, totals)
    table = pd.DataFrame({**cube.named(found.codes, dimensions), **found.figures})
    table = table.rename(columns={"total": "contribution"})
    table["share"] = table["contribution"] / totals.gap if totals.gap else float("nan")
    return table[columns]


@dataclass(frozen=True, eq=False)
class _Found:
    """Slices kept, in order: codes by dimension, -1 for any, and their figures by name."""

    codes: NDArray[np.intp]
    figures: dict[str, NDArray[np.float64]]


def _found(cube: Cube, totals: Totals) -> _Found:
    """Slices of all single dimensions, and of pairs of them that say more."""
    import numpy as np

    told = cube.telling()
    singles = {at: _slices(cube, (at,), totals) for at in told}
    pieces = list(singles.values())
    for one, two in combinations(told, 2):
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
