"""Which KPI serves which goal 「战略地图」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diagnostics.dictionary.tree import KpiTree, build_tree
from diagnostics.model.goal import Goal
from diagnostics.model.goal_map import GoalMap, MapNode
from diagnostics.model.kpi import Kpi
from diagnostics.terms import Language


def goal_map(goals: Iterable[Goal], kpis: Mapping[str, Kpi], language: Language = "zh") -> GoalMap:
    """Goals with their key results, and the KPIs that serve them 「战略地图」.

    A KPI serves the goals that name it, directly or in a key result; where none does, those of the nearest KPI that it
    drives. Goals of a former strategy are left out, and what served only them serves nothing now.

    Parameters
    ----------
    goals : iterable of Goal
        As engagement.yaml lists them.
    kpis : mapping
        KPIs by id.
    language : {"zh", "en"}
        Language of the reader.

    Examples
    --------
    >>> from diagnostics.model.text import Text
    >>> made = {"unit": "money", "direction": "higher", "measure": "sum(x)", "source": "s"}
    >>> kpis = {"sales": Kpi(id="sales", name="销售额", **made), "rent": Kpi(id="rent", name="租金", **made)}
    >>> goal_map([Goal(id="grow", name="做大", kpis=("sales",))], kpis).summary()
    '1 个目标、0 项关键结果、2 项指标；0 个目标没有指标支撑，1 项指标不支撑任何目标。'
    """
    pursued = {each.id: each for each in goals if not each.former}
    direct = _direct(pursued)
    tree = build_tree(kpis)
    serves = {key: _serves(key, direct, tree) for key in kpis}
    served = _served(pursued, {each for found in direct.values() for each in found})
    nodes: list[MapNode] = []
    for goal in _from_the_top(pursued):
        above = (goal.parent,) if goal.parent in pursued and goal.parent is not None else ()
        nodes.append(MapNode("goal", goal.id, goal.name, above, goal.view, served=goal.id in served))
        nodes += [MapNode("result", f"{goal.id}/{each.id}", each.name, (goal.id,)) for each in goal.key_results]
    for kpi in kpis.values():
        view = kpi.view or next((pursued[each].view for each in serves[kpi.id] if pursued[each].view), None)
        nodes.append(MapNode("kpi", kpi.id, kpi.name, serves[kpi.id], view, mother=kpi.mother))
    return GoalMap(language, tuple(nodes))


def _direct(goals: Mapping[str, Goal]) -> dict[str, tuple[str, ...]]:
    """Goals that name a KPI, by KPI."""
    found: dict[str, dict[str, None]] = {}
    for goal in goals.values():
        for kpi in (*goal.kpis, *(each.kpi for each in goal.key_results if each.kpi is not None)):
            found.setdefault(kpi, {})[goal.id] = None
    return {key: tuple(each) for key, each in found.items()}


def _serves(kpi: str, direct: Mapping[str, tuple[str, ...]], tree: KpiTree) -> tuple[str, ...]:
    seen, here = {kpi}, [kpi]
    while here:
        named = dict.fromkeys(goal for each in here for goal in direct.get(each, ()))
        if named:
            return tuple(named)
        here = [above for each in here for above in tree.parents.get(each, ()) if above not in seen]
        seen.update(here)
    return ()


def _served(goals: Mapping[str, Goal], named: set[str]) -> set[str]:
    """Goals with a KPI of their own, or below them."""
    served: set[str] = set()
    for key in named:
        each: str | None = key
        while each is not None and each in goals and each not in served:
            served.add(each)
            each = goals[each].parent
    return served


def _from_the_top(goals: Mapping[str, Goal]) -> list[Goal]:
    """Goals, each after the one it serves, else in file order."""
    done: dict[str, Goal] = {}
    for goal in goals.values():
        path = [goal]
        while (above := goals.get(path[-1].parent or "")) is not None and above not in path:
            path.append(above)
        done |= {each.id: each for each in reversed(path) if each.id not in done}
    return list(done.values())
