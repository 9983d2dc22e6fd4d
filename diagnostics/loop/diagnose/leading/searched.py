"""One driver and one result over all lags, and how often chance does as well 「滞后搜索」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.diagnose.leading.association import fit
from diagnostics.loop.diagnose.leading.surrogates import surrogates
from diagnostics.loop.diagnose.leading.whitened import noise_likeness, removed, seasonal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.leading.association import Fit
    from diagnostics.loop.diagnose.leading.whitened import Removed

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Cells worked on at once, and how far below the best a lag may fit and still be possible (95 % of chi square, 1).
CELLS, NEAR = 2_000_000, 3.84


@dataclass(frozen=True, slots=True)
class Found:
    """Lag at which a driver tells most of a result 「最可能的滞后」.

    Parameters
    ----------
    lag, lag_low, lag_high : int
        Periods by which the driver is ahead, and the lags that fit about as well.
    effect, low, high : float
        Result units per driver unit, and an interval that allows for the lag having been chosen.
    association : float
        -1 to 1: share of movement in common, signed.
    probability : float
        Chance that unrelated series look at least so related at any lag.
    move : float
        Usual size of a driver's movement, in its unit.
    """

    lag: int
    lag_low: int
    lag_high: int
    effect: float
    low: float
    high: float
    association: float
    probability: float
    move: float


def searched(
    result: Floats, driver: Floats, season: int, lags: range, chance: tuple[np.random.Generator, int, float]
) -> Found:
    """Search the lags of one driver 「滞后搜索」.

    Parameters
    ----------
    result, driver : array of float
        Entities × periods, missing where there is no figure.
    season : int
        Periods in a season.
    lags : range
        Lags looked at.
    chance : tuple
        Generator, number of surrogates, rate of the interval.
    """
    draws, count, rate = chance
    there, known = ~np.isnan(result), ~np.isnan(driver)
    takes = [_removals(each, held, season) for each, held in ((result, there), (driver, known))]
    both = [a.seasonal or b.seasonal for a, b in zip(*takes, strict=True)]
    ours, theirs = (
        [removed(each, season if also else 1) for each, also in zip(held, both, strict=True)] for held in (there, known)
    )
    y, x = _taken(result[None], ours), _taken(driver[None], theirs)[0]
    move = _move(x, known)
    # In units of its own noise each entity weighs by how much it can tell.
    noise = np.sqrt(np.square(y[0]).sum(axis=1) / np.maximum(there.sum(axis=1), 1))[:, None]
    y, x = y / noise, x / noise
    widest = max(ours, key=lambda each: int(each.there.sum()))

    def likeness(shown: Floats) -> Floats:
        return noise_likeness(shown, widest, season)

    fits = [fit((y, there), (x, known), lag, likeness) for lag in lags]
    phi = float(likeness(np.array([_likeness(y[0], there)]))[0])
    drawn = (_taken(part, ours) for part in _parts(y[0], there, phi, draws, count))
    highest = np.concatenate(
        [np.max([np.abs(fit((one, there), (x, known), lag, likeness).ratio) for lag in lags], axis=0) for one in drawn]
    )
    return _found(fits, list(lags), highest, rate, move)


def _found(fits: list[Fit], lags: list[int], highest: Floats, rate: float, move: float) -> Found:
    """Best lag, those about as good, and what chance says of it."""
    ratios = np.array([each.ratio[0] for each in fits])
    best = int(np.argmax(np.abs(ratios)))
    ratio, slope, pairs = float(ratios[best]), float(fits[best].slope[0]), fits[best].pairs
    reach = float(np.quantile(highest, 1 - rate)) * abs(slope / ratio) if ratio else np.nan
    close = [lags[at] for at in np.flatnonzero(ratios**2 >= ratio**2 - NEAR)]
    return Found(
        lag=lags[best], lag_low=min(close), lag_high=max(close), effect=slope, low=slope - reach, high=slope + reach,
        association=ratio / np.sqrt(ratio**2 + max(pairs - 2, 1)),
        probability=float((1 + (highest >= abs(ratio)).sum()) / (len(highest) + 1)), move=move,
    )  # fmt: skip


def _removals(values: Floats, there: Flags, season: int) -> list[Removed]:
    return [
        removed(held, season if seasonal(np.where(held, row, 0.0), held, season) else 1)
        for row, held in zip(values, there, strict=True)
    ]


def _taken(values: Floats, takes: list[Removed]) -> Floats:
    """Draws × entities × periods without level, trend and season."""
    return np.stack([take.of(values[:, at]) for at, take in enumerate(takes)], axis=1)


def _likeness(values: Floats, there: Flags) -> float:
    """Autocorrelation of neighbours, entities weighing alike."""
    square = np.square(values).sum(axis=1)
    weight = np.divide(1.0, square, out=np.zeros_like(square), where=square > 0)
    pairs = there[:, 1:] & there[:, :-1]
    near = (weight @ (values[:, 1:] * values[:, :-1] * pairs)).sum() / max(int(pairs.sum()), 1)
    own = (weight @ np.square(values)).sum() / max(int(there.sum()), 1)
    return float(near / own) if own > 0 else 0.0


def _parts(values: Floats, there: Flags, phi: float, draws: np.random.Generator, count: int) -> Iterator[Floats]:
    """Surrogates, as many at a time as fit."""
    step = max(16, CELLS // values.size)
    for begin in range(0, count, step):
        yield surrogates(values, there, phi, draws, min(step, count - begin))


def _move(values: Floats, known: Flags) -> float:
    """Usual size of a movement, about the middle entity's."""
    spread = np.sqrt(np.square(values).sum(axis=1) / np.maximum(known.sum(axis=1) - 2, 1))
    return float(np.median(spread))
