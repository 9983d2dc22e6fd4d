"""Charts whose limits follow from the sizes of their points 「按样本量定界限」."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from diagnostics.loop.track.chart.factors import D2_OF_TWO
from diagnostics.loop.track.chart.flags import marked, table_of
from diagnostics.loop.track.chart.notes import told
from diagnostics.loop.track.chart.phases import Phase, phases_of
from diagnostics.loop.track.chart.targets import last_target, with_target
from diagnostics.model.control_chart import ChartKind, ControlChart, Dispersion, Improvement, known_improvement
from diagnostics.model.point_limits import PointLimits
from diagnostics.model.process_limits import ProcessLimits

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Standard error of the mean moving range over its mean, times the root of the number of ranges: normal points.
_SPREAD_OF_RATIO = 0.909


@dataclass(frozen=True, eq=False)
class Sampled:
    """Points with the sizes behind them 「带样本量的点」.

    Parameters
    ----------
    series : Series of float
        Value of each point, NaN where missing.
    size : array of float
        Cases, exposure or members behind each.
    deviation : callable
        Gives the standard deviation of each point of a phase from its centre and the phase.
    lowest, highest : float
        No value can lie beyond.
    columns : mapping of Series
        What the values were made of, for the table.
    """

    series: pd.Series
    size: Floats
    deviation: Callable[[float, Phase], Floats]
    lowest: float = -np.inf
    highest: float = np.inf
    columns: Mapping[str, pd.Series] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """What a caller chose for a chart 「图的选项」.

    Parameters
    ----------
    improvement : {"higher", "lower", "none"}
        Which way is better.
    target : float or sequence, optional
        As for ``xmr``.
    rebase, baseline
        As for ``xmr``.
    laney : bool
        Whether limits allow for points that move more, or less, than their sizes make them.
    """

    improvement: Improvement = "higher"
    target: Any = None
    rebase: Sequence[Any] = ()
    baseline: Any = None
    laney: bool = False


def sampled_chart(kind: ChartKind, points: Sampled, choices: Choices) -> ControlChart:
    """Chart of points with their sizes 「按样本量的控制图」.

    Raises
    ------
    InputError
        As for ``xmr``.

    Notes
    -----
    The centre is the mean weighted by size; limits are three standard deviations of a point of its size; Laney's are
    those times the mean moving range of the standardised points over 1.128 (Laney 2002).
    """
    known_improvement(choices.improvement)
    series, figures = points.series, points.series.to_numpy()
    phases = phases_of(series, choices.rebase, choices.baseline)
    parts, limits, standard = [], [], np.full(len(series), np.nan)
    centres = []
    for phase in phases:
        centre = float(np.average(figures[phase.fixing], weights=points.size[phase.fixing]))
        centres.append((centre, points.deviation(centre, phase)))
        values = figures[phase.fixing] - centre
        deviation = centres[-1][1][phase.fixing - phase.start]
        standard[phase.fixing] = np.divide(values, deviation, out=np.zeros(len(values)), where=deviation > 0)
    # Where nothing ever happened, or everything always did, nothing tells how far chance would move the points.
    still = not any(deviation.any() for _, deviation in centres)
    dispersion = None if still else replace(_dispersion(standard, phases), allowed=choices.laney)
    for phase, (centre, deviation) in zip(phases, centres, strict=True):
        ratio = _ratio(standard, [phase]) if choices.laney and deviation.any() else 1.0
        sigma = deviation * ratio
        edges = _edges(centre, sigma, points)
        shown = figures[phase.start : phase.stop]
        parts.append(marked(shown, edges, choices.improvement))
        limits.append(_limits_of(edges, shown, len(phase.fixing)))
    table = table_of(parts, series.index, {name: each.to_numpy() for name, each in points.columns.items()})
    found = ControlChart(
        with_target(table, choices.target), choices.improvement, last_target(choices.target, len(table)),
        tuple(limits), kind=kind, dispersion=dispersion,
    )  # fmt: skip
    return told(found, phases)


def _edges(centre: float, sigma: Floats, points: Sampled) -> PointLimits:
    half = 3 * sigma
    lower, upper = np.maximum(centre - half, points.lowest), np.minimum(centre + half, points.highest)
    return PointLimits(np.full(len(sigma), centre), lower, upper, half)


def _limits_of(edges: PointLimits, shown: Floats, count: int) -> ProcessLimits:
    """Limits of the last point that is there."""
    at = int(np.flatnonzero(~np.isnan(shown))[-1]) if (~np.isnan(shown)).any() else -1
    mean, lower, upper, half = (float(each[at]) for each in (edges.mean, edges.lower, edges.upper, edges.half))
    return ProcessLimits(mean, lower, upper, half / 3, count, 3.0)


def _ratio(standard: Floats, phases: Sequence[Phase]) -> float:
    moves = np.concatenate([np.abs(np.diff(standard[each.fixing])) for each in phases])
    return float(moves.mean() / D2_OF_TWO)


def _dispersion(standard: Floats, phases: Sequence[Phase]) -> Dispersion:
    """Movement from point to point beside chance, with the range in which chance lies 95 times in 100."""
    count = sum(len(each.fixing) - 1 for each in phases)
    reach = 1.96 * _SPREAD_OF_RATIO / np.sqrt(count)
    return Dispersion(_ratio(standard, phases), float(max(0.0, 1 - reach)), float(1 + reach))
