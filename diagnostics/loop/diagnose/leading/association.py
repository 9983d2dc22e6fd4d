"""How much of one series' movement another one shows some periods later 「滞后关联」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# A lag with fewer pairs of neighbours than this says nothing.
FEWEST = 8


@dataclass(frozen=True, slots=True)
class Fit:
    """Regression of many draws of the result on the driver some periods before 「单个滞后的回归」.

    Parameters
    ----------
    slope, ratio : array of float
        Result units per driver unit, and the slope by its standard error; one a draw.
    pairs : int
        Figures that have a driver's figure so many periods before.
    """

    slope: Floats
    ratio: Floats
    pairs: int


def fit(
    result: tuple[Floats, Flags], driver: tuple[Floats, Flags], lag: int, likeness: Callable[[Floats], Floats]
) -> Fit:
    """Slope of the result on the driver ``lag`` periods before, with noise whose neighbours are alike 「滞后回归」.

    Parameters
    ----------
    result, driver : tuple of two arrays
        Figures without level, trend and season, (draws ×) entities × periods; and where there are any.
    lag : int
        Periods by which the driver is ahead.
    likeness : callable
        Autocorrelation of the noise from that of the residuals.

    Notes
    -----
    Least squares, the autocorrelation of the residuals, then generalised least squares with it. Entities weigh by the
    inverse of their noise. With several entities the standard error takes whole periods as what is independent.
    """
    (values, there), (moves, known) = result, driver
    count = values.shape[-1]
    later, earlier = values[..., lag:], moves[:, : count - lag]
    both = there[:, lag:] & known[:, : count - lag]
    y, x = np.where(both, later, 0.0), np.where(both, earlier, 0.0)
    weight = _weights(y, both)
    if both.sum() < FEWEST:
        nothing = np.zeros(y.shape[0])
        return Fit(nothing, nothing, int(both.sum()))
    plain = _ratio(_sum(weight, x * y), _sum(weight, np.broadcast_to(x * x, y.shape)))
    left = y - plain[:, None, None] * x
    pairs = both[:, 1:] & both[:, :-1]
    near = _sum(weight, left[..., 1:] * left[..., :-1] * pairs) / max(int(pairs.sum()), 1)
    own = _sum(weight, left * left) / max(int(both.sum()), 1)
    phi = likeness(_ratio(near, own))[:, None, None]
    y, x = _without(y, pairs, phi), _without(np.broadcast_to(x, y.shape), pairs, phi)
    square = _sum(weight, x * x)
    slope = _ratio(_sum(weight, x * y), square)
    left = y - slope[:, None, None] * x
    if values.shape[1] == 1:
        freedom = max(int(both.sum()) - 2, 1)
        variance = _ratio(_sum(weight, left * left) / freedom, square)
    else:
        score = np.einsum("se,set->st", weight, x * left)
        periods = max(int(both.any(axis=0).sum()), 2)
        variance = _ratio(np.square(score).sum(axis=1) * periods / (periods - 1), square**2)
    return Fit(slope, _ratio(slope, np.sqrt(variance)), int(both.sum()))


def _weights(values: Floats, there: Flags) -> Floats:
    """Inverse of each entity's variance, draws × entities."""
    square = np.square(values).sum(axis=-1) / np.maximum(there.sum(axis=-1), 1)
    found: Floats = np.divide(1.0, square, out=np.zeros_like(square), where=square > 0)
    return found


def _sum(weight: Floats, values: Floats) -> Floats:
    found: Floats = np.einsum("se,set->s", weight, values)
    return found


def _without(values: Floats, pairs: Flags, phi: Floats) -> Floats:
    """Figures less what the one before makes one expect; where there is none before, scaled to the same variance."""
    after = np.where(pairs, values[..., 1:] - phi * values[..., :-1], np.sqrt(1 - phi**2) * values[..., 1:])
    found: Floats = np.concatenate([np.sqrt(1 - phi**2) * values[..., :1], after], axis=-1)
    return found


def _ratio(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return found
