"""Sections: what earlier meetings decided, and what this one is asked to decide 「决议」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Action, Actions, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.meeting.words import brief, more, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.meeting import Agenda, DecisionRow
    from diagnostics.model.retrospective import NextStep

MOST_DECISIONS, MOST_ASKED, MOST_SINGLE, MOST_REVIEWS = 7, 6, 2, 4
# Letters of a decision, and of what was last said about it, that the table has room for.
MOST_DECIDED, MOST_NOTED = 240, 160
_STATUS = {"done": "done", "dropped": "stopped", "open": "in_progress"}
# Steps that need a decision of the meeting; the others are work, and stand in the retrospective.
ASKED = ("worse", "no_evidence", "worked", "undecidable")


def earlier_section(agenda: Agenda, inputs: Inputs, wording: Wording) -> Section:
    """Decisions of earlier meetings, those overdue first 「上次会议的决议」."""
    title = said(wording, "earlier.title")
    if not agenda.decisions:
        return Section(id="earlier", title=title, parts=(Paragraph(text=said(wording, "earlier.none")),))
    columns = [Column(key=each, label=said(wording, f"earlier.{each}")) for each in ("text", "owner", "due", "about")]
    columns.insert(1, Column(key="state", label=said(wording, "earlier.state"), kind="status"))
    shown = agenda.decisions[:MOST_DECISIONS]
    rows = tuple(_row(each, inputs, wording) for each in shown)
    table = Table(
        caption=said(wording, "earlier.caption", count=len(agenda.decisions)),
        columns=tuple(columns),
        rows=rows,
        note=more(wording, len(agenda.decisions) - len(shown)),
    )
    return Section(id="earlier", title=title, lead=agenda.summary(wording.language), parts=(TablePart(table=table),))


def _row(each: DecisionRow, inputs: Inputs, wording: Wording) -> dict[str, str]:
    due = wording.day(each.due.isoformat())
    why = brief(wording.words(each.note.model_dump()), MOST_NOTED) if each.standing != "done" else ""
    text = brief(wording.words(each.text.model_dump()), MOST_DECIDED)
    return {
        "text": said(wording, "earlier.noted", text=text, note=why) if why else text,
        "state": "overdue" if each.days_late else _STATUS[each.standing],
        "owner": each.owner_name,
        "due": said(wording, "earlier.late", day=due, days=each.days_late) if each.days_late else due,
        "about": _about(each, inputs, wording),
    }


def _about(each: DecisionRow, inputs: Inputs, wording: Wording) -> str:
    """Measure that a decision is about, else KPI and unit; somebody who is measured is no unit and stays out."""
    measures = {one["id"]: one for one in inputs.interventions["interventions"]}
    if each.measure:
        return wording.words(measures[each.measure]["title"]) if each.measure in measures else each.measure
    named = [
        wording.kpi(each.kpi) if each.kpi else "",
        wording.entity(each.entity) if each.entity in inputs.entities else "",
    ]
    return wording.say("list.separator").join(one for one in named if one)


def asked_items(agenda: Agenda, steps: Sequence[NextStep], wording: Wording) -> tuple[Action, ...]:
    """What this meeting is asked to decide, each matter once 「请会议决定的事项」."""
    asked = [Action(what=each.text, owner=each.owner, due=each.due) for each in steps if each.kind in ASKED]
    return (*_late(agenda, wording), *asked, *_behind(agenda, wording))


def asked_section(agenda: Agenda, items: Sequence[Action], settled: Sequence[str], wording: Wording) -> Section:
    """What this meeting is asked to decide, and where it is written down 「请本次会议决定」.

    Parameters
    ----------
    settled : sequence of str
        Titles of measures that would ask, had no earlier meeting decided on them.
    """
    title = said(wording, "asked.title")
    names = wording.say("list.separator").join(said(wording, "asked.named", title=each) for each in settled)
    known = (said(wording, "asked.settled", names=names),) if settled else ()
    told = (*known, said(wording, "asked.minutes"), *_reviews(agenda, wording))
    closing = Paragraph(text=("" if wording.language == "zh" else " ").join(told), tone="note")
    if not items:
        return Section(id="asked", title=title, parts=(Paragraph(text=said(wording, "asked.none")), closing))
    shown = Actions(items=tuple(items[:MOST_ASKED]))
    rest = more(wording, len(items) - MOST_ASKED)
    others = (Paragraph(text=rest, tone="note"),) if rest else ()
    return Section(id="asked", title=title, parts=(shown, *others, closing))


def _reviews(agenda: Agenda, wording: Wording) -> Iterator[str]:
    """Which reviews come next, one of each kind."""
    told = [
        said(
            wording,
            f"review.{each.occasion}",
            day=wording.day(each.day.isoformat()),
            cards=wording.say("list.separator").join(wording.words(card.model_dump()) for card in each.cards),
        )
        for each in agenda.reviews[:MOST_REVIEWS]
    ]
    if told:
        yield said(wording, "review.next", items=wording.say("list.semicolon").join(told))


def _late(agenda: Agenda, wording: Wording) -> list[Action]:
    """What becomes of overdue decisions: each by itself where they are few, else all that stand above."""
    late = agenda.overdue
    if len(late) > MOST_SINGLE:
        return [Action(what=said(wording, "asked.all_late", count=len(late)))]
    return [
        Action(
            what=said(
                wording, "asked.late", text=brief(wording.words(each.text.model_dump()), 60), days=each.days_late
            ),
            owner=each.owner_name,
            due=wording.day(each.due.isoformat()),
        )
        for each in late
    ]


def _behind(agenda: Agenda, wording: Wording) -> list[Action]:
    """What becomes of measures that lag, unless a decision on them is overdue; those at risk still have time."""
    # What becomes of a decision on the measure is asked already.
    asked = {each.measure for each in agenda.overdue}
    late = [each for each in agenda.behind if each.state == "lagging" and each.id not in asked]
    if len(late) > MOST_SINGLE:
        return [Action(what=said(wording, "asked.all_behind", count=len(late)))]
    return [
        Action(
            what=said(wording, "asked.behind", title=wording.words(each.title.model_dump()), days=each.slip_days),
            owner=each.owner_name,
        )
        for each in late
    ]
