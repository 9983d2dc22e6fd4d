"""How many facts a source holds, and over which days 「数据范围」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.dictionary.expression import parse_time
from diagnostics.model.quality import SourceCard

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts
    from diagnostics.model.period import Period


# Added beside the columns of a source; names that begin so are ours.
DAY = "perfloop_day"


def up_to(engine: Engine, source: str, at: Period) -> Facts:
    """Facts of a source that are dated before the end of a period, or not at all 「截至期末的事实」."""
    from diagnostics.dictionary.expression.build import build_day

    facts = engine.facts(source)
    time = time_of(engine, source)
    if time is None:
        return facts
    table = facts.table.mutate(**{DAY: build_day(parse_time(time, facts.columns), facts).cast("date")})
    return facts.over(table.filter(table[DAY].isnull() | (table[DAY] < at.end)))


def extent(engine: Engine, facts: Facts) -> SourceCard:
    """Number of facts, and their first and last day 「数据范围」."""
    table = facts.table
    dated = DAY in table.columns
    days = {"first": table[DAY].min(), "last": table[DAY].max()} if dated else {}
    found = engine.frame(table.aggregate(n=table.count(), **days), f"looking over source {facts.source!r}")
    first, last = (_iso(found[each][0]) if dated else "" for each in ("first", "last"))
    return SourceCard(facts.source, facts.files, int(found["n"][0]), first, last)


def time_of(engine: Engine, source: str) -> str | None:
    """Time of a source's facts, or of the first KPI that has one of its own 「时间列」."""
    declared = engine.engagement.settings.sources[source].time
    own = (kpi.time for kpi in engine.engagement.kpis.values() if kpi.source == source)
    return declared or next((each for each in own if each), None)


def _iso(value: object) -> str:
    import pandas as pd

    return "" if pd.isna(value) else pd.Timestamp(value).date().isoformat()  # type: ignore[call-overload,arg-type]
