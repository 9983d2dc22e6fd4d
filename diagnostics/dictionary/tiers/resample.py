"""Intervals of tiers, by drawing entities or runs of periods anew 「自助法区间」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# Two-sided, 95 %.
ENDS = (2.5, 97.5)
_CELLS = 2_000_000


def people_counts(entities: int, draws: int, generator: np.random.Generator) -> Codes:
    """How often each entity is drawn, per draw: entities with replacement, each with all its figures 「按对象抽样」."""
    import numpy as np

    return generator.multinomial(entities, np.full(entities, 1 / entities), size=draws).astype(np.intp)


def period_counts(periods: int, draws: int, generator: np.random.Generator) -> Codes:
    """How often each period is drawn, per draw: runs of neighbouring periods, round the end 「按时段抽样」.

    Notes
    -----
    Circular block bootstrap (Politis and Romano, 1992) with runs of ``n ** (1/3)`` periods, rounded up.
    """
    import numpy as np

    run = int(np.ceil(periods ** (1 / 3)))
    starts = generator.integers(0, periods, size=(draws, -(-periods // run)))
    drawn = ((starts[:, :, None] + np.arange(run)) % periods).reshape(draws, -1)[:, :periods]
    counts = np.zeros((draws, periods), dtype=np.intp)
    np.add.at(counts, (np.repeat(np.arange(draws), periods), drawn.ravel()), 1)
    return counts


def intervals(
    values: Floats, weights: Floats, cluster: Codes, counts: Codes, levels: Sequence[float]
) -> list[tuple[float, float]]:
    """Interval of each level's value over the draws 「分位区间」.

    Parameters
    ----------
    values, weights : array of float
        Ascending figures with their weights.
    cluster : array of int
        Entity or period of each figure, a column of ``counts``.
    counts : array of int
        Draws × clusters: how often each was drawn.
    levels : sequence of float
        Positions between 0 and 1.
    """
    import numpy as np

    found: list[Floats] = []
    step = max(1, _CELLS // len(values))
    for start in range(0, len(counts), step):
        drawn = counts[start : start + step][:, cluster] * weights
        sums = np.cumsum(drawn, axis=1)
        sums /= sums[:, -1:]
        # The first figure at which the sum of weights passes the level.
        places = np.stack([(sums < level - 1e-12).sum(axis=1) for level in levels])
        found.append(values[np.minimum(places, len(values) - 1)])
    low, high = np.percentile(np.concatenate(found, axis=1), ENDS, axis=1)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
