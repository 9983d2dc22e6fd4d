"""Section: which KPIs move ahead of the focal one 「先行指标」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Paragraph, Section
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_TOLD = 4


def leading_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Drivers found to move one period or more ahead, a sentence each; nothing where none was 「先行指标」."""
    record = inputs.diagnosis.get("leading") or {}
    ahead = [each for each in record.get("drivers", ()) if each["lag"] >= 1 and each["driver"] in inputs.kpis]
    if not ahead:
        return None
    lead = Paragraph(text=_looked_at(record, wording))
    items = Bullets(items=tuple(_sentence(each, record, wording) for each in ahead[:MOST_TOLD]))
    return Section(
        id="leading",
        title=wording.say("leading.title", result=wording.kpi(record["result"])),
        lead=wording.say("leading.lead"),
        parts=(items, lead),
    )


def not_leading_section(inputs: Inputs, wording: Wording) -> Section | None:
    """That no KPI was found to move ahead, or what it would take to see one, for the appendix 「未见先行指标」."""
    record = inputs.diagnosis.get("leading") or {}
    if not record or leading_section(inputs, wording) is not None or record["result"] not in inputs.kpis:
        return None
    if record["judged"]:
        text = _looked_at(record, wording) + wording.say("leading.none")
    else:
        text = wording.say("leading.short", count=record["short"], span=_span(record["needs"], record, wording))
    title = wording.say("leading.title", result=wording.kpi(record["result"]))
    return Section(id="leading", title=title, parts=(Paragraph(text=text),), folded=True)


def _looked_at(record: Record, wording: Wording) -> str:
    counts = {"judged": record["judged"], "entities": record["entities"]}
    return wording.say("leading.looked_at", **counts)


def _sentence(each: Record, record: Record, wording: Wording) -> str:
    """One driver: how long before, and what follows its usual movement."""
    key, move = record["result"], each["move"]
    low, high = sorted((abs(each["low"] * move), abs(each["high"] * move)))
    if each["low"] * each["high"] < 0:
        low = 0.0
    return wording.say(
        "leading.up" if each["effect"] > 0 else "leading.down",
        driver=wording.kpi(each["driver"]),
        result=wording.kpi(key),
        span=_span(each["lag"], record, wording),
        move=wording.distance(each["driver"], move),
        size=wording.distance(key, each["effect"] * move),
        low=wording.distance(key, low),
        high=wording.distance(key, high),
    )


def _span(periods: float, record: Record, wording: Wording) -> str:
    return say(f"leading.span.{record['cycle']}", wording.language, lag=int(periods))
