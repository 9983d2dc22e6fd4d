"""Section: early warnings, one an event, with how often each errs 「早期预警」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 10


def warnings_section(inputs: Inputs, wording: Wording) -> Section | None:
    """A row an alert that is against us, most at stake first; the rest is counted 「早期预警」."""
    record = inputs.alerts
    if record is None or not (record["watched"] or record["alerts"]):
        return None
    # A report that is overdue stands on the board; what calmed down or went well is no warning.
    open_ = [each for each in record["alerts"] if each["kpi"]]
    rows = [each for each in open_ if each["against"] is not False and not each["calm"]]
    counts = {"watched": record["watched"], "chance": f"{record['by_chance_a_month']:.1f}"}
    lead = _say("lead", wording, count=len(rows), new=sum(each["new"] for each in rows), **counts)
    parts = (
        (TablePart(table=_table(_grouped(rows), wording)),)
        if rows
        else (Paragraph(text=_say("none", wording, **counts)),)
    )
    notes = _notes(record, [each for each in open_ if each not in rows], wording)
    return Section(
        id="warnings",
        title=_say("title", wording),
        lead=lead if rows else "",
        parts=(*parts, *(Paragraph(text=each) for each in notes)),
        folded=not any(each["severity"] == "high" for each in rows),
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"warnings.section.{term}", wording.language, **values)


def _grouped(rows: Sequence[Record]) -> list[list[Record]]:
    """Alerts by KPI and side: what several places have in common is one line."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for each in rows:
        groups.setdefault((each["kpi"], each["side"]), []).append(each)
    return list(groups.values())


def _table(rows: Sequence[Sequence[Record]], wording: Wording) -> Table:
    keys = ("severity", "text", "since", "owner", "expected")
    columns = tuple(
        Column(key=each, label=_say(f"column.{each}", wording), align="right" if each == "expected" else "left")
        for each in keys
    )
    more = len(rows) - MOST_ROWS
    return Table(
        caption=_say("caption", wording),
        columns=columns,
        rows=tuple(_row(each, wording) for each in rows[:MOST_ROWS]),
        note=_say("note", wording) + (_say("more", wording, count=more) if more > 0 else ""),
    )


def _row(group: Sequence[Record], wording: Wording) -> dict[str, str]:
    alert, *others = group
    text = wording.words(alert["text"])
    if others:
        names = wording.entities(each["entity"] for each in others)
        text = _say("others_too", wording, text=text, count=len(others), names=names)
    text += _made_worse(group, wording)
    return {
        "severity": _say(f"severity.{alert['severity']}", wording),
        "text": text,
        "since": wording.period(alert["since"]),
        "owner": alert["owner_name"] or _say("nobody", wording),
        "expected": f"{alert['expected_per_year']:.2f}",
    }


def _made_worse(group: Sequence[Record], wording: Wording) -> str:
    """Measures that made just these figures worse: who asks for the cause has it there."""
    inputs = wording.inputs
    places = {each["entity"] for each in group}
    titles = [
        wording.say("named.title", title=wording.words(each["title"]))
        for each in inputs.interventions["interventions"]
        if each["kpi"] == group[0]["kpi"]
        and places & set(each["entities"])
        and inputs.effects.get(each["id"], {}).get("verdict") == "worse"
    ]
    return _say("made_worse", wording, titles=wording.say("list.separator").join(titles)) if titles else ""


def _notes(record: Record, others: Sequence[Record], wording: Wording) -> list[str]:
    """What the table leaves out, and what can't be watched."""
    better = sum(each["against"] is False for each in others)
    calm = len(others) - better
    told = [_say("others", wording, better=better, calm=calm)] if others else []
    gone = sum(each["state"] == "withdrawn" for each in record["over"])
    if gone:
        told.append(_say("withdrawn", wording, count=gone))
    reasons: dict[str, int] = {}
    for each in record["not_watched"]:
        reasons[each["reason"]] = reasons.get(each["reason"], 0) + each["entities"]
    if reasons:
        items = [_say(f"reason.{name}", wording, count=count) for name, count in sorted(reasons.items())]
        told.append(_say("not_watched", wording, items=say("warnings.list", wording.language).join(items)))
    return told
