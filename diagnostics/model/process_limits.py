"""What a process does when nothing special happens: XmR limits 「过程控制界限」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# Half the width of the limits in mean moving ranges: 3 / d2, as "Making Data Count" rounds it. Textbooks divide by
# d2 = 1.128379 unrounded, which gives 2.65868.
LIMIT = 2.66
# A moving range above this many mean ranges is itself out of its limits (D4) and would widen the limits it tests.
SCREEN = 3.267
# Limits from fewer points are themselves mostly noise; from more than two years of months, mostly history.
FEWEST, MOST = 8, 24
# A range that leaves out more than so large a share of the points it comes from is not their usual range.
MOST_OUTSIDE = 0.25


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits within which a process moves when nothing special happens 「过程控制界限」.

    Parameters
    ----------
    mean, lower, upper : float
        Centre and limits, in the values' unit; NaN where there are too few points.
    spread : float
        Mean moving range after screening.
    n : int
        Points behind the limits.
    factor : float
        Half the width of the limits in mean moving ranges.
    """

    mean: float
    lower: float
    upper: float
    spread: float
    n: int
    factor: float = LIMIT

    @property
    def near(self) -> tuple[float, float]:
        """Two thirds of the way to the limits: beyond lies what is called close 「警戒线」."""
        reach = 2 * self.factor / 3 * self.spread
        return self.mean - reach, self.mean + reach


def process_limits(values: ArrayLike, *, screen: bool = True, factor: float = LIMIT) -> ProcessLimits:
    """XmR limits of a series of individual values 「单值移动极差界限」.

    Parameters
    ----------
    values : array-like of float
        Values in order of time. Missing ones are left out: their neighbours then count as adjacent.
    screen : bool
        Whether moving ranges at or above 3.267 times their mean are left out of the limits, once.
    factor : float
        Half the width of the limits in mean moving ranges, above 0.

    Returns
    -------
    ProcessLimits
        NaN limits where there are fewer than two points.

    Raises
    ------
    InputError
        When a value is infinite.

    Notes
    -----
    ``mean ± 2.66 · mean(|x[i] - x[i-1]|)``.

    References
    ----------
    NHS England, Making Data Count. Wheeler, D. (2000), Understanding Variation.

    Examples
    --------
    >>> process_limits([10, 12, 11, 13, 12]).upper
    15.59
    """
    present = finite_or_missing(values)
    present = present[~np.isnan(present)]
    ends = limits_by_group(present, np.zeros(len(present), dtype=np.intp), 1, screen=screen, factor=factor)
    mean, lower, upper = (float(each[0]) for each in ends)
    spread = (upper - mean) / factor
    return ProcessLimits(mean, lower, upper, spread, len(present), factor)


def finite_or_missing(values: ArrayLike) -> Floats:
    """Values as floats, refusing infinite ones 「数值校验」.

    Raises
    ------
    InputError
        When a value is infinite.
    """
    array = np.asarray(values, dtype=np.float64).ravel()
    endless = np.flatnonzero(np.isinf(array))
    if len(endless):
        raise InputError(
            f"Value {array[endless[0]]} at position {endless[0]} is infinite; values are finite or missing."
        )
    return array


def limits_by_group(
    values: Floats, groups: NDArray[np.intp], count: int, *, screen: bool = True, factor: float = LIMIT
) -> tuple[Floats, Floats, Floats]:
    """Mean, lower and upper limit of many series at once 「批量控制界限」.

    Parameters
    ----------
    values : array of float
        Present values of all series, each series in one piece and in order of time.
    groups : array of int
        Number of the series of each value, ascending, below ``count``.
    count : int
        How many series there are; one without values gets NaN.
    """
    adjacent = groups[1:] == groups[:-1]
    ranges = np.abs(np.diff(values))[adjacent]
    whose = groups[1:][adjacent]
    spread = _mean_by(ranges, whose, count)
    if screen:
        # A series that never moves has a mean range of 0: nothing is below it, and nothing needs screening.
        kept = (ranges < SCREEN * spread[whose]) | (spread[whose] == 0)
        spread = _mean_by(ranges[kept], whose[kept], count)
    mean = _mean_by(values, groups, count)
    return mean, mean - factor * spread, mean + factor * spread


def usual_range(values: ArrayLike) -> tuple[float, float] | None:
    """Lower and upper end of what a series usually does, None with fewer than 8 points 「平时波动范围」.

    Parameters
    ----------
    values : array-like of float
        Values before the period judged, in order of time; missing ones are left out, then the last 24 count.

    Raises
    ------
    InputError
        When a value is infinite.

    Examples
    --------
    >>> usual_range([10, 12] * 4)
    (5.68, 16.32)
    """
    present = finite_or_missing(values)
    present = present[~np.isnan(present)][-MOST:]
    if len(present) < FEWEST:
        return None
    low, high = usual_limits_by_group(present, np.zeros(len(present), dtype=np.intp), 1)
    return float(low[0]), float(high[0])


def usual_limits_by_group(values: Floats, groups: NDArray[np.intp], count: int) -> tuple[Floats, Floats]:
    """Ends of the usual range of many series; parameters as ``limits_by_group`` 「批量平时波动范围」.

    Moving ranges are screened unless too many of a series' own points would lie outside: screening takes what is usual
    for a series of rare large values, such as idle time, for the exception.
    """
    _, low, high = limits_by_group(values, groups, count)
    _, wide_low, wide_high = limits_by_group(values, groups, count, screen=False)
    outside = (values < low[groups]) | (values > high[groups])
    sizes = np.maximum(np.bincount(groups, minlength=count), 1)
    odd = np.bincount(groups, weights=outside, minlength=count) / sizes > MOST_OUTSIDE
    return np.where(odd, wide_low, low), np.where(odd, wide_high, high)


def _mean_by(values: Floats, groups: NDArray[np.intp], count: int) -> Floats:
    sizes = np.bincount(groups, minlength=count)
    sums = np.bincount(groups, weights=values, minlength=count)
    means: Floats = np.divide(sums, sizes, out=np.full(count, np.nan), where=sizes > 0)
    return means
