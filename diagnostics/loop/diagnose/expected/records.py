"""Expected values of KPIs without a target, as the hand-off holds them 「预期值记录」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.expected.expect import expect

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

Record = dict[str, Any]
MOST = 60
FIGURES = ("actual", "expected", "low", "high", "error", "error_share", "seasonal_error", "backtests", "history")


def expected_records(
    engagement: Engagement, observations: Observations, period: Period, entities: Sequence[str]
) -> list[Record]:
    """What history makes one expect of each KPI without a target at the focal entities 「预期值记录」.

    Parameters
    ----------
    observations : Observations
        Those that figures may be published from.

    Returns
    -------
    list of dict
        Of what has a figure in the period and a history long enough to know the error, in the dictionary's order;
        where the figure lies beyond the interval first.
    """
    table = observations.table
    rows = table[table["entity"].isin(list(entities)) & table["kpi"].isin(list(engagement.kpis))]
    rows = rows[~_has_target(rows, engagement, period)]
    if rows.empty:
        return []
    chosen = type(observations)(rows.reset_index(drop=True))
    found = expect(chosen, period, engagement.kpis, calendar=engagement.calendar).table
    told = found[found["actual"].notna() & (found["backtests"] > 0)]
    records = [_record(each) for each in told.to_dict("records")]
    order = {key: at for at, key in enumerate(engagement.kpis)}
    records.sort(key=lambda each: (each["side"] == "", order[each["kpi"]], list(entities).index(each["entity"])))
    return records[:MOST]


def _has_target(rows: pd.DataFrame, engagement: Engagement, period: Period) -> pd.Series:
    """Rows of series that have a target in the period looked at."""
    import pandas as pd

    now = {
        cycle: period.text if cycle == period.cycle else engagement.calendar.last_complete(cycle, period.end).text
        for cycle in rows["cycle"].unique()
    }
    here = rows[(rows["period"] == rows["cycle"].map(now)) & (rows["target"].notna() | rows["target_high"].notna())]
    aimed = set(zip(here["kpi"], here["entity"], strict=True))
    pairs = zip(rows["kpi"], rows["entity"], strict=True)
    return pd.Series([each in aimed for each in pairs], index=rows.index, dtype=bool)


def _record(row: dict[Any, Any]) -> Record:
    side = "above" if row["actual"] > row["high"] else "below" if row["actual"] < row["low"] else ""
    keys = {name: row[name] for name in ("kpi", "entity", "period", "method", "reason")}
    return keys | {name: row[name] for name in FIGURES} | {"side": side}
