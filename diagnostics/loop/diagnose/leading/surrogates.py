"""Results as they would be if they moved by themselves 「替代序列」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def surrogates(values: Floats, there: Flags, phi: float, draws: np.random.Generator, count: int) -> Floats:
    """Draws of series with the same noise, whatever the driver did 「替代序列」.

    Parameters
    ----------
    values : array of float
        Entities × periods, without level, trend and season.
    there : array of bool
        Where there are figures.
    phi : float
        Autocorrelation of the noise.
    draws : Generator
        Where chance comes from.
    count : int
        How many.

    Returns
    -------
    array of float
        Draws × entities × periods.

    Notes
    -----
    What each period brought anew (figure less ``phi`` times the one before) is drawn anew by whole periods, with a
    random sign: entities that move together keep moving together. Where a figure is missing, what another period
    brought to the same entity stands in.
    """
    entities, periods = values.shape
    pairs = there[:, 1:] & there[:, :-1]
    fresh = np.where(pairs, values[:, 1:] - phi * values[:, :-1], np.nan)
    for row in fresh:
        known = row[~np.isnan(row)]
        row[np.isnan(row)] = draws.choice(known, int(np.isnan(row).sum())) if len(known) else 0.0
    which = draws.integers(0, fresh.shape[1], (count, periods))
    sign = draws.choice([-1.0, 1.0], (count, periods))
    found = np.moveaxis(fresh[:, which], 0, 1) * sign[:, None, :]
    found[..., 0] /= np.sqrt(1 - phi**2)
    for at in range(1, periods):
        found[..., at] += phi * found[..., at - 1]
    return np.asarray(found.reshape(count, entities, periods))
