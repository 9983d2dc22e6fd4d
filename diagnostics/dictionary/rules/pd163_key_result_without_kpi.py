"""PD163: a key result that no KPI measures 「关键结果无指标承接」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, named
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD163"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Key results of goals still pursued that name no KPI 「关键结果无指标」."""
    for goal in catalogue.goals or ():
        if goal.former:
            continue
        for each in goal.key_results:
            if each.kpi is None:
                yield found(
                    CODE,
                    "warning",
                    catalogue.place("goal", goal.id),
                    goal.id,
                    goal=named(goal.name, goal.id),
                    result=named(each.name, each.id),
                )
