"""Sections: measures behind their plan, early warnings, effects that can be judged 「措施、预警与效果」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.page import Bullets, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.meeting.words import brief, more, said
from diagnostics.loop.close.verdict_time import lacks_figures, needs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.board import BoardRow
    from diagnostics.model.meeting import Agenda
    from diagnostics.model.retrospective import MeasureReview

MOST_MEASURES, MOST_ALERTS, MOST_EFFECTS = 5, 4, 3
# Letters of what an owner said that a cell has room for.
MOST_SAID = 120


def behind_section(agenda: Agenda, wording: Wording) -> Section:
    """Measures that lag or are at risk, with their slip; the others as a count 「滞后与有风险的措施」."""
    title = said(wording, "behind.title")
    behind = agenda.behind
    if not behind:
        told = said(wording, "behind.none" if agenda.board else "behind.no_ledger", count=len(agenda.board))
        return Section(id="behind", title=title, parts=(Paragraph(text=told),))
    keys = ("title", "state", "slip", "progress", "owner", "next")
    columns = tuple(
        Column(
            key=each,
            label=said(wording, "behind.title_column" if each == "title" else f"behind.{each}"),
            align="right" if each in ("slip", "progress") else "left",
            kind="status" if each == "state" else "text",
        )
        for each in keys
    )
    table = Table(
        caption=said(wording, "behind.caption", count=len(behind), all=len(agenda.board)),
        columns=columns,
        rows=tuple(_measure(each, agenda, wording) for each in behind[:MOST_MEASURES]),
        note=more(wording, len(behind) - MOST_MEASURES),
    )
    return Section(id="behind", title=title, parts=(TablePart(table=table),))


def _measure(each: BoardRow, agenda: Agenda, wording: Wording) -> dict[str, str]:
    slip = said(wording, "behind.days", days=each.slip_days) if each.slip_days else ""
    return {
        "title": wording.words(each.title.model_dump()),
        "state": each.state,
        "slip": slip,
        "progress": wording.share(each.progress),
        "owner": each.owner_name,
        "next": _stuck(each, agenda, wording),
    }


def _stuck(each: BoardRow, agenda: Agenda, wording: Wording) -> str:
    """What holds a measure up, as far as the ledger tells, what its owner last said of it, and what comes next."""
    missed = wording.words(each.missed.model_dump())
    told = [said(wording, "behind.missed", name=missed)] if missed else []
    counts = {"check_in": each.check_ins_overdue, "objection": each.objections_open, "unsigned": each.unsigned}
    told += [
        said(wording, f"risk.{risk}", count=counts.get(risk, 0))
        for risk in each.risks
        # Who missed a milestone is behind; that need not be said twice.
        if not (risk == "behind" and missed)
    ]
    note = agenda.notes.get(each.id)
    if note:
        told.append(said(wording, "behind.noted", note=brief(wording.words(note.model_dump()), MOST_SAID)))
    ahead = brief(wording.words(each.next.model_dump()), MOST_SAID)
    if ahead and told:
        told.append(said(wording, "behind.ahead", next=ahead))
    return wording.say("list.semicolon").join(told) or ahead


def alerts_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Open early warnings that are against us, most at stake first; none where the run watches nothing 「预警」."""
    record = inputs.alerts
    if record is None or not (record["watched"] or record["alerts"]):
        return None
    # A report that is overdue stands among the measures; what calmed down or went well needs nobody here.
    against = [each for each in record["alerts"] if each["kpi"] and each["against"] is not False and not each["calm"]]
    chance = said(wording, "alerts.chance", watched=record["watched"], chance=f"{record['by_chance_a_month']:.1f}")
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for each in against:
        groups.setdefault((each["kpi"], each["side"]), []).append(each)
    told = [_alert(each, wording) for each in groups.values()]
    parts: list[Any] = [Bullets(items=tuple(told[:MOST_ALERTS]))] if told else []
    rest = more(wording, len(told) - MOST_ALERTS)
    none = "" if told else said(wording, "alerts.none")
    parts.append(Paragraph(text=" ".join(each for each in (none, rest, chance) if each), tone="note"))
    return Section(id="alerts", title=said(wording, "alerts.title"), parts=tuple(parts))


def _alert(group: Sequence[Mapping[str, Any]], wording: Wording) -> str:
    """The alert with most at stake, and at how many other places the same is seen."""
    alert, *others = group
    text = wording.words(alert["text"])
    others_too = said(wording, "alerts.others", count=len(others)) if others else ""
    owner = said(wording, "alerts.owner", owner=alert["owner_name"]) if alert["owner_name"] else ""
    return f"{text}{others_too}{owner}"


def effects_section(reviews: Sequence[MeasureReview], known: Sequence[str], wording: Wording) -> Section:
    """Measures whose effect became judgeable since the run before 「可以判断的效果」.

    Parameters
    ----------
    known : sequence of str
        Measures that were judged in the run of the period before, and are no news.
    """
    title = said(wording, "effects.title")
    news = [each for each in reviews if each.decided and each.id not in known]
    parts: list[Any] = [Bullets(items=tuple(_effect(each, wording) for each in news[:MOST_EFFECTS]))] if news else []
    waiting = [each for each in reviews if each.standing == "insufficient"]
    if not news:
        parts.append(Paragraph(text=said(wording, "effects.none")))
    if waiting:
        first = min(waiting, key=lambda each: (each.judge_from, each.title))
        text = said(wording, "effects.next", measure=first.title, period=wording.period(first.judge_from))
        if lacks_figures(first, wording.inputs):
            text = said(wording, "effects.next_needs", measure=first.title, needs=needs(first, wording))
        parts.append(Paragraph(text=text, tone="note"))
    return Section(id="effects", title=title, parts=tuple(parts))


def _effect(each: MeasureReview, wording: Wording) -> str:
    """What was found, in the words of the retrospective, with its reservations."""
    worked = each.verdict == "worked" and each.outcome != "worked"
    outcome = wording.say(f"outcome.{each.outcome}") if worked else said(wording, f"effects.{each.verdict}")
    if each.caveats:
        outcome = wording.say("outcome.reserved", outcome=outcome)
    return said(
        wording,
        "effects.told",
        measure=each.title,
        kpi=wording.kpi(each.kpi),
        change=wording.effect(each.kpi, each.actual, relative=each.relative),
        interval=wording.interval(each.kpi, each.low, each.high, relative=each.relative),
        outcome=outcome,
    )
