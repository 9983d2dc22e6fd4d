"""Two-way fixed effects, never as evidence 「双向固定效应回归」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.did import two_way
from diagnostics.loop.track.effect.estimate import Estimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]


def two_way_fixed(panel: Panel) -> Estimate | None:
    """Regression on entity, period and "has started", with errors clustered by entity 「双向固定效应回归」.

    Parameters
    ----------
    panel : Panel
        With or without gaps, starts alike or not.

    Returns
    -------
    Estimate or None
        For contrast only. Where starts differ it takes entities that have started for a comparison, so that an effect
        that grows is counted against itself; with few treated entities its error is too small (one: six true nulls in
        ten are rejected). None where "has started" can't be told from entities and periods.

    Notes
    -----
    Clustered covariance times ``G / (G − 1) · (N − 1) / (N − K)``; entities, which lie within clusters, aren't counted
    in K. Student's t with G − 1 degrees of freedom.

    References
    ----------
    Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing. Journal of Econometrics 225.
    """
    import numpy as np

    there = ~np.isnan(panel.values)
    rows, columns = there.any(axis=1), there.any(axis=0)
    values, there = panel.values[rows][:, columns], there[rows][:, columns]
    begun = np.where(there, np.flatnonzero(columns) >= panel.starts[rows, None], np.nan)
    x, y = _rest(begun), _rest(values)
    size, clusters, cells = float((x**2).sum()), len(values), int(there.sum())
    left = cells - int(columns.sum()) - 1
    if size < 1e-9 * cells or clusters < 2 or left <= 0:
        return None
    effect = float((x * y).sum() / size)
    scores = (x * (y - effect * x)).sum(axis=1)
    correction = clusters / (clusters - 1) * (cells - 1) / left
    return Estimate(effect, math.sqrt(correction * float(scores @ scores)) / size, float(clusters - 1))


def _rest(table: Floats) -> Floats:
    """What entities and periods leave over, 0 where the figure is missing."""
    import numpy as np

    entity, period = two_way(table)
    return np.asarray(np.nan_to_num(table - entity[:, None] - period, nan=0.0))
