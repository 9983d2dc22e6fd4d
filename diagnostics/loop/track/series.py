"""Series of the KPIs that measures and mother metrics are about, each with its usual range 「指标序列」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.ladder import FEWEST
from diagnostics.loop.track.xmr import xmr

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi

COLUMNS = ("kpi", "level", "entity", "period", "start", "value", "target", "mean", "lower", "upper", "flag")
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
    engagement: Engagement, observed: pd.DataFrame, pairs: Iterable[Pair], starts: Mapping[Pair, date]
) -> dict[Pair, pd.DataFrame]:
    """Series of pairs that were observed 「构建序列」.

    Parameters
    ----------
    observed : DataFrame
        Observations that may be published.
    starts : mapping
        First day of the first period after a measure began, by pair: where 8 figures lie before it, the usual range is
        that of the time before, else that of all figures.

    Returns
    -------
    dict
        Columns of the hand-off by KPI and entity; every period from the first to the last has a row.
    """
    by_pair = dict(iter(observed.groupby(["kpi", "entity"], sort=False, observed=True)))
    return {
        pair: _series(engagement, by_pair[pair], starts.get(pair))
        for pair in pairs
        if pair in by_pair and pair[0] in engagement.kpis
    }


def series_table(series: Mapping[Pair, pd.DataFrame]) -> pd.DataFrame:
    """All series in one table, as the hand-off holds them 「序列表」."""
    import pandas as pd

    tables = [series[pair] for pair in sorted(series)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))


def _series(engagement: Engagement, rows: pd.DataFrame, start: date | None) -> pd.DataFrame:
    kpi = engagement.kpis[str(rows["kpi"].iloc[0])]
    table = _every_period(engagement, rows, kpi)
    if not table["value"].notna().any():
        return table.assign(mean=float("nan"), lower=float("nan"), upper=float("nan"), flag=None)[list(COLUMNS)]
    before = 0 if start is None else int(table.loc[table["start"] < start.isoformat(), "value"].notna().sum())
    improvement: Any = kpi.direction if kpi.direction in ("higher", "lower") else "none"
    chart = xmr(
        table.set_index("period")["value"], improvement=improvement, baseline=before if before >= FEWEST else None
    )
    limits = chart.frame()[["mean", "lower", "upper", "flag"]].reset_index(drop=True)
    return table.join(limits)[list(COLUMNS)]


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
        }
    )
