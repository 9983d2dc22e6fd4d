"""Interrupted time series 「中断时间序列」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from diagnostics.errors import unknown
from diagnostics.loop.track.effect.series.regression import Rows, last_coefficient, middle, present, regressors

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.panel import Panel

Shape = Literal["level", "level_slope"]


def its(panel: Panel, seed: int = 0, shape: Shape = "level") -> Estimate:
    """Change of level, or of level and slope, at the start, beside trend, season and covariates 「中断时间序列」.

    Parameters
    ----------
    panel : Panel
        The mean of its treated entities is analysed; the others are not looked at.
    seed : int
        Of the series drawn without an effect.
    shape : {"level", "level_slope"}
        Whether the trend may change at the start as well. The effect is then the mean over the periods after the start
        that have a value, and ``shape`` of the result tells the change at the start and by how much it grows a period.

    Raises
    ------
    InputError
        When there are too few values for the regressors, none on one side of the start, a covariate repeats another
        regressor, or the treated entities start in different periods.

    Notes
    -----
    ``y[t] = a + b t + waves + c·covariates + effect [t >= start] + u[t]``, u a first-order autoregression estimated by
    restricted likelihood; interval and probability by parametric bootstrap (``null_sizes``, ``doubted_phi``).
    ``level_slope`` adds ``d (t - mean of the t after) [t >= start]``, so that the joint covariance is in the error of
    the effect. The simpler shape is the default and no test chooses between the two: a choice by the data would have to
    be paid for with a wider interval.

    References
    ----------
    Bernal, J. L., Cummins, S., Gasparrini, A. (2017). Interrupted time series regression for the evaluation of public
    health interventions. International Journal of Epidemiology 46.
    """
    import numpy as np

    if shape not in get_args(Shape):
        raise unknown("shape", shape, get_args(Shape))
    panel.need_one_start("its")
    x = regressors(panel, shape)
    rows = present(panel.series, x)
    found, fit = last_coefficient(rows, seed)
    # What the start changed is not in the line that was to be expected.
    kept = x.shape[1] - (2 if shape == "level_slope" else 1)
    found = replace(found, expected=np.asarray(x[:, :kept] @ fit.beta[:kept]))
    return found if shape == "level" else replace(found, shape=_parts(panel, rows, seed))


def _parts(panel: Panel, rows: Rows, seed: int) -> dict[str, tuple[float, float, float]]:
    """Change at the start, and its growth a period, each with its interval: each asked about in turn."""
    import numpy as np

    ramp, step = rows.x[:, -2], rows.x[:, -1]
    count = panel.values.shape[1]
    # A ramp from 0 at the start makes the last coefficient the change there.
    from_start = ramp + step * (middle(panel) - panel.start) / count
    level = Rows(rows.y, np.column_stack([rows.x[:, :-2], from_start, step]), rows.at)
    slope = Rows(rows.y, np.column_stack([rows.x[:, :-2], step, ramp * count]), rows.at)
    found = {"level": last_coefficient(level, seed)[0], "slope": last_coefficient(slope, seed)[0]}
    return {name: (each.effect, *each.interval) for name, each in found.items()}
