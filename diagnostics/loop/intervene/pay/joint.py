"""What KPIs may be, month by month and all together 「指标的联合分布」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

# A margin is held as so many levels of equal width in normal scores, from -REACH to REACH.
LEVELS, REACH = 512, 4.0


@dataclass(frozen=True, eq=False)
class Joint:
    """What KPIs may be, month by month and all together 「指标的联合分布」.

    Parameters
    ----------
    entities, kpis, months : tuple of str
        Axes.
    levels : array
        Figures (month, KPI, entity, level) at the middles of the levels of a normal score.
    expected : array
        Expected figures (month, KPI, entity).
    targets : array
        Targets (month, KPI, entity) that stand beside the figures; NaN where there are none.
    carried : array
        How much of a month's score the next one keeps, by KPI 「自相关」.
    unsure : array
        How far off the level itself may be, in standard deviations of a month, by KPI; it is so in all months alike.
    last : array
        Last observed score (KPI, entity); 0 where nothing was observed.
    shared, own : array
        Factors of the scores' covariance (KPI, KPI): what strikes all entities alike, and each alone.
    bounds : tuple of (low, high)
        What figures of each KPI can't pass.
    """

    entities: tuple[str, ...]
    kpis: tuple[str, ...]
    months: tuple[str, ...]
    levels: Array
    expected: Array
    targets: Array
    carried: Array
    unsure: Array
    last: Array
    shared: Array
    own: Array
    bounds: tuple[tuple[float, float], ...]

    def at(self, kpi: str) -> int:
        """Place of a KPI 「指标位置」."""
        return self.kpis.index(kpi)

    def within(self, kpi: str, figures: Array) -> Array:
        """Figures no further than the KPI can go, such as a share of 1 「取值范围内」."""
        import numpy as np

        return np.clip(figures, *self.bounds[self.at(kpi)])


def scores_of_levels() -> Array:
    """Normal scores at the middles of the levels 「档位的正态得分」."""
    import numpy as np

    return np.linspace(REACH / LEVELS - REACH, REACH - REACH / LEVELS, LEVELS, dtype=np.float64)


@cache
def probabilities_of_levels() -> Array:
    """Probability below the middle of each level 「档位的累计概率」."""
    import numpy as np

    found = np.array([0.5 * math.erfc(-each / math.sqrt(2)) for each in scores_of_levels()])
    found.flags.writeable = False
    return found


def factor(covariance: Array) -> Array:
    """Matrix F whose F·Fᵀ is the nearest covariance that can be one 「协方差分解」."""
    import numpy as np

    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    found: Array = np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)), dtype=np.float64)
    return found


def factors(shared: Array, whole: Array) -> tuple[Array, Array]:
    """Factors of what is shared and of the rest, so that every score has a variance of 1 「共同与个体部分」."""
    import numpy as np

    common = factor(shared)
    alone = factor(whole - common @ common.T)
    spread = np.sqrt((common**2).sum(axis=1) + (alone**2).sum(axis=1))
    spread = np.where(spread > 0, spread, 1.0)
    wide = np.asarray(spread[:, None], dtype=np.float64)
    return np.asarray(common / wide), np.asarray(alone / wide)
