"""Interrupted series of counts with exposure 「计数中断序列」."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.estimate import Estimate
from diagnostics.loop.track.effect.series.regression import Rows, last_coefficient, present, regressors
from diagnostics.model.reml import gls_ar1, reml_ar1

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]

ROUNDS, STEPS = 8, 50
SETTLED, ENOUGH = 1e-8, 5e-3
# A rate that is fitted smaller than this share of the mean rate is on its way to zero, which has no logarithm.
VANISHING = 1e-6


def poisson_its(panel: Panel, seed: int = 0) -> Estimate:
    """Change of a rate of events at the start, beside trend, season and covariates 「计数中断序列」.

    Parameters
    ----------
    panel : Panel
        Counts and exposure of its treated entities are summed; the others are not looked at. A period without exposure
        is missing; a period without events is not.
    seed : int
        Of the series drawn without an effect.

    Returns
    -------
    Estimate
        ``effect`` is the logarithm of the rate ratio. No error where a side of the start has no event at all.

    Raises
    ------
    InputError
        When a count is negative or no whole number, there are too few values for the regressors, none on one side of
        the start, or the treated entities start in different periods.

    Notes
    -----
    ``log E(count[t]) = log exposure[t] + a + b t + waves + c·covariates + effect [t >= start]``. The variance is the
    mean times a factor that is estimated (quasi-Poisson, by Pearson's residuals). Of the factor 1 is counting, new in
    every period; what it has beyond follows a first-order autoregression (by restricted likelihood of the weighted
    working values). Interval and probability by parametric bootstrap of the weighted regression. Without correlation
    the coefficients are those of any generalised linear model. Programs for these know no such correlation in a single
    series and take longer to import than this takes to run; the tests hold it against one.

    References
    ----------
    McCullagh, P., Nelder, J. (1989). Generalized Linear Models, chapter 9. Zeger, S. (1988). A regression model for
    time series of counts. Biometrika 75.
    """
    import numpy as np

    panel.need_one_start("poisson_its")
    counts, exposure = _summed(panel)
    x = regressors(panel)
    rows = present(counts, x)
    offset = np.log(exposure[~np.isnan(counts) & ~np.isnan(x).any(axis=1)])
    after = rows.x[:, -1] > 0
    if not rows.y[after].any() or not rows.y[~after].any():
        return Estimate(math.nan, math.nan, math.nan)
    beta, working, share = _settle(rows, offset)
    if not np.isfinite(beta).all():
        return Estimate(math.nan, math.nan, math.nan)
    found, _ = last_coefficient(working, seed, share)
    return replace(found, expected=np.asarray(x[:, :-1] @ beta[:-1]))


def _summed(panel: Panel) -> tuple[Floats, Floats]:
    """Counts and exposure of the treated entities together; missing where one of them is, or had no exposure."""
    import numpy as np

    counts, exposure = panel.counts[panel.treated], panel.exposure[panel.treated]
    names = [name for name, own in zip(panel.entities, panel.treated, strict=True) if own]
    with np.errstate(invalid="ignore"):
        wrong = np.argwhere((counts < 0) | ((counts != np.round(counts)) & ~np.isnan(counts)))
    if len(wrong):
        row, place = (int(each) for each in wrong[0])
        raise InputError(
            f"The count of {names[row]!r} in {panel.line.text(place)} is {counts[row, place]:g}; method='poisson_its'"
            " needs whole counts of 0 or more. Take method='its' for amounts and rates."
        )
    open_ = exposure > 0
    together = np.where(open_, counts, np.nan).sum(axis=0)
    return together, np.where(open_, exposure, np.nan).sum(axis=0)


def _settle(rows: Rows, offset: Floats) -> tuple[Floats, Rows, float]:
    """Coefficients, the weighted regression that they solve, and the share of its noise that may remember.

    Counting alone gives weighted values a variance of 1, new in every period; what they vary beyond that remembers.
    """
    import numpy as np

    mean = (rows.y + rows.y.mean()) / 2
    eta, phi, share = np.log(mean) - offset, 0.0, 0.0
    for _ in range(ROUNDS):
        eta, beta, working = _solve(rows, offset, eta, (phi, share))
        if not np.isfinite(beta).all():
            break
        dispersion = gls_ar1(working.y, working.x, working.at, phi, share).variance
        found = max(0.0, 1 - 1 / dispersion)
        again = reml_ar1(working.y, working.x, working.at, found).phi if found else 0.0
        settled = abs(again - phi) + abs(found - share) < ENOUGH
        phi, share = again, found
        if settled:
            break
    return beta, working, share


def _solve(rows: Rows, offset: Floats, eta: Floats, memory: tuple[float, float]) -> tuple[Floats, Floats, Rows]:
    """Log rate, coefficients and weighted working values at a given memory, by iterated least squares."""
    import numpy as np

    beta = np.full(rows.x.shape[1], np.nan)
    least = math.log(VANISHING * rows.y.sum() / np.exp(offset).sum())
    for _ in range(STEPS):
        mean = np.exp(eta + offset)
        root = np.sqrt(mean)
        working = Rows(root * (eta + (rows.y - mean) / mean), root[:, None] * rows.x, rows.at)
        moved = gls_ar1(working.y, working.x, working.at, *memory).beta
        eta = rows.x @ moved
        if eta.min() < least:
            break
        if np.abs(moved - beta).max() < SETTLED:
            return eta, moved, working
        beta = moved
    return eta, np.full_like(beta, np.nan), working
