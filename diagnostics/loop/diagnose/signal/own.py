"""What a series' own history makes one expect of a period 「自身历史」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.period import Calendar, Period

# Fewer figures than this say nothing of what is usual.
FEWEST = 8


def own_history(
    part: pd.DataFrame,
    series: NDArray[np.intp],
    period: Period,
    calendar: Calendar | None = None,  # noqa: ARG001 (periods that move by calendar will need it)
) -> pd.DataFrame:
    """What the history of each series makes one expect of a period, and how rare its figure is 「自身历史判断」.

    Parameters
    ----------
    part : DataFrame
        Rows of observations of one cycle, the period's own and those before it.
    series : array of int
        Number of the series of each row, from 0.
    period : Period
        Period judged.
    calendar : Calendar, optional
        How the client counts time.

    Returns
    -------
    DataFrame
        One row a series, by its number: ``usual_low``, ``usual_high``, ``expected`` (in the KPI's unit),
        ``probability`` (that a figure in quiet times is at least so far from expected), ``history`` (figures used) and
        ``model`` (a code: level, trend, season, …). Missing with fewer than 8 figures before the period.
    """
    import numpy as np
    import pandas as pd
    from scipy.special import stdtr, stdtrit

    from diagnostics.loop.diagnose.signal.panel import panel

    count = int(series.max(initial=-1)) + 1
    laid = panel(part, series, period, count)
    there = ~np.isnan(laid.past)
    size = there.sum(axis=1)
    enough = size >= FEWEST
    safe = np.maximum(size, 2)
    mean = np.where(there, laid.past, 0.0).sum(axis=1) / safe
    spread = np.sqrt(np.where(there, (laid.past - mean[:, None]) ** 2, 0.0).sum(axis=1) / (safe - 1) * (1 + 1 / safe))
    reach = stdtrit(safe - 1, 0.975) * spread
    distance = np.divide(np.abs(laid.now - mean), spread, out=np.full(count, np.inf), where=spread > 0)
    chance = np.where(np.isnan(laid.now), np.nan, 2 * stdtr(safe - 1, -distance))
    columns = {"usual_low": mean - reach, "usual_high": mean + reach, "expected": mean, "probability": chance}
    table = pd.DataFrame({name: np.where(enough, each, np.nan) for name, each in columns.items()})
    return table.assign(history=size, model=np.where(enough, "level", ""))


def change_history(
    part: pd.DataFrame,
    series: NDArray[np.intp],
    period: Period,
    earlier_period: Period,
    calendar: Calendar | None = None,  # noqa: ARG001 (as above)
) -> pd.DataFrame:
    """How rare the change between two periods is in quiet times 「变化判断」.

    Parameters
    ----------
    part, series, period, calendar
        As for ``own_history``.
    earlier_period : Period
        Period of the same cycle before ``period``.

    Returns
    -------
    DataFrame
        One row a series, by its number: ``expected`` (change that history makes one expect, in the KPI's unit) and
        ``probability`` (that a change in quiet times is at least so far from it).
    """
    import numpy as np
    import pandas as pd
    from scipy.special import stdtr

    from diagnostics.loop.diagnose.signal.panel import lags, panel

    count = int(series.max(initial=-1)) + 1
    laid = panel(part, series, period, count)
    back = int(lags(np.array([earlier_period.start], dtype="datetime64[D]"), period)[0])
    then = laid.past[:, -back] if 0 < back <= laid.past.shape[1] else np.full(count, np.nan)
    moves = laid.past[:, 1:] - laid.past[:, :-1]
    there = ~np.isnan(moves)
    size = np.maximum(there.sum(axis=1), 1)
    spread = np.sqrt(np.where(there, moves**2, 0.0).sum(axis=1) / size)
    distance = np.divide(np.abs(laid.now - then), spread, out=np.full(count, np.inf), where=spread > 0)
    chance = np.where(np.isnan(laid.now - then) | (size < FEWEST - 1), np.nan, 2 * stdtr(2 * size / 3, -distance))
    return pd.DataFrame({"expected": np.where(np.isnan(chance), np.nan, 0.0), "probability": chance})
