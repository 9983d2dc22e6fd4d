"""Smallest change of level that shows in one series, or in one less few others 「单序列的最小可检出效果」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.detection import LEVEL, POWER, WAVES, season_pairs, series_needed
from diagnostics.model.null_sizes import null_sizes
from diagnostics.model.period import SEASON, Cycle
from diagnostics.model.reml import doubted_phi, gls_ar1, reml_ar1, waves
from diagnostics.model.whitening import whiten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

# Values that a regression needs beyond one for each regressor.
SPARE = 3
LEAST_VARIANCE = 1e-20
ROUNDS, SETTLED = 60, 1e-7


@dataclass(frozen=True, eq=False)
class Memory:
    """Noise of a series so far 「噪声」.

    Parameters
    ----------
    variance : float
        Of an error.
    phi, doubted : float
        Correlation of neighbours that is likeliest, and that series are drawn with.
    share : float
        Share of the variance that remembers.
    """

    variance: float
    phi: float
    doubted: float
    share: float = 1.0


def smallest_alone(series: Floats, after: int, cycle: Cycle, seed: int = 0) -> float | None:
    """Smallest change of level that shows in a series that stands alone, on its scale 「无对照时」.

    Parameters
    ----------
    series : array, (periods,)
        So far; missing values are left out.
    after : int
        Periods that will be added.
    seed : int
        Of the series drawn without an effect.

    Notes
    -----
    Trend, season and memory are fitted to the series so far; error and interval of the step are those of the same
    regression over the periods to come as well, whose values are not needed for them: as many waves of the season as
    will be told then, and sizes by chance from drawn series. A history too short for so many waves is fitted with two:
    months that stand out are then noise, and the smallest effect is told too large rather than too small.
    """
    import numpy as np

    known, there, at = _line(series, after, cycle)
    past = _fitting(known, _line(series, after, cycle, WAVES)[0], there)
    if past is None:
        return None
    found = _memory(series[there], past[there], there.astype(float))
    return _smallest(np.column_stack([known, np.arange(len(known)) >= len(series)])[at], at, found, seed)


def smallest_beside(difference: Floats, after: int, cycle: Cycle, seed: int = 0) -> float | None:
    """Smallest change of level that shows in a series less the mean of one to four others 「少量对照时」.

    Parameters
    ----------
    difference : array, (periods,)
        So far.
    after, seed : int
        As for a series alone.

    Notes
    -----
    Level and, where there will be three seasons, one pair of waves; no trend. Else as for a series alone.
    """
    import numpy as np

    there, count = np.flatnonzero(~np.isnan(difference)), len(difference) + after
    at = np.concatenate([there, np.arange(len(difference), count)])
    columns = [np.ones(count)]
    if len(at) >= series_needed(cycle):
        columns += waves(np.arange(count), SEASON[cycle], 1)
    x = np.column_stack(columns)
    if not _fits(x[there], len(there)):
        return None
    found = _memory(difference[there], x[there], there.astype(float))
    return _smallest(np.column_stack([x, np.arange(count) >= len(difference)])[at], at, found, seed)


def smallest_counted(counts: Floats, after: int, cycle: Cycle, seed: int = 0) -> float | None:
    """Smallest change of a rate that shows in whole counts that stand alone, as a logarithm 「计数」.

    Parameters
    ----------
    counts : array, (periods,)
        So far, 0 or more.
    after, seed : int
        As for a series alone.

    Notes
    -----
    The variance is the mean times a factor that is estimated; of the factor 1 is counting, new in every period, and
    what it has beyond remembers. The periods to come are expected at the level of the last one so far, by season: a
    trend that went on might leave no event. None where a rate has no logarithm.
    """
    import numpy as np

    known, there, at = _line(counts, after, cycle)
    line = _fitting(known, _line(counts, after, cycle, WAVES)[0], there)
    settled = _settle(counts[there], line[there], there.astype(float)) if line is not None else None
    if line is None or settled is None:
        return None
    beta, found = settled
    line[len(counts) :, 1] = line[len(counts) - 1, 1]
    root = np.exp(line @ beta / 2)[:, None]
    return _smallest((root * np.column_stack([known, np.arange(len(known)) >= len(counts)]))[at], at, found, seed)


def _line(series: Floats, after: int, cycle: Cycle, most: int | None = None) -> tuple[Floats, Places, Places]:
    """Level, trend and season of every period; periods with a value so far, and with those to come."""
    import numpy as np

    start, count = len(series), len(series) + after
    there = np.flatnonzero(~np.isnan(series))
    at = np.concatenate([there, np.arange(start, count)])
    seen = len(set((at % SEASON[cycle]).tolist()))
    pairs = SEASON[cycle] // 2 if seen == SEASON[cycle] else max(0, seen - 1) // 2
    pairs = min(season_pairs(cycle, len(at)), pairs, SEASON[cycle] if most is None else most)
    periods = np.arange(count)
    x = np.column_stack([np.ones(count), (periods - start) / count, *waves(periods, SEASON[cycle], pairs)])
    return x, there, at


def _fitting(known: Floats, fewer: Floats, there: Places) -> Floats | None:
    """Columns that the history is long enough for, anew; None where even the fewer are too many."""
    return next((each.copy() for each in (known, fewer) if _fits(each[there], len(there))), None)


def _fits(x: Floats, count: int) -> bool:
    import numpy as np

    return bool(count >= x.shape[1] + SPARE and np.linalg.matrix_rank(x) == x.shape[1])


def _memory(y: Floats, x: Floats, at: Floats) -> Memory:
    fit = reml_ar1(y, x, at)
    return Memory(fit.variance, fit.phi, doubted_phi(y, x, at, fit.phi))


def _smallest(x: Floats, at: Places, noise: Memory, seed: int) -> float | None:
    """Smallest last coefficient that is found four times out of five."""
    import numpy as np

    if not noise.variance > LEAST_VARIANCE:
        return None
    white, _ = whiten(x, at.astype(float), noise.phi, noise.share)
    unit = abs(1 / float(np.linalg.qr(white)[1][-1, -1]))
    null = null_sizes(x, at.astype(float), noise.doubted, seed, share=noise.share)
    return math.sqrt(noise.variance) * unit * (_quantile(null, 0.5 + LEVEL / 2) + _quantile(null, POWER))


def _quantile(null: Floats, share: float) -> float:
    # Sizes fold both sides: 97.5 % of the one are 95 % of the other.
    return float(null[math.ceil((2 * share - 1) * (len(null) + 1) - 1e-9) - 1])


def _settle(counts: Floats, x: Floats, at: Floats) -> tuple[Floats, Memory] | None:
    """Coefficients of the logarithm of a rate, and its noise, by iterated weighted least squares."""
    import numpy as np

    if not counts.sum() > 0:
        return None
    eta, phi, share = np.log((counts + counts.mean()) / 2), 0.0, 0.0
    for _ in range(ROUNDS):
        mean = np.exp(eta)
        root = np.sqrt(mean)
        y, xs = root * (eta + (counts - mean) / mean), root[:, None] * x
        fit = gls_ar1(y, xs, at, phi, share)
        moved = float(np.abs(x @ fit.beta - eta).max())
        eta = x @ fit.beta
        if not np.isfinite(eta).all() or eta.min() < math.log(1e-6 * counts.mean()):
            return None
        share = max(0.0, 1 - 1 / fit.variance) if fit.variance > 0 else 0.0
        phi = reml_ar1(y, xs, at, share).phi if share else 0.0
        if moved < SETTLED:
            break
    doubted = doubted_phi(y, xs, at, phi, share) if share else 0.0
    return fit.beta, Memory(fit.variance, phi, doubted, share)
