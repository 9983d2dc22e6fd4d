"""What one measure brings, as it was expected and as it came, in money 「收益折算」."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.returns.worth import Worth
from diagnostics.loop.track.whom import first_whole
from diagnostics.model.period import SEASON
from diagnostics.model.return_stage import Amount
from diagnostics.model.returns import NotCounted

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.period import Calendar, Cycle, Period

Record = Mapping[str, Any]
COUNTED = ("worked", "worse")


@dataclass(frozen=True, slots=True)
class Benefit:
    """What one measure brings in money 「单项收益」.

    Parameters
    ----------
    target, forecast, actual, per_period : Amount or None
        Of the whole trial as expected, of the whole as now foreseen, so far, and of one period.
    """

    metric: str
    cycle: str
    periods: int | None
    planned_periods: int | None
    target: Amount | None
    forecast: Amount | None
    actual: Amount | None
    per_period: Amount | None
    why: NotCounted


def benefit_of(record: Record, effect: Record | None, worth: Worth, calendar: Calendar) -> Benefit:
    """What a measure brings, as it was expected and as it came 「单项收益」.

    Parameters
    ----------
    record : mapping
        The measure.
    effect : mapping or None
        Its estimate; None where it has none.

    Notes
    -----
    The effect is the mean of a period and an entity. What it is worth in each period since the start, at each entity,
    at the figures of that period, is added up; so are both ends of its interval. Only ``worked`` and ``worse`` count.
    """
    rows = worth.observed[worth.observed["kpi"] == record["kpi"]]
    rows = rows[rows["entity"].isin(record["entities"]) & rows["value"].notna()]
    metric = worth.metric(record["kpi"]) if record["kpi"] in worth.kpis else ""
    why = _why(record, effect, metric, rows)
    if not metric or rows.empty or why == "people":
        return Benefit(metric, "", None, None, None, None, None, None, why)
    cycle: Cycle = rows["cycle"].iloc[0]
    planned = _planned_periods(record, calendar, cycle)
    expected = _expected_per_period(record, worth, metric, rows)
    target = None if expected is None or planned is None else Amount.of(*(expected * planned,) * 3)
    if why or effect is None:
        return Benefit(metric, cycle, None, planned, target, None, None, None, why)
    # The effect is the mean of a period of the KPI's own cycle, by whichever it was estimated.
    count = effect.get("figures_after") or effect["periods_after"]
    after = _periods(rows, calendar.parse(effect["start"]), count)
    actual = _worth_of(record, effect, worth, metric, after)
    if actual is None:
        return Benefit(metric, cycle, len(after), planned, target, None, None, None, "no_figures")
    whole = len(after) if record["state"] == "stopped" else max(planned or 0, len(after))
    per = actual.times(1 / len(after))
    forecast = actual.times(whole / len(after)) if planned is not None else None
    return Benefit(metric, cycle, len(after), planned, target, forecast, actual, per, "")


def _why(record: Record, effect: Record | None, metric: str, rows: pd.DataFrame) -> NotCounted:
    if record.get("entities_withheld") or not record["entities"]:
        return "people"
    if effect is None:
        return "not_started"
    if effect["verdict"] not in COUNTED:
        return "no_evidence" if effect["verdict"] == "no_evidence" else "not_yet"
    if not metric:
        return "not_money"
    if rows.empty:
        return "no_figures"
    return "" if all(effect.get(each) is not None for each in ("effect", "low", "high")) else "no_figures"


def _periods(rows: pd.DataFrame, start: Period, count: int) -> Sequence[str]:
    """The first so many periods with a figure from the start on."""
    after = rows[rows["start"] >= start.start.isoformat()].sort_values("start", kind="stable")
    return list(dict.fromkeys(after["period"].astype(str)))[:count]


def _worth_of(record: Record, effect: Record, worth: Worth, metric: str, periods: Sequence[str]) -> Amount | None:
    """Benefit so far with its interval; None where a figure that is needed is missing."""
    totals = []
    for name in ("effect", "low", "high"):
        cells = [
            worth.of(record["kpi"], metric, effect[name], entity, period)
            for entity in record["entities"]
            for period in periods
        ]
        if not cells or any(each is None for each in cells):
            return None
        totals.append(math.fsum(each for each in cells if each is not None))
    return Amount.of(*totals)


def _expected_per_period(record: Record, worth: Worth, metric: str, rows: pd.DataFrame) -> float | None:
    """What was expected, a period of the year before the start; None where nobody expected anything in figures."""
    said = record.get("expected") or {}
    before = rows[rows["start"] < (record.get("started") or record.get("planned_start") or "9999")]
    last = list(dict.fromkeys(before.sort_values("start", kind="stable")["period"].astype(str)))
    used = before[before["period"].isin(last[-SEASON[before["cycle"].iloc[0]] :])] if last else before
    found = []
    for row in used.to_dict("records"):
        change = said.get("absolute") if said.get("relative") is None else said["relative"] * float(row["value"])
        # What is to come has not come: the figure would have it more, all else as it was.
        got = None if change is None else worth.of(record["kpi"], metric, -change, row["entity"], str(row["period"]))
        if got is None:
            return None
        found.append(-got)
    periods = len(set(used["period"])) if len(used) else 0
    return math.fsum(found) / periods if periods else None


def _planned_periods(record: Record, calendar: Calendar, cycle: Cycle) -> int | None:
    """Whole periods from the start to the end of the trial, else to the decision; None where neither is set."""
    end = (record.get("trial") or {}).get("to") or record.get("decision")
    start = record.get("started") or record.get("planned_start")
    if not end or not start:
        return None
    at, last = first_whole(date.fromisoformat(start), calendar, cycle), date.fromisoformat(end) + timedelta(1)
    count = 0
    while at.end <= last:
        at, count = calendar.shift(at, 1), count + 1
    return count or None
