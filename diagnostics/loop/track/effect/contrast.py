"""Estimates shown beside, never as evidence 「仅作对照的估计」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.estimate import Estimate
from diagnostics.model.period import SEASON
from diagnostics.model.reml import waves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]


def contrasts(
    panel: Panel, estimate: Estimate | None, others: Mapping[str, Estimate] | None = None
) -> dict[str, Estimate]:
    """Estimates that practice knows and that mislead: before/after, HAC, cell means, two-way 「仅作对照的估计」.

    Parameters
    ----------
    panel : Panel
        As analysed.
    estimate : Estimate or None
        What is shown as evidence.
    others : mapping, optional
        What else could have been shown as evidence, by method: plain or synthetic difference-in-differences.

    Returns
    -------
    dict
        ``before_after`` takes trend, season and memory for an effect; ``hac`` is a regression with
        season dummies, covariates (a trend without them) and Newey-West errors, which rejects two to five times too
        often in series this short; ``cell_means`` compares whoever was there before with whoever was there after;
        ``two_way`` is a regression on entities and periods with clustered errors, too sure with few treated entities
        and wrong where an effect grows and starts differ; ``trend_adjusted`` is the difference-in-differences less
        what the trend before the start would bring.
    """
    found: dict[str, Estimate | None] = {"before_after": before_after(panel.series, panel.after), "hac": hac(panel)}
    if panel.comparisons.size:
        from diagnostics.loop.track.effect.staggered.two_way import two_way_fixed

        found |= {"cell_means": _cell_means(panel), "two_way": two_way_fixed(panel)}
    if estimate is not None and estimate.synthesis is None and not math.isnan(estimate.drift):
        found["trend_adjusted"] = Estimate(estimate.effect - estimate.drift, math.nan, math.nan)
    found |= others or {}
    return {name: each for name, each in found.items() if each is not None and math.isfinite(each.effect)}


def before_after(series: Floats, after: NDArray[np.bool_]) -> Estimate | None:
    """Mean after less mean before, with Welch's error 「前后对比」."""
    import numpy as np

    sides = [series[side & ~np.isnan(series)] for side in (after, ~after)]
    if min(map(len, sides)) == 0:
        return None
    effect = float(sides[0].mean() - sides[1].mean())
    if min(map(len, sides)) < 2:
        return Estimate(effect, math.nan, math.nan)
    one, two = (float(each.var(ddof=1)) / len(each) for each in sides)
    if one + two == 0:
        return Estimate(effect, math.nan, math.nan)
    # By shares: squares of squares of very large values are infinite.
    shares = one / (one + two), two / (one + two)
    df = 1 / (shares[0] ** 2 / (len(sides[0]) - 1) + shares[1] ** 2 / (len(sides[1]) - 1))
    return Estimate(effect, math.sqrt(one + two), df)


def hac(panel: Panel) -> Estimate | None:
    """Regression of the series on season, covariates and start with Newey-West errors over a season 「HAC 估计」.

    References
    ----------
    Newey, W., West, K. (1987). A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent
    covariance matrix. Econometrica 55.
    """
    import numpy as np

    season = SEASON[panel.line.cycle]
    count = panel.values.shape[1]
    periods = np.arange(count)
    columns = [np.ones(count), *waves(periods, season, season // 2 if season <= 12 else 4)]
    columns += list(panel.covariates) if len(panel.covariates) else [periods - periods.mean()]
    x = np.column_stack([*columns, panel.after.astype(float)])
    there = ~np.isnan(panel.series) & ~np.isnan(x).any(axis=1)
    x, y = x[there], panel.series[there]
    if len(y) <= x.shape[1] + season or np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ (x.T @ y)
    scores = x * (y - x @ beta)[:, None]
    middle = scores.T @ scores
    for lag in range(1, season + 1):
        cross = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (season + 1)) * (cross + cross.T)
    covariance = inverse @ middle @ inverse
    # The usual practice takes the normal distribution here, which is part of what makes it reject too often.
    return Estimate(float(beta[-1]), math.sqrt(covariance[-1, -1]), math.inf)


def _cell_means(panel: Panel) -> Estimate:
    """Difference of the four cell means, each over whoever was there."""
    import numpy as np

    cells = []
    for rows in (panel.treated, ~panel.treated):
        for columns in (panel.after, ~panel.after):
            cell = panel.values[np.ix_(rows, columns)]
            there = cell[~np.isnan(cell)]
            cells.append(float(there.mean()) if len(there) else math.nan)
    return Estimate(cells[0] - cells[1] - cells[2] + cells[3], math.nan, math.nan)
