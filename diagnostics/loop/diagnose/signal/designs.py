"""What persistence does to the width of a range, by number of figures, season and trend 「自相关修正」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]
    Flags = NDArray[np.bool_]

# Autocorrelations for which widths are worked out; what lies between is interpolated.
GRID = np.linspace(0.0, 0.9, 19)
# Above so many figures a width changes slowly: it is worked out for every sixth number only.
EVERY, FINE = 6, 42


@dataclass(frozen=True, slots=True)
class Widths:
    """Ratios to the mean squared residual, one row a series 「宽度系数」.

    Parameters
    ----------
    level, season : array of float
        Variance of the next figure about what is expected of it, without and with the season's own means.
    slope : array of float
        Variance of the slope times the spread of time.
    freedom : array of float
        Degrees of freedom of the mean squared residual.
    """

    level: Floats
    season: Floats
    slope: Floats
    freedom: Floats


def widths(count: Whole, season: int, seasonal: Flags, trend: Flags, phi: Floats) -> Widths:
    """Widths at the autocorrelation of each series 「逐序列宽度」.

    Parameters
    ----------
    count : array of int
        Figures of each series, taken as if none were missing in between.
    season : int
        Periods in a season.
    seasonal, trend : array of bool
        Whether the series' fit has means of its own for each part of a season, and a slope.
    phi : array of float
        Autocorrelation of neighbouring figures, 0 to 0.9.
    """
    rounded = np.where(count > FINE, count - count % EVERY, count)
    keys, which = np.unique(rounded * 4 + seasonal * 2 + trend, return_inverse=True)
    tables = np.stack([_design(int(key) // 4, season if key & 2 else 1, bool(key & 1)) for key in keys])
    place = phi * ((len(GRID) - 1) / GRID[-1])
    left = np.minimum(place.astype(np.intp), len(GRID) - 2)
    part = (place - left)[:, None]
    found = tables[which, left] * (1 - part) + tables[which, left + 1] * part
    return Widths(found[:, 0], found[:, 1], found[:, 2], found[:, 3])


@lru_cache(maxsize=4096)
def _design(count: int, season: int, trend: bool) -> Floats:
    """Ratios on the grid of autocorrelations for one design, one row a grid point."""
    time = np.arange(count, dtype=float)
    lag = np.abs(time[:, None] - time)
    flat, _, _ = _weights(count, 1, trend)
    own, rest, slope = _weights(count, season, trend)
    freedom = np.trace(rest)
    rows = []
    for phi in GRID:
        near = phi**lag
        ahead = phi ** (count - time)
        held = rest @ near
        square = np.trace(held) / freedom
        spread = [1 - 2 * each @ ahead + each @ near @ each for each in (flat, own)]
        middle = slope @ near @ slope / max(slope @ slope, 1e-300)
        rows.append([each / square for each in (*spread, middle)] + [np.trace(held) ** 2 / np.sum(held * held.T)])
    return np.array(rows)


def _weights(count: int, season: int, trend: bool) -> tuple[Floats, Floats, Floats]:
    """Weights of the figures in the next one's expectation, what the fit leaves, weights in the slope."""
    time = np.arange(count + 1, dtype=float)
    # Counted back from the next figure, whose part of the season is the first.
    part = (time - count).astype(int) % season
    columns = np.eye(season)[part]
    columns = columns[:, columns[:-1].any(axis=0)]
    if trend:
        columns = np.column_stack([columns, time - time.mean()])
    inverse = np.linalg.pinv(columns[:-1])
    rest = np.eye(count) - columns[:-1] @ inverse
    return columns[-1] @ inverse, rest, inverse[-1] if trend else np.zeros(count)
