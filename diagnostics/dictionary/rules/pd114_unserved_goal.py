"""PD114: a goal that no KPI serves 「无指标支撑的目标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, named
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD114"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Goals without a KPI 「目标无指标支撑」."""
    for goal in catalogue.goals or ():
        if not goal.kpis:
            yield found(CODE, "warning", catalogue.place("goal", goal.id), goal.id, goal=named(goal.name, goal.id))
