"""Which goals each KPI serves 「指标支撑的目标」."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.model.goal import Goal


def served_goals(goals: Iterable[Goal]) -> dict[str, tuple[Goal, ...]]:
    """Goals that each KPI is linked to, by the goal itself or by a key result 「指标支撑的目标」.

    Examples
    --------
    >>> growth = Goal(id="growth", name="\u589e\u957f", kpis=("revenue",))
    >>> [each.id for each in served_goals([growth])["revenue"]]
    ['growth']
    """
    found: dict[str, tuple[Goal, ...]] = {}
    for goal in goals:
        linked = dict.fromkeys((*goal.kpis, *(each.kpi for each in goal.key_results if each.kpi)))
        for kpi in linked:
            found[kpi] = (*found.get(kpi, ()), goal)
    return found
