"""A KPI that is reached while a counter-metric of it turns worse 「制衡指标恶化」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.loop.track.early_warning.in_force import rule_for
from diagnostics.loop.track.early_warning.judged import bounds
from diagnostics.model.alert import Alert

if TYPE_CHECKING:
    from diagnostics.loop.track.early_warning.histories import History
    from diagnostics.model.warning_rule import WarningRule


def beside_reached(alerts: Iterable[Alert], found: Sequence[History], settings: Iterable[WarningRule]) -> list[Alert]:
    """Alerts of counter-metrics that say beside which KPI they turned worse 「制衡指标恶化」.

    Notes
    -----
    The KPI has to reach its target (its base where it has no target) in the last period it has a figure of, at the same
    entity. The counter-metric has to be outside its usual range, or miss its base, by its own rules: so this rule adds
    no alert of its own, and none by chance.
    """
    told = tuple(settings)
    reached = {(each.kpi.id, each.entity) for each in found if _reached(each)}
    watchers: dict[str, list[str]] = {}
    for kpi in {each.kpi.id: each.kpi for each in found}.values():
        if rule_for("counter", kpi.id, told) is not None:
            for counter in kpi.counters:
                watchers.setdefault(counter, []).append(kpi.id)
    return [_told(each, watchers, reached) for each in alerts]


def _told(alert: Alert, watchers: Mapping[str, list[str]], reached: Collection[tuple[str, str]]) -> Alert:
    if alert.state != "open" or not alert.against:
        return alert
    beside = next((each for each in watchers.get(alert.kpi, ()) if (each, alert.entity) in reached), "")
    return replace(alert, rules=(*alert.rules, "counter"), beside=beside) if beside else alert


def _reached(history: History) -> bool:
    import numpy as np

    at = int(np.flatnonzero(~np.isnan(history.values))[-1])
    value = history.values[at]
    for tier in ("target", "base"):
        low, high = (float(each[at]) for each in bounds(history, tier))
        if np.isfinite(low) or np.isfinite(high):
            return bool(low <= value <= high)
    return False
