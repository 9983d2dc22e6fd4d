"""Section: where the measures stand 「行动看板」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

# A measure whose cause is not a confirmed one (of the plan's findings).
UNCONFIRMED = "PI108"


def board_section(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> Section | None:
    """Owner, due date and state of every measure, derived from the ledger 「行动看板」."""
    if not reviews:
        return None
    columns = [
        Column(key=each, label=wording.say(f"board.column.{each}"))
        for each in ("title", "owner", "due", "measure", "cause")
    ]
    columns.insert(1, Column(key="state", label=wording.say("board.column.state"), kind="status"))
    records = {each["id"]: each for each in inputs.interventions["interventions"]}
    rows = tuple(
        {
            "title": each.title,
            "state": each.state,
            "owner": each.owner,
            "due": wording.day(each.due),
            "measure": wording.words(records[each.id]["measure"]),
            "cause": _cause(records[each.id], inputs, wording),
        }
        for each in reviews
    )
    caption = wording.say("board.caption", day=wording.day(inputs.tracking["as_of"]))
    table = Table(caption=caption, columns=tuple(columns), rows=rows, note=wording.say("board.note"))
    return Section(id="board", title=wording.say("board.title"), parts=(TablePart(table=table),))


def _cause(measure: Record, inputs: Inputs, wording: Wording) -> str:
    """Cause of a measure in words, and that it is not confirmed; one that is named by its id bears its title."""
    told = wording.words(measure["cause"])
    named = (each["title"] for each in (inputs.causes or {}).get("causes", ()) if each["cause"] == told)
    cause = wording.words(next(named, told))
    kinds = (each["variant"] for each in measure.get("findings", ()) if each["code"] == UNCONFIRMED)
    kind = next(kinds, "")
    return wording.say(f"board.cause.{kind}", cause=cause) if kind else cause
