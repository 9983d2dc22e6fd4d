"""Drivers of the focal gap as a table, and by two ways of reckoning 「驱动明细」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.lead import factor_name, focal_decomposition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 40
# A wide space that no browser takes away: a row below another stands further in.
INDENT = "\u3000"


def driver_table(found: Record, wording: Wording) -> Table:
    """A row a driver, those below it indented: reference, now, contribution, share of the gap 「驱动明细表」."""
    nodes = [each for each in found.get("tree") or () if each["depth"]]
    lines = nodes or [{**each, "node": each["factor"], "depth": 1} for each in found["factors"]]
    # On a phone the columns at the right are out of sight: what the table is about stands first.
    keys = ("factor", "contribution", "share", "before", "after")
    columns = tuple(
        Column(key=each, label=wording.say(f"drivers.column.{each}"), align="left" if each == "factor" else "right")
        for each in keys
    )
    return Table(
        caption=wording.say("drivers.table", reference=wording.say(f"against.{found['comparison']}")),
        columns=columns,
        rows=_rows(lines[:MOST_ROWS], found, wording),
        note=wording.say("drivers.nested") if nodes else wording.words(found.get("note")),
    )


def _rows(lines: Sequence[Record], found: Record, wording: Wording) -> tuple[dict[str, str], ...]:
    changes = wording.brief_changes(found["kpi"], [each["contribution"] for each in lines])
    return tuple(_row(each, change, found, wording) for each, change in zip(lines, changes, strict=True))


def _row(each: Record, change: str, found: Record, wording: Wording) -> dict[str, str]:
    key, total = each["node"], found["total"]
    known = key in wording.inputs.kpis
    return {
        "factor": INDENT * (each["depth"] - 1) + factor_name(key, wording),
        "before": wording.value(key, each["before"]) if known else "",
        "after": wording.value(key, each["after"]) if known else "",
        "contribution": change,
        "share": wording.share(each["contribution"] / total if total else None),
    }


def bridge_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Step-by-step replacement beside the other way, and why they differ 「算法对照」."""
    found = focal_decomposition(inputs)
    bridge = (found or {}).get("bridge")
    if found is None or not bridge:
        return None
    columns = [Column(key="factor", label=wording.say("drivers.column.factor"))]
    names = {"chain": "chain", "other": bridge["other"], "difference": "difference"}
    columns += [
        Column(key=key, label=wording.say(f"drivers.bridge.{name}"), align="right") for key, name in names.items()
    ]
    lines = [[each[key] for key in names] for each in bridge["rows"]]
    told = iter(wording.brief_changes(found["kpi"], [each for line in lines for each in line]))
    rows = tuple(
        {"factor": factor_name(each["factor"], wording), **{key: next(told) for key in names}}
        for each in bridge["rows"]
    )
    table = Table(
        caption=wording.say("drivers.bridge.caption", kpi=wording.kpi(found["kpi"])),
        columns=tuple(columns),
        rows=rows,
        note=wording.say("drivers.bridge.shown", method=wording.say(f"drivers.bridge.{found['method']}")),
    )
    parts = (Paragraph(text=wording.say("drivers.bridge.why")), TablePart(table=table))
    return Section(id="bridge", title=wording.say("drivers.bridge.title"), parts=parts, folded=True)
