"""Intervals of a tier between two of few figures, and how sure they are 「次序统计量区间」."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# How sure an interval is meant to be, by both sides.
SURE = 0.95


@lru_cache(maxsize=256)
def ranks(count: int, below: float) -> tuple[int, int, float]:
    """Ranks between which a quantile lies, and how sure that is 「秩区间」.

    Parameters
    ----------
    count : int
        Independent figures, at least 1.
    below : float
        Share of the distribution below the quantile, 0 to 1.

    Notes
    -----
    How many of the figures lie below the quantile is binomial, whatever the distribution (Thompson, 1936). Of few
    figures even the lowest and the highest don't hold it in 95 of 100 cases; then each side is as sure as it can be, up
    to 97.5 %.

    Examples
    --------
    >>> ranks(5, 0.5)
    (1, 5, 0.9375)
    >>> ranks(40, 0.5)[:2]
    (14, 27)
    """
    from scipy import stats

    law = stats.binom(count, below)
    tail = (1 - SURE) / 2
    low, high = max(int(law.ppf(tail)), 1), min(int(law.ppf(1 - tail)) + 1, count)

    def sure() -> float:
        return float(law.cdf(high - 1) - law.cdf(low - 1))

    # One end may lie at the last figure before its side is sure enough; the other makes up for it, where it can.
    while sure() < SURE <= 1 - below**count - (1 - below) ** count:
        low, high = max(low - 1, 1), min(high + 1, count)
    return low, high, round(sure(), 12)


def rank_interval(values: Floats, weights: Floats, worth: float, below: float) -> tuple[float, float, float]:
    """Lowest and highest that a quantile may be, and how sure that is 「秩区间的取值」.

    Parameters
    ----------
    values, weights : array of float
        Ascending figures; weights add up to 1.
    worth : float
        Independent figures that they are worth, rounded down here.
    below : float
        Share of the distribution below the quantile.
    """
    import numpy as np

    count = max(math.floor(worth + 1e-9), 1)
    low, high, sure = ranks(count, below)
    upto = np.cumsum(weights)
    first = int(np.searchsorted(upto, (low - 0.5) / count - 1e-12))
    last = int(np.searchsorted(upto, (high - 0.5) / count - 1e-12))
    top = len(values) - 1
    return float(values[min(first, top)]), float(values[min(last, top)]), sure
