"""How far figures wander without any measure, and the smallest effect that stands out 「最小可检出效果」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.model.detection import FEWEST_BEFORE, FEWEST_COMPARISONS, WAVES, detectable
from diagnostics.model.period import SEASON, Cycle
from diagnostics.model.reml import reml_ar1, unit_covariance, waves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# More starts than a season that never were say little new: their windows overlap.
MOST_STARTS = 12
FEWEST_AFTER = 2
# Figures that never move have no spread; what rounding leaves of it must not make any effect look visible.
LEAST_VARIANCE = 1e-20


def change_variance(values: Floats, after: int) -> float:
    """Variance between entities of their change at a start that never was 「安慰剂变化方差」.

    Parameters
    ----------
    values : array, (entities, periods)
        Entities without a measure, no value missing; at least two of them.
    after : int
        Periods from the start on that will be looked at.

    Returns
    -------
    float
        NaN where the history is too short for 6 periods before a start and 2 from it on.

    Notes
    -----
    For each of the last starts that leave ``after`` periods, and 6 before: each entity's mean from the start on less
    its mean before, less the same of all; the variance of these between entities, averaged over the starts. A history
    too short for ``after`` periods is looked at with fewer, which wander further: the smallest effect is then told
    too large rather than too small.
    """
    import numpy as np

    count, periods = values.shape
    reach = min(after, periods - FEWEST_BEFORE)
    if reach < FEWEST_AFTER or count < 2:
        return math.nan
    last = periods - reach
    found = []
    for start in range(max(FEWEST_BEFORE, last - MOST_STARTS + 1), last + 1):
        change = values[:, start : start + reach].mean(axis=1) - values[:, :start].mean(axis=1)
        found.append(float(np.var(change, ddof=1)))
    return float(np.mean(found))


def smallest_between(variance: float, treated: int, others: int) -> float | None:
    """Smallest effect that shows against comparison entities, on the scale of the analysis 「有对照时」.

    Notes
    -----
    ``(t(0.975) + t(0.80)) · sqrt(variance · (1 / treated + 1 / others))`` with ``others - 1`` degrees of freedom, the
    error by which difference-in-differences is judged later. None with fewer than 5 comparison entities, or where
    nothing ever moved.

    Examples
    --------
    >>> round(smallest_between(1.0, 1, 10), 2), smallest_between(1.0, 1, 4)
    (3.3, None)
    """
    if others < FEWEST_COMPARISONS or treated < 1 or not variance > LEAST_VARIANCE:
        return None
    return detectable(math.sqrt(variance * (1 / treated + 1 / others)), others - 1)


def smallest_alone(series: Floats, after: int, cycle: Cycle) -> float | None:
    """Smallest change of level that shows in a series that stands alone, on its scale 「无对照时」.

    Parameters
    ----------
    series : array, (periods,)
        So far; missing values are left out.
    after : int
        Periods that will be added.

    Notes
    -----
    Trend, season and memory are fitted to the series so far; the error of the step is that of the same regression
    over the periods to come as well, whose values are not needed for it.
    """
    import numpy as np

    periods = np.arange(len(series) + after)
    start = len(series)
    columns = [np.ones(len(periods)), (periods - start) / len(periods), *waves(periods, SEASON[cycle], WAVES)]
    x = np.column_stack([*columns, (periods >= start).astype(float)])
    there = np.flatnonzero(~np.isnan(series))
    if len(there) < x.shape[1] + 3:
        return None
    known = x[there, :-1]
    fit = reml_ar1(series[there], known, there.astype(float))
    unit = unit_covariance(known, there.astype(float), fit.phi)
    variance = float(fit.covariance[0, 0] / unit[0, 0]) if unit[0, 0] > 0 else math.nan
    if not variance > LEAST_VARIANCE:
        return None
    all_ = np.concatenate([there, np.arange(start, len(periods))])
    step = unit_covariance(x[all_], all_.astype(float), fit.phi)[-1, -1]
    df = max(1.0, len(all_) * (1 - fit.phi) / (1 + fit.phi) - x.shape[1])
    return detectable(math.sqrt(variance * float(step)), df)
