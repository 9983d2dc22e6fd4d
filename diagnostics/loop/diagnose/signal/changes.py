"""How rare a change between two periods is in quiet times 「变化的罕见程度」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.diagnose.signal.block import ROUNDING, often_zero, probability, unscaled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.signal.expectation import Expectation
    from diagnostics.loop.diagnose.signal.panel import Panel
    from diagnostics.loop.diagnose.signal.scales import Scaled

    Floats = NDArray[np.float64]


def judge_change(
    block: Panel, lag: int, found: Expectation, moved: Scaled, still: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Change that is expected since some periods ago, in the KPI's unit, and the probability of one so far from it.

    Parameters
    ----------
    lag : int
        Periods between the two, at least 1.
    found, moved
        What the histories make one expect, and on which scale.
    still : array of bool
        Series that never moved.

    Notes
    -----
    From one period to the next the variance is the mean square of successive differences of what level, trend and
    season leave (von Neumann 1941), so that likeness of neighbours is in it; over longer lags ``2 σ² (1 - φ^lag)``.
    """
    count = len(block.now)
    if lag > block.past.shape[1]:
        return np.full(count, np.nan), np.full(count, np.nan)
    then, then_moved = block.past[:, -lag], moved.past[:, -lag]
    season = found.effects.shape[1]
    drift = found.slope * lag + found.effects[:, 0] - found.effects[:, -lag % season]
    centre = then_moved + drift
    variance, freedom = _variance(found, lag)
    floor = moved.own + moved.usual
    variance = np.maximum(variance + np.maximum(moved.own - moved.usual, 0), floor) * (1 + moved.wider) / 2
    chance = probability(block.now, unscaled(moved, centre), (centre, np.sqrt(variance), freedom), moved)
    chance = _with_zeros(block, moved, lag, chance)
    same = np.abs(block.now - then) <= ROUNDING * np.abs(then)
    chance = np.where(still, np.where(same, 1.0, 1 / (block.count + 1)), chance)
    missing = np.isnan(block.now) | np.isnan(then)
    expected = np.where(still, 0.0, unscaled(moved, centre) - then)
    return np.where(missing, np.nan, expected), np.where(missing, np.nan, chance)


def _with_zeros(block: Panel, moved: Scaled, lag: int, chance: Floats) -> Floats:
    """Probability where a history is often zero: no change that it has seen is unusual."""
    rows = np.flatnonzero(often_zero(block, moved))
    if len(rows):
        moves = np.abs(block.past[rows, lag:] - block.past[rows, :-lag])
        own = np.abs(block.now[rows] - block.past[rows, -lag])
        with np.errstate(invalid="ignore"):
            as_far = (moves >= own[:, None]).sum(axis=1)
        chance[rows] = np.maximum(chance[rows], (1 + as_far) / (1 + (~np.isnan(moves)).sum(axis=1)))
    return chance


def _variance(found: Expectation, lag: int) -> tuple[Floats, Floats]:
    """Variance of a change about what is expected of it, and its degrees of freedom."""
    count = found.count
    season = found.effects.shape[1]
    fitted = found.season * (season - 1) + (found.slope != 0)
    free = np.maximum(count - fitted, 3)
    if lag == 1:
        both = found.kept[:, 1:] * found.kept[:, :-1]
        pairs = both.sum(axis=1)
        moves = (found.residuals[:, 1:] - found.residuals[:, :-1]) * both
        square = np.einsum("ij,ij->i", moves, moves) / np.maximum(pairs, 1) * count / free
        freedom = np.maximum(2 * np.minimum(pairs, free) / 3, 2)
    else:
        # Likeness is not known well: as much of it as its own error allows is counted on.
        phi = np.maximum(found.phi - 1 / np.sqrt(np.maximum(count, 1)), 0)
        square = np.where(found.wandering, found.square * lag, 2 * found.square * (1 - phi**lag))
        freedom = np.maximum(found.freedom, 2)
    if lag % season:
        square = square * (1 + found.season * season / np.maximum(count, 1))
    return square * (1 + (found.slope != 0) * 6 * lag**2 / np.maximum(count, 1) ** 3), freedom
