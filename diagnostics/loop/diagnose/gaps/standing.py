"""Gaps that have long been against us, whether or not anything changed of late 「长期不利的差距」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.bands import beyond
from diagnostics.dictionary.over_time import grows_with_size
from diagnostics.loop.diagnose.gaps.peers import others
from diagnostics.loop.diagnose.pooled import FEWEST_PEERS
from diagnostics.model.year_before import year_before

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Calendar, Period

    Floats = NDArray[np.float64]

Record = dict[str, Any]
# Periods looked back, the fewest of them from which a habit is told, and the share that makes one.
RECENT, FEWEST, MOSTLY = 12, 6, 0.5
COMPARISONS = ("target", "year_ago", "peers")
MOST = 60


def standing_records(
    engagement: Engagement, observations: Observations, gaps: pd.DataFrame, entities: Sequence[str]
) -> list[Record]:
    """Gaps of the focal entities that were against us in most of the last periods too 「长期不利的差距」.

    Parameters
    ----------
    engagement : Engagement
        With its KPIs, peer groups and calendar.
    observations : Observations
        Those that figures may be published from.
    gaps : DataFrame
        Published gaps in order of rank.
    entities : sequence of str
        Focal entities.

    Returns
    -------
    list of dict
        ``kpi, entity, comparison, cycle, period, actual, absolute``, ``periods`` against us ``of`` the last ones with
        both figures, in order of rank: those against us now, and in more than half of at least six of the last twelve
        periods. To be against peers is to be on the wrong side of their median; only where a figure doesn't grow with
        the entity: the total sales of a small store are no long failure.
    """
    known = gaps[gaps["comparison"].isin(COMPARISONS) & gaps["entity"].isin(list(entities))]
    against = known[known["absolute"].notna() & known["favourable"].astype("boolean").eq(False).fillna(False)]
    found: list[Record] = []
    asked = observations.table[observations.table["kpi"].isin(against["kpi"].unique())]
    parts = dict(iter(asked.groupby(["kpi", "cycle", "level"], sort=False, observed=True)))
    for row in against.sort_values("rank", kind="stable").to_dict("records"):
        kpi = engagement.kpis.get(row["kpi"])
        if kpi is None or kpi.direction not in ("higher", "lower", "range"):
            continue
        if row["comparison"] == "peers" and grows_with_size(kpi, engagement.kpis):
            continue
        now = engagement.calendar.parse(row["period"])
        recent = [engagement.calendar.shift(now, -lag) for lag in range(RECENT)]
        rows = parts.get((kpi.id, row["cycle"], row["level"]), asked.head(0))
        periods, of = _count(engagement, kpi, rows, (row["comparison"], row["entity"]), recent)
        if of >= FEWEST and periods > MOSTLY * of:
            keys = ("kpi", "entity", "comparison", "cycle", "period", "actual", "absolute")
            found.append({name: row[name] for name in keys} | {"periods": periods, "of": of})
        if len(found) == MOST:
            break
    return found


def _count(
    engagement: Engagement, kpi: Kpi, rows: pd.DataFrame, asked: tuple[str, str], recent: Sequence[Period]
) -> tuple[int, int]:
    """In how many periods a KPI was against us by one comparison, and in how many it could be."""
    comparison, entity = asked
    own = rows[rows["entity"] == entity].set_index("period")
    now = own.reindex([each.text for each in recent])
    if comparison == "target":
        far = _to_target(kpi, now)
    elif comparison == "year_ago":
        far = _to_reference(kpi, now, own.reindex(_year_ago(engagement.calendar, recent)))
    else:
        far = _signed(kpi, now["value"].to_numpy(dtype=float) - _peers(engagement, rows, entity, recent))
    return int((far < 0).sum()), int((far == far).sum())  # noqa: PLR0124 (NaN alone differs from itself)


def _signed(kpi: Kpi, difference: Floats) -> Floats:
    """Differences that are below 0 where they are against us; nobody judges those of a KPI with a range."""
    way = {"higher": 1.0, "lower": -1.0}.get(kpi.direction, float("nan"))
    return difference * way


def _to_target(kpi: Kpi, now: pd.DataFrame) -> Floats:
    import numpy as np

    value, target, high = (now[name].to_numpy(dtype=float) for name in ("value", "target", "target_high"))
    if kpi.direction == "range":
        far: Floats = -np.abs(np.asarray(beyond(value, target, high), dtype=float))
        return far
    most = np.where(np.isnan(high), target, high)
    return _signed(kpi, value - (most if kpi.direction == "lower" else target))


def _year_ago(calendar: Calendar, recent: Sequence[Period]) -> list[str]:
    """Periods of the year before, none where a moving festival makes it unlike."""
    found = [year_before(calendar, each) for each in recent]
    return [each.period.text if each.period and each.caution != "festival" else "" for each in found]


def _to_reference(kpi: Kpi, now: pd.DataFrame, then: pd.DataFrame) -> Floats:
    import numpy as np

    same = now["basis"].to_numpy(dtype=object) == then["basis"].to_numpy(dtype=object)
    difference = now["value"].to_numpy(dtype=float) - then["value"].to_numpy(dtype=float)
    return _signed(kpi, np.where(same, difference, np.nan))


def _peers(engagement: Engagement, rows: pd.DataFrame, entity: str, recent: Sequence[Period]) -> Floats:
    """Median of the other entities of the same peer group in each period."""
    import numpy as np
    import pandas as pd

    groups = {each.id: each.peer_group for each in engagement.entities}
    mates = {name for name, group in groups.items() if group == groups.get(entity)}
    here = rows[rows["entity"].isin(mates) & rows["period"].isin([each.text for each in recent])]
    if here.empty:
        return np.full(len(recent), np.nan)
    group = here.groupby(["period", "basis"], sort=False).ngroup().to_numpy().astype(np.intp)
    median, count, _, _ = others(here["value"].to_numpy(dtype=float), group)
    found = pd.Series(np.where(count >= FEWEST_PEERS, median, np.nan), index=here["period"].to_numpy())
    own = found[(here["entity"] == entity).to_numpy()]
    return np.asarray(own.reindex([each.text for each in recent]), dtype=np.float64)
