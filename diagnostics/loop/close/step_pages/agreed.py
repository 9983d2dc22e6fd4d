"""Section: how far those who were asked agree, with its range 「共识度」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.step_pages.screen import said
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 20
HALF = 0.5


def latest_survey(inputs: Inputs) -> Record | None:
    """Survey that tells how things stand now, where it has anything that may be shown 「最近一次问卷」."""
    surveys = (inputs.alignment.get("consensus") or {}).get("surveys") or []
    found: Record | None = surveys[-1] if surveys else None
    return found if found is not None and any(each["share"] for each in found["questions"]) else None


def consensus_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Share that agrees with each question and where it may lie, least agreement first 「共识度」."""
    survey = latest_survey(inputs)
    if survey is None:
        return None
    known = sorted((each for each in survey["questions"] if each["share"]), key=lambda each: each["share"]["value"])
    keys = ("question", "share", "range", "majority")
    columns = tuple(
        Column(
            key=each,
            label=say(f"consensus.column.{each}", wording.language),
            align="right" if each in ("share", "range") else "left",
        )
        for each in keys
    )
    more = len(known) - MOST_ROWS
    table = Table(
        caption=said(wording, "agreed.caption", people=survey["people"]),
        columns=columns,
        rows=tuple(_row(each, wording) for each in known[:MOST_ROWS]),
        note=said(wording, "more", count=more) if more > 0 else "",
    )
    lead = said(wording, "agreed.lead", count=len(known), agreed=sum(each["share"]["low"] > HALF for each in known))
    return Section(
        id="consensus", title=say("consensus.title", wording.language), lead=lead, parts=(TablePart(table=table),)
    )


def _row(each: Record, wording: Wording) -> dict[str, str]:
    share = each["share"]
    majority = "agree" if share["low"] > HALF else "disagree" if share["high"] < HALF else "open"
    return {
        "question": each["text"],
        "share": wording.share(share["value"]),
        "range": said(wording, "agreed.range", low=wording.share(share["low"]), high=wording.share(share["high"])),
        "majority": say(f"consensus.majority.{majority}", wording.language),
    }
