"""Interrupted time series 「中断时间序列」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.estimate import Estimate
from diagnostics.model.detection import WAVES
from diagnostics.model.period import SEASON
from diagnostics.model.reml import reml_ar1, waves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]


def its(panel: Panel) -> Estimate:
    """Change of level at the start, beside trend, season and covariates 「中断时间序列」.

    Parameters
    ----------
    panel : Panel
        The mean of its treated entities is analysed; the others are not looked at.

    Raises
    ------
    InputError
        When there are too few values for the regressors, or a covariate repeats another regressor.

    Notes
    -----
    ``y[t] = a + b t + waves + c·covariates + effect [t >= start] + u[t]``, u a first-order autoregression estimated by
    restricted likelihood; Student's t with ``n (1 - phi) / (1 + phi) - k`` degrees of freedom.

    References
    ----------
    Bernal, J. L., Cummins, S., Gasparrini, A. (2017). Interrupted time series regression for the evaluation of public
    health interventions. International Journal of Epidemiology 46.
    """
    import numpy as np

    x = regressors(panel)
    there = ~np.isnan(panel.series) & ~np.isnan(x).any(axis=1)
    x, y, at = x[there], panel.series[there], np.flatnonzero(there).astype(float)
    if len(y) < x.shape[1] + 3:
        raise InputError(f"{len(y)} periods with a value are too few for {x.shape[1]} regressors; they need 3 more.")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise InputError("The covariates repeat each other, the trend, the season or the start; leave one out.")
    fit = reml_ar1(y, x, at)
    return Estimate(float(fit.beta[-1]), fit.error(x.shape[1] - 1), fit.df)


def regressors(panel: Panel) -> Floats:
    """Regressors of every period: level, trend, season, covariates, and last the start 「回归变量」."""
    import numpy as np

    count = panel.values.shape[1]
    periods = np.arange(count)
    columns = [np.ones(count), (periods - panel.start) / count, *waves(periods, SEASON[panel.line.cycle], WAVES)]
    for row in panel.covariates:
        spread = np.nanstd(row)
        columns.append((row - np.nanmean(row)) / (spread if spread > 0 else 1.0))
    return np.column_stack([*columns, panel.after.astype(float)])
