"""Section: is the KPI system itself sound 「指标体系检查」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.dictionary.groupings import groupings
from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.model.finding import SEVERITIES, Finding
from diagnostics.model.text import Text
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 40


def charter_section(inputs: Inputs, wording: Wording) -> Section | None:
    """The three questions, what is in it for whom, and who stands behind the answers 「改进章程」."""
    charter = inputs.alignment["charter"]
    names = ("goal", "weak_points", "problem", "statement", "benefit_firm", "benefit_staff")
    told = [(each, wording.words(charter.get(each))) for each in names]
    rows = tuple({"question": wording.say(f"charter.{name}"), "answer": answer} for name, answer in told if answer)
    if not rows:
        return None
    sponsor = wording.person(charter.get("sponsor") or "")
    columns = (
        Column(key="question", label=wording.say("charter.column.question")),
        Column(key="answer", label=wording.say("charter.column.answer")),
    )
    note = wording.say("charter.sponsor", sponsor=sponsor) if sponsor else ""
    table = Table(caption=wording.say("charter.caption"), columns=columns, rows=rows, note=note)
    return Section(id="charter", title=wording.say("charter.title"), parts=(TablePart(table=table),), folded=True)


def system_section(inputs: Inputs, wording: Wording) -> Section:
    """Findings about KPIs, weights and targets, errors first 「指标体系检查」."""
    order = {each: place for place, each in enumerate(SEVERITIES)}
    # What needs figures was found by the step that observes.
    found = [*inputs.alignment["findings"], *inputs.diagnosis.get("findings", ())]
    muted = [*inputs.alignment.get("muted", ()), *inputs.diagnosis.get("muted", ())]
    findings = sorted(found, key=lambda each: order[each["severity"]])
    findings += list(inputs.interventions.get("findings", []))
    parts: tuple[AnyPart, ...] = (Paragraph(text=wording.say("system.none")),)
    if findings:
        parts = (*_groups(found, wording), TablePart(table=_table(findings, wording)))
    if muted:
        parts = (*parts, TablePart(table=_muted(muted, wording)))
    return Section(
        id="system",
        title=wording.say("system.title"),
        lead=wording.say("system.lead", count=len(findings)),
        parts=parts,
        folded=True,
    )


def _groups(findings: list[Record], wording: Wording) -> tuple[AnyPart, ...]:
    """Misconceptions and landing difficulties that the findings speak for, where there are any."""
    groups = groupings(_finding(each) for each in findings)
    if not groups:
        return ()
    columns = tuple(
        Column(key=each, label=wording.say(f"system.column.{each}"), align="right" if each == "count" else "left")
        for each in ("group", "of", "count", "codes")
    )
    rows = tuple(
        {
            "group": say(f"grouping.{each.id}", wording.language),
            "of": say(f"grouping.of.{each.of}", wording.language),
            "count": str(each.count),
            "codes": wording.say("list.separator").join(each.codes),
        }
        for each in groups
    )
    return (TablePart(table=Table(caption=wording.say("system.groups"), columns=columns, rows=rows)),)


def _finding(record: Record) -> Finding:
    """Finding of a hand-off, as far as it is grouped by."""
    nothing = Text()
    return Finding(record["code"], record["severity"], "", nothing, nothing, record["about"], record.get("variant", ""))


def _muted(muted: list[Record], wording: Wording) -> Table:
    """Findings that somebody decided not to hear of, and why."""
    columns = tuple(
        Column(key=each, label=wording.say(f"system.column.{each}"))
        for each in ("code", "message", "reason", "by", "until")
    )
    rows = tuple(
        {
            "code": each["code"],
            "message": wording.words(each["message"]),
            "reason": wording.words(each["reason"]),
            "by": wording.person(each["by"]),
            "until": each["until"] or "",
        }
        for each in muted[:MOST_ROWS]
    )
    note = wording.say("system.more", shown=len(rows), count=len(muted)) if len(muted) > MOST_ROWS else ""
    return Table(caption=wording.say("system.muted"), columns=columns, rows=rows, note=note)


def _table(findings: list[Record], wording: Wording) -> Table:
    columns = tuple(
        Column(key=each, label=wording.say(f"system.column.{each}"))
        for each in ("code", "severity", "message", "remedy")
    )
    rows = tuple(
        {
            "code": each["code"],
            "severity": wording.say(f"severity.{each['severity']}"),
            "message": wording.words(each["message"]),
            "remedy": wording.words(each["remedy"]),
        }
        for each in findings[:MOST_ROWS]
    )
    note = wording.say("system.more", shown=len(rows), count=len(findings)) if len(findings) > MOST_ROWS else ""
    return Table(caption=wording.say("system.caption"), columns=columns, rows=rows, note=note)
