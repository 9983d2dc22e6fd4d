"""Difference-in-differences with placebo inference 「双重差分」."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.estimate import Estimate, Placebo
from diagnostics.loop.track.effect.restless import restlessness, widened
from diagnostics.model.detection import MANY
from diagnostics.model.reml import reml_ar1

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]

FEWEST_FOR_TREND = 6


def did(panel: Panel, seed: int = 0) -> Estimate:
    """Change of the treated entities less the change of the others 「双重差分」.

    Parameters
    ----------
    panel : Panel
        With at least one entity that nothing was done to. Where values are missing, the others' periods are fitted as
        entity + period effects, so that an absent entity shifts no mean. Treated entities that start at different
        times are each held against their own start, and count by their periods from it on.
    seed : int
        Of the placebo draws where starts differ; nothing is drawn where they don't.

    Returns
    -------
    Estimate
        The error comes from the others: each is taken for treated in turn, and the spread of their changes is the
        noise that one entity's change has. With 10 or more on both sides each side has its own spread.

    Notes
    -----
    ``error = sd(changes of the others) · sqrt(1 / treated + 1 / others)`` with ``others - 1`` degrees of freedom; the
    others' changes are those over the periods that the treated entity has figures of.
    Where the treated entities were more restless than the others before the start, the error is that much wider.
    Errors clustered by entity are not used: with one treated entity they reject six true nulls in ten.

    References
    ----------
    Conley, T., Taber, C. (2011). Inference with difference in differences with a small number of policy changes. Review
    of Economics and Statistics 93.
    """
    if panel.staggered:
        from diagnostics.loop.track.effect.staggered.stacked import stacked

        return stacked(panel, seed)
    from diagnostics.loop.track.effect.staggered.against import changes, measured

    moved = changes(panel, "mean")
    found, whole = measured(moved), moved.whole
    gaps = panel.values[panel.treated] - two_way(usable(panel.comparisons, panel.after))[1]
    trend, drift = pre_trend(panel, gaps)
    placebo = _placebo(found.effect, whole.others @ whole.share) if len(whole.own) else None
    return replace(widened(found, own_restlessness(panel)), placebo=placebo, pre_trend=trend, drift=drift)


def own_restlessness(panel: Panel) -> float:
    """How restless the treated entities are beside the others, 1 where their own spread is the noise 「起伏倍数」."""
    import numpy as np

    others = usable(panel.comparisons, panel.after)
    treated, count = int(panel.treated.sum()), len(others)
    if count < 2 or (treated >= MANY and count >= MANY):
        return 1.0
    entity, period = two_way(others)
    before = slice(0, panel.start)
    # The others' mean moves with each of them, and against the treated ones.
    own = (panel.values[panel.treated] - period)[:, before] / np.sqrt(1 + 1 / count)
    rest = (others - entity[:, None] - period)[:, before] / np.sqrt(1 - 1 / count)
    return restlessness(own, rest)


def usable(others: Floats, after: NDArray[np.bool_]) -> Floats:
    """Entities with a value both before and after the start: the others show no change 「可用的可比对象」."""
    import numpy as np

    there = ~np.isnan(others)
    return others[there[:, ~after].any(axis=1) & there[:, after].any(axis=1)]


def two_way(values: Floats) -> tuple[Floats, Floats]:
    """Entity and period effects of a table with gaps, by least squares 「双向固定效应」.

    Returns
    -------
    tuple of array
        Effects of the rows and of the columns; a column without a value is missing.
    """
    import numpy as np

    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0)
    empty = ~there.any(axis=0)
    if there[:, ~empty].all():
        period = np.where(empty, np.nan, filled.mean(axis=0))
        return (filled - np.where(empty, 0.0, period)).sum(axis=1) / (~empty).sum(), period
    rows, columns = there.sum(axis=1), np.maximum(there.sum(axis=0), 1)
    entity = np.zeros(len(values))
    for _ in range(10_000):
        period = np.where(there, filled - entity[:, None], 0.0).sum(axis=0) / columns
        moved = np.where(there, filled - period, 0.0).sum(axis=1) / rows
        settled = np.abs(moved - entity).max() <= 1e-12 * max(1.0, float(np.abs(filled).max()))
        entity = moved
        if settled:
            break
    return entity, np.where(empty, np.nan, period)


def _placebo(effect: float, noise: Floats) -> Placebo | None:
    """Rank of the effect among the others, each held against the rest."""
    import numpy as np

    count = len(noise)
    if count < 2 or math.isnan(effect):
        return None
    sizes = np.abs(noise - noise.mean()) * count / (count - 1)
    # Rounding must not decide whether a figure ties with the effect.
    ties = sizes >= abs(effect) * (1 - 1e-9)
    return Placebo(int(ties.sum()) + 1, count, float(sizes.max()))


def pre_trend(panel: Panel, gaps: Floats, weights: Floats | None = None) -> tuple[float, float]:
    """Probability of the trend against the others before the start, and where it leads if it goes on 「平行趋势检验」.

    Parameters
    ----------
    gaps : array, (treated, periods)
        Treated entities less the others.
    weights : array, (periods,), optional
        How much each period before the start counts in the mean before; all alike without them.

    Returns
    -------
    tuple of float
        Probability of so strong a trend by chance, and the change from before to after that the trend alone would
        bring. Both are missing with fewer than 6 periods before, or where the gaps leave no noise to hold a trend
        against: nothing can be said of a trend then. Entities may miss different periods: each entity's gaps are taken
        from its own mean before the start, then averaged over whoever is there.
    """
    import numpy as np

    gap = _mean_gap(gaps, panel.after)
    there = np.flatnonzero(~np.isnan(gap)).astype(float)
    before, later = there[there < panel.start], there[there >= panel.start]
    values = gap[before.astype(int)]
    if len(before) < FEWEST_FOR_TREND or not len(later):
        return math.nan, math.nan
    if np.ptp(values) == 0:
        return 1.0, 0.0
    fit = reml_ar1(values, np.column_stack([np.ones(len(before)), before - before.mean()]), before)
    slope = float(fit.beta[1])
    centre = np.average(before, weights=None if weights is None else weights[before.astype(int)])
    return Estimate(slope, fit.error(1), fit.df).p_value, slope * float(later.mean() - centre)


def _mean_gap(gaps: Floats, after: NDArray[np.bool_]) -> Floats:
    """Mean over the entities of each one's gaps less their mean before the start; missing where nobody is there."""
    import numpy as np

    early = ~np.isnan(gaps) & ~after
    known = early.any(axis=1)
    means = np.where(early, gaps, 0.0).sum(axis=1)[known] / early.sum(axis=1)[known]
    rows = gaps[known] - means[:, None]
    there = ~np.isnan(rows)
    counts, sums = there.sum(axis=0), np.where(there, rows, 0.0).sum(axis=0)
    mean: Floats = np.divide(sums, counts, out=np.full(gaps.shape[1], np.nan), where=counts > 0)
    return mean
