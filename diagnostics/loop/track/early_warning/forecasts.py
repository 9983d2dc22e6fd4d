"""KPIs that are unlikely to reach their base by the end of the year or quarter 「预测未达底线」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.early_warning.expected_alerts import USUAL_MISSES
from diagnostics.loop.track.early_warning.in_force import rule_for
from diagnostics.model.alert import Alert, NotWatched, WarningRate
from diagnostics.model.warning_rule import WarningRule

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

Record = Mapping[str, Any]
UNLIKELY = 0.2
_SIDES = {"higher": "below", "lower": "above"}


def touched_rate(below: float, start: float = 1 - USUAL_MISSES) -> float:
    """Most alerts that a year or quarter gives where forecasts are right and nothing happens 「预测规则误报上限」.

    Parameters
    ----------
    below : float
        Probability of reaching the base below which the rule speaks, above 0 and below 1.
    start : float
        Probability at the start; base is what four in five reach.

    Notes
    -----
    A right forecast's probability is a martingale from ``start`` to 0 or 1. Once it touched ``below`` it is reached no
    oftener than that, so ``P(touched) * (1 - below) <= 1 - start``.

    Examples
    --------
    >>> round(touched_rate(0.2), 3)
    0.25
    """
    return min(1.0, (1 - start) / (1 - below))


def unlikely(outlook: Record | None, engagement: Engagement) -> tuple[list[Alert], list[WarningRate], list[NotWatched]]:
    """Alerts of the rule "forecast", what they cost in false ones, and what has no forecast 「预测未达底线」.

    Parameters
    ----------
    outlook : mapping, optional
        Hand-off ``outlook`` of the run; nothing is watched where there is none.
    """
    settings, alerts = engagement.settings.warnings, []
    rates: list[WarningRate] = []
    left_out: list[NotWatched] = []
    based = [each for each in (outlook or {}).get("outlook", ()) if each["end_base"] is not None and each["ahead"]]
    based.sort(key=lambda each: (each["kpi"], each["level"], each["entity"]))
    for (kpi, level), group in groupby(based, key=lambda each: (each["kpi"], each["level"])):
        rule = rule_for("forecast", kpi, settings)
        if rule is None or kpi not in engagement.kpis:
            continue
        rows = list(group)
        told = [each for each in rows if each["p_base"] is not None]
        if len(told) < len(rows):
            left_out.append(NotWatched("forecast", kpi, level, "no_outlook", len(rows) - len(told)))
        if told:
            rate = _rate(rule, told)
            rates.append(rate)
            alerts += list(_alerts(told, rule, rate, engagement))
    return alerts, rates, left_out


def _rate(rule: WarningRule, rows: Sequence[Record]) -> WarningRate:
    spans = 4.0 if "Q" in rows[0]["until"] else 1.0
    most = spans * touched_rate(rule.probability or UNLIKELY)
    return WarningRate("forecast", rows[0]["kpi"], rows[0]["level"], len(rows), spans, expected_per_year=most)


def _alerts(rows: Iterable[Record], rule: WarningRule, rate: WarningRate, engagement: Engagement) -> Iterator[Alert]:
    for each in rows:
        side = _SIDES.get(engagement.kpis[each["kpi"]].direction, "")
        if each["p_base"] < (rule.probability or UNLIKELY):
            yield Alert(
                id="",
                rules=("forecast",),
                kpi=each["kpi"],
                level=each["level"],
                entity=each["entity"],
                side=side,  # type: ignore[arg-type]
                against=True,
                since=each["period"],
                fired=each["period"],
                last=each["period"],
                latest=each["period"],
                periods=1,
                value=each["value"],
                probability=each["p_base"],
                expected_per_year=rate.expected_per_year,
            )


def joined(alerts: Iterable[Alert], forecasts: Iterable[Alert]) -> list[Alert]:
    """Alerts with what the forecast says of the same event; a forecast alone stands by itself 「合并预测预警」."""
    waiting = {(each.kpi, each.entity, each.side): each for each in forecasts}
    found = []
    for each in alerts:
        beside = waiting.pop((each.kpi, each.entity, each.side), None) if each.state == "open" else None
        found.append(each if beside is None else _joined(each, beside))
    # A forecast that goes on after the event it belonged to is over takes the event's place.
    kept = [each for each in found if each.state == "open" or (each.kpi, each.entity, each.side) not in waiting]
    return [*kept, *waiting.values()]


def _joined(alert: Alert, forecast: Alert) -> Alert:
    return replace(
        alert,
        rules=(*alert.rules, "forecast"),
        probability=forecast.probability,
        expected_per_year=alert.expected_per_year + forecast.expected_per_year,
    )
