"""Sections: which KPI serves which goal, and what targets below leave open 「战略地图与目标分解」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.step_pages.screen import said
from diagnostics.model.goal_map import GoalMap, MapNode
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from diagnostics.look.charts.quantity import Size
    from diagnostics.look.page import FigurePart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 30


def goal_map(inputs: Inputs) -> GoalMap:
    """Goals, key results and KPIs as the first step handed them on 「战略地图」."""
    nodes = tuple(
        MapNode(
            kind=each["kind"], id=each["id"], name=Text(**each["name"]), serves=tuple(each["serves"]),
            view=each["view"], mother=each["mother"], served=each["served"],
        )
        for each in inputs.alignment.get("map") or ()
    )  # fmt: skip
    return GoalMap(inputs.language, nodes)


def map_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Which KPI serves which goal, as a figure with its table 「战略地图」."""
    found = goal_map(inputs)
    if not found.nodes:
        return None
    return Section(id="map", title=said(wording, "map.title"), lead=found.summary(), parts=(_figure(found, wording),))


def _figure(found: GoalMap, wording: Wording) -> FigurePart:
    from diagnostics.look.figure import figure_part

    def draw(size: Size = "wide") -> Figure:
        return found.plot(size=size)

    names = {each.id: each.name.say(wording.language) or each.id for each in found.nodes}
    columns = tuple(Column(key=each, label=said(wording, f"map.{each}")) for each in ("name", "kind", "serves"))
    rows = tuple(
        {
            "name": names[each.id],
            "kind": said(wording, f"map_kind.{each.kind}"),
            "serves": wording.say("list.separator").join(names.get(one, one) for one in each.serves),
        }
        for each in found.nodes
    )
    table = Table(caption=said(wording, "map.caption"), columns=columns, rows=rows)
    return figure_part(draw, found.summary(), title=said(wording, "map.title"), table=table)


def coverage_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Targets of units beside what their parts give; what is short first 「目标覆盖」."""
    rows: list[Record] = sorted(inputs.alignment.get("coverage") or (), key=lambda each: each["covered"])
    rows = [each for each in rows if each["kpi"] in inputs.kpis]
    if not rows:
        return None
    keys = ("kpi", "entity", "target", "given", "parts", "covered")
    right = {"target", "given", "parts"}
    columns = tuple(
        Column(key=each, label=said(wording, f"coverage.{each}"), align="right" if each in right else "left")
        for each in keys
    )
    more = len(rows) - MOST_ROWS
    table = Table(
        caption=said(wording, "coverage.caption"),
        columns=columns,
        rows=tuple(_covered(each, wording) for each in rows[:MOST_ROWS]),
        note=said(wording, "more", count=more) if more > 0 else "",
    )
    short = sum(not each["covered"] for each in rows)
    lead = said(wording, f"align.lead.{'short' if short else 'covered'}", count=len(rows), short=short)
    return Section(id="coverage", title=said(wording, "coverage.title"), lead=lead, parts=(TablePart(table=table),))


def _covered(each: Record, wording: Wording) -> dict[str, str]:
    kpi = each["kpi"]
    given = wording.value(kpi, each["given"]) if each["given"] is not None else ""
    if not given and each["low"] is not None:
        same = each["low"] == each["high"]
        given = wording.value(kpi, each["low"]) if same else wording.range(kpi, each["low"], each["high"])
    state = "yes" if each["covered"] else "silent" if each["silent"] and not each["short"] else "no"
    return {
        "kpi": wording.kpi(kpi),
        "entity": wording.entity(each["entity"]),
        "target": wording.value(kpi, each["target"]),
        "given": given,
        "parts": str(each["parts"]),
        "covered": said(wording, f"coverage.state.{state}"),
    }
