"""Words where a KPI's meaning changed, so that nobody asks for a comparison that there can't be 「口径断点」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.model.basis import months_of, version_of

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.look.charts import Event
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording

MOST_LINES = 8


def break_lines(inputs: Inputs, wording: Wording, kpi: str = "") -> list[str]:
    """Sentences on comparisons left out at the focal entities, each KPI once 「不比较的说明」.

    Parameters
    ----------
    kpi : str
        One KPI; all, where empty.
    """
    rows = inputs.gaps
    if "not_compared" not in rows.columns:
        return []
    here = rows[rows["entity"].isin(inputs.focal_entities) & rows["not_compared"].isin(["version", "months"])]
    here = here[here["kpi"] == kpi] if kpi else here
    told: dict[str, None] = {}
    for row in here.sort_values("rank", kind="stable").to_dict("records"):
        told[_line(str(row["kpi"]), str(row["basis"]), str(row["period"]), row["not_compared"], wording)] = None
    lines = list(told)
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[:MOST_LINES], wording.say("breaks.more", count=len(lines) - MOST_LINES)]


def _line(key: str, basis: str, period: str, why: str, wording: Wording) -> str:
    if why == "version":
        since = version_of(basis)
        if since:
            return wording.say("breaks.version", kpi=wording.kpi(key), period=wording.period(since))
        return wording.say("breaks.changed", kpi=wording.kpi(key))
    if months_of(basis) > 1:
        told = {"kpi": wording.kpi(key), "period": wording.period(period), "count": months_of(basis)}
        return wording.say("breaks.months", **told)
    return wording.say("breaks.merged", kpi=wording.kpi(key))


def break_events(frame: pd.DataFrame, wording: Wording) -> tuple[Event, ...]:
    """Marks on a series where its KPI's meaning changes 「断点标记」."""
    from diagnostics.look.charts import Event

    if "basis" not in frame.columns:
        return ()
    found = []
    versions = [version_of(str(each or "")) for each in frame["basis"]]
    for place, period in enumerate(frame["period"].astype(str)):
        if place and versions[place] != versions[place - 1]:
            found.append(Event(period=period, label=wording.say("breaks.mark")))
    return tuple(found)
