"""What adds up to what in an engagement: entities below each, periods within each 「加总层级」."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, get_args

from diagnostics.model.period import Calendar, Cycle

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.suppression.linked import Breakdowns
    from diagnostics.model.engagement import Engagement


def below(engagement: Engagement) -> Breakdowns:
    """Entities below each, people left out 「下级单位」."""
    found = defaultdict(list)
    for each in engagement.entities:
        if each.parent is not None and not each.person:
            found[each.parent].append(each.id)
    return {parent: [parts] for parent, parts in found.items()}


def within(rows: pd.DataFrame, calendar: Calendar) -> Breakdowns:
    """Periods of each finer cycle within each longer one: months in years, days in weeks 「周期内的子周期」."""
    cycles = [each for each in get_args(Cycle) if each in set(rows["cycle"])]
    length = {"day": 0, "week": 1, "month": 1, "quarter": 2, "year": 3}
    found: dict[str, list[list[str]]] = {}
    periods = rows[["cycle", "period", "start"]].drop_duplicates(["cycle", "period"])
    for long in cycles:
        for short in (each for each in cycles if length[each] < length[long] and each != "week"):
            parts = defaultdict(list)
            for each in periods[periods["cycle"] == short].itertuples(index=False):
                parts[calendar.at(each.start.date(), long).text].append(each.period)
            for whole, several in parts.items():
                found.setdefault(whole, []).append(several)
    return found
