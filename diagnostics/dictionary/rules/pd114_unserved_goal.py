"""PD114: a goal that no KPI serves 「无指标支撑的目标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, named
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding
from diagnostics.model.goal import Goal

CODE = "PD114"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Goals still pursued that no KPI serves: not by itself, a key result, or a goal below 「目标无指标支撑」."""
    goals = catalogue.goals or ()
    # A goal that is no longer pursued serves none, whatever its KPIs once were.
    served = {
        each.id for each in goals if not each.former and (each.kpis or any(result.kpi for result in each.key_results))
    }
    for goal in goals:
        if goal.id not in served and not goal.former and not _served_below(goal.id, goals, served):
            yield found(CODE, "warning", catalogue.place("goal", goal.id), goal.id, goal=named(goal.name, goal.id))


def _served_below(goal: str, goals: tuple[Goal, ...], served: set[str]) -> bool:
    below = {goal}
    # As many rounds as there are goals reach the bottom of any chain, and end in a circle too.
    for _ in goals:
        below |= {each.id for each in goals if each.parent in below}
    return bool(below & served)
