"""Section: which features of the data distort the picture, once they are verified 「执行陷阱」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Paragraph, Section
from diagnostics.model.trap import TRAPS
from diagnostics.model.trap_words import line_of
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST = 20


def traps_section(record: Record | None, wording: Wording) -> Section | None:
    """Features of the data that were explained or confirmed, and how many are still being verified 「执行陷阱」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``traps``, which holds nothing that is still to be verified and nothing that stays with the consultant.
    """
    if not record:
        return None
    waiting = sum(record["waiting"].values())
    if not record["items"] and not waiting:
        return None
    parts: list[AnyPart] = []
    ordered = sorted(record["items"], key=lambda each: (each["state"] != "confirmed", TRAPS.index(each["trap"])))
    if ordered:
        parts.append(Bullets(items=tuple(_sentence(each, wording) for each in ordered[:MOST])))
    if len(ordered) > MOST:
        parts.append(Paragraph(text=_say("more", wording, count=len(ordered) - MOST), tone="note"))
    if waiting:
        parts.append(Paragraph(text=_say("waiting", wording, count=waiting), tone="note"))
    lead = _say("lead", wording) if ordered else ""
    return Section(id="traps", title=_say("title", wording), lead=lead, parts=tuple(parts), folded=not ordered)


def _sentence(each: Record, wording: Wording) -> str:
    """Trap and test, what the data show, the outcome, what the unit says, and who verified it."""
    language = wording.language
    names = {"kpi": wording.kpi(each["kpi"]), "counter": wording.kpi(each["counter"])}
    reply = wording.words(each["reply"])
    return _say(
        "item",
        wording,
        trap=say(f"traps.trap.{each['trap']}", language),
        test=say(f"traps.test.{each['test']}", language),
        line=line_of(each["test"], each["figures"], names, language),
        state=say(f"traps.state.{each['state']}", language),
        reply=reply.rstrip("。.") if reply else "",
        by=wording.person(each["by"]),
        day=wording.day(each["at"]),
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"traps.page.{term}", wording.language, **values)
