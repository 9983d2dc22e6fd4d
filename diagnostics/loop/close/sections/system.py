"""Section: is the KPI system itself sound 「指标体系检查」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.model.finding import SEVERITIES

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
    findings = sorted(inputs.alignment["findings"], key=lambda each: order[each["severity"]])
    findings += list(inputs.interventions.get("findings", []))
    parts: tuple[AnyPart, ...] = (Paragraph(text=wording.say("system.none")),)
    if findings:
        parts = (TablePart(table=_table(findings, wording)),)
    return Section(
        id="system",
        title=wording.say("system.title"),
        lead=wording.say("system.lead", count=len(findings)),
        parts=parts,
        folded=True,
    )


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
