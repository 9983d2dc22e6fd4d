"""Where every measure stands on a day, derived from the ledger and never typed 「行动看板」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from diagnostics.look.periods import show_period
from diagnostics.loop.track.risks import risks
from diagnostics.model.board import BoardRow, BoardState, MilestoneRow, Risk
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say

Record = Mapping[str, Any]
# Progress is reported in rough shares: a hair below a milestone's is as good as on it.
_HAIR = 1e-9
_NOTHING = Text()


def board(records: Iterable[Record], as_of: date, warned: Collection[str] = ()) -> tuple[BoardRow, ...]:
    """Where every measure stands on a day 「行动看板」.

    Parameters
    ----------
    records : iterable of mapping
        ``interventions`` of the hand-off of that name, as of the same day.
    as_of : date
        The day.
    warned : collection of str
        Measures on whose KPI there is an early warning.

    Returns
    -------
    tuple of BoardRow
        Completed measures are done and stopped ones stopped. One not started is lagging once its planned start or due
        date lies before the day, else planned. One under way is lagging once its due date, or a milestone with more
        progress than was reported, lies before the day; what was reported as carried out whole has only its trial to
        wait for. One that is not late but has any of ``risks`` is at risk; else it is in progress, or planned. What
        came from outside is nobody's to be late with.
    """
    return tuple(_row(each, as_of, each["id"] in warned) for each in records)


def _row(record: Record, as_of: date, warned: bool) -> BoardRow:
    missed = _missed_milestone(record, as_of)
    against = risks(record, as_of, warned=warned)
    state, slip = _standing(record, missed, as_of, against)
    reports = record.get("check_ins") or {}
    report, agreement = record.get("last_check_in") or {}, record.get("agreement") or {}
    return BoardRow(
        id=record["id"],
        title=Text(**record["title"]),
        state=state,
        owner=record["owner"],
        owner_name=record.get("owner_name") or record["owner"],
        due=record["due"],
        slip_days=slip,
        progress=record["progress"],
        last_check_in=report.get("at") or "",
        missed=Text(**missed["name"]) if missed is not None and state == "lagging" else Text(),
        next=_next(record, report, as_of),
        unsigned=len(agreement.get("unsigned") or ()),
        objections_open=agreement.get("objections_open") or 0,
        risks=against,
        milestones=tuple(_milestones(record, as_of)),
        check_ins_due=reports.get("due") or 0,
        check_ins_held=reports.get("held") or 0,
        check_ins_overdue=reports.get("overdue") or 0,
        next_check_in=reports.get("next") or "",
    )


def _standing(record: Record, missed: Record | None, as_of: date, against: tuple[Risk, ...]) -> tuple[BoardState, int]:
    phase, due = record["state"], date.fromisoformat(record["due"])
    if phase == "stopped":
        return "stopped", 0
    if phase == "completed":
        # A measure may be carried out long before it is closed, at the end of its trial.
        late = (date.fromisoformat(record.get("carried_out") or record["ended"]) - due).days
        return "done", 0 if record.get("external") else max(0, late)
    slip = max(((as_of - each).days for each in _owed(record, due, missed)), default=0)
    if slip > 0:
        return "lagging", slip
    if against:
        return "at_risk", 0
    return ("planned" if phase == "planned" else "in_progress"), 0


def _owed(record: Record, due: date, missed: Record | None) -> Iterable[date]:
    """Days by which something of a measure that is not over is to have happened, and has not."""
    if record.get("external"):
        return
    if not _carried_out(record):
        yield due
    if record["state"] == "planned" and record.get("planned_start"):
        yield date.fromisoformat(record["planned_start"])
    if missed is not None:
        yield date.fromisoformat(missed["due"])


def _carried_out(record: Record) -> bool:
    return bool(record["state"] == "started" and record["progress"] >= 1 - _HAIR)


def _milestones(record: Record, as_of: date) -> Iterable[MilestoneRow]:
    """Milestones in order of time, each with the days by which it was or is late."""
    over = record["state"] in ("completed", "stopped")
    for each in sorted(record.get("milestones") or (), key=lambda one: str(one["due"])):
        reached = each.get("reached") or ""
        there = reached or record["progress"] >= each["progress"] - _HAIR
        # One that was reached nobody knows when is late by nothing that could be told.
        day = date.fromisoformat(reached) if reached else None if there or over else as_of
        slip = 0 if day is None else max(0, (day - date.fromisoformat(each["due"])).days)
        yield MilestoneRow(Text(**each["name"]), each["due"], float(each["progress"]), reached, slip)


def _missed_milestone(record: Record, as_of: date) -> Record | None:
    """First milestone before the day that asks for more progress than was reported."""
    missed = [
        each
        for each in record.get("milestones") or ()
        if date.fromisoformat(each["due"]) < as_of and record["progress"] < each["progress"] - _HAIR
    ]
    return min(missed, key=lambda each: str(each["due"]), default=None)


def _next(record: Record, report: Record, as_of: date) -> Text:
    """What its owner said comes next, else the next date in its life."""
    phase = record["state"]
    if record.get("external"):
        return Text()
    said = Text(**(report.get("next_step") or {}))
    if said and phase == "started":
        return said
    if phase in ("completed", "stopped") or _carried_out(record):
        decision: str = record.get("decision") or ""
        ahead_of_it = phase != "stopped" and decision >= as_of.isoformat()
        return _words("decide", decision) if ahead_of_it else Text()
    unsigned = (record.get("agreement") or {}).get("unsigned") or ()
    if phase == "planned" and unsigned:
        return Text(**{each: say("track.next.sign", each, count=len(unsigned)) for each in LANGUAGES})
    if phase == "planned" and record.get("planned_start"):
        late = record["planned_start"] < as_of.isoformat()
        return _words("not_started" if late else "start", record["planned_start"])
    ahead = [each for each in record.get("milestones") or () if record["progress"] < each["progress"] - _HAIR]
    first = min(ahead, key=lambda each: str(each["due"]), default=None)
    if first is not None:
        name = Text(**first["name"])
        return _words("milestone", first["due"], name)
    return _words("overdue" if record["due"] < as_of.isoformat() else "due", record["due"])


def _words(term: str, day: str, name: Text = _NOTHING) -> Text:
    zh, en = (say(f"track.next.{term}", each, day=show_period(day, each), name=name.say(each)) for each in LANGUAGES)
    return Text(zh=zh, en=en)
