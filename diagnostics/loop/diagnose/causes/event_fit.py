"""Result before and after a dated event, beside entities that it did not strike 「事件前后对照」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student

from diagnostics.loop.diagnose.causes.drawn import DRAWS, noise, referred
from diagnostics.loop.diagnose.leading.whitened import noise_likeness, removed, seasonal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST_BEFORE, FEWEST_AFTER, FEWEST_OTHERS = 6, 3, 5
# Without entities to compare with, three seasons tell a step from a trend, as effects of measures ask for.
SEASONS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """How much a result changed with an event 「事件效应」.

    Parameters
    ----------
    effect, low, high : float
        In the result's unit, with its 95 % interval.
    probability : float
        Of a change at least so large without any event.
    others : int
        Entities compared with; 0 where there are none.
    entities, periods, n : int
        What it rests on.
    moved_before : bool
        Whether the struck entities already moved away from the others before the event.
    """

    effect: float
    low: float
    high: float
    probability: float
    others: int
    entities: int
    periods: int
    n: int
    moved_before: bool = False


def event_fit(y: Floats, struck: NDArray[np.bool_], after: NDArray[np.bool_], season: int) -> Step | str:
    """Change of a result at an event 「事件前后对照」.

    Parameters
    ----------
    y : array of float
        Entities × periods; NaN where there is no figure.
    struck : array of bool
        Entities that the event struck.
    after : array of bool
        Periods that lie wholly after it.
    season : int
        Periods in a season.

    Returns
    -------
    Step or str
        Why nothing can be said: "short" (too few periods before or after), "alone" (too few to compare with and too
        few periods to tell a step from a trend).

    Notes
    -----
    Five or more entities that were not struck: the mean change of the struck ones less that of the others, its spread
    from what each of the others alone would have shown (placebo), Student's with one degree less than there are others.
    Fewer: the struck ones' own course (less the mean of the others, where there are any) on trend, season and a step.
    """
    one, two = _counts(y[struck], after)
    if one < FEWEST_BEFORE or two < FEWEST_AFTER:
        return "short"
    moved = _changes(y, after)
    others = moved[~struck & np.isfinite(moved)]
    if len(others) >= FEWEST_OTHERS:
        return _beside(y, (struck, after), moved, others)
    return _alone(y, struck, after, season)


def _counts(y: Floats, after: NDArray[np.bool_]) -> tuple[int, int]:
    known = np.isfinite(y).any(axis=0)
    return int((known & ~after).sum()), int((known & after).sum())


def _changes(y: Floats, after: NDArray[np.bool_]) -> Floats:
    """Mean after less mean before of each entity; missing where it lacks too many."""
    known = np.isfinite(y)
    before, behind = known & ~after, known & after
    enough = (before.sum(axis=1) >= FEWEST_BEFORE) & (behind.sum(axis=1) >= FEWEST_AFTER)
    filled = np.where(known, y, 0.0)
    means = [(filled * each).sum(axis=1) / np.maximum(each.sum(axis=1), 1) for each in (before, behind)]
    found: Floats = np.where(enough, means[1] - means[0], np.nan)
    return found


def _beside(y: Floats, split: tuple[NDArray[np.bool_], NDArray[np.bool_]], moved: Floats, others: Floats) -> Step | str:
    struck, after = split
    own = moved[struck & np.isfinite(moved)]
    if not len(own):
        return "short"
    effect = float(own.mean() - others.mean())
    spread = float(np.std(others, ddof=1))
    # What is left of equal figures by rounding is no change.
    effect, spread = (each if abs(each) > 1e-12 * float(np.nanmax(np.abs(y))) else 0.0 for each in (effect, spread))
    error = float(spread * np.sqrt(1 / len(own) + 1 / len(others)))
    free = len(others) - 1
    probability = float(2 * student.sf(abs(effect) / error, free)) if error > 0 else float(effect == 0)
    reach = float(student.ppf(0.975, free)) * error
    # The same arithmetic on the two halves before the event: whoever already moved apart cannot be compared.
    early = np.flatnonzero(np.isfinite(y).any(axis=0) & ~after)
    half = np.zeros_like(after)
    half[early[len(early) // 2 :]] = True
    gone = _changes(np.where(after, np.nan, y), half)
    apart = gone[~struck & np.isfinite(gone)]
    was = gone[struck & np.isfinite(gone)]
    shifted = False
    if len(apart) >= FEWEST_OTHERS and len(was):
        wide = float(np.std(apart, ddof=1)) * np.sqrt(1 / len(was) + 1 / len(apart))
        away = abs(float(was.mean() - apart.mean()))
        shifted = bool(wide > 0 and away > float(student.ppf(0.995, len(apart) - 1)) * wide)
    known = np.isfinite(y)
    return Step(effect, effect - reach, effect + reach, probability, len(others), len(own) + len(others),
                int(known.any(axis=0).sum()), int(known.sum()), shifted)  # fmt: skip


def _alone(y: Floats, struck: NDArray[np.bool_], after: NDArray[np.bool_], season: int) -> Step | str:
    """A step in the struck entities' own course, neighbouring periods alike."""
    own = _mean(y[struck])
    line = own - _mean(y[~struck]) if (~struck).any() else own
    there = np.isfinite(line)
    count = int(there.sum())
    if count < (SEASONS * season if season > 1 else 15):
        return "alone"
    removal = removed(there, season if seasonal(line, there, season) else 1)
    step = removal.of(after.astype(float))
    left = removal.of(np.nan_to_num(line))
    free = count - removal.basis.shape[1] - 2
    if np.square(step).sum() < 1e-6 or free < 6:
        return "short"
    effect, error = (float(each[0]) for each in _stepped(left[None], step, there))
    rest = left - effect * step
    shown = float((rest[1:] * rest[:-1]).sum() / max(float(np.square(rest).sum()), 1e-300))
    phi = float(noise_likeness(np.array([shown]), removal, season)[0])
    drawn = _stepped(removal.of(noise(phi, (DRAWS, len(line)), count)), step, there)
    reach, probability = referred(effect / error if error > 0 else np.inf, drawn[0] / drawn[1], free)
    return Step(effect, effect - reach * error, effect + reach * error, probability, 0, int(struck.sum()), count,
                int(np.isfinite(y[struck]).sum()))  # fmt: skip


def _mean(y: Floats) -> Floats:
    known = np.isfinite(y)
    total = np.where(known, y, 0.0).sum(axis=0)
    found: Floats = np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)
    return found


def _stepped(left: Floats, step: Floats, there: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Step of each line by least squares, and its error with neighbours alike (Newey–West, Bartlett weights)."""
    size = float(np.square(step).sum())
    effect = left @ step / size
    score = np.where(there, step * (left - effect[:, None] * step), 0.0)
    lags = int(np.ceil(1.3 * np.sqrt(there.sum())))
    own = np.square(score).sum(axis=1)
    total = own.copy()
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * (score[:, lag:] * score[:, :-lag]).sum(axis=1)
    return effect, np.sqrt(np.maximum(total, 0.2 * own)) / size
