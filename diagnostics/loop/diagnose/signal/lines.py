"""Level, slope and season of many series at once 「水平、趋势与季节」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lines:
    """Least squares of many series: a mean for each part of the season, and a slope 「最小二乘」.

    Parameters
    ----------
    counts, means, times : array of float
        Figures, their mean and their mean time, one row a series, one column a part of the season.
    slope, stretch : array of float
        Slope a period, and the sum of squares of time about its means.
    left_flat, left_sloped : array of float
        Sum of squares left without and with the slope.
    parts : array of float
        Parts of the season that have a figure at all.
    """

    counts: Floats
    means: Floats
    times: Floats
    slope: Floats
    stretch: Floats
    left_flat: Floats
    left_sloped: Floats
    parts: Floats

    def intercepts(self, slope: Floats) -> Floats:
        """Mean of each part of the season at time 0, given a slope."""
        return self.means - slope[:, None] * self.times

    def left(self, trend: Flags) -> Floats:
        """Sum of squares left, with the slope where there is a trend."""
        return np.where(trend, self.left_sloped, self.left_flat)


def lines(values: Floats, there: Floats, season: int) -> Lines:
    """Least squares of every row 「逐行拟合」.

    Parameters
    ----------
    values : array of float
        One row a series, 0 where nothing is there; as many columns as whole seasons hold.
    there : array of float
        1 where there is a figure, else 0.
    season : int
        Parts of a season; 1 for none.
    """
    time = times(values.shape[1])
    shape = (len(values), -1, season)
    cells, held, part = values.reshape(shape), there.reshape(shape), time.reshape(-1, season)
    # Small sums many times over: plain loops, as a matrix library's threads would only wait for each other.
    counts, sums, when = held.sum(axis=1), cells.sum(axis=1), np.einsum("ikj,kj->ij", held, part)
    safe = np.maximum(counts, 1)
    stretch = np.einsum("ij,j->i", there, time**2) - (when**2 / safe).sum(axis=1)
    together = np.einsum("ij,j->i", values, time) - (when * sums / safe).sum(axis=1)
    slope = np.divide(together, stretch, out=np.zeros_like(stretch), where=stretch > 1e-9)
    total = np.einsum("ij,ij->i", values, values)
    # What rounding leaves of nothing is nothing.
    flat = np.maximum(total - (sums**2 / safe).sum(axis=1), 0)
    sloped = np.maximum(flat - together * slope, 0)
    flat, sloped = (np.where(each > 1e-12 * total, each, 0.0) for each in (flat, sloped))
    parts = (counts > 0).sum(axis=1).astype(float)
    return Lines(counts, sums / safe, when / safe, slope, stretch, flat, sloped, parts)


def times(width: int) -> Floats:
    """Time of each column about the middle; the next period's is ``width - (width - 1) / 2``."""
    return np.arange(width, dtype=np.float64) - (width - 1) / 2
