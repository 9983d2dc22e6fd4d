"""Ways in which figures may hang together over time, laid out once for all series of the same periods 「备选形态」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import solve_triangular

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# How much the level wanders beside plain noise of size 1, and how like its neighbours it then is from period to period.
WANDERS = ((0.0, 0.0), (1.0, 0.6), (4.0, 0.7), (1.0, 0.95), (3.0, 0.99), (15.0, 0.99), (100.0, 0.995))
# How large a season is beside the noise, as a variance; it changes slowly from year to year.
SEASONS = (0.0, 1.0, 6.0, 40.0)
SEASON_KEPT = 0.97
SMOOTH = 0.9
_MANY = 12
# How steep the level climbs or falls, in noises a period, as a standard deviation.
SLOPES = (0.0, 0.05, 0.3)
# How likely each was before anything was seen, beside the others: most business figures have a season, keep their level
# from year to year and hold no line for long.
LIKELY_WANDERS = (3.0, 3.0, 1.0, 1.0, 1.0, 1.0, 1.0)
LIKELY_SEASONS = (1.0, 2.0, 2.0, 1.0)
LIKELY_SLOPES = (9.0, 3.0, 1.0)


@dataclass(frozen=True, eq=False)
class Layout:
    """What every candidate makes of the periods, before any figure is looked at 「形态矩阵」.

    Parameters
    ----------
    factor : array of float
        Lower factor of the correlations, candidate by candidate; figures known first, those to come after them.
    whitening : array of float
        Inverse of the factor of the known figures.
    white, inverse : array of float
        Whitened level, and the inverses of its sums of squares by how many figures are known.
    before : array of float
        Logarithm of how likely each candidate was before any figure.
    """

    factor: Floats
    whitening: Floats
    white: Floats
    inverse: Floats
    before: Floats


def candidates(season: int) -> tuple[tuple[float, float, float, float], ...]:
    """Wander, its likeness, size of the season and steepness of every candidate 「备选形态」.

    Long series of weeks tell fewer of them apart, and each costs more.
    """
    sizes: tuple[float, ...] = SEASONS if season > 1 else SEASONS[:1]
    wanders: tuple[tuple[float, float], ...] = WANDERS
    slopes: tuple[float, ...] = SLOPES
    if season > _MANY:
        sizes, slopes = SEASONS[1:], SLOPES[:2]
        wanders = (WANDERS[0], WANDERS[1], WANDERS[3], WANDERS[5])
    return tuple((wander, like, size, steep) for steep in slopes for size in sizes for wander, like in wanders)


@lru_cache(maxsize=64)
def layout(known: tuple[int, ...], ahead: tuple[int, ...], season: int) -> Layout:
    """Layout of all candidates for figures at some places, and others to come 「形态矩阵」.

    Parameters
    ----------
    known, ahead : tuple of int
        Places in time of the figures known, in order, and of those to come after them.
    season : int
        Periods in a season; 1 where there is none.
    """
    places = np.array([*known, *ahead], dtype=float)
    apart = np.abs(places[:, None] - places[None, :])
    same = _season(apart, season)
    since = places - places[0]
    climb = np.outer(since, since)
    sigma = np.stack(
        [
            np.eye(len(places)) + wander * like**apart + size * same + steep**2 * climb
            for wander, like, size, steep in candidates(season)
        ]
    )
    factor = np.linalg.cholesky(sigma)
    count = len(known)
    eye = np.eye(count)
    whitening = np.stack([solve_triangular(each[:count, :count], eye, lower=True) for each in factor])
    white = whitening.sum(axis=2)
    before = np.array([_likely(each) for each in candidates(season)])
    return Layout(factor, whitening, white, 1 / np.cumsum(white**2, axis=1), before)


def _likely(candidate: tuple[float, float, float, float]) -> float:
    """Logarithm of how likely a candidate was before any figure, beside the others."""
    wander, like, size, steep = candidate
    likely = LIKELY_WANDERS[WANDERS.index((wander, like))] * LIKELY_SEASONS[SEASONS.index(size)]
    return float(np.log(likely * LIKELY_SLOPES[SLOPES.index(steep)]))


def _season(apart: Floats, season: int) -> Floats:
    """How alike the seasonal parts of two periods are: half by the very month, half by its neighbourhood."""
    if season == 1:
        return np.zeros_like(apart)
    smooth = np.exp(-2 * np.sin(np.pi * apart / season) ** 2 / SMOOTH**2)
    found: Floats = ((apart % season == 0) + smooth) / 2 * SEASON_KEPT ** (apart / season)
    return found
