"""Series without trend and season, and the noise that is left of them 「去趋势与季节」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Autocorrelations of noise that are told apart; likelier ones are taken for the last.
GRID = np.linspace(-0.6, 0.98, 25)
# Above so many periods a season is drawn by a few waves: a mean for each part would eat what there is to see.
MOST_PARTS, WAVES = 12, 4
# A season is removed where chance would bring as clear a one in fewer than so many of series without any.
GATE = 0.25


@dataclass(frozen=True, slots=True)
class Removed:
    """What takes level, trend and season out of one series' figures 「去除算子」.

    Parameters
    ----------
    basis : array of float
        Periods × level, trend and season, orthonormal; 0 in periods without a figure.
    there : array of bool
        Periods with a figure.
    seasonal : bool
        Whether a season is removed too.
    """

    basis: Floats
    there: Flags
    seasonal: bool

    def of(self, values: Floats) -> Floats:
        """Values of one series, or of many that lack the same periods, without level, trend and season."""
        held = np.where(self.there, values, 0.0)
        found: Floats = held - (held @ self.basis) @ self.basis.T
        return found

    @property
    def rest(self) -> Floats:
        """The same as a matrix, periods × periods."""
        found: Floats = np.diag(self.there.astype(float)) - self.basis @ self.basis.T
        return found


def removed(there: Flags, season: int) -> Removed:
    """Operator for series that have figures in the periods given 「去除算子」."""
    return _removed(there.tobytes(), len(there), season)


@lru_cache(maxsize=512)
def _removed(there: bytes, count: int, season: int) -> Removed:
    held = np.frombuffer(there, dtype=bool)
    basis, sizes, _ = np.linalg.svd(_columns(count, season) * held[:, None], full_matrices=False)
    return Removed(basis[:, sizes > 1e-10 * sizes[0]], held, season > 1)


def _columns(count: int, season: int) -> Floats:
    """Level, trend and season as columns of a regression."""
    time = np.arange(count, dtype=float)
    parts = [np.ones(count), (time - time.mean()) / max(count, 1)]
    if 1 < season <= MOST_PARTS:
        parts += [(time % season == each).astype(float) for each in range(1, season)]
    elif season > 1:
        turns = [2 * np.pi * wave * time / season for wave in range(1, WAVES + 1)]
        parts += [turn(each) for each in turns for turn in (np.sin, np.cos)]
    return np.column_stack(parts)


def seasonal(values: Floats, there: Flags, season: int) -> bool:
    """Whether a series may have a season: from two whole ones on, by a lenient test 「是否有季节」."""
    count = int(there.sum())
    if season <= 1 or count < 2 * season:
        return False
    flat, own = removed(there, 1), removed(there, season)
    between = own.basis.shape[1] - flat.basis.shape[1]
    within = count - own.basis.shape[1]
    if between < 1 or within < 1:
        return False
    left = [float(np.square(each.of(values)).sum()) for each in (flat, own)]
    if left[1] <= 1e-12 * max(left[0], 1e-300):
        return left[0] > 0
    ratio = (left[0] - left[1]) / between / (left[1] / within)
    return bool(ratio > fdtri(between, within, 1 - GATE))


@lru_cache(maxsize=512)
def _seen(there: bytes, count: int, season: int) -> Floats:
    """Autocorrelation that the residuals show, on average, for each one of the noise on the grid.

    Removing level, trend and season makes neighbours look less alike than they are.
    """
    rest = _removed(there, count, season).rest
    held = np.frombuffer(there, dtype=bool)
    beside = (held[1:] & held[:-1]).astype(float)
    lag = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    found = []
    for phi in GRID:
        spread = rest @ phi ** lag.astype(float) @ rest
        near = (np.diagonal(spread, 1) * beside).sum() / max(beside.sum(), 1)
        own = np.diagonal(spread).sum() / max(held.sum(), 1)
        found.append(near / own if own > 0 else 0.0)
    return np.maximum.accumulate(np.array(found))


def noise_likeness(shown: Floats, removal: Removed, season: int) -> Floats:
    """Autocorrelation of the noise, from that of the residuals 「噪声自相关」.

    Parameters
    ----------
    shown : array of float
        Autocorrelation of neighbouring residuals.
    removal : Removed
        What was removed from the series.
    season : int
        Periods in a season.
    """
    curve = _seen(removal.there.tobytes(), len(removal.there), season if removal.seasonal else 1)
    found: Floats = np.interp(shown, curve, GRID)
    return found
