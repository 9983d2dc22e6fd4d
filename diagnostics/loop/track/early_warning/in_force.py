"""Which rules hold for a KPI: defaults, then what the engagement says 「生效规则」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.model.warning_rule import RuleName, WarningRule

if TYPE_CHECKING:
    from collections.abc import Iterable


def rule_for(rule: RuleName, kpi: str, settings: Iterable[WarningRule]) -> WarningRule | None:
    """Rule as it holds for a KPI, None where it is turned off 「某指标的规则」.

    Parameters
    ----------
    settings : iterable of WarningRule
        ``warnings`` of engagement.yaml: what names the KPI goes before what is about all.

    Examples
    --------
    >>> rule_for("misses", "visits", [WarningRule(rule="misses", n=3), WarningRule(rule="misses", kpi="visits", n=2)]).n
    2
    """
    said = {each.kpi: each for each in settings if each.rule == rule}
    chosen = said.get(kpi) or said.get("") or WarningRule(rule=rule)
    return chosen if chosen.on else None
