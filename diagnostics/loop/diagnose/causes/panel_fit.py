"""Result on driver over entities and periods, entities taken as what is independent 「面板回归」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student

from diagnostics.loop.diagnose.causes.drawn import DRAWS, referred

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Below so many entities their own spread says nothing; up to MOST_DRAWN the spread of their scores is drawn.
FEWEST, MOST_DRAWN = 5, 40
ROUNDS, TIGHT = 200, 1e-10
# Squares this small beside the figures' own are rounding, no movement.
ROUNDING = 1e-20
# Webb's six weights: with few entities two would give few different draws.
_WEIGHTS = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])


@dataclass(frozen=True, slots=True)
class Slope:
    """How much the result moves with a driver 「斜率」.

    Parameters
    ----------
    slope, low, high : float
        Result units per driver unit, with its 95 % interval.
    probability : float
        Of a slope at least so large where there is none.
    entities, periods, n : int
        What it rests on.
    x, y : array of float
        Driver and result without what is common to entities, periods and confounders, flat, for figures.
    """

    slope: float
    low: float
    high: float
    probability: float
    entities: int
    periods: int
    n: int
    x: Floats
    y: Floats


def within(columns: Floats, there: Flags) -> Floats:
    """Columns without the means of entities and of periods 「双向去均值」.

    Parameters
    ----------
    columns : array of float
        Columns × entities × periods; only where there is a figure counts.
    there : array of bool
        Entities × periods.

    Notes
    -----
    Means are taken out in turn until nothing changes, which for missing figures too is the least-squares projection.
    """
    left = np.where(there, columns, 0.0)
    whole = np.sqrt(np.square(left).sum(axis=(1, 2))) + 1e-300
    rows, ends = np.maximum(there.sum(axis=1), 1), np.maximum(there.sum(axis=0), 1)
    for _ in range(ROUNDS):
        across = left.sum(axis=2) / rows
        left = np.where(there, left - across[:, :, None], 0.0)
        along = left.sum(axis=1) / ends
        left = np.where(there, left - along[:, None, :], 0.0)
        if (np.abs(along).max(axis=1) <= TIGHT * whole).all():
            break
    return left


def panel_fit(y: Floats, x: Floats, z: Floats, seed: int = 0) -> Slope | None:
    """Slope of a result on a driver with effects of entities, periods and confounders 「面板回归」.

    Parameters
    ----------
    y, x : array of float
        Entities × periods; NaN where there is no figure.
    z : array of float
        Confounders × entities × periods.
    seed : int
        Of the draws.

    Returns
    -------
    Slope or None
        None where the driver or the result does not move by itself.

    Notes
    -----
    Errors are clustered by entity (CR1). With at most 40 entities their reference is drawn: a wild cluster bootstrap
    with the null imposed and Webb's weights (Cameron, Gelbach and Miller 2008, Rev. Econ. Stat. 90; Webb 2023, Can. J.
    Econ. 56); beyond what draws can tell, the tail is Student's, stretched to the drawn 95 %.
    """
    there = np.isfinite(y) & np.isfinite(x) & np.isfinite(z).all(axis=0)
    there = _supported(there)
    entities, periods, n = int(there.any(axis=1).sum()), int(there.any(axis=0).sum()), int(there.sum())
    if entities < FEWEST or periods < 4 or n < entities + periods + len(z) + 4:
        return None
    columns = within(np.concatenate([y[None], x[None], z]), there)
    spread = np.square(np.where(there, x - x[there].mean(), 0.0)).sum()
    above, driver, controls = columns[0], columns[1], columns[2:]
    above, driver = without(above, controls), without(driver, controls)
    size = float(np.square(driver).sum())
    # Nothing of its own is left of a driver that all entities share, or that follows from the confounders.
    if size <= 1e-9 * spread or spread <= 0 or still(columns[0], y, there):
        return None
    slope = float((driver * above).sum() / size)
    scores = (driver * (above - slope * driver)).sum(axis=1)[there.any(axis=1)]
    correction = entities / (entities - 1)
    error = float(np.sqrt(correction * np.square(scores).sum())) / size
    reach, probability = _reference(slope, error, (above, driver, controls, there), entities, seed)
    return Slope(slope, slope - reach * error, slope + reach * error, probability, entities, periods, n,
                 driver[there], above[there])  # fmt: skip


def still(left: Floats, values: Floats, there: Flags) -> bool:
    """Whether what is left of figures is rounding alone: nothing moves with what doesn't move 「不再变动」."""
    return bool(np.square(left).sum() <= ROUNDING * np.square(values[there]).sum())


def _supported(there: Flags) -> Flags:
    """Figures of entities with two or more of them: one alone says nothing of movement."""
    kept: Flags = there & (there.sum(axis=1) >= 2)[:, None]
    return kept


def without(values: Floats, controls: Floats) -> Floats:
    """Values without what the confounders explain 「剔除混杂因素」."""
    if not len(controls):
        return values
    flat = controls.reshape(len(controls), -1).T
    scale = np.sqrt(np.square(flat).sum(axis=0))
    flat = flat[:, scale > 0] / scale[scale > 0]
    found = np.linalg.lstsq(flat, values.ravel(), rcond=1e-10)[0] if flat.size else np.zeros(0)
    left: Floats = values - (flat @ found).reshape(values.shape) if flat.size else values
    return left


def _reference(
    slope: float, error: float, fitted: tuple[Floats, Floats, Floats, Flags], entities: int, seed: int
) -> tuple[float, float]:
    """How many standard errors the interval reaches, and the probability of the slope."""
    usual = float(student.ppf(0.975, entities - 1))
    ratio = abs(slope) / error if error > 0 else np.inf
    if entities > MOST_DRAWN:
        return usual, float(2 * student.sf(ratio, entities - 1))
    return referred(ratio, _drawn(*fitted, seed), entities - 1)


def _drawn(above: Floats, driver: Floats, controls: Floats, there: Flags, seed: int) -> Floats:
    """Sizes of the slope's ratio to its error where the driver does nothing, drawn by entity."""
    rows = np.flatnonzero(there.any(axis=1))
    apart = np.zeros((len(rows), *above.shape))
    apart[np.arange(len(rows)), rows] = above[rows]
    # What a sign turned at one entity does to all residuals, since effects of periods are shared.
    apart = within(apart, there)
    apart = np.stack([without(each, controls) for each in apart])
    sizes = np.square(driver).sum(axis=1)[rows]
    meet = np.einsum("ghp,hp->gh", apart[:, rows], driver[rows])
    draws = np.random.default_rng(seed)
    weights = draws.choice(_WEIGHTS, size=(DRAWS, len(rows)))
    scores = weights @ meet
    slopes = scores.sum(axis=1) / sizes.sum()
    left = scores - slopes[:, None] * sizes
    errors = np.sqrt(len(rows) / (len(rows) - 1) * np.square(left).sum(axis=1)) / sizes.sum()
    found: Floats = np.abs(slopes) / np.where(errors > 0, errors, np.inf)
    return found
