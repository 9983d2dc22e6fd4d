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
        Figures without level, trend and season, draws × entities × periods and entities × periods, each entity in units
        of its own noise; and where there are any. Where there is none the figure is 0.
    lag : int
        Periods by which the driver is ahead.
    likeness : callable
        Autocorrelation of the noise from that of the residuals.

    Notes
    -----
    Least squares, the autocorrelation of the residuals, then generalised least squares with it. With several entities
    the standard error takes whole periods as what is independent.
    """
    (values, there), (moves, known) = result, driver
    count = values.shape[-1]
    both = there[:, lag:] & known[:, : count - lag]
    pairs = both[:, 1:] & both[:, :-1]
    held = int(both.sum())
    if held < FEWEST:
        return Fit(np.zeros(len(values)), np.zeros(len(values)), held)
    y, x = values[..., lag:], np.where(both, moves[:, : count - lag], 0.0)
    cross, square = _products(x, y, pairs), _products(x, x[None], pairs)
    own, near = np.einsum("set,set,et->s", y, y, both), np.einsum("set,set,et->s", y[..., 1:], y[..., :-1], pairs)
    plain = _ratio(cross.plain, square.plain)
    left = own - plain * cross.plain
    beside = near - plain * cross.both + plain**2 * square.both / 2
    phi = likeness(_ratio(beside, left) * held / max(int(pairs.sum()), 1))
    scores, sizes = cross.whitened(phi), square.whitened(phi)
    size = sizes.sum(axis=1)
    slope = _ratio(scores.sum(axis=1), size)
    if values.shape[1] == 1:
        behind = np.einsum("set,set,et->s", y[..., :-1], y[..., :-1], pairs)
        alone = np.einsum("set,set,et->s", y[..., 1:], y[..., 1:], pairs)
        whole = alone - 2 * phi * near + phi**2 * behind + (1 - phi**2) * (own - alone)
        variance = _ratio(np.maximum(whole - slope**2 * size, 0) / max(held - 2, 1), size)
    else:
        periods = max(int(both.any(axis=0).sum()), 2)
        missed = np.square(scores - slope[:, None] * sizes).sum(axis=1)
        variance = _ratio(missed * periods / (periods - 1), size**2)
    return Fit(slope, _ratio(slope, np.sqrt(variance)), held)


@dataclass(frozen=True, slots=True)
class _Products:
    """Products of a driver and draws of a result by period, so that noise alike by any ``phi`` is a sum of three."""

    first: Floats
    now: Floats
    across: Floats
    before: Floats

    @property
    def plain(self) -> Floats:
        """Each figure with its own, summed over periods."""
        found: Floats = (self.first + self.now).sum(axis=1)
        return found

    @property
    def both(self) -> Floats:
        """Each figure with its neighbour, summed over periods."""
        found: Floats = self.across.sum(axis=1)
        return found

    def whitened(self, phi: Floats) -> Floats:
        """Products of what each period brings anew, draws × periods."""
        phi = phi[:, None]
        return (1 - phi**2) * self.first + self.now - phi * self.across + phi**2 * self.before


def _products(x: Floats, y: Floats, pairs: Flags) -> _Products:
    """Summed over entities: periods without a figure before, and those with one."""
    after = np.concatenate([np.zeros((len(x), 1), dtype=bool), pairs], axis=1)
    back = np.concatenate([np.zeros((len(x), 1)), x[:, :-1]], axis=1) * after
    late = np.concatenate([np.zeros((*y.shape[:-1], 1)), y[..., :-1]], axis=-1)
    by = "et,set->st"
    return _Products(
        np.einsum(by, x * ~after, y),
        np.einsum(by, x * after, y),
        np.einsum(by, x * after, late) + np.einsum(by, back, y),
        np.einsum(by, back, late),
    )


def _ratio(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return found
