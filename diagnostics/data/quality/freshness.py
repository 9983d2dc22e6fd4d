"""How late the last fact of a source is 「新鲜度」."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from diagnostics.model.quality import QualityItem, SourceCard

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.model.period import Cycle, Period

_CYCLES: tuple[Cycle, ...] = ("week", "month", "quarter", "year")


def freshness(engine: Engine, card: SourceCard, at: Period) -> list[QualityItem]:
    """Days between the last fact and the end of the run's period, where a whole cycle is missing 「数据滞后」.

    Notes
    -----
    A source whose KPIs are monthly is late when its last fact lies before the last month that the period holds: a
    shop that is closed on Sundays is not.
    """
    if not card.last:
        return []
    calendar = engine.engagement.calendar
    cycles = {kpi.cycle for kpi in engine.engagement.kpis.values() if kpi.source == card.source and kpi.measure}
    last = date.fromisoformat(card.last)
    # The shortest cycle but days: a day without facts says nothing.
    shortest: Cycle = next((each for each in _CYCLES if each in cycles), "week")
    if last >= calendar.last_complete(shortest, at.end).start:
        return []
    return [QualityItem("freshness", card.source, where=(card.last,), detail=float((at.end - last).days - 1))]
