"""Slices that are told to a reader: none counts what another one does 「讲述的切片」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.slices.contributions import Totals
from diagnostics.loop.diagnose.slices.cube import Cube
from diagnostics.loop.diagnose.slices.people import Crowd, told_together
from diagnostics.loop.diagnose.slices.scan import Found
from diagnostics.loop.diagnose.slices.slice_table import own_parts

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]
# Where nothing is beyond chance, so many of the largest are told.
MOST_UNSURE = 3


def with_own(
    rows: Sequence[Record], leaves: pd.DataFrame, dimensions: Sequence[str], after: Sequence[str], before: Sequence[str]
) -> list[Record]:
    """Slices with the part of each that no narrower, or else stronger slice *among them* has 「互不重叠的部分」.

    Parameters
    ----------
    rows : sequence of record
        ``slice`` (value by dimension, None for any, in the order of ``dimensions``), ``score``.
    leaves : DataFrame
        Where they were found.
    dimensions, after, before : sequence of str
        Columns of the leaves.

    Returns
    -------
    list of record
        With ``own``: the parts, and those of the leaves in none of the slices, sum to the gap.
    """
    import numpy as np

    cube = Cube.of(leaves, dimensions, [*after, *before])
    now, then = cube.figures[: len(after)], cube.figures[len(after) :]
    totals = Totals(np.nan_to_num(then).sum(axis=1), np.nan_to_num(now).sum(axis=1))
    order = sorted(range(len(rows)), key=lambda at: -rows[at]["score"])
    own = own_parts([_found(rows[at], cube) for at in order], (now, then), totals).total
    parts = dict(zip(order, own.tolist(), strict=True))
    return [{**row, "own": parts[at]} for at, row in enumerate(rows)]


def _found(row: Record, cube: Cube) -> Found:
    """A slice by its places in a cube."""
    import numpy as np

    values = enumerate(row["slice"].values())
    conditions = {at: cube.labels[at].index(value) for at, value in values if value is not None}
    inside = np.ones(cube.leaves, dtype=bool)
    for at, code in conditions.items():
        inside &= cube.codes[at] == code
    return Found(conditions, np.flatnonzero(inside), 0.0, row["score"], row["p_value"])


def of_one_dimension(
    rows: Sequence[Record], crowds: Sequence[Crowd], least: int, before: Sequence[Record] = ()
) -> list[Record]:
    """The largest slices of one dimension, that of the largest that may be told 「同一维度的最大切片」.

    They don't overlap. Parameters are those of ``told_together``.
    """
    singles = [row for row in rows if len(_fixed(row)) == 1]
    first = told_together(singles, crowds, least, 1, before)
    same = (row for row in singles if first and _fixed(row) == _fixed(first[0]))
    return told_together(same, crowds, least, MOST_UNSURE, before)


def _fixed(row: Record) -> tuple[str, ...]:
    """Dimensions that a slice fixes."""
    return tuple(name for name, value in row["slice"].items() if value is not None)
