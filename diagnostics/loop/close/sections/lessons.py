"""Section: what the verdicts teach 「经验教训」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.wording import Wording


def lessons_section(lessons: Sequence[str], wording: Wording) -> Section:
    """What the verdicts teach; without verdicts nothing yet 「经验教训」."""
    title = wording.say("lessons.title")
    if not lessons:
        return Section(id="lessons", title=title, parts=(Paragraph(text=wording.say("lessons.none")),))
    return Section(id="lessons", title=title, parts=(Bullets(items=tuple(lessons)),))
