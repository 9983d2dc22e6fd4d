"""Figures of a period held against their own histories 「信号判断」."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.signal.discoveries import discoveries
from diagnostics.loop.diagnose.signal.own import own_history
from diagnostics.model.observations import Observations
from diagnostics.model.period import Calendar, Period
from diagnostics.model.signals import COLUMNS, Signals

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.period import Cycle

SERIES = ["kpi", "level", "entity", "cycle"]


def signals(
    observations: Observations, period: Period | str, *, calendar: Calendar | None = None, rate: float = 0.05
) -> Signals:
    """Which figures of a period are outside what their own history does 「信号判断」.

    Parameters
    ----------
    observations : Observations
        Without dimensions; the periods before are the histories. Those of another cycle than the period's are judged
        at their last period complete by then.
    period : Period or str
        Period judged.
    calendar : Calendar, optional
        How the client counts time.
    rate : float
        Largest share of false ones among the signals, on average, and share of quiet figures outside the usual range;
        between 0 and 1.

    Returns
    -------
    Signals
        One row a KPI and entity that has a figure by the period, the rarest first. ``told()`` adds a sentence each.

    Raises
    ------
    InputError
        When the observations are none, have dimensions or infinite values, the period's text has no known form, or the
        rate is not between 0 and 1.

    Notes
    -----
    docs/methods/signal.md.
    """
    import pandas as pd

    if not isinstance(observations, Observations):
        raise InputError(f"signals takes Observations, got {type(observations).__name__}; dx.observe gives them.")
    if observations.by:
        raise InputError(f"signals takes observations without dimensions, got by={list(observations.by)}.")
    calendar = calendar or Calendar()
    at = calendar.parse(period) if isinstance(period, str) else period
    blocks = []
    for name, part in observations.table.groupby("cycle", sort=True):
        cycle = cast("Cycle", name)
        now = calendar.last_complete(cycle, at.end) if cycle != at.cycle else at
        blocks.append(_judged(part, now, calendar, rate))
    empty = pd.DataFrame(columns=list(COLUMNS)).astype({"probability": float, "actual": float, "expected": float})
    table = pd.concat(blocks, ignore_index=True) if blocks else empty
    found = discoveries(table["probability"].to_numpy(dtype=float), rate)
    table["signal"] = pd.Series(found, index=table.index, dtype=object).where(table["probability"].notna(), None)
    keys = ["probability", "kpi", "level", "entity", "cycle"]
    ordered = table.sort_values(keys, kind="stable", ignore_index=True)
    return Signals(ordered[list(COLUMNS)], at.text, rate, observations.language)


def _judged(part: pd.DataFrame, now: Period, calendar: Calendar, rate: float) -> pd.DataFrame:
    """One cycle's series at their period."""
    import numpy as np

    series = part.groupby(SERIES, sort=True, observed=True).ngroup().to_numpy().astype(np.intp)
    whose = part.assign(_series=series).drop_duplicates("_series").set_index("_series").sort_index()[SERIES]
    own = own_history(part, series, now, calendar, rate=rate)
    then = (part["period"] == now.text).to_numpy()
    actual = np.full(len(own), np.nan)
    actual[series[then]] = part["value"].to_numpy(dtype=float, na_value=np.nan)[then]
    side = np.where(actual > own["usual_high"], "above", np.where(actual < own["usual_low"], "below", ""))
    seen = (own["history"] > 0) | ~np.isnan(actual)
    judged: pd.DataFrame = whose.join(own).assign(period=now.text, actual=actual, side=side)[seen.to_numpy()]
    return judged
