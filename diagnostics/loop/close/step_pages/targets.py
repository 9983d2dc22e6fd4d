"""Section: which KPIs count how much, and against which targets 「考核表与目标值」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.step_pages.screen import said
from diagnostics.model.period import Calendar
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_CARDS, MOST_ITEMS = 6, 20
TIERS = ("base", "target", "stretch")


def cards_of(inputs: Inputs) -> list[Record]:
    """Scorecards in force 「考核表」."""
    period = inputs.diagnosis["period"]
    cards: Sequence[Record] = inputs.alignment.get("scorecards") or ()
    return [each for each in cards if not each.get("to") or not period or str(each["to"])[:4] >= period[:4]]


def targets_section(inputs: Inputs, wording: Wording) -> Section | None:
    """A table a scorecard: weight and the three tiers of each KPI 「考核表与目标值」."""
    cards = [each for each in cards_of(inputs) if each["items"]]
    if not cards:
        return None
    tables = tuple(TablePart(table=_table(each, inputs, wording)) for each in cards[:MOST_CARDS])
    more = len(cards) - MOST_CARDS
    lead = said(wording, "targets.lead", count=len(cards))
    if more > 0:
        lead += said(wording, "more", count=more)
    return Section(id="targets", title=said(wording, "targets.title"), lead=lead, parts=tables)


def _table(card: Record, inputs: Inputs, wording: Wording) -> Table:
    keys = ("kpi", "weight", *TIERS, "from")
    right = {"weight", *TIERS}
    columns = tuple(
        Column(key=each, label=said(wording, f"targets.{each}"), align="right" if each in right else "left")
        for each in keys
    )
    items = [each for each in card["items"] if each["kpi"] in inputs.kpis]
    rows = tuple(_row(each, inputs, wording) for each in items[:MOST_ITEMS])
    name = wording.words(card["name"]) or card["id"]
    more = len(items) - MOST_ITEMS
    note = said(wording, "more", count=more) if more > 0 else ""
    return Table(caption=said(wording, "targets.caption", name=name), columns=columns, rows=rows, note=note)


def _row(item: Record, inputs: Inputs, wording: Wording) -> dict[str, str]:
    targets = item.get("targets") or {}
    tiers = {each: _tier(targets.get(each), item["kpi"], inputs, wording) for each in TIERS}
    origin = say(f"exchange.choice.provenance.{targets.get('from') or 'none'}", wording.language) if targets else ""
    weight = wording.share(item["weight"]) if item.get("weight") is not None else ""
    return {"kpi": wording.kpi(item["kpi"]), "weight": weight, **tiers, "from": origin}


def _tier(told: Any, kpi: str, inputs: Inputs, wording: Wording) -> str:
    """A tier in words: one figure, that of the period, or where to find those of each unit."""
    if told is None:
        return ""
    if isinstance(told, dict):
        return said(wording, "targets.by_unit")
    if isinstance(told, list) and isinstance(told[0], dict):
        period = inputs.diagnosis["period"]
        begun = [each for each in told if not period or _has_begun(str(each["from"]), period)]
        return wording.value(kpi, begun[-1]["value"]) if begun else ""
    if isinstance(told, list):
        return wording.range(kpi, *told)
    return wording.value(kpi, float(told))


def _has_begun(since: str, period: str) -> bool:
    """Whether a period begins before another ends; one may be a month and the other a quarter or a week."""
    calendar = Calendar()
    return calendar.parse(since).start < calendar.parse(period).end
