"""The consultant's words beside what was computed 「顾问判断入页」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.note_parts import note_parts
from diagnostics.look.parts import Note
from diagnostics.loop.close.section_figures import fingerprint_of
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from diagnostics.look.page import AnyPart, Page, Section
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

_SENTENCES = frozenset({"paragraph", "bullets", "callout", "verdict", "actions"})


def with_notes(page: Page, record: Record | None, wording: Wording) -> Page:
    """Page with the notes of its sections in boxes of their own; no figure changes 「加入顾问判断」.

    Parameters
    ----------
    page : Page
        As it was computed.
    record : dict or None
        Hand-off ``notes``; None where nobody wrote any.

    Notes
    -----
    A note is flagged where its words were never read against the figures beside them, and where these have changed
    since. One whose section the page lacks does not appear; ``perfloop notes list`` says so.
    """
    notes = {each["section"]: each for each in (record or {}).get("notes", ()) if each["language"] == page.language}
    if not notes:
        return page
    parts = ("sections", "appendix")
    return page.model_copy(
        update={name: tuple(_noted(each, notes, wording) for each in getattr(page, name)) for name in parts}
    )


def state_of(note: Record, figures: str) -> tuple[str, str]:
    """How a note stands to the figures beside it, and the day of its last reading 「核对状态」.

    Returns
    -------
    tuple of str
        ``read``, ``unread`` or ``changed``; the day in ISO form, empty where nobody read it.
    """
    accepted = note["accepted"]
    if not accepted:
        return "unread", ""
    same = [each for each in accepted if each["figures"] == figures]
    return ("read", same[-1]["on"]) if same else ("changed", accepted[-1]["on"])


def sections_of(page: Page) -> dict[str, dict[str, str | bool]]:
    """What notes need to know of a page's sections: fingerprint of the figures, whether folded 「各章要点」."""
    return {
        each.id: {"figures": fingerprint_of(each), "folded": each.folded or each in page.appendix}
        for each in (*page.sections, *page.appendix)
    }


def _noted(section: Section, notes: Mapping[str, Record], wording: Wording) -> Section:
    note = notes.get(section.id)
    if note is None:
        return section
    box = _box(note, fingerprint_of(section), wording)
    at = _place(section.parts)
    return section.model_copy(update={"parts": (*section.parts[:at], box, *section.parts[at:])})


def _place(parts: tuple[AnyPart, ...]) -> int:
    """After the sentences that a section begins with; never before what was computed."""
    for number, each in enumerate(parts):
        if each.kind not in _SENTENCES:
            return max(number, 1)
    return len(parts)


def _box(note: Record, figures: str, wording: Wording) -> Note:
    title = say("notes.title", wording.language)
    state, day = state_of(note, figures)
    flag = "" if state == "read" else say(f"notes.{state}", wording.language, day=wording.day(day))
    told = [wording.person(note["author"]) if note["author"] else "", wording.day(note["day"])]
    by = " · ".join(each for each in told if each)
    return Note(title=title, by=by, flag=flag, parts=note_parts(note["blocks"], title))
