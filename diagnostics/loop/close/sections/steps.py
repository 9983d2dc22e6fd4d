"""Section: what is to be decided or done next 「下一步与请示事项」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Action, Actions, Paragraph, Section
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import NextStep


# What a reader keeps in mind; the rest waits under the fold.
MOST_OPEN = 5


def steps_section(steps: Sequence[NextStep], wording: Wording) -> Section:
    """Decisions and next steps with owner and date, the first five 「下一步与请示事项」."""
    title = wording.say("steps.title")
    if not steps:
        return Section(id="steps", title=title, parts=(Paragraph(text=wording.say("steps.none")),))
    parts = (_actions(steps[:MOST_OPEN]),)
    return Section(id="steps", title=title, lead=wording.say("steps.lead"), parts=parts)


def other_steps_section(steps: Sequence[NextStep], wording: Wording) -> Section | None:
    """Steps after the first five 「其余下一步」."""
    others = steps[MOST_OPEN:]
    if not others:
        return None
    return Section(
        id="other-steps",
        title=say("glance.steps.others", wording.language),
        lead=say("glance.steps.count", wording.language, count=len(others), first=others[0].text),
        parts=(_actions(others),),
    )


def _actions(steps: Sequence[NextStep]) -> Actions:
    return Actions(items=tuple(Action(what=each.text, owner=each.owner, due=each.due) for each in steps))
