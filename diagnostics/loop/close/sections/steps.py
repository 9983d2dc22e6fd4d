"""Section: what is to be decided or done next 「下一步与请示事项」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Action, Actions, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import NextStep


def steps_section(steps: Sequence[NextStep], wording: Wording) -> Section:
    """Decisions and next steps with owner and date 「下一步与请示事项」."""
    title = wording.say("steps.title")
    if not steps:
        return Section(id="steps", title=title, parts=(Paragraph(text=wording.say("steps.none")),))
    items = tuple(Action(what=each.text, owner=each.owner, due=each.due) for each in steps)
    return Section(id="steps", title=title, lead=wording.say("steps.lead"), parts=(Actions(items=items),))
