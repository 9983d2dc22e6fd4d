"""Section: what people said about the measures, counted 「反馈汇总」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

_KEYS = ("theme", "count", "open")


def feedback_section(record: Record | None, wording: Wording) -> Section | None:
    """Remarks by theme and how many nobody acted on; never their words 「反馈汇总」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``rounds``; None where a run has none.
    """
    found = (record or {}).get("feedback")
    if not found:
        return None
    rows = tuple({each: str(theme[each]) for each in _KEYS} for theme in found["themes"])
    columns = tuple(
        Column(key=each, label=_say(f"column.{each}", wording), align="left" if each == "theme" else "right")
        for each in _KEYS
    )
    parts: list[AnyPart] = [Paragraph(text=_say("none", wording))]
    if rows:
        note = _say("others", wording, count=found["others"]) if found["others"] else ""
        parts = [TablePart(table=Table(caption=_say("caption", wording), columns=columns, rows=rows, note=note))]
    return Section(
        id="feedback",
        title=_say("title", wording),
        lead=_say("lead", wording),
        parts=tuple(parts),
        inside=_say("inside", wording, count=found["count"], open=found["open"]),
        folded=True,
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"rounds.feedback.{term}", wording.language, **values)
