"""Points judged by what is left when their season is taken out 「剔除季节因素」."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from diagnostics.errors import InputError
from diagnostics.loop.track.chart.flags import marked, table_of
from diagnostics.loop.track.chart.phases import Phase
from diagnostics.loop.track.chart.points import cycle_of, days_of
from diagnostics.model.control_chart import Improvement
from diagnostics.model.point_limits import PointLimits
from diagnostics.model.process_limits import SCREEN, ProcessLimits

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Number of the period that begins on a day, by cycle: of a January, a first quarter and a Monday it is a multiple.
_STEPS: dict[str, Callable[[Any], int]] = {
    "year": lambda day: int(day.year),
    "quarter": lambda day: 4 * int(day.year) + int(day.quarter) - 1,
    "month": lambda day: 12 * int(day.year) + int(day.month) - 1,
    "week": lambda day: (int(day.toordinal()) - 1) // 7,
    "day": lambda day: int(day.toordinal()) - 1,
}
# Degrees of freedom that a moving range is worth, neighbours sharing a point.
_FREEDOM = 0.62


def seasonal_table(  # noqa: PLR0917 (what xmr was asked for)
    series: pd.Series, phases: Sequence[Phase], season: int, improvement: Improvement, screen: bool, factor: float
) -> tuple[pd.DataFrame, list[ProcessLimits]]:
    """Table and limits of a chart whose season is taken out 「季节调整后的控制图」.

    Parameters
    ----------
    series : Series of float
        Points in order of time.
    phases : sequence of Phase
        Phases with the points that fix their limits; the season is that of all of these.
    season : int
        Points a season has, at least 2.
    improvement, screen, factor
        As for ``xmr``.

    Returns
    -------
    table : DataFrame
        As of a chart, with ``season``: what the season adds. Mean and limits move with it.
    limits : list of ProcessLimits
        Of each phase, without the season.

    Raises
    ------
    InputError
        When a part of the season is seen fewer than twice among the points that fix the limits.

    Notes
    -----
    Least squares of a mean a phase, a slope and a mean a part of the season; the season's part alone is subtracted.
    Each moving range of what is left is divided by what the estimated season takes from it: their mean is unbiased.
    Limits of points outside the fit are wider by √(1 + variance of the season's part), and by what fewer degrees of
    freedom (0.62 a moving range) do to the 99.73 % range of Student's t.
    """
    figures = series.to_numpy(dtype=np.float64)
    parts = season_parts(series.index, season)
    fixing = np.concatenate([each.fixing for each in phases])
    _whole_seasons(parts[fixing], season, len(fixing))
    weights = _weights(parts, phases, season, len(figures))
    effect = weights @ figures[fixing]
    left, wide = figures - effect, np.sqrt(1 + (weights**2).sum(axis=1)) * _rougher(len(fixing), season)
    wide[fixing] = 1.0
    tables, limits = [], []
    for each in phases:
        at = slice(each.start, each.stop)
        spread = _spread(left, weights, fixing, each.fixing, screen)
        mean = float(left[each.fixing].mean())
        half = factor * spread * wide[at]
        ends = PointLimits(np.full(len(half), mean), mean - half, mean + half, half)
        shown = marked(left[at], ends, improvement)
        tables.append({**shown, **{name: shown[name] + effect[at] for name in ("mean", "lower", "upper")}})
        reach = factor * spread
        limits.append(ProcessLimits(mean, mean - reach, mean + reach, spread, len(each.fixing), factor))
    table = table_of(tables, series.index, {"value": figures, "season": effect})
    return table, limits


def season_parts(index: pd.Index, season: int) -> NDArray[np.intp]:
    """Part of the season that each point is, from 0 「季节位置」.

    Days tell it where the labels are days, weeks, months, quarters or years, so that one left out shifts none; else the
    position does.

    Raises
    ------
    InputError
        When the season has fewer than two points.
    """
    if isinstance(season, bool) or not isinstance(season, int | np.integer) or season < 2:
        raise InputError(f"season == {season!r}, must be a whole number of points, at least 2: 12 for months.")
    days, step = days_of(index), _STEPS.get(cycle_of(index))
    if days is None or step is None:
        return np.arange(len(index), dtype=np.intp) % season
    return np.array([step(each) for each in days], dtype=np.intp) % season


def _whole_seasons(parts: NDArray[np.intp], season: int, count: int) -> None:
    seen = np.bincount(parts, minlength=season)
    if seen.min() < 2:
        raise InputError(
            f"season == {season} needs two whole seasons among the points that fix the limits; of {count} such points"
            f" part {int(seen.argmin()) + 1} of the season has {int(seen.min())}."
        )


def _weights(parts: NDArray[np.intp], phases: Sequence[Phase], season: int, count: int) -> Floats:
    """How each fixing point enters the season's effect at each point: effects are these weights times the figures."""
    numbers = np.concatenate([np.full(len(each.fixing), each.number) for each in phases])
    fixing = np.concatenate([each.fixing for each in phases])
    # Effects of the parts sum to 0: the last one is less the sum of the others.
    coded = np.vstack([np.eye(season - 1), -np.ones(season - 1)])
    slope = (fixing - fixing.mean())[:, None] / count
    design: Any = np.hstack([numbers[:, None] == np.arange(len(phases)), slope, coded[parts[fixing]]])
    solved = np.linalg.pinv(design.astype(np.float64))[len(phases) + 1 :]
    weights: Floats = coded[parts] @ solved
    return weights


def _rougher(count: int, season: int) -> float:
    """How much wider limits must be for resting on less than all moving ranges, the season having taken its part."""
    from scipy.special import stdtrit

    beyond = 0.99865
    return float(stdtrit(_FREEDOM * (count - season), beyond) / stdtrit(_FREEDOM * (count - 1), beyond))


def _spread(left: Floats, weights: Floats, fixing: Any, own: NDArray[np.intp], screen: bool) -> float:
    """Mean moving range of what is left, as it would be had the season been known."""
    rows = -weights[own]
    rows[np.arange(len(own)), np.searchsorted(fixing, own)] += 1
    kept = (np.diff(rows, axis=0) ** 2).sum(axis=1) / 2
    ranges = np.abs(np.diff(left[own]))
    ranges = np.divide(ranges, np.sqrt(kept), out=np.full(len(ranges), np.nan), where=kept > 0.05)
    ranges = ranges[~np.isnan(ranges)]
    mean = float(ranges.mean()) if len(ranges) else 0.0
    if screen and mean > 0:
        mean = float(ranges[ranges < SCREEN * mean].mean())
    return mean
