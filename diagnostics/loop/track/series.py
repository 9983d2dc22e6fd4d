"""Series of the KPIs that measures and mother metrics are about, each with its usual range 「指标序列」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.chart.flags import flagged
from diagnostics.model.basis import months_of, version_of
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
    "basis",
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
    run's period, as the diagnosis judges its figure. Only figures counted as the last one is are part of it, and only
    they are flagged; ``basis`` tells how each was counted. A figure of merged months is left out of a series of single
    ones. ``target`` and ``target_high`` are the ends of a range target.
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
    import numpy as np

    kpi = engagement.kpis[str(rows["kpi"].iloc[0])]
    table = _every_period(engagement, rows, kpi)
    if not table["value"].notna().any():
        return table.assign(mean=float("nan"), lower=float("nan"), upper=float("nan"), flag=None)[list(COLUMNS)]
    table["value"] = table["value"].where(_single(table))
    values = table["value"].to_numpy(dtype=float)
    # What was counted otherwise is drawn, and is no part of what is usual now.
    alike = _alike(table)
    values = np.where(alike, values, np.nan)
    since = start or _judged(engagement, str(rows["cycle"].iloc[0]), period).start  # type: ignore[arg-type]
    improvement: Any = kpi.direction if kpi.direction in ("higher", "lower") else "none"
    points = flagged(values, _limits(values[(table["start"] < since.isoformat()).to_numpy()]), improvement)
    ends = ["mean", "lower", "upper"]
    points.loc[~alike, ends] = np.nan
    return table.join(points[[*ends, "flag"]])[list(COLUMNS)]


def _single(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Which figures cover as many months as most of the series does."""
    import numpy as np

    months = [months_of(each) for each in table["basis"]]
    there = [each for each, value in zip(months, table["value"], strict=True) if value == value]  # noqa: PLR0124
    usual = max(sorted(set(there)), key=there.count, default=1)
    return np.array([each == usual for each in months], dtype=bool)


def _alike(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Which figures were counted by the definition of the last one."""
    import numpy as np

    versions = [version_of(each) for each in table["basis"]]
    last = [each for each, value in zip(versions, table["value"], strict=True) if value == value][-1:]  # noqa: PLR0124
    return np.array([[each] == last for each in versions], dtype=bool)


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
    bases = figures["basis"] if "basis" in figures else pd.Series("", index=figures.index)
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
            # A period without figures belongs to what stands before it.
            "basis": bases.reindex(starts).ffill().bfill().to_numpy(),
        }
    )
