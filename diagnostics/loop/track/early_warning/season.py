"""Whether a KPI is judged by its changes from the season before, and what those were 「季节性」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from diagnostics.loop.track.early_warning.units import in_units
from diagnostics.model.period import SEASON
from diagnostics.model.process_limits import FEWEST, MOST
from diagnostics.model.year_before import year_before

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.early_warning.histories import History
    from diagnostics.model.period import Calendar, Period

    Floats = NDArray[np.float64]

# Figures foretold both ways before anyone chooses between the ways.
FEWEST_PAIRS = 12
# The change from the season before has to foretell figures better by so much: chance alone then hardly ever chooses it.
BETTER = 0.8


def season_before(histories: Sequence[History], calendar: Calendar) -> list[History]:
    """Histories of a KPI at a level with the figures of the season before, where those tell more 「季节调整」.

    Notes
    -----
    A season is a year; for days it is a week. Each figure is foretold twice from what came before: by the mean of the
    last 24, and by the figure of the season before plus the mean of the last 24 changes from it. Where the second errs
    less over all entities together, by a fifth of the squares, the KPI is judged by its changes from the season before:
    so neither a season nor a steady trend is an event. A figure without one a season before is then missing from what
    is judged, as is one beside a festival that moved.
    """
    import numpy as np

    ago = [_positions(each.periods, calendar) for each in histories]
    before = [_taken(each.values, positions) for each, positions in zip(histories, ago, strict=True)]
    errors = np.array([_errors(each, then) for each, then in zip(histories, before, strict=True)])
    plain, seasonal, pairs = errors.sum(axis=0) if len(errors) else (0.0, 0.0, 0.0)
    if pairs < FEWEST_PAIRS or seasonal >= BETTER * plain:
        return list(histories)
    return [replace(each, before=then) for each, then in zip(histories, before, strict=True)]


def _positions(periods: Sequence[Period], calendar: Calendar) -> list[int | None]:
    """Where in a history each period's counterpart of the season before stands."""
    known = {each: position for position, each in enumerate(periods)}
    return [known.get(before) if (before := _season_ago(each, calendar)) is not None else None for each in periods]


@lru_cache(maxsize=8192)
def _season_ago(period: Period, calendar: Calendar) -> Period | None:
    if period.cycle == "day":
        return calendar.shift(period, -SEASON["day"])
    if period.cycle == "year":
        return None
    before = year_before(calendar, period)
    return None if before.caution in ("festival", "no_counterpart") else before.period


def _taken(values: Floats, positions: Sequence[int | None]) -> Floats:
    import numpy as np

    return np.array([np.nan if each is None else values[each] for each in positions], dtype=float)


def _errors(history: History, then: Floats) -> tuple[float, float, float]:
    """Squared errors of both ways in units of the series' spread, and over how many figures."""
    import numpy as np

    figures = in_units(np.concatenate([history.values, then]))
    values, before = np.split(np.log(figures) if history.ratios else figures, 2)
    both = ~np.isnan(values) & ~np.isnan(before)
    spread = np.nanstd(values) if both.any() else 0.0
    if both.sum() <= FEWEST or spread == 0:
        return 0.0, 0.0, 0.0
    plain = _departures(values[~np.isnan(values)])
    aligned = np.full(len(values), np.nan)
    aligned[~np.isnan(values)] = plain
    seasonal = np.full(len(values), np.nan)
    seasonal[both] = _departures((values - before)[both])
    judged = ~np.isnan(aligned) & ~np.isnan(seasonal)
    squares = [float(((each[judged] / spread) ** 2).sum()) for each in (aligned, seasonal)]
    return squares[0], squares[1], float(judged.sum())


def _departures(figures: Floats) -> Floats:
    """Figures less the mean of the last 24 before each; NaN where fewer than 8 came before."""
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(figures)])
    at = np.arange(len(figures))
    first = np.maximum(0, at - MOST)
    means = np.full(len(figures), np.nan)
    enough = at >= FEWEST
    means[enough] = (sums[at] - sums[first])[enough] / (at - first)[enough]
    departures: Floats = figures - means
    return departures
