"""Intervals of tiers, by drawing entities or runs of periods anew 「自助法区间」."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# Two-sided, 95 %.
ENDS = (2.5, 97.5)
# Cells held at once, and worked through at most: a second or two.
_CELLS, _ALL_CELLS = 2_000_000, 50_000_000
_FEWEST_DRAWS = 199


def people_counts(entities: int, draws: int, generator: np.random.Generator) -> Codes:
    """How often each entity is drawn, per draw: entities with replacement, each with all its figures 「按对象抽样」."""
    import numpy as np

    drawn = generator.integers(0, entities, size=(draws, entities)) + entities * np.arange(draws)[:, None]
    return np.bincount(drawn.ravel(), minlength=draws * entities).reshape(draws, entities)


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
    figures: tuple[Floats, Floats, Codes], counts: Callable[[int], Codes], draws: int, levels: Sequence[float]
) -> list[tuple[float, float]]:
    """Interval of each level's value over the draws 「分位区间」.

    Parameters
    ----------
    figures : values, weights, clusters
        Ascending figures with their weights, and the entity or period of each.
    counts : callable
        Makes so many draws: draws × clusters, how often each was drawn.
    draws : int
        Draws wanted; of more than 50,000 figures fewer are made, at least 199.
    levels : sequence of float
        Positions between 0 and 1.
    """
    import numpy as np

    values, weights, cluster = figures
    found: list[Floats] = []
    step = max(1, _CELLS // len(values))
    draws = min(draws, max(_FEWEST_DRAWS, _ALL_CELLS // len(values)))
    for start in range(0, draws, step):
        drawn = counts(min(step, draws - start))[:, cluster] * weights
        sums = np.cumsum(drawn, axis=1)
        sums /= sums[:, -1:]
        # The first figure at which the sum of weights passes the level.
        places = np.stack([(sums < level - 1e-12).sum(axis=1) for level in levels])
        found.append(values[np.minimum(places, len(values) - 1)])
    low, high = np.percentile(np.concatenate(found, axis=1), ENDS, axis=1)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
