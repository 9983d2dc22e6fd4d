"""Targets handed down and goals mapped, as the align step hands them on 「目标分解的交接内容」."""

from __future__ import annotations

from typing import Any

from diagnostics.dictionary.cascade.coverage import Cascade
from diagnostics.dictionary.targets import TargetBook
from diagnostics.model.canonical import plain
from diagnostics.model.coverage import Coverage, CoverageRow
from diagnostics.model.engagement import Engagement
from diagnostics.model.goal_map import GoalMap, MapNode
from diagnostics.model.period import Period


def public_coverage(engagement: Engagement, period: Period | None) -> Coverage:
    """Targets of units beside what their parts give; nobody's own are among them 「单位目标的覆盖」.

    Parameters
    ----------
    engagement : Engagement
        As opened.
    period : Period, optional
        Period for which targets are read; the latest in which any begins to hold, where none is given.
    """
    people = {each.id for each in engagement.entities if each.person}
    rows = Cascade(engagement.kpis, TargetBook.of(engagement), period).rows()
    least = engagement.settings.min_group
    told = (each for each in rows if each.entity not in people and each.may_be_told(least))
    return Coverage(engagement.language, tuple(told))


def cascade_records(coverage: Coverage, goals: GoalMap) -> dict[str, Any]:
    """Records of the hand-off: coverage without the names of parts, and the map 「目标分解记录」."""
    return {
        "coverage": [_row(each, coverage.tolerance) for each in coverage.rows],
        "map": [_node(each) for each in goals.nodes],
    }


def _row(row: CoverageRow, tolerance: float) -> dict[str, Any]:
    told = ("kpi", "composition", "entity", "level", "period", "target", "given", "low", "high", "share", "short")
    # How many parts, not which: those may be people.
    bounds = {"low": None, "high": None} if row.people else {}
    counts = {"parts": len(row.parts), "silent": len(row.silent), "covered": row.covered(tolerance)}
    return {**{each: getattr(row, each) for each in told}, **bounds, **counts}


def _node(node: MapNode) -> dict[str, Any]:
    told = ("kind", "id", "serves", "view", "mother", "served")
    return {**{each: plain(getattr(node, each)) for each in told}, "name": plain(node.name)}
