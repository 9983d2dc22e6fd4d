"""Sections: how KPIs were counted over time, and which targets were changed 「口径与目标变更」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 60
_OTHERS = ("source", "measure", "formula", "where", "time", "entity")


def changes_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Targets that were changed: from what, to what, why, who agreed 「目标变更」."""
    records: list[Record] = inputs.alignment.get("changes") or []
    if not records:
        return None
    keys = ("kpi", "tier", "old", "new", "since", "kind", "reason", "agreed")
    figures = ("old", "new")
    columns = tuple(
        Column(key=each, label=wording.say(f"changes.column.{each}"), align="right" if each in figures else "left")
        for each in keys
    )
    rows = tuple(_change(each, wording) for each in records[:MOST_ROWS])
    counts: dict[str, int] = {}
    for each in records:
        if each["agreed_by"]:
            counts[each["kpi"]] = counts.get(each["kpi"], 0) + 1
    told = [
        wording.say("changes.count", kpi=wording.kpi(key), count=count) for key, count in counts.items() if count > 1
    ]
    table = Table(
        caption=wording.say("changes.caption"),
        columns=columns,
        rows=rows,
        note=wording.say("list.semicolon").join(told),
    )
    return Section(id="changes", title=wording.say("changes.title"), parts=(TablePart(table=table),), folded=True)


def _change(record: Record, wording: Wording) -> dict[str, str]:
    names = [wording.person(each) for each in record["agreed_by"]]
    return {
        "kpi": wording.say("changes.kpi", kpi=wording.kpi(record["kpi"]), card=_card(record["scorecard"], wording)),
        "tier": wording.say(f"changes.tier.{record['tier']}"),
        "old": shown_tier(record["kpi"], record["old"], wording),
        "new": shown_tier(record["kpi"], record["new"], wording),
        "since": wording.period(record["from"]),
        "kind": wording.say(f"changes.kind.{record['kind']}"),
        "reason": wording.words(record["reason"]),
        "agreed": wording.say("list.separator").join(names) or wording.say("changes.pending"),
    }


def _card(key: str, wording: Wording) -> str:
    named = next((each for each in wording.inputs.alignment["scorecards"] if each["id"] == key), None)
    return wording.words(named.get("name")) or wording.entity(key) if named else key


def shown_tier(kpi: str, tier: Any, wording: Wording) -> str:
    """One tier of a target as readers see it 「目标值显示」."""
    if isinstance(tier, int | float):
        return wording.value(kpi, tier)
    if isinstance(tier, list):
        parts = [
            wording.say("changes.step", period=wording.period(each["from"]), value=wording.value(kpi, each["value"]))
            if isinstance(each, dict)
            else wording.value(kpi, each)
            for each in tier
        ]
        return wording.say("list.semicolon" if isinstance(tier[0], dict) else "changes.range").join(parts)
    return "" if tier is None else wording.say("changes.computed")


def versions_table(inputs: Inputs, wording: Wording) -> Table | None:
    """Every change of a KPI's meaning: since when, what is new, why 「口径变更」."""
    keys = ("name", "since", "new", "why")
    rows = tuple(_versions(inputs, wording))[:MOST_ROWS]
    if not rows:
        return None
    columns = tuple(Column(key=each, label=wording.say(f"versions.column.{each}")) for each in keys)
    return Table(caption=wording.say("versions.caption"), columns=columns, rows=rows, note=wording.say("versions.note"))


def _versions(inputs: Inputs, wording: Wording) -> Iterator[dict[str, str]]:
    for key, kpi in inputs.kpis.items():
        versions = kpi.get("versions") or ()
        if versions:
            stated = kpi.get("stated") or kpi
            yield {"name": wording.kpi(key), "since": wording.say("versions.first"), "new": new_words(stated, wording)}
        for version in versions:
            yield {
                "name": wording.kpi(key),
                "since": wording.period(version["from"]),
                "new": new_words(version, wording),
                "why": wording.words(version.get("why")),
            }


def new_words(version: Record, wording: Wording) -> str:
    """What a version says anew: its definition, else the parts that differ 「新口径」."""
    told = wording.words(version.get("definition"))
    if told:
        return told
    parts = [f"{wording.say(f'versions.part.{each}')} {version[each]}" for each in _OTHERS if version.get(each)]
    return wording.say("list.semicolon").join(parts)
