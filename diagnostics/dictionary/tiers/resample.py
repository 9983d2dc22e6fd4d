"""Intervals of tiers, by drawing entities and runs of periods anew 「自助法区间」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is drawn anew: entities, runs of periods, or both across each other 「重抽样单位」.

    Parameters
    ----------
    entity, period : array of int, optional
        Number from 0 of the entity and of the period of each figure; None where they are not drawn.
    """

    entity: Codes | None
    period: Codes | None

    def counts(self, draws: int, generator: np.random.Generator) -> Codes:
        """How often each figure is drawn, per draw 「抽中次数」."""
        found = None
        for cluster, make in ((self.entity, people_counts), (self.period, period_counts)):
            if cluster is not None:
                counts = make(int(cluster.max()) + 1, draws, generator)[:, cluster]
                found = counts if found is None else found * counts
        assert found is not None
        return found


def intervals(
    figures: tuple[Floats, Floats], drawn_by: Drawn, draws: int, levels: Sequence[float], generator: np.random.Generator
) -> list[tuple[float, float]]:
    """Interval of each level's value over the draws 「分位区间」.

    Parameters
    ----------
    figures : values, weights
        Ascending figures with their weights.
    drawn_by : Drawn
        Entities and periods of the figures, in the same order.
    draws : int
        Draws wanted; of more than 50,000 figures fewer are made, at least 199.
    levels : sequence of float
        Positions between 0 and 1.
    generator : Generator
        Where chance comes from.
    """
    import numpy as np

    values, weights = figures
    found: list[Floats] = []
    step = max(1, _CELLS // len(values))
    draws = min(draws, max(_FEWEST_DRAWS, _ALL_CELLS // len(values)))
    for start in range(0, draws, step):
        drawn = drawn_by.counts(min(step, draws - start), generator) * weights
        sums = np.cumsum(drawn, axis=1)
        # Entities and periods that never met leave a draw without figures.
        sums = sums[sums[:, -1] > 0]
        sums /= sums[:, -1:]
        # The first figure at which the sum of weights passes the level.
        places = np.stack([(sums < level - 1e-12).sum(axis=1) for level in levels])
        found.append(values[np.minimum(places, len(values) - 1)])
    low, high = np.percentile(np.concatenate(found, axis=1), ENDS, axis=1)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
