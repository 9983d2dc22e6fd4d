"""Result on driver where few entities have figures: their own course through time 「时间序列回归」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.diagnose.causes.drawn import DRAWS, noise, referred
from diagnostics.loop.diagnose.causes.panel_fit import Slope, still, without
from diagnostics.loop.diagnose.leading.association import fit
from diagnostics.loop.diagnose.leading.whitened import Removed, noise_likeness, removed, seasonal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FEWEST_PERIODS = 16


def series_fit(y: Floats, x: Floats, z: Floats, season: int) -> Slope | None:
    """Slope of a result on a driver within few entities, level, trend and season taken out 「时间序列回归」.

    Parameters
    ----------
    y, x : array of float
        Entities × periods; NaN where there is no figure.
    z : array of float
        Confounders × entities × periods.
    season : int
        Periods in a season.

    Returns
    -------
    Slope or None
        None where there are too few periods, or the driver only follows trend, season and confounders.

    Notes
    -----
    Each series loses level, trend and season, the confounders are taken out of result and driver, and the slope is
    fitted by generalised least squares with noise whose neighbours are alike; with several entities whole periods are
    taken as what is independent. What the slope's ratio to its error does by chance is drawn: noise as alike as the
    residuals, put through the same.
    """
    there = np.isfinite(y) & np.isfinite(x) & np.isfinite(z).all(axis=0)
    kept = there.sum(axis=1) >= FEWEST_PERIODS
    if not kept.any():
        return None
    there, y, x, z = there[kept], y[kept], x[kept], z[:, kept]
    count = int(there.any(axis=0).sum())
    taken = [_taken(held, (y[at], x[at]), season) for at, held in enumerate(there)]
    above, driver = (_of(each, taken) for each in (y, x))
    others = np.stack([_of(each, taken) for each in z]) if len(z) else z
    count = int(there.any(axis=0).sum())
    free = count - max(each.basis.shape[1] for each in taken) - len(z) - 2
    spread = float(np.square(np.where(there, x - x[there].mean(), 0.0)).sum())
    if still(above, y, there):
        return None
    above, driver = without(above, others), without(driver, others)
    size = float(np.square(driver).sum())
    if spread <= 0 or size <= 1e-9 * spread or free < 6:
        return None
    return _fitted((above, driver, there), taken, season, free)


def _taken(there: Flags, pair: tuple[Floats, Floats], season: int) -> Removed:
    """What is taken out of an entity's series: a season where result or driver may have one."""
    return removed(there, season if any(seasonal(each, there, season) for each in pair) else 1)


def _of(values: Floats, taken: list[Removed]) -> Floats:
    return np.stack([each.of(np.nan_to_num(row)) for each, row in zip(taken, values, strict=True)])


def _fitted(moves: tuple[Floats, Floats, Flags], taken: list[Removed], season: int, free: int) -> Slope:
    """Slope with its reference drawn: noise as alike as the result's, put through all of this."""
    above, driver, there = moves
    scales = float(np.sqrt(np.square(above).sum() / there.sum())) or 1.0, np.sqrt(np.square(driver).sum() / there.sum())
    result, own = above / scales[0], driver / scales[1]

    def likeness(shown: Floats) -> Floats:
        return noise_likeness(shown, taken[0], season)

    found = fit((result[None], there), (own, there), 0, likeness)
    slope, ratio = float(found.slope[0]), float(found.ratio[0])
    pairs = there[:, 1:] & there[:, :-1]
    left = result - slope * own
    shown = float((left[:, 1:] * left[:, :-1] * pairs).sum() / max(float(np.square(left).sum()), 1e-300))
    phi = float(likeness(np.array([shown]))[0])
    drawn = noise(phi, (DRAWS, *there.shape), len(there))
    parts = zip(taken, np.moveaxis(drawn, 1, 0), strict=True)
    drawn = np.stack([each.of(part) for each, part in parts], axis=1)
    reach, probability = referred(ratio, fit((drawn, there), (own, there), 0, likeness).ratio, free)
    unit = scales[0] / scales[1]
    error = abs(slope / ratio) if ratio else np.inf
    bounds = [unit * (slope + side * reach * error) for side in (-1, 1)]
    periods = int(there.any(axis=0).sum())
    return Slope(unit * slope, bounds[0], bounds[1], probability, len(there), periods, int(there.sum()),
                 driver[there], above[there])  # fmt: skip
