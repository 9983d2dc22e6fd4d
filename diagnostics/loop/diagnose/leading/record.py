"""KPIs that run ahead of the focal one, as the hand-off holds them 「先行指标记录」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.leading.lead_lag import NEEDS, lead_lag

if TYPE_CHECKING:
    from diagnostics.model.diagnosis import Focus
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

Record = dict[str, Any]
# More units tell hardly more and take long; more drivers are no shortlist of process KPIs.
MOST_ENTITIES, MOST_DRIVERS = 60, 40
FIGURES = ("lag", "lag_low", "lag_high", "effect", "low", "high", "association", "move", "probability", "periods")


def leading_record(engagement: Engagement, observations: Observations, focus: Focus, period: Period) -> Record | None:
    """Which KPIs run ahead of the focal KPI, nothing where there is no other KPI of its cycle 「先行指标记录」.

    Parameters
    ----------
    observations : Observations
        Those that figures may be published from.
    focus : Focus
        Its KPI is the result; its entity is looked at alone where no level has several entities, or too many.
    period : Period
        Last period looked at, or the last complete one of the KPI's cycle.
    """
    kpi = engagement.kpis[focus.kpi]
    table = observations.table
    own = table[(table["kpi"] == focus.kpi) & table["value"].notna()]
    drivers = [each.id for each in engagement.kpis.values() if each.id != kpi.id and each.cycle == kpi.cycle]
    measured = set(table.loc[table["value"].notna(), "kpi"])
    drivers = [each for each in drivers if each in measured][:MOST_DRIVERS]
    if own.empty or not drivers:
        return None
    units = own.groupby("level")["entity"].nunique()
    pooled = units[(units > 1) & (units <= MOST_ENTITIES)]
    where: dict[str, Any] = {"level": pooled.idxmax()} if len(pooled) else {"entities": [focus.entity]}
    if not len(pooled) and not (own["entity"] == focus.entity).any():
        return None
    found = lead_lag(observations, focus.kpi, drivers, period=period, calendar=engagement.calendar, **where)
    rows = found.table[found.table["found"]].to_dict("records")
    return {
        "result": found.result, "level": found.level, "cycle": found.cycle, "rate": found.rate,
        "entities": int(found.table["entities"].max()), "judged": int((found.table["reason"] == "").sum()),
        "short": int((found.table["reason"] == "short").sum()), "needs": NEEDS[kpi.cycle],
        "drivers": [{"driver": each["driver"], **{name: each[name] for name in FIGURES}} for each in rows],
    }  # fmt: skip
