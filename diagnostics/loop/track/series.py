"""Series of the KPIs that measures and mother metrics are about, each with its usual range 「指标序列」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.xmr import flagged
from diagnostics.model.process_limits import LIMIT, ProcessLimits, usual_range

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Cycle, Period

COLUMNS = (
    "kpi", "level", "entity", "period", "start", "value", "target", "target_high", "mean", "lower", "upper", "flag",
)  # fmt: skip
Pair = tuple[str, str]


def wanted_pairs(engagement: Engagement, records: Iterable[Mapping[str, Any]], focus: Iterable[Pair]) -> list[Pair]:
    """KPI and entity of every series: measures, mother metrics at the focus or the top, the diagnosis 「所需序列」."""
    entities, pairs = engagement.entities, []
    for record in records:
        kpis = [each for each in (record["kpi"], record.get("process_kpi")) if each]
        pairs += [(kpi, entity) for kpi in kpis for entity in record["entities"]]
    tops = [each.id for each in entities if each.parent is None]
    for kpi in engagement.kpis.values():
        if kpi.mother:
            pairs += [(kpi.id, entity) for entity in (engagement.settings.focus or tops)]
    pairs += list(focus)
    return sorted({(kpi, entity) for kpi, entity in pairs if entity in entities and not entities[entity].person})


def build_series(
    engagement: Engagement, observed: pd.DataFrame, pairs: Iterable[Pair], starts: Mapping[Pair, date], period: Period
) -> dict[Pair, pd.DataFrame]:
    """Series of pairs that were observed 「构建序列」.

    Parameters
    ----------
    observed : DataFrame
        Observations that may be published.
    starts : mapping
        First day of the first period after a measure began, by pair.
    period : Period
        Period of the run.

    Returns
    -------
    dict
        Columns of the hand-off by KPI and entity; every period from the first to the last has a row.

    Notes
    -----
    ``mean``, ``lower`` and ``upper`` are those of the usual range of the last 24 figures before a day, and missing with
    fewer than 8 before it: the start of the measure for a pair of ``starts``, as on the evidence ladder, else the
    run's period, as the diagnosis judges its figure. ``target`` and ``target_high`` are the ends of a range target.
    """
    by_pair = dict(iter(observed.groupby(["kpi", "entity"], sort=False, observed=True)))
    return {
        pair: _series(engagement, by_pair[pair], starts.get(pair), period)
        for pair in pairs
        if pair in by_pair and pair[0] in engagement.kpis
    }


def series_table(series: Mapping[Pair, pd.DataFrame]) -> pd.DataFrame:
    """All series in one table, as the hand-off holds them 「序列表」."""
    import pandas as pd

    tables = [series[pair] for pair in sorted(series)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))


def _series(engagement: Engagement, rows: pd.DataFrame, start: date | None, period: Period) -> pd.DataFrame:
    kpi = engagement.kpis[str(rows["kpi"].iloc[0])]
    table = _every_period(engagement, rows, kpi)
    if not table["value"].notna().any():
        return table.assign(mean=float("nan"), lower=float("nan"), upper=float("nan"), flag=None)[list(COLUMNS)]
    values = table["value"].to_numpy(dtype=float)
    since = start or _judged(engagement, str(rows["cycle"].iloc[0]), period).start  # type: ignore[arg-type]
    improvement: Any = kpi.direction if kpi.direction in ("higher", "lower") else "none"
    points = flagged(values, _limits(values[(table["start"] < since.isoformat()).to_numpy()]), improvement)
    return table.join(points[["mean", "lower", "upper", "flag"]])[list(COLUMNS)]


def _judged(engagement: Engagement, cycle: Cycle, period: Period) -> Period:
    """Period of a KPI's own cycle that the diagnosis of a run judges."""
    return period if cycle == period.cycle else engagement.calendar.last_complete(cycle, period.end)


def _limits(before: NDArray[np.float64]) -> ProcessLimits:
    """Usual range of the figures before a day, as limits of a chart; missing where they are too few."""
    found = usual_range(before)
    lower, upper = found or (float("nan"), float("nan"))
    mean = (lower + upper) / 2
    return ProcessLimits(mean, lower, upper, (upper - mean) / LIMIT, len(before))


def _every_period(engagement: Engagement, rows: pd.DataFrame, kpi: Kpi) -> pd.DataFrame:
    """Every period from the first to the last: a missing one is a gap in the line, not a shorter line."""
    import pandas as pd

    calendar = engagement.calendar
    cycle = str(rows["cycle"].iloc[0])
    days = [each.date() for each in pd.to_datetime(rows["start"])]
    periods = calendar.between(calendar.at(min(days), cycle), calendar.at(max(days), cycle))  # type: ignore[arg-type]
    figures = rows.assign(start=[each.isoformat() for each in days]).set_index("start")
    starts = [each.start.isoformat() for each in periods]
    return pd.DataFrame(
        {
            "kpi": kpi.id,
            "level": rows["level"].iloc[0],
            "entity": rows["entity"].iloc[0],
            "period": [each.text for each in periods],
            "start": starts,
            "value": figures["value"].astype(float).reindex(starts).to_numpy(),
            "target": figures["target"].astype(float).reindex(starts).to_numpy(),
            "target_high": figures["target_high"].astype(float).reindex(starts).to_numpy(),
        }
    )
