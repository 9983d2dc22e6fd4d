"""Treated series beside what was to be expected without the measure 「预期走势」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.did import two_way, usable
from diagnostics.model.effect import SYNTHETIC, EffectMethod

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]

Path = dict[str, list[str] | list[float | None]]


def path(panel: Panel, analysed: Panel, method: EffectMethod, estimate: Estimate | None, *, log: bool) -> Path:
    """Each period's figure, what was to be expected, and how far that may lie off 「预期走势」.

    Parameters
    ----------
    panel, analysed : Panel
        In the KPI's unit, and on the scale of the analysis.
    log : bool
        Whether that scale is the logarithm.

    Returns
    -------
    mapping
        ``period``, ``actual``, ``expected``, and from the start on ``low`` and ``high``: where the expected mean since
        the start may lie by the interval of the effect, so that a mean outside it is an effect that can be told. Empty
        where the method knows no such line, or entities start at different times.
    """
    import numpy as np

    line = None if estimate is None or panel.staggered else _expected(analysed, method, estimate)
    if line is None or estimate is None or not np.isfinite(panel.series[~np.isnan(line)]).any():
        return {}
    actual = panel.series
    low, high = (line + estimate.effect - end for end in reversed(estimate.interval))

    def told(values: Floats) -> Floats:
        # The ratio to the treated series is kept: of several entities the mean of logarithms is no mean of figures.
        own = np.log(actual) if method == "poisson_its" else analysed.series
        return actual * np.exp(values - own) if log else values

    with np.errstate(divide="ignore", invalid="ignore"):
        lines = {"actual": actual, "expected": told(line)}
        lines |= {"low": np.where(panel.after, told(low), np.nan), "high": np.where(panel.after, told(high), np.nan)}
    found: Path = {"period": [panel.line.text(each) for each in range(panel.line.count)]}
    for name, values in lines.items():
        found[name] = [float(each) if np.isfinite(each) else None for each in values]
    return found


def _expected(panel: Panel, method: EffectMethod, estimate: Estimate) -> Floats | None:
    """Line of the treated entities' mean had nothing been done, on the scale of the analysis."""
    if estimate.expected is not None:
        return estimate.expected
    if method == "did":
        return _beside_the_others(panel)
    return _weighted(panel, estimate) if method in SYNTHETIC else None


def _beside_the_others(panel: Panel) -> Floats:
    import numpy as np

    _, period = two_way(usable(panel.comparisons, panel.after))
    gap = (panel.series - period)[~panel.after]
    there = gap[~np.isnan(gap)]
    return np.asarray(period + (there.mean() if len(there) else np.nan))


def _weighted(panel: Panel, estimate: Estimate) -> Floats | None:
    import numpy as np

    found = estimate.synthesis
    if found is None:
        return None
    rows = [panel.entities.index(each) for each in found.entities]
    line = np.array(list(found.entities.values())) @ panel.values[rows]
    periods = [panel.line.text(each) for each in range(panel.line.count)]
    weights = np.array([found.periods.get(each, 0.0) for each in periods])
    gap = np.where(weights > 0, panel.series - line, 0.0)
    return np.asarray(line + weights @ gap)
