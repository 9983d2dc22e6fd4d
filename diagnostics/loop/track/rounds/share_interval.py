"""Interval of a share over few KPIs whose figures hang together 「聚类占比区间」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SURE = 0.95
# Figures of one KPI hang together at least so much (share of their spread that lies between KPIs): a few KPIs that all
# happen to be reached equally often would else look like one certain share.
LEAST_ALIKE = 0.1


def share_interval(
    met: NDArray[np.bool_], kpi: NDArray[np.intp], beside: tuple[NDArray[np.intp], ...] = ()
) -> tuple[float, float, float]:
    """Mean over KPIs of the share of figures that reach their target, with its 95 % interval 「达成率及区间」.

    Parameters
    ----------
    met : array of bool
        Whether each figure reaches its target.
    kpi : array of int
        KPI of each figure, by number from 0.
    beside : tuple of array of int
        Other groups whose figures move together: entities, periods.

    Returns
    -------
    share, low, high : float
        Each in 0 to 1; the interval is the whole of it where there are fewer than two KPIs.

    Notes
    -----
    Every KPI weighs the same, for who set it is a trait of the KPI: the variance is that between the KPIs' own shares,
    ``s²/k``, plus what entities and what periods move in all KPIs at once (sums of the residuals within them), which is
    no less than a two-way clustered variance. It is turned into the number of independent figures that would have it,
    cut by ``(z / t)²`` for k − 1 degrees of freedom, and the exact (Clopper-Pearson) interval of that many is taken.

    References
    ----------
    Korn and Graubard (1998), Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data, Survey Methodology 24, 193-201. Cameron, Gelbach and Miller (2011), Robust inference
    with multiway clustering, Journal of Business & Economic Statistics 29, 238-249.
    """
    import numpy as np
    from scipy.stats import norm, t

    values = met.astype(float)
    count = np.bincount(kpi)
    own = np.bincount(kpi, values) / count
    k, share = len(count), float(own.mean())
    if k < 2:
        return share, 0.0, 1.0
    residual = (values - own[kpi]) / (k * count[kpi])
    variance = float(own.var(ddof=1)) / k + sum(_moved(residual, each) for each in beside)
    # Towards the middle by one KPI each way: of shares that are all 0 or 1 the variance would be none.
    middle = (k * share + 1) / (k + 2)
    spread = middle * (1 - middle)
    variance = max(variance, spread * LEAST_ALIKE / k)
    few = (norm.ppf((1 + SURE) / 2) / t.ppf((1 + SURE) / 2, k - 1)) ** 2
    worth = min(spread / variance, float(len(values))) * float(few)
    return share, *exact_interval(share, worth)


def _moved(residual: NDArray[np.float64], group: NDArray[np.intp]) -> float:
    """Variance by which groups move the mean at once."""
    import numpy as np

    sums = np.bincount(group, residual)
    many = len(sums)
    return float((sums**2).sum()) * many / (many - 1) if many > 1 else 0.0


def exact_interval(share: float, worth: float) -> tuple[float, float]:
    """Clopper-Pearson interval of a share of so many independent figures, whole or not 「精确区间」.

    Examples
    --------
    >>> [round(each, 3) for each in exact_interval(0.5, 10)]
    [0.187, 0.813]
    """
    from scipy.stats import beta

    tail, hits = (1 - SURE) / 2, share * worth
    low = float(beta.ppf(tail, hits, worth - hits + 1)) if hits > 0 else 0.0
    high = float(beta.ppf(1 - tail, hits + 1, worth - hits)) if hits < worth else 1.0
    return low, high


def difference_interval(one: tuple[float, float, float], other: tuple[float, float, float]) -> tuple[float, ...]:
    """Difference of two shares with its interval, from theirs 「占比之差及区间」.

    References
    ----------
    Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach, Statistics in
    Medicine 27, 1693-1702.

    Examples
    --------
    >>> [round(each, 3) for each in difference_interval((0.8, 0.7, 0.9), (0.5, 0.4, 0.6))]
    [0.3, 0.159, 0.441]
    """
    (p, low, high), (q, least, most) = one, other
    return p - q, p - q - math.hypot(p - low, most - q), p - q + math.hypot(high - p, q - least)
