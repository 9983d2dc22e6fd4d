"""Section: KPIs without a target beside what their own history makes one expect 「预期值」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 10


def expected_section(inputs: Inputs, wording: Wording) -> Section | None:
    """A row a KPI and focal entity: actual, expected, typical error, and which way it lies 「预期值」."""
    records = [each for each in inputs.diagnosis.get("expected") or () if each["kpi"] in inputs.kpis]
    if not records:
        return None
    several = len({each["entity"] for each in records}) > 1
    keys = ("kpi", *(("entity",) if several else ()), "actual", "expected", "range", "side", "error")
    columns = tuple(
        Column(
            key=each,
            label=wording.say(f"expected.column.{each}"),
            align="left" if each in {"kpi", "entity", "side"} else "right",
        )
        for each in keys
    )
    more = len(records) - MOST_ROWS
    table = Table(
        caption=wording.say("expected.caption", period=wording.period(inputs.diagnosis["period"])),
        columns=columns,
        rows=tuple(
            {key: text for key, text in _row(each, wording).items() if key in keys} for each in records[:MOST_ROWS]
        ),
        note=wording.say("expected.note") + (wording.say("expected.more", count=more) if more > 0 else ""),
    )
    return Section(
        id="expected",
        title=wording.say("expected.title"),
        lead=wording.say("expected.lead"),
        parts=(TablePart(table=table),),
        folded=not any(each["side"] for each in records),
    )


def _row(each: Record, wording: Wording) -> dict[str, str]:
    key = each["kpi"]
    return {
        "kpi": wording.kpi(key),
        "entity": wording.entity(each["entity"]),
        "actual": wording.value(key, each["actual"]),
        "expected": wording.value(key, each["expected"]),
        "range": wording.range(key, each["low"], each["high"]),
        "error": wording.say("expected.error", size=wording.distance(key, each["error"]), share=_share(each, wording)),
        "side": wording.say(f"expected.side.{each['side'] or 'inside'}"),
    }


def _share(each: Record, wording: Wording) -> str:
    """Typical error as a share of what is expected, which a KPI in per cent needs no more."""
    if each["error_share"] is None or wording.is_share(each["kpi"]):
        return ""
    return say("close.expected.share", wording.language, share=wording.ratio(each["error_share"]))
