"""The page that a regular meeting goes by 「例会材料页」."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.look.page import Page
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.meeting.decisions import ASKED, asked_items, asked_section, earlier_section
from diagnostics.loop.close.meeting.figures import status_section
from diagnostics.loop.close.meeting.words import said
from diagnostics.loop.close.meeting.work import alerts_section, behind_section, effects_section
from diagnostics.loop.close.next_steps import next_steps
from diagnostics.loop.close.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.model.meeting import Agenda
    from diagnostics.model.retrospective import MeasureReview

# Figures of the month before are younger; those of an earlier one are told by their age.
MOST_DAYS = 31


def meeting_page(inputs: Inputs, agenda: Agenda, known: Sequence[str] = ()) -> Page:
    """Page of a meeting, rendered from the ledger and a run's results; nothing of it is typed 「例会材料页」.

    Parameters
    ----------
    inputs : Inputs
        Results of the run: figures, measures, effects, early warnings where it has them.
    agenda : Agenda
        Earlier decisions and the board, as of the day of the meeting.
    known : sequence of str
        Measures whose effect was judged in the run before, or stood so on an earlier page.
    """
    wording = Wording(inputs)
    # What is past is so on the day of the meeting, not on that of the figures.
    on_the_day = replace(inputs, tracking={**inputs.tracking, "as_of": agenda.on.isoformat()})
    conclusions = conclude(on_the_day, wording)
    reviews = conclusions.reviews
    steps = next_steps(on_the_day, [each for each in reviews if each.id not in agenda.settled], wording)
    items = asked_items(agenda, steps, wording)
    sections = (
        earlier_section(agenda, inputs, wording),
        status_section(inputs, wording),
        behind_section(agenda, wording),
        alerts_section(inputs, wording),
        effects_section(reviews, known, wording),
        asked_section(agenda, items, _settled(agenda, reviews), wording),
    )
    day = wording.day(agenda.on.isoformat())
    told = {"overdue": len(agenda.overdue), "behind": len(agenda.behind), "asked": len(items)}
    return Page(
        language=inputs.language,
        title=said(wording, "title" if any(told.values()) else "quiet", **told),
        subtitle=said(wording, "subtitle"),
        client=wording.words(inputs.alignment["client"]),
        period=wording.period(inputs.diagnosis["period"]),
        lead=_old_figures(inputs, agenda, wording),
        stamp=said(wording, "stamp", day=day),
        sections=tuple(each for each in sections if each is not None),
        footer=(said(wording, "footer", day=day, figures=wording.day(inputs.tracking["as_of"])),),
        fingerprint=inputs.fingerprint,
        synthetic=bool(inputs.alignment.get("synthetic")),
    )


def _settled(agenda: Agenda, reviews: Sequence[MeasureReview]) -> list[str]:
    """Titles of measures whose verdict would ask the meeting, had none decided yet."""
    return [
        each.title
        for each in reviews
        if each.id in agenda.settled and each.standing in ASKED and each.state != "stopped" and not each.external
    ]


def _old_figures(inputs: Inputs, agenda: Agenda, wording: Wording) -> tuple[str, ...]:
    """That figures, warnings and effects are not of the month before the meeting, where they aren't."""
    last = date.fromisoformat(inputs.tracking["as_of"])
    days = (agenda.on - last).days
    return (said(wording, "old", day=wording.day(last.isoformat()), days=days),) if days > MOST_DAYS else ()
