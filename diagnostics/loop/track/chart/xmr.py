"""Chart of single values with moving-range limits 「单值移动极差控制图」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diagnostics.errors import InputError
from diagnostics.model.control_chart import ControlChart, Improvement, known_improvement
from diagnostics.model.process_limits import LIMIT, process_limits


def xmr(  # noqa: PLR0913, PLR0917 (the public contract: each is a choice a chart needs)
    values: Any,
    improvement: Improvement = "higher",
    target: float | Sequence[float] | None = None,
    rebase: Sequence[Any] = (),
    baseline: int | Sequence[bool] | None = None,
    screen: bool = True,
    *,
    factor: float = LIMIT,
    season: int | None = None,
) -> ControlChart:
    """Chart of single values with moving-range limits and "Making Data Count" flags 「单值移动极差控制图」.

    Parameters
    ----------
    values : sequence or Series of float
        Values in order of time; missing ones stay missing, and their neighbours count as adjacent.
    improvement : {"higher", "lower", "none"}
        Which way is better; with ``none`` a special point is neutral.
    target : float or sequence of float, optional
        Target, in the values' unit; one for all points, or one a point.
    rebase : sequence
        Points at which a new phase with its own limits begins: labels of the Series' index, positions from 0, or days
        (the first point that begins on it or after it).
    baseline : int or sequence of bool, optional
        How many present points at the start of each phase fix its limits, at least 2, or a mark for each point that
        does; all of them where absent. Later points are judged by those limits.
    screen : bool
        Whether moving ranges at or above 3.267 times their mean are left out of the limits.
    factor : float
        Half the width of the limits in mean moving ranges, above 0; ``3 / 1.128379`` is the unrounded figure.
    season : int, optional
        Points a season has (12 for months): what the season adds is estimated from the points that fix the limits, at
        least two whole seasons of them, and points are judged by what is left.

    Raises
    ------
    InputError
        When there are fewer than two values, one is infinite, labels are days that repeat or go back, ``rebase`` or
        ``baseline`` name no point, or a season has fewer than two whole ones to be estimated from.

    Notes
    -----
    ``mean ± 2.66 · mean(|x[i] − x[i−1]|)``. With a season the residuals take the place of the values: limits move with
    the season, and are wider for points that did not take part in estimating it (docs/methods/charts.md).

    References
    ----------
    NHS England, Making Data Count: Strengthening your decisions. Wheeler, D. (2000), Understanding Variation.

    Examples
    --------
    >>> chart = xmr([10, 12] * 6 + [30], improvement="lower")
    >>> chart.frame()["rule"].iloc[-1], chart.variation
    ('outside_high', 'special_cause_concern')
    """
    from diagnostics.loop.track.chart.flags import marked, table_of
    from diagnostics.loop.track.chart.notes import told
    from diagnostics.loop.track.chart.phases import phases_of
    from diagnostics.loop.track.chart.points import series_of
    from diagnostics.loop.track.chart.targets import last_target, with_target

    known_improvement(improvement)
    if isinstance(factor, str) or not 0 < factor < float("inf"):
        raise InputError(f"factor == {factor!r}, must be above 0 and finite.")
    series = series_of(values)
    phases = phases_of(series, rebase, baseline)
    figures = series.to_numpy()
    if season is not None:
        from diagnostics.loop.track.chart.seasonal import seasonal_table

        table, limits = seasonal_table(series, phases, season, improvement, screen, factor)
    else:
        limits = [process_limits(figures[each.fixing], screen=screen, factor=factor) for each in phases]
        parts = [marked(figures[each.start : each.stop], limits[each.number], improvement) for each in phases]
        table = table_of(parts, series.index)
    found = ControlChart(
        with_target(table, target), improvement, last_target(target, len(figures)), tuple(limits), season=season or 0
    )
    return told(found, phases)
