"""Each figure of one series held against what the figures before it made one expect 「走势图的标记」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.signal.discoveries import discoveries
from diagnostics.loop.diagnose.signal.own import own_history
from diagnostics.model.period import SEASON

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.period import Calendar, Period

Record = dict[str, Any]
# Periods looked at; a figure shows no more.
MOST = 120
# Seasons that must lie behind a figure before it is marked: of what came once nobody knows whether it comes every year.
SEASONS = 2


def mark_records(table: pd.DataFrame, period: Period, calendar: Calendar) -> list[Record]:
    """Usual range of each figure of a series by what came before it, and which figures are hardly chance 「逐期判断」.

    Parameters
    ----------
    table : DataFrame
        Rows of observations of one series; those after the period are left out.
    period : Period
        Last period, of the series' cycle.
    calendar : Calendar
        How the client counts time.

    Returns
    -------
    list of dict
        ``period, low, high`` and ``side``: "above" or "below" where the figure is none that quiet times give, false
        ones being held to 5 % of those judged, else empty; only periods with more than two whole seasons before them
        are judged. Of the last 120 periods those with at least 8 figures before them.

    Notes
    -----
    Each figure is judged as the diagnosis judges the last one, trend and season allowed for, from figures before it
    alone: what came later is no part of what was usual then. docs/methods/signal.md.
    """
    import numpy as np
    import pandas as pd

    from diagnostics.loop.diagnose.signal.panel import WINDOW, lags

    rows = table.sort_values("start", kind="stable").reset_index(drop=True)
    lag = lags(pd.to_datetime(rows["start"]).to_numpy(), period)
    judged = np.flatnonzero((lag >= 0) & (lag < MOST) & rows["value"].notna().to_numpy())
    window = WINDOW[period.cycle]
    # Every period is told as if it were the last: one series a period, its past moved up to end there.
    whose, which, moved = [], [], []
    for number, at in enumerate(judged):
        before = np.flatnonzero((lag >= lag[at]) & (lag - lag[at] <= window))
        whose.append(np.full(len(before), number, dtype=np.intp))
        which.append(before)
        moved.append(lag[before] - lag[at])
    if not len(judged):
        return []
    starts = np.array([np.datetime64(calendar.shift(period, -each).start) for each in range(window + 1)])
    stacked = rows.iloc[np.concatenate(which)].assign(start=starts[np.concatenate(moved)])
    found = own_history(stacked.reset_index(drop=True), np.concatenate(whose), period, calendar)
    # A year of months with one Christmas can't tell it from an exception.
    short = found["history"] <= (SEASONS * SEASON[period.cycle] if SEASON[period.cycle] > 1 else 0)
    found["signal"] = discoveries(found["probability"].mask(short).to_numpy())
    found["actual"] = rows["value"].to_numpy(dtype=float)[judged]
    found["period"] = rows["period"].to_numpy()[judged]
    told = found[found["probability"].notna()]
    return [_record(each) for each in told.to_dict("records")]


def _record(row: dict[Any, Any]) -> Record:
    side = "above" if row["actual"] > row["expected"] else "below"
    return {
        "period": str(row["period"]), "low": float(row["usual_low"]), "high": float(row["usual_high"]),
        "side": side if row["signal"] else "",
    }  # fmt: skip
