"""Fit of level, trend and season to many histories at once 「历史拟合」."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.diagnose.signal.beyond import beyond
from diagnostics.loop.diagnose.signal.designs import GRID, widths
from diagnostics.loop.diagnose.signal.exceptions import exceptions
from diagnostics.loop.diagnose.signal.expectation import Expectation
from diagnostics.loop.diagnose.signal.lines import Lines, lines, times
from diagnostics.loop.diagnose.signal.seasons import Season, seasons
from diagnostics.loop.diagnose.signal.wander import wander

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# A slope is believed when chance would bring such a one in fewer than so many of series without any.
SLOPE = 0.20
# A step is believed where it leaves less than so many times what a trend with a season leaves.
SIMPLER, FEWEST_LAST = 2.0, 8
# What choosing a trend or a season costs, in degrees of freedom.
CHOSEN = 0.5
# Exceptions are looked for so many times: one or two may hide in a history.
ROUNDS = 2


def expect(values: Floats, season: int) -> Expectation:
    """What each series makes one expect of its next figure 「下一期预期」.

    Parameters
    ----------
    values : array of float
        One row a series, one column a period, NaN where there is none; each row has at least 8 figures.
    season : int
        Periods in a season; 1 for none.

    Notes
    -----
    Least squares on a level, a slope where one is believed, and the season's means as far as they stand out from noise.
    That neighbours are alike does not move what is expected; it widens it (``designs.py``). A level that wanders is
    judged by its last figure. One or two exceptions in a history are left out of it.
    """
    behind = -values.shape[1] % season
    values = np.pad(values, ((0, 0), (behind, 0)), constant_values=np.nan)
    missing = np.isnan(values)
    there = (~missing).astype(float)
    middle = np.where(missing, 0, values).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    centred = values - middle[:, None]
    centred[missing] = 0.0
    found = _fitted(centred, there, season)
    rows = _stepped(found, centred, there)
    if len(rows):
        there[rows, :-season] = 0.0
        centred[rows, :-season] = 0.0
        found.put(rows, _fitted(centred[rows], there[rows], season))
    rows = np.arange(len(values))
    for _ in range(ROUNDS):
        rows, where = exceptions(found, rows)
        if not len(rows):
            break
        there[rows, where] = 0.0
        centred[rows, where] = 0.0
        found.put(rows, _fitted(centred[rows], there[rows], season))
    return replace(found, centre=found.centre + middle)


@dataclass(frozen=True, slots=True)
class _Fit:
    """One fit of every row, its trend given."""

    slope: Floats
    level: Floats
    season: Season
    square: Floats
    stretch: Floats
    residuals: Floats
    phi: Floats


def _stepped(found: Expectation, values: Floats, there: Floats) -> NDArray[np.intp]:
    """Rows of two seasons that look like a trend with a season, and as much like one step between the two seasons.

    A step a season ago is a slope with a sawtooth, exactly; one step is the simpler story, and its last level goes on.
    """
    season = found.effects.shape[1]
    rows = np.flatnonzero((found.season > 0) & (found.slope != 0) & (there.sum(axis=1) < 3 * season))
    halves = [(values[rows, part], there[rows, part]) for part in (slice(None, -season), slice(-season, None))]
    counts = [held.sum(axis=1) for _, held in halves]
    left = np.zeros(len(rows))
    for (some, held), count in zip(halves, counts, strict=True):
        middle = some.sum(axis=1) / np.maximum(count, 1)
        left += (held * (some - middle[:, None]) ** 2).sum(axis=1)
    square = left / np.maximum(counts[0] + counts[1] - 2, 1)
    found_rows: NDArray[np.intp] = rows[(square < SIMPLER * found.square[rows]) & (counts[1] >= FEWEST_LAST)]
    return found_rows


def _fitted(values: Floats, there: Floats, season: int) -> Expectation:
    count = there.sum(axis=1)
    flat = lines(values, there, 1)
    own = lines(values, there, season) if season > 1 and values.shape[1] >= 2 * season else None
    trend = np.ones(len(values), dtype=bool)
    fit = _fit(values, (there, count), (flat, own), trend)
    kept = count.astype(np.intp)
    wide = widths(kept, season, fit.season.share > 0, trend, np.clip(fit.phi, 0, GRID[-1]))
    freedom = np.maximum(wide.freedom, 1)
    error = np.sqrt(fit.square * wide.slope / np.maximum(fit.stretch, 1e-9))
    trend = beyond(np.abs(fit.slope), error, freedom, np.full(len(error), 1 - SLOPE / 2))
    fit = _fit(values, (there, count), (flat, own), trend)
    phi = np.clip(fit.phi, 0, GRID[-1])
    wide = widths(kept, season, fit.season.share > 0, trend, phi)
    weight = fit.season.weight
    # The likeness of neighbours was estimated too, and a trend or a season chosen by the same figures.
    paid = np.minimum(1.0 + CHOSEN * (trend | (fit.season.share > 0)), wide.freedom / 2)
    found = Expectation(
        centre=fit.level + fit.slope * (values.shape[1] + 1) / 2 + fit.season.effects[:, 0],
        square=fit.square * wide.freedom / (wide.freedom - paid),
        width=(1 - weight) * wide.level + weight * wide.season,
        freedom=wide.freedom - paid,
        slope=fit.slope,
        season=fit.season.share,
        seasonal=fit.season.clear,
        phi=phi,
        wandering=np.zeros(len(values), dtype=bool),
        effects=fit.season.effects,
        residuals=fit.residuals,
        kept=there,
        count=count,
    )
    wander(found, values, fit.phi)
    return found


def _fit(values: Floats, held: tuple[Floats, Floats], fits: tuple[Lines, Lines | None], trend: Flags) -> _Fit:
    """Level, slope, season and what they leave; ``held`` is where figures are, and how many."""
    flat, own = fits
    there, count = held
    season = seasons(flat, own, count, trend)
    steep, stretch = flat.slope, flat.stretch
    square = flat.left(trend) / np.maximum(count - 1 - trend, 1)
    if own is not None:
        seasonal = season.share > 0
        steep, stretch = np.where(seasonal, own.slope, steep), np.where(seasonal, own.stretch, stretch)
        within = own.left(trend) / np.maximum(count - own.parts - trend, 1)
        # What looks like a season took its share from the noise: as far as it is not believed it is given back.
        square = np.where(seasonal, season.weight * within + (1 - season.weight) * square, square)
    slope = np.where(trend, steep, 0.0)
    level = flat.means[:, 0] - slope * flat.times[:, 0]
    left = values - level[:, None]
    left -= slope[:, None] * times(values.shape[1])
    if own is not None:
        parts = left.reshape(len(values), -1, season.effects.shape[1])
        parts -= season.effects[:, None, :]
    left *= there
    return _Fit(slope, level, season, square, stretch, left, _likeness(left, held, season, trend))


def _likeness(left: Floats, held: tuple[Floats, Floats], season: Season, trend: Flags) -> Floats:
    """Autocorrelation of neighbours, corrected for what small samples and fitted means take from it (Kendall)."""
    there, count = held
    pairs = np.einsum("ij,ij->i", there[:, 1:], there[:, :-1])
    near = np.einsum("ij,ij->i", left[:, 1:], left[:, :-1]) / np.maximum(pairs, 1)
    own = np.einsum("ij,ij->i", left, left) / np.maximum(count, 1)
    raw = np.divide(near, own, out=np.zeros_like(own), where=own > 0)
    free = count - season.share * season.effects.shape[1]
    found: Floats = (raw * free + (1 - season.share) + trend) / np.maximum(free - 3 - trend, 1)
    return found
