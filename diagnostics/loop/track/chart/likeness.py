"""How much neighbouring points resemble each other, and what that does to marks 「自相关与误报」."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.model.control_chart import Likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# With fewer points nothing can be said of neighbours.
FEWEST = 8
# Correlations that are tried for the interval.
_GRID = np.linspace(-0.99, 0.99, 397)


def likeness(parts: Sequence[Floats], shown: int, own: bool, lost: int = 0) -> Likeness:
    """Lag-1 correlation of neighbours with its interval, and the share of quiet series that bear a mark 「自相关」.

    Parameters
    ----------
    parts : sequence of array of float
        Deviations from the mean, a piece a phase; neighbours of two pieces are no neighbours.
    shown : int
        Points of the chart.
    own : bool
        Whether limits come from moving ranges rather than from sizes.
    lost : int
        Points that were paid for a season.

    Notes
    -----
    ``r = Σ e[i] e[i−1] / Σ e[i]²``, which falls short of the correlation c by ``(1 + 4c) / n`` on average
    and varies by ``(1 − c²) / n`` (Marriott and Pope 1954; Bartlett 1946). The interval holds each c for which r lies
    within 1.96 standard deviations of what c makes one expect.
    """
    count = sum(map(len, parts)) - lost
    square = sum(float(each @ each) for each in parts)
    if count < FEWEST or square == 0:
        nothing = float("nan")
        return Likeness(nothing, nothing, nothing, max(count, 0), nothing, nothing)
    raw = sum(float(each[1:] @ each[:-1]) for each in parts) / square
    means = len(parts)
    expected = _GRID - (means + (means + 3) * _GRID) / count
    off = np.abs(raw - expected) / np.sqrt((1 - _GRID**2) / count)
    inside = _GRID[off <= 1.96]
    best = float(_GRID[np.argmin(np.abs(raw - expected))])
    low, high = (float(inside[0]), float(inside[-1])) if len(inside) else (best, best)
    return Likeness(best, low, high, count, marked_share(shown, best, own), marked_share(shown, 0.0, own))


@lru_cache(maxsize=4096)
def marked_share(count: int, lag1: float, own: bool = True) -> float:
    """Share of quiet series that bear any mark, by length and correlation of neighbours 「误报率」.

    Parameters
    ----------
    count : int
        Points, all of one phase; above 120 each further stretch counts as one of its own.
    lag1 : float
        Correlation of neighbours; below 0 counts as 0.
    own : bool
        Whether limits come from moving ranges rather than from sizes.

    Examples
    --------
    >>> 0.15 < marked_share(24, 0.0) < 0.25
    True
    """
    from diagnostics.loop.track.chart.alarms import ALIKE, LENGTHS, OWN, SIZES

    table, phi = np.asarray(OWN if own else SIZES), min(max(lag1, 0.0), ALIKE[-1])
    by_length = [np.interp(phi, ALIKE, row) for row in table]
    longest = LENGTHS[-1]
    if count > longest:
        return float(1 - (1 - by_length[-1]) ** (count / longest))
    return float(np.interp(count, LENGTHS, by_length))
