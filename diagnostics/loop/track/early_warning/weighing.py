"""What an alert means: who is to look, which measures are at work, how much is at stake 「预警定级」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from diagnostics.model.alert import SEVERITIES, Alert, Severity

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement

Record = Mapping[str, Any]
Stakes = dict[tuple[str, str], tuple[float, float | None]]


def stakes(gaps: pd.DataFrame | None) -> Stakes:
    """Place of each KPI and entity among the gaps, largest stake first, and its stake 「利害排序」."""
    found: Stakes = {}
    if gaps is None:
        return found
    for each in gaps.sort_values("rank", kind="stable").to_dict("records"):
        stake = each["stake"]
        place = (float(each["rank"]), None if stake is None or stake != stake else float(stake))  # noqa: PLR0124 (NaN)
        found.setdefault((each["kpi"], each["entity"]), place)
    return found


def weighed(alerts: Iterable[Alert], engagement: Engagement, records: Iterable[Record], known: Stakes) -> list[Alert]:
    """Alerts with measures, owner, severity and stake, most urgent first 「预警定级」.

    Notes
    -----
    High: against us, and two rules speak of it, or it is about a mother metric. Medium: against us otherwise. Low: with
    us, or nobody can say; a report that is overdue by less than one more span. Among equals what the diagnosis ranks
    first by its stake goes first.
    """
    measures = list(records)
    full = [_linked(each, engagement, measures, known) if each.kpi else each for each in alerts]

    def place(each: Alert) -> tuple[object, ...]:
        rank = known.get((each.kpi, each.entity), (float("inf"), None))[0]
        return (SEVERITIES.index(each.severity), not each.kpi, rank, each.kpi, each.entity, each.side, each.measures)

    return sorted(full, key=place)


def _linked(alert: Alert, engagement: Engagement, records: list[Record], known: Stakes) -> Alert:
    kpi = engagement.kpis[alert.kpi]
    answers = [
        each
        for each in records
        if alert.kpi in _moved_by(each, engagement)
        and alert.entity in each["entities"]
        and each["state"] in ("planned", "started", "completed")
        and not each.get("external")
    ]
    # What was carried out answers too, but nobody is at work on it any more.
    at_work = [each for each in answers if each["state"] != "completed"]
    owner = at_work[0]["owner"] if at_work else kpi.owner
    name = (at_work[0].get("owner_name") or owner) if at_work else engagement.person(kpi.owner)
    return replace(
        alert,
        measures=tuple(each["id"] for each in answers),
        owner=owner,
        owner_name=name,
        severity=_severity(alert, mother=kpi.mother),
        stake=known.get((alert.kpi, alert.entity), (0.0, None))[1],
    )


def _moved_by(record: Record, engagement: Engagement) -> set[str]:
    """KPIs that a measure is to move: its own, the process behind it, and what they drive."""
    found: set[str] = set()
    waiting = [record["kpi"], record.get("process_kpi")]
    while waiting:
        key = waiting.pop()
        if key in engagement.kpis and key not in found:
            found.add(key)
            waiting.append(engagement.kpis[key].parent)
    return found


def _severity(alert: Alert, *, mother: bool) -> Severity:
    if not alert.against:
        return "low"
    return "high" if mother or len(alert.rules) > 1 else "medium"
