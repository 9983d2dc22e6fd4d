"""Periods at which a series leaves what it usually does, each judged by what was known before it 「偏离平时」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.process_limits import FEWEST, MOST, limits_by_group, usual_limits_by_group

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Strictness:
    """How far, or how long, a series has to depart before it is told 「严格程度」.

    Parameters
    ----------
    width : float
        Width of the limits in those of the usual range; 1 is the usual range itself.
    run : int
        Figures in a row on one side of the usual level.
    """

    width: float
    run: int


# From the chart as it is published to what still holds false alarms where every day is judged and days resemble each
# other. The first that is bearable for a KPI is used.
LADDER = (
    Strictness(1.0, 7),
    Strictness(1.15, 9),
    Strictness(1.3, 11),
    Strictness(1.5, 14),
    Strictness(1.75, 18),
    Strictness(2.0, 22),
    Strictness(2.5, 28),
    Strictness(3.0, 36),
)


@dataclass(frozen=True, slots=True)
class Departures:
    """Each figure of a series beside what it usually did before 「逐期偏离」.

    Parameters
    ----------
    side : array of int
        1 where the series is above what is usual, -1 below, 0 neither.
    run : array of int
        Figures in a row that the departure consists of: 1 for one outside the limits.
    lower, upper : array of float
        Limits that held for the figure; NaN where fewer than 8 came before.
    level : array of float
        Usual level that a run lies on one side of: that before its first figure; NaN where there is no run.
    """

    side: NDArray[np.int8]
    run: NDArray[np.int_]
    lower: Floats
    upper: Floats
    level: Floats


def departures(values: Floats, strictness: Strictness, most: int = MOST) -> Departures:
    """Departures of series of present values from their own past 「逐期偏离」.

    Parameters
    ----------
    values : array of float, shape (series, periods)
        Without missing figures; a series with gaps is handed in without them.
    strictness : Strictness
        Width of the limits, and figures in a row on one side.
    most : int
        Figures before a period that tell what is usual for it, at most.

    Notes
    -----
    A figure is judged by the usual range of the last 24 before it (``model/process_limits.py``), widened; a run by the
    mean of the last 24 before its first figure. Nothing that came later is looked at: what a run said in March it
    would have said in March.

    Examples
    --------
    >>> import numpy as np
    >>> found = departures(np.array([[10.0, 12.0] * 5 + [30.0]]), LADDER[0])
    >>> found.side[0].tolist()
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    mean, lower, upper = _limits_before(values, most)
    half = (upper - lower) / 2 * strictness.width
    # What never moved before tells no range: the first minute lost after a dozen quiet weeks may be chance or not.
    moved = half > 0
    mean, half = np.where(moved, mean, np.nan), np.where(moved, half, np.nan)
    lower, upper = mean - half, mean + half
    hair = 1e-12 * np.abs(values).max(axis=1, initial=0, keepdims=True)
    above, below = values > upper + hair, values < lower - hair
    side = above.astype(np.int8) - below.astype(np.int8)
    run = (side != 0).astype(int)
    level = np.full(values.shape, np.nan)
    long = strictness.run
    if values.shape[1] > long:
        stretches = sliding_window_view(values, long, axis=1)
        # A run is held against what was usual before its first figure.
        usual = mean[:, : stretches.shape[1], None]
        for sign in (1, -1):
            held = (sign * (stretches - usual) > hair[:, :, None]).all(axis=2)
            calm = side[:, long - 1 :] == 0
            side[:, long - 1 :][held & calm] = sign
            run[:, long - 1 :][held & calm] = long
            level[:, long - 1 :][held & calm] = usual[:, :, 0][held & calm]
    return Departures(side, run, lower, upper, level)


def _limits_before(values: Floats, most: int) -> tuple[Floats, Floats, Floats]:
    """Mean and usual range of the figures before each one; NaN where fewer than 8 are."""
    import numpy as np

    series, periods = values.shape
    ends = [np.full((series, periods), np.nan) for _ in range(3)]
    for at in range(FEWEST, periods):
        before = values[:, max(0, at - most) : at]
        groups = np.repeat(np.arange(series), before.shape[1])
        flat = before.ravel()
        ends[0][:, at] = limits_by_group(flat, groups, series)[0]
        ends[1][:, at], ends[2][:, at] = usual_limits_by_group(flat, groups, series)
    return ends[0], ends[1], ends[2]
