"""Figures of many series held against what their histories make one expect 「逐序列判断」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr

from diagnostics.loop.diagnose.signal.beyond import quantiles
from diagnostics.loop.diagnose.signal.expect import expect
from diagnostics.loop.diagnose.signal.scales import BINOMIAL, MOVED, PLAIN, ROOT, Scaled, back, onto, scaled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.signal.expectation import Expectation
    from diagnostics.loop.diagnose.signal.panel import Panel

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

MODELS = ("level", "trend", "season", "season_trend", "last", "constant")
# From such a share of zeros on, figures are rare events of any size: only the history itself says how large they get.
MANY_ZEROS = 0.2
# Figures that differ by less than this share of their size differ by rounding.
ROUNDING = 1e-9


def judge_block(block: Panel, rate: float) -> tuple[dict[str, NDArray[np.generic]], Expectation, Scaled]:
    """Usual range, expectation and probability of one block of series 「逐块判断」.

    Parameters
    ----------
    block : Panel
        Series with at least 8 figures each before the period.
    rate : float
        Share of quiet figures outside the usual range.
    """
    moved = scaled(block)
    found = expect(moved.past, block.season)
    spread = np.sqrt(_variance(found, moved))
    expected, step = unscaled(moved, found.centre), steps(moved)
    chance = probability(block.now, expected, (found.centre, spread, found.freedom), moved)
    reach = quantiles(found.freedom, 1 - rate / 2) * spread
    low, high = unscaled(moved, found.centre - reach) - step, unscaled(moved, found.centre + reach) + step
    low, high, chance = _with_zeros(block, moved, (low, high, chance), rate)
    least = np.fmin(block.least, block.now)
    low = np.where(least >= 0, np.maximum(low, 0), low)
    high = np.where(moved.code > ROOT, np.minimum(high, 1), high)
    code = np.where(found.seasonal, 2, 0) + (found.slope != 0)
    code = np.where(found.wandering, 4, code)
    still = _still(block, moved)
    only = block.least
    # What never moved has no scale: that it moved at all is as rare as the history is long.
    same = np.abs(block.now - only) <= ROUNDING * np.abs(only)
    never = np.where(np.isnan(block.now), np.nan, np.where(same, 1.0, 1 / (block.count + 1)))
    table: dict[str, NDArray[np.generic]] = {
        "usual_low": np.where(still, only, low),
        "usual_high": np.where(still, only, high),
        "expected": np.where(still, only, expected),
        "probability": np.where(still, never, chance),
        "model": np.where(still, 5, code),
    }
    return table, found, moved


def steps(moved: Scaled) -> Floats:
    """Half the distance between neighbouring figures where only whole cases are counted 「连续性修正」."""
    found: Floats = np.where(moved.code == ROOT, 0.5, np.where(moved.code == BINOMIAL, 0.5 / moved.cases, 0.0))
    return found


def probability(now: Floats, expected: Floats, against: tuple[Floats, Floats, Floats], moved: Scaled) -> Floats:
    """Two-sided probability of figures at least so far from what is expected; missing where there is none 「概率」.

    Parameters
    ----------
    now, expected : array of float
        Figures and what is expected of them, in the KPI's unit.
    against : tuple of three arrays of float
        What is expected, its standard deviation and degrees of freedom, on the scale of ``moved``.
    """
    centre, spread, freedom = against
    step = steps(moved)
    apart = now - expected
    near = np.where(step > 0, now - np.sign(apart) * np.minimum(step, np.abs(apart)), now)
    away = np.abs(_onto(moved, near) - centre)
    away = np.where((step > 0) & (np.abs(apart) <= step), 0.0, away)
    distance = np.divide(away, spread, out=np.where(away > 0, np.inf, 0.0), where=spread > 0)
    return np.where(np.isnan(now), np.nan, 2 * stdtr(freedom, -distance))


def _variance(found: Expectation, moved: Scaled) -> Floats:
    """Variance of the period's figure about what is expected: its own, and that of the expectation."""
    own = np.where(moved.usual > 0, np.maximum(found.square - moved.usual, 0) + moved.own, found.square * moved.wider)
    known = np.maximum(found.square, moved.usual)
    variance: Floats = np.maximum(own + (found.width - 1) * known, 0)
    return variance


def _with_zeros(
    block: Panel, moved: Scaled, judged: tuple[Floats, Floats, Floats], rate: float
) -> tuple[Floats, Floats, Floats]:
    """Range and probability where a history is often zero: nothing it has seen is unusual."""
    low, high, chance = judged
    rows = np.flatnonzero(often_zero(block, moved))
    if not len(rows):
        return judged
    past, size = block.past[rows], block.count[rows]
    middle = np.nanmedian(past, axis=1)
    away, own = np.abs(past - middle[:, None]), np.abs(block.now[rows] - middle)
    with np.errstate(invalid="ignore"):
        chance[rows] = np.maximum(chance[rows], (1 + (away >= own[:, None]).sum(axis=1)) / (1 + size))
    # So many figures may be as far away as one that is unusual; in too short a history none is.
    most = np.floor(rate * (1 + size)).astype(int)
    ordered = -np.sort(-np.nan_to_num(away, nan=-1.0), axis=1)
    reach = np.where(most > 0, ordered[np.arange(len(rows)), np.maximum(most - 1, 0)], np.nan)
    low[rows], high[rows] = np.minimum(low[rows], middle - reach), np.maximum(high[rows], middle + reach)
    return low, high, chance


def often_zero(block: Panel, moved: Scaled) -> Flags:
    """Series of rare amounts: often zero, and no counts of single things 「多零序列」."""
    found: Flags = (block.zeros >= MANY_ZEROS * block.count) & (moved.code == PLAIN)
    return found


def _still(block: Panel, moved: Scaled) -> Flags:
    """Series that never moved, unless they count single things."""
    size = np.maximum(np.abs(block.least), np.abs(block.most))
    still: Flags = (block.most - block.least <= ROUNDING * size) & (moved.usual == 0)
    return still


def _onto(moved: Scaled, values: Floats) -> Floats:
    return _each(moved, values, onto)


def unscaled(moved: Scaled, values: Floats) -> Floats:
    """Figures in the KPI's unit 「还原为原单位」."""
    return _each(moved, values, back)


def _each(moved: Scaled, values: Floats, how: object) -> Floats:
    assert callable(how)
    done = values.copy()
    for code in MOVED:
        rows = np.flatnonzero(moved.code == code)
        if len(rows):
            done[rows] = how(code, values[rows], moved.cases[rows])
    return done
