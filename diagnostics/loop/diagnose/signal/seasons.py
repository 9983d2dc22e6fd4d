"""How far a season stands out from noise 「季节性」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import fdtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.signal.lines import Lines

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# A season moves expectations from the second whole one on, where enough is left to see what is noise.
FEWEST, FEWEST_LEFT = 12, 6
# It is called a season when chance would bring so clear a one in fewer than so many of series without any.
CLEAR = 0.05
# It is believed in part from here on.
GATE = 0.25
# A part of the season so many standard errors from the level is believed whole, and so many open the gate by itself.
CERTAIN, DISTINCT = 3.0, 3.5


@dataclass(frozen=True, slots=True)
class Season:
    """Season of many series, as far as it is believed 「季节效应」.

    Parameters
    ----------
    share : array of float
        How much of the season's own means is believed, 0 to 1.
    weight : array of float
        The same of the next figure's part of the season.
    effects : array of float
        Effect of each part of the season, shrunk; the next figure's first.
    clear : array of bool
        Whether the season stands out from noise.
    """

    share: Floats
    weight: Floats
    effects: Floats
    clear: Flags


def seasons(flat: Lines, own: Lines | None, count: Floats, trend: Flags) -> Season:
    """Season of every series, shrunk towards none 「季节效应」.

    Parameters
    ----------
    flat, own : Lines
        Fits without and with a mean for each part of the season; ``own`` is None where there can be no season.
    count : array of float
        Figures of each series.
    trend : array of bool
        Whether a slope is fitted beside.

    Notes
    -----
    With F the ratio of the variance between the parts of the season to that within, ``1 - 1 / F`` of a part's distance
    from the level is believed (empirical Bayes), never less than the distance less one standard error (Efron and
    Morris 1972), and all of it from three standard errors on: December alone may stand out.
    """
    if own is None:
        nothing = np.zeros(len(count))
        return Season(nothing, nothing, np.zeros((len(count), 1)), np.zeros(len(count), dtype=bool))
    between = own.parts - 1
    within = count - own.parts - trend
    left = own.left(trend)
    able = (own.counts[:, 0] >= 2) & (within >= FEWEST_LEFT) & (count >= FEWEST) & (between > 0)
    noise = np.where(able, left / np.maximum(within, 1), 0)
    signal = np.maximum(flat.left(trend) - left, 0) / np.maximum(between, 1)
    ratio = np.divide(signal, noise, out=np.where(signal > 0, np.inf, 0.0), where=noise > 0)
    slope = np.where(trend, own.slope, 0.0)
    level = flat.means[:, 0] - slope * flat.times[:, 0]
    apart = np.where(own.counts > 0, own.intercepts(slope) - level[:, None], 0.0)
    error = np.sqrt(noise[:, None] / np.maximum(own.counts, 1))
    far = np.divide(np.abs(apart), error, out=np.zeros_like(apart), where=error > 0)
    gate, clear = _critical(between, within, (GATE, CLEAR))
    seen = able & ((ratio > gate) | (far.max(axis=1) > DISTINCT))
    share = np.where(seen, np.clip(1 - 1 / np.maximum(ratio, 1), 0.01, 1), 0.0)
    doubt = np.clip(CERTAIN - far, 0, 1)
    effects = apart - doubt * np.clip((1 - share[:, None]) * apart, -error, error)
    effects *= (share > 0)[:, None]
    weight = np.divide(effects[:, 0], apart[:, 0], out=share.copy(), where=apart[:, 0] != 0)
    return Season(share, weight, effects, able & (ratio > clear))


def _critical(between: Floats, within: Floats, rates: tuple[float, ...]) -> list[Floats]:
    """Ratios that chance exceeds at some rates, worked out once a pair of degrees of freedom."""
    pairs, which = np.unique(between * 10_000 + np.maximum(within, 1), return_inverse=True)
    return [fdtri(np.maximum(pairs // 10_000, 1), pairs % 10_000, 1 - rate)[which] for rate in rates]
