"""Sections: measures with owner, days, cost and expected effect, and who has signed 「措施计划与签字」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show
from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.step_pages.screen import said

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 30
# A column whose key is taken by the section itself.
_COLUMN = {"title": "title_column"}


def own_measures(inputs: Inputs) -> list[Record]:
    """Measures that the client decided, without events from outside 「自主措施」."""
    return [each for each in inputs.interventions["interventions"] if not each.get("external")]


def plan_section(measures: list[Record], wording: Wording) -> Section:
    """A row a measure: who, from when until when, what is expected, what it costs 「措施计划」."""
    title = said(wording, "plan.title")
    if not measures:
        return Section(id="plan", title=title, parts=(Paragraph(text=said(wording, "plan.none")),))
    keys = ("title", "state", "owner", "start", "due", "decision", "kpi", "expected", "cost", "sight")
    rows = [_row(each, wording) for each in measures]
    # What no measure has anything for is no column.
    shown = tuple(each for each in keys if any(row[each] for row in rows))
    columns = tuple(
        Column(
            key=each,
            label=said(wording, f"plan.{_COLUMN.get(each, each)}"),
            align="right" if each in ("expected", "cost") else "left",
        )
        for each in shown
    )
    more = len(rows) - MOST_ROWS
    table = Table(
        caption=said(wording, "plan.caption"),
        columns=columns,
        rows=tuple({key: row[key] for key in shown} for row in rows[:MOST_ROWS]),
        note=said(wording, "plan.note") + (said(wording, "more", count=more) if more > 0 else ""),
    )
    lead = said(wording, "plan.lead", count=len(measures))
    return Section(id="plan", title=title, lead=lead, parts=(TablePart(table=table),))


def _row(each: Record, wording: Wording) -> dict[str, str]:
    cost, sight = each.get("cost"), (each.get("visibility") or {}).get("sight", "")
    currency = each.get("currency") or wording.inputs.alignment["currency"]
    return {
        "title": wording.words(each["title"]),
        "state": said(wording, f"plan_state.{each['state']}"),
        "owner": str(each.get("owner_name") or wording.person(each["owner"])),
        "start": wording.day(each.get("started") or each.get("planned_start")),
        "due": wording.day(each["due"]),
        "decision": wording.day(each.get("decision")),
        "kpi": wording.kpi(each["kpi"]),
        "expected": _expected(each, wording),
        "cost": "" if cost is None else show(cost, "money", wording.language, currency=currency),
        "sight": said(wording, f"plan_sight.{sight}") if sight else "",
    }


def _expected(each: Record, wording: Wording) -> str:
    """What is promised, relative or in the KPI's unit."""
    expected = each.get("expected") or {}
    for name in ("relative", "absolute"):
        if expected.get(name) is not None and each["kpi"] in wording.inputs.kpis:
            return wording.effect(each["kpi"], expected[name], relative=name == "relative")
    return ""


def signatures_section(measures: list[Record], wording: Wording) -> Section | None:
    """Who signed which measure's agreement, who has not, and objections 「签字情况」."""
    rows = tuple(_signed(each, wording) for each in measures if _agreed(each))
    if not rows:
        return None
    keys = ("title", "signed", "unsigned", "objections")
    columns = tuple(
        Column(key=each, label=said(wording, f"signed.{'measure' if each == 'title' else each}")) for each in keys
    )
    table = Table(caption=said(wording, "signed.caption"), columns=columns, rows=rows[:MOST_ROWS])
    waiting = sum(bool((each.get("agreement") or {}).get("unsigned")) for each in measures)
    lead = said(wording, f"signed.{'waiting' if waiting else 'all'}", count=waiting)
    return Section(id="signatures", title=said(wording, "signed.title"), lead=lead, parts=(TablePart(table=table),))


def _agreed(each: Record) -> bool:
    agreement = each.get("agreement") or {}
    return bool(agreement.get("signed") or agreement.get("unsigned") or agreement.get("objections"))


def _signed(each: Record, wording: Wording) -> dict[str, str]:
    agreement = each["agreement"]
    separator = wording.say("list.separator")
    told = {"count": agreement["objections"], "open": agreement["objections_open"]}
    return {
        "title": wording.words(each["title"]),
        "signed": separator.join(
            said(wording, "signed.by", name=one["name"], day=wording.day(one["at"])) for one in agreement["signed"]
        ),
        "unsigned": separator.join(str(one["name"]) for one in agreement["unsigned"]),
        "objections": said(wording, "signed.told", **told) if agreement["objections"] else "",
    }
