"""What a series' own history makes one expect of a period 「自身历史」."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.period import Calendar, Period

# Fewer figures than this say nothing of what is usual.
FEWEST = 8
# Share of quiet figures outside the usual range.
RATE = 0.05
# Series worked on at once: as many as a processor keeps at hand.
BLOCK = 8192
WORKERS = min(8, os.cpu_count() or 1)


def own_history(
    part: pd.DataFrame,
    series: NDArray[np.intp],
    period: Period,
    calendar: Calendar | None = None,  # noqa: ARG001 (periods that move by calendar will need it)
    *,
    earlier: Mapping[str, Period] | None = None,
    rate: float = RATE,
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
    earlier : mapping of str to Period, optional
        Earlier periods that the figure is compared with, by a name of the comparison.
    rate : float
        Share of quiet figures outside the usual range, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a series, by its number: ``usual_low``, ``usual_high``, ``expected`` (in the KPI's unit),
        ``probability`` (that a figure in quiet times is at least so far from expected), ``history`` (figures before the
        period), ``model`` (level, trend, season, season_trend, last, constant; empty where there is none), and for each
        of ``earlier`` ``expected_<name>`` and ``probability_<name>``, of the change since then. Missing with fewer
        than 8 figures before the period.

    Raises
    ------
    InputError
        When a value is infinite, an earlier period is none, or the rate is not between 0 and 1.

    Notes
    -----
    docs/methods/signal.md.
    """
    import numpy as np
    import pandas as pd

    from diagnostics.loop.diagnose.signal.block import MODELS, judge_block
    from diagnostics.loop.diagnose.signal.changes import judge_change
    from diagnostics.loop.diagnose.signal.panel import panel

    if not 0 < rate < 1:
        raise InputError(f"rate is {rate!r}; the share of quiet figures outside the range lies between 0 and 1.")
    lags = {name: _lag(then, period) for name, then in (earlier or {}).items()}
    laid = panel(part, series, period, int(series.max(initial=-1)) + 1)
    history = laid.count
    names = ["usual_low", "usual_high", "expected", "probability"]
    names += [f"{what}_{name}" for name in lags for what in ("expected", "probability")]
    columns = {name: np.full(len(history), np.nan) for name in names}
    model = np.full(len(history), -1)
    enough = np.flatnonzero(history >= FEWEST)

    def judge(begin: int) -> None:
        """Judge one block of series; blocks write to rows of their own."""
        rows = enough[begin : begin + BLOCK]
        block = laid.rows(rows)
        judged, found, moved = judge_block(block, rate)
        model[rows] = judged.pop("model")
        for name, each in judged.items():
            columns[name][rows] = each
        for name, lag in lags.items():
            both = judge_change(block, lag, found, moved, model[rows] == len(MODELS) - 1)
            columns[f"expected_{name}"][rows], columns[f"probability_{name}"][rows] = both

    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        list(pool.map(judge, range(0, len(enough), BLOCK)))
    # As a column of texts at once: pandas would look through all of them to see that they are.
    told = pd.array([*MODELS, ""], dtype="str").take(model % (len(MODELS) + 1))
    return pd.DataFrame(columns).assign(history=history, model=told)


def change_history(
    part: pd.DataFrame,
    series: NDArray[np.intp],
    period: Period,
    earlier_period: Period,
    calendar: Calendar | None = None,
) -> pd.DataFrame:
    """How rare the change between two periods is in quiet times 「变化判断」.

    Parameters
    ----------
    part, series, period, calendar
        As for ``own_history``, which judges several changes in one pass by ``earlier``.
    earlier_period : Period
        Period of the same cycle before ``period``.

    Returns
    -------
    DataFrame
        One row a series, by its number: ``expected`` (change that history makes one expect, in the KPI's unit) and
        ``probability`` (that a change in quiet times is at least so far from it).
    """
    found = own_history(part, series, period, calendar, earlier={"then": earlier_period})
    return found[["expected_then", "probability_then"]].set_axis(["expected", "probability"], axis="columns")


def _lag(then: Period, period: Period) -> int:
    import numpy as np

    from diagnostics.loop.diagnose.signal.panel import lags

    lag = int(lags(np.array([then.start], dtype="datetime64[D]"), period)[0]) if then.cycle == period.cycle else 0
    if lag < 1:
        raise InputError(f"{then.text} is no earlier {period.cycle} than {period.text}; a change is since one.")
    return lag
