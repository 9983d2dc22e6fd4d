"""Histories of many series side by side, one column a period 「历史面板」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.errors import InputError
from diagnostics.model.adjacent_rows import begins, same_moments
from diagnostics.model.observations import BASIS
from diagnostics.model.period import SEASON

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.period import Cycle, Period

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Periods looked back: far enough for three seasons and more, near enough to be the business as it is now.
# Beyond this size squares of figures are no numbers any more.
HUGE = 1e150
WINDOW: dict[Cycle, int] = {"year": 12, "quarter": 24, "month": 60, "week": 156, "day": 91}


@dataclass(frozen=True)
class Panel:
    """Figures of many series up to a period, missing where there is none 「历史面板」.

    Parameters
    ----------
    past : array of float
        One row a series, one column a period, the last column being the period just before.
    now : array of float
        The period's own figure of each series.
    parts_past, parts_now : tuple of two arrays of float, or None
        Numerators and denominators of the same cells; None where no series has any.
    season : int
        Periods in a season; 1 where the cycle has none.
    """

    past: Floats
    now: Floats
    parts_past: tuple[Floats, Floats] | None
    parts_now: tuple[Floats, Floats] | None
    season: int

    @cached_property
    def count(self) -> NDArray[np.intp]:
        """Figures of each history."""
        missing = np.isnan(self.past)
        # Most panels have no gaps, which is seen at once; counting row by row takes many times as long.
        if not missing.any():
            return np.full(len(self.past), self.past.shape[1], dtype=np.intp)
        found: NDArray[np.intp] = self.past.shape[1] - missing.sum(axis=1)
        return found

    @cached_property
    def least(self) -> Floats:
        """Smallest figure of each history."""
        found: Floats = np.fmin.reduce(self.past, axis=1)
        return found

    @cached_property
    def most(self) -> Floats:
        """Largest figure of each history."""
        found: Floats = np.fmax.reduce(self.past, axis=1)
        return found

    @cached_property
    def zeros(self) -> NDArray[np.intp]:
        """Zeros in each history."""
        found: NDArray[np.intp] = (self.past == 0).sum(axis=1)
        return found

    def rows(self, rows: NDArray[np.intp]) -> Panel:
        """Some of the series."""
        past = None if self.parts_past is None else (self.parts_past[0][rows], self.parts_past[1][rows])
        now = None if self.parts_now is None else (self.parts_now[0][rows], self.parts_now[1][rows])
        return Panel(self.past[rows], self.now[rows], past, now, self.season)


def panel(part: pd.DataFrame, series: NDArray[np.intp], period: Period, count: int) -> Panel:
    """Figures before a period and at it, one row a series 「历史面板」.

    Parameters
    ----------
    part : DataFrame
        Rows of observations of one cycle.
    series : array of int
        Number of the series of each row, below ``count``; a negative one is left out.
    period : Period
        Period judged, of the cycle of ``part``.
    count : int
        How many series there are.

    Returns
    -------
    Panel
        Only figures counted as the period's own (or, where it has none, the last before it) are there.

    Raises
    ------
    InputError
        When a value is infinite or beyond reckoning, or ``series`` is not as long as ``part``.
    """
    import pandas as pd

    if len(series) != len(part):
        raise InputError(f"There are {len(series)} series numbers for {len(part)} rows; every row needs one.")
    value = _figures(part, "value")
    _refuse_huge(part, value)
    start = pd.to_datetime(part["start"]).to_numpy()
    length = _same_periods(part, series, start, count)
    if length:
        return _regular(part, value.reshape(count, length), lags(start[:length], period), period)
    lag = lags(start, period)
    there = (lag >= 0) & (lag <= WINDOW[period.cycle]) & ~np.isnan(value) & (series >= 0)
    there &= alike(part, series, lag, there)
    whose, place = series[there].astype(np.intp), lag[there]
    width = int(place.max(initial=0))
    value = value[there]
    past, now = _laid(value, whose, place, width, count)
    parts: list[tuple[Floats, Floats]] = []
    both = [_figures(part, name)[there] for name in ("numerator", "denominator")]
    if not np.isnan(both[1]).all():
        parts = [_laid(each, whose, place, width, count) for each in both]
    return Panel(
        past,
        now,
        (parts[0][0], parts[1][0]) if parts else None,
        (parts[0][1], parts[1][1]) if parts else None,
        SEASON[period.cycle],
    )


def _refuse_huge(part: pd.DataFrame, value: Floats) -> None:
    """Refuse endless values, and figures whose squares would overflow."""
    for name, each in (("value", value), *((name, _figures(part, name)) for name in ("numerator", "denominator"))):
        least, most = np.fmin.reduce(each, initial=0.0), np.fmax.reduce(each, initial=0.0)
        if least >= -HUGE and most <= HUGE:
            continue
        endless = np.isinf(each) if name == "value" else np.zeros(len(each), dtype=bool)
        huge = np.flatnonzero(endless if endless.any() else np.abs(each) > HUGE)
        row = part.iloc[int(huge[0])]
        whose = f"The {name} of {row['kpi']!r} at {row['entity']!r} in {row['period']!r}"
        if endless.any():
            raise InputError(f"{whose} is infinite; values are finite or missing.")
        raise InputError(f"{whose} is {each[huge[0]]:.3g}; figures are at most {HUGE:g} in size.")


def _same_periods(part: pd.DataFrame, series: NDArray[np.intp], start: NDArray[np.datetime64], count: int) -> int:
    """Rows of each series where all have the same periods, counted alike; 0 where they don't."""
    length = len(series) // count if count else 0
    if length * count != len(series) or not (series.reshape(count, length) == np.arange(count)[:, None]).all():
        return 0
    if not same_moments(start, np.arange(count) * length):
        return 0
    return 0 if begins(part, [BASIS])[1:].any() else length


def _regular(part: pd.DataFrame, value: Floats, lag: NDArray[np.int64], period: Period) -> Panel:
    """Panel of series that all have the same periods: rows are laid side by side as they stand."""
    count, length = value.shape
    kept = np.flatnonzero((lag >= 0) & (lag <= WINDOW[period.cycle]))
    width = int(lag[kept].max(initial=0))
    # Every period once and in order: the columns are there already.
    whole = np.array_equal(lag[kept], np.arange(width, -1, -1)) and kept[-1] - kept[0] == width

    def laid(figures: Floats) -> tuple[Floats, Floats]:
        if whole:
            return figures[:, kept[0] : kept[-1]], figures[:, kept[-1]].copy()
        cells = np.full((count, width + 1), np.nan)
        cells[:, width - lag[kept]] = figures[:, kept]
        return cells[:, :-1], cells[:, -1].copy()

    past, now = laid(value)
    below = _figures(part, "denominator")
    if np.isnan(below).all():
        return Panel(past, now, None, None, SEASON[period.cycle])
    empty = np.isnan(value)
    above, below = (each.reshape(count, length) for each in (_figures(part, "numerator"), below))
    above, below = np.where(empty, np.nan, above), np.where(empty, np.nan, below)
    (tops, top), (bases, base) = laid(above), laid(below)
    return Panel(past, now, (tops, bases), (top, base), SEASON[period.cycle])


def _figures(part: pd.DataFrame, name: str) -> Floats:
    """Figures of a column, refusing what is no number."""
    try:
        found: Floats = part[name].to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InputError(f"Column {name!r} of the observations holds something that is no number: {error}.") from error
    return found


def _laid(
    value: Floats, whose: NDArray[np.intp], lag: NDArray[np.int64], width: int, count: int
) -> tuple[Floats, Floats]:
    """Values by series and period, and those of the period itself."""
    cells = np.full(count * (width + 1), np.nan)
    cells[whose * (width + 1) + (width - lag)] = value
    laid = cells.reshape(count, width + 1)
    return laid[:, :-1], laid[:, -1].copy()


def lags(start: NDArray[np.datetime64], period: Period) -> NDArray[np.int64]:
    """How many periods before a period each start lies; negative after it 「距今期数」.

    Examples
    --------
    >>> from diagnostics.model.period import Calendar
    >>> lags(np.array(["2024-12-01", "2024-03-01"], dtype="datetime64[D]"), Calendar().parse("2025-01")).tolist()
    [1, 10]
    """
    if period.cycle in ("week", "day"):
        days = (np.datetime64(period.start, "D") - start.astype("datetime64[D]")).astype(np.int64)
        return days // (7 if period.cycle == "week" else 1)
    months = (np.datetime64(period.start, "M") - start.astype("datetime64[M]")).astype(np.int64)
    lag: NDArray[np.int64] = months // {"month": 1, "quarter": 3, "year": 12}[period.cycle]
    return lag


def alike(part: pd.DataFrame, series: NDArray[np.intp], lag: NDArray[np.int64], there: Flags) -> Flags:
    """Which figures were counted as their series' latest one up to the period was 「口径一致」."""
    import pandas as pd

    if part[BASIS].nunique(dropna=False) < 2:
        return np.ones(len(part), dtype=bool)
    codes = pd.factorize(part[BASIS])[0]
    order = np.flatnonzero(there)
    # The latest comes last, and what is written last stays.
    order = order[np.argsort(-lag[order], kind="stable")]
    own = np.full(int(series.max(initial=-1)) + 1, -1)
    own[series[order]] = codes[order]
    found: Flags = (series >= 0) & (own[series] == codes)
    return found
