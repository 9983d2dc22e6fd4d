"""Section: where the measures stand 「行动看板」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.sections.courses import course_column, courses

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
    standings = {each.id: _standing(inputs.board.get(each.id, {}), wording) for each in reviews}
    if any(standings.values()):
        columns.insert(2, Column(key="standing", label=wording.say("standing.column")))
    drawn = courses(((each.kpi, each.entities[0] if each.entities else "") for each in reviews), wording)
    if any(drawn):
        columns.insert(2, course_column(wording.language))
    records = {each["id"]: each for each in inputs.interventions["interventions"]}
    rows = tuple(
        {
            "title": each.title,
            "state": each.state,
            **({"standing": standings[each.id]} if any(standings.values()) else {}),
            **({"course": f"{wording.kpi(each.kpi)}{course[1]}"} if course else {}),
            "owner": each.owner,
            "due": wording.day(each.due),
            "measure": wording.words(records[each.id]["measure"]),
            "cause": _cause(records[each.id], inputs, wording),
        }
        for each, course in zip(reviews, drawn, strict=True)
    )
    caption = wording.say("board.caption", day=wording.day(inputs.tracking["as_of"]))
    sparks = {"course": tuple(each and each[0] for each in drawn)} if any(drawn) else {}
    table = Table(caption=caption, columns=tuple(columns), rows=rows, note=wording.say("board.note"), sparks=sparks)
    return Section(id="board", title=wording.say("board.title"), parts=(TablePart(table=table),))


def _standing(row: Record, wording: Wording) -> str:
    """How late it is and against what, why it is at risk, and which reports are missing."""
    told = []
    late = row.get("slip_days") or 0
    missed = wording.words(row.get("missed"))
    if late:
        word = "done_late" if row["state"] == "done" else "milestone" if missed else "late"
        told.append(wording.say(f"standing.{word}", days=late, name=missed))
    told += [wording.say(f"standing.risk.{each}") for each in row.get("risks") or () if each != "check_in"]
    overdue = row.get("check_ins_overdue") or 0
    if overdue and row["state"] not in ("done", "stopped"):
        told.append(wording.say("standing.check_ins", overdue=overdue, due=row["check_ins_due"]))
    if row.get("next_check_in") and row["state"] not in ("done", "stopped", "planned"):
        told.append(wording.say("standing.next", day=wording.day(row["next_check_in"])))
    return wording.say("standing.separator").join(told)


def _cause(measure: Record, inputs: Inputs, wording: Wording) -> str:
    """Cause of a measure in words, and that it is not confirmed; one that is named by its id bears its title."""
    told = wording.words(measure["cause"])
    named = (each["title"] for each in (inputs.causes or {}).get("causes", ()) if each["cause"] == told)
    cause = wording.words(next(named, told))
    kinds = (each["variant"] for each in measure.get("findings", ()) if each["code"] == UNCONFIRMED)
    kind = next(kinds, "")
    return wording.say(f"board.cause.{kind}", cause=cause) if kind else cause
