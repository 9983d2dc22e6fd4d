"""The page that a regular meeting goes by 「例会材料页」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.look.page import Page
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.meeting.decisions import ASKED, asked_section, earlier_section
from diagnostics.loop.close.meeting.figures import status_section
from diagnostics.loop.close.meeting.words import said
from diagnostics.loop.close.meeting.work import alerts_section, behind_section, effects_section
from diagnostics.loop.close.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.model.meeting import Agenda


def meeting_page(inputs: Inputs, agenda: Agenda, known: Sequence[str] = ()) -> Page:
    """Page of a meeting, rendered from the ledger and a run's results; nothing of it is typed 「例会材料页」.

    Parameters
    ----------
    inputs : Inputs
        Results of the run: figures, measures, effects, early warnings where it has them.
    agenda : Agenda
        Earlier decisions and the board, as of the day of the meeting.
    known : sequence of str
        Measures whose effect was judged in the run before.
    """
    wording = Wording(inputs)
    # What is past is so on the day of the meeting, not on that of the figures.
    conclusions = conclude(replace(inputs, tracking={**inputs.tracking, "as_of": agenda.on.isoformat()}), wording)
    sections = (
        earlier_section(agenda, inputs, wording),
        status_section(inputs, wording),
        behind_section(agenda, wording),
        alerts_section(inputs, wording),
        effects_section(conclusions.reviews, known, wording),
        asked_section(agenda, conclusions.steps, wording),
    )
    day = wording.day(agenda.on.isoformat())
    asked = sum(each.kind in ASKED for each in conclusions.steps)
    told = {"overdue": len(agenda.overdue), "behind": len(agenda.behind), "asked": asked}
    return Page(
        language=inputs.language,
        title=said(wording, "title" if any(told.values()) else "quiet", **told),
        subtitle=said(wording, "subtitle"),
        client=wording.words(inputs.alignment["client"]),
        period=wording.period(inputs.diagnosis["period"]),
        stamp=said(wording, "stamp", day=day),
        sections=tuple(each for each in sections if each is not None),
        footer=(said(wording, "footer", day=day, figures=wording.day(inputs.tracking["as_of"])),),
        fingerprint=inputs.fingerprint,
        synthetic=bool(inputs.alignment.get("synthetic")),
    )
