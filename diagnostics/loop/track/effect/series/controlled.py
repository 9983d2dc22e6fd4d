"""Interrupted series of the difference to few comparison entities 「有对照的中断序列」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.did import pre_trend, two_way, usable
from diagnostics.loop.track.effect.estimate import Placebo
from diagnostics.loop.track.effect.series.regression import SPARE, Rows, centred, last_coefficient, present
from diagnostics.model.detection import after_needed, before_needed, compared_needed, series_needed
from diagnostics.model.period import SEASON
from diagnostics.model.reml import gls_ar1, waves

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]


def controlled_its(panel: Panel, seed: int = 0) -> Estimate:
    """Change at the start of the treated series less the mean of the others 「有对照的中断序列」.

    Parameters
    ----------
    panel : Panel
        With at least one entity that nothing was done to. Where one of several lacks a value, their mean is fitted as
        entity + period effects, so that an absent entity shifts it by nothing.
    seed : int
        Of the series drawn without an effect.

    Returns
    -------
    Estimate
        ``placebo`` with two others or more: each in turn is held against the rest of them. ``pre_trend`` and ``drift``
        as for difference-in-differences.

    Raises
    ------
    InputError
        When no other entity has values on both sides of the start, there are too few periods for the regressors, a
        covariate repeats another regressor, or the treated entities start in different periods.

    Notes
    -----
    ``d[t] = a + wave + c·covariates + effect [t >= start] + u[t]`` with ``d`` the difference and u a first-order
    autoregression by restricted likelihood; interval and probability by parametric bootstrap (see ``null_sizes``). One
    pair of waves, for entities whose seasons swing by different amounts, in a series of three seasons; in shorter ones
    there are too few periods to tell them. No trend: the others' is the one to be expected, and a trend against them
    before the start refuses a verdict. Shocks that hit the treated entity more than the others stay in the noise.

    References
    ----------
    Lopez Bernal, J., Cummins, S., Gasparrini, A. (2018). The use of controls in interrupted time series studies of
    public health interventions. International Journal of Epidemiology 47.
    """
    import numpy as np

    panel.need_one_start("controlled_its")
    others = usable(panel.comparisons, panel.after)
    if not len(others):
        raise InputError("No comparison entity has values both before and after the start; one is needed.")
    period = two_way(others)[1]
    difference = panel.series - period
    x = _regressors(panel, int((~np.isnan(difference)).sum()))
    rows = present(difference, x)
    found, fit = last_coefficient(rows, seed)
    gaps = panel.values[panel.treated] - period
    trend, drift = pre_trend(panel, gaps)
    return replace(
        found, placebo=_placebo(found.effect, others, x, fit.phi), pre_trend=trend, drift=drift,
        expected=np.asarray(period + x[:, :-1] @ fit.beta[:-1]),
    )  # fmt: skip


def rule_holds(panel: Panel) -> bool:
    """Whether the difference is long enough for intervals that hold as often as they say 「规则是否适用」.

    Notes
    -----
    Two and a half seasons of periods with a value (30 months, 130 weeks, 12 quarters, 15 years), one of them before the
    start, half of one after it: there false verdicts lie between 3 and 7 % with 1, 2 and 4 others and correlation 0 to
    0.6; in shorter series not, where the others' seasons swing by other amounts.
    """
    import numpy as np

    cycle = panel.line.cycle
    there = ~np.isnan(panel.series) & ~np.isnan(panel.comparisons).all(axis=0)
    before, after = int(there[: panel.start].sum()), int(there[panel.start :].sum())
    enough = before >= before_needed(cycle, "controlled_its") and after >= after_needed(cycle)
    return enough and before + after >= compared_needed(cycle)


def _regressors(panel: Panel, count: int) -> Floats:
    """Level, a season's wave where the series is long enough, covariates' differences, and last the start."""
    import numpy as np

    cycle, periods = panel.line.cycle, np.arange(panel.values.shape[1])
    columns = [np.ones(len(periods))]
    if count >= series_needed(cycle):
        columns += waves(periods, SEASON[cycle], 1)
    for table in panel.predictors.values():
        columns.append(centred(table[panel.treated].mean(axis=0) - table[~panel.treated].mean(axis=0)))
    return np.column_stack([*columns, panel.after.astype(float)])


def _placebo(effect: float, others: Floats, x: Floats, phi: float) -> Placebo | None:
    """Rank of the effect among those of the others, each held against the rest at the same correlation."""
    import numpy as np

    if len(others) < 2:
        return None
    sizes = []
    for row in range(len(others)):
        difference = others[row] - two_way(np.delete(others, row, axis=0))[1]
        there = ~np.isnan(difference) & ~np.isnan(x).any(axis=1)
        own = Rows(difference[there], x[there], np.flatnonzero(there).astype(float))
        if len(own.y) >= x.shape[1] + SPARE and np.linalg.matrix_rank(own.x) == x.shape[1]:
            sizes.append(abs(float(gls_ar1(own.y, own.x, own.at, phi).beta[-1])))
    if len(sizes) < 2:
        return None
    # Rounding must not decide whether a figure ties with the effect.
    larger = sum(each >= abs(effect) * (1 - 1e-9) for each in sizes)
    return Placebo(larger + 1, len(sizes), max(sizes))
