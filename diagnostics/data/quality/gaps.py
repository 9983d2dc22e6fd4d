"""Periods without a figure inside a series 「缺期」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.quality.naming import public_entity
from diagnostics.model.quality import QualityItem

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations

SHOWN = 6


def gaps(engagement: Engagement, seen: Observations) -> list[QualityItem]:
    """Periods between the first and the last figure of a KPI and entity that have none 「缺期」.

    Notes
    -----
    Looked at from an entity's first figure to its last one: what comes after is the matter of freshness. Periods before
    it opened or after it closed are not missing.
    """
    found = []
    table = seen.table[seen.table["value"].notna()]
    for (kpi, entity, cycle), rows in table.groupby(["kpi", "entity", "cycle"], sort=True):
        # A day without facts is a day off; a missing week or month is missing.
        if cycle == "day":
            continue
        periods = sorted(engagement.calendar.parse(each) for each in rows["period"].unique())
        have = set(periods)
        missing = [each.text for each in engagement.calendar.between(periods[0], periods[-1]) if each not in have]
        if missing:
            of = len(have) + len(missing)
            named = public_entity(engagement, str(entity))
            found.append(
                QualityItem("gaps", kpi=str(kpi), entity=named, count=len(missing), of=of, where=tuple(missing[:SHOWN]))
            )
    return found
