"""What range and deviation of a small normal sample are on average: d2, d3, c4 「控制图系数」."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

# Mean moving range of two over the standard deviation: 2 / sqrt(pi).
D2_OF_TWO = 2 / math.sqrt(math.pi)


@cache
def c4(size: int) -> float:
    """Mean sample standard deviation of a normal sample, in its standard deviations 「c4」.

    Parameters
    ----------
    size : int
        Size of the sample, at least 2.

    Examples
    --------
    >>> round(c4(5), 4)
    0.94
    """
    return math.sqrt(2 / (size - 1)) * math.exp(math.lgamma(size / 2) - math.lgamma((size - 1) / 2))


@cache
def d2_d3(size: int) -> tuple[float, float]:
    """Mean and standard deviation of the range of a normal sample, in its standard deviations 「d2、d3」.

    Parameters
    ----------
    size : int
        Size of the sample, at least 2.

    Notes
    -----
    With F the normal distribution, E R = ∫ (1 − F^n − (1 − F)^n) dx and
    E R² = 2 ∬_{x<y} (1 − F(y)^n − (1 − F(x))^n + (F(y) − F(x))^n) dx dy (Tippett 1925), by trapezoids.

    Examples
    --------
    >>> [round(each, 4) for each in d2_d3(5)]
    [2.3259, 0.8641]
    """
    from scipy.special import ndtr

    grid, step = np.linspace(-8.5, 8.5, 1701, retstep=True)
    share = ndtr(grid)
    mean = float(np.sum(1 - share**size - (1 - share) ** size) * step)
    between = share[None, :] - share[:, None]
    inner = 1 - share[None, :] ** size - (1 - share[:, None]) ** size + np.maximum(between, 0) ** size
    # The diagonal belongs half to the triangle x < y.
    weights = np.triu(np.ones_like(inner), 1) + 0.5 * np.eye(len(grid))
    square = float(2 * np.sum(inner * weights) * step**2)
    return mean, math.sqrt(square - mean**2)
