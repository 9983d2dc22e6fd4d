"""What may follow what in the life of a decision 「决议状态机」."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from pydantic import ValidationError

from diagnostics.errors import InputError, unknown
from diagnostics.model.decision import PREFIX, Decision, DecisionState
from diagnostics.model.ledger_event import LedgerEvent

_DONE = {"decided": "decides", "revised": "revises", "reviewed": "reviews"}


def follow_decision(state: DecisionState | None, event: LedgerEvent, known: Iterable[str] = ()) -> DecisionState:
    """State of a decision after an event that the log holds: no clock has a say in it 「决议重放」.

    Raises
    ------
    InputError
        When the event can't follow what is recorded.
    """
    if state is None:
        if event.decision is None:
            there = [each.removeprefix(PREFIX) for each in known if each.startswith(PREFIX)]
            raise unknown("decision", event.id, there, f"event {event.event!r}, which {_DONE[event.kind]} it")
        return DecisionState(decision=event.decision, version=1, recorded=event.at, last=event.at, note=event.note)
    if event.decision is not None:
        raise InputError(
            f"Event {event.event!r} decides {event.decision.id!r} on {event.at}, but that was recorded on"
            f" {state.recorded}; record a 'revised' event instead, or decide under another id."
        )
    following = {"version": state.version + 1, "last": event.at}
    if event.kind == "revised":
        return state.model_copy(update={**following, "decision": _revised(state.decision, event), "note": event.reason})
    ended = None if event.standing == "open" else state.ended or event.at
    told = {"standing": event.standing, "ended": ended, "note": event.note or state.note}
    return state.model_copy(update={**following, **told})


def advance_decision(
    state: DecisionState | None,
    event: LedgerEvent,
    known: Iterable[str] = (),
    today: date | None = None,
    people: Collection[str] = (),
) -> DecisionState:
    """State of a decision after an event that is to be recorded 「决议推进」.

    Raises
    ------
    InputError
        When the event is yet to come, lies before the last one or its meeting, names nobody that acts or no measure of
        the ledger, or can't follow what is recorded.
    """
    named = f"Event {event.event!r} of decision {event.about.removeprefix(PREFIX)!r}"
    if today is not None and event.at > today:
        raise InputError(f"{named} is dated {event.at}, which is yet to come (today is {today}).")
    if state is not None and event.at < state.last:
        raise InputError(
            f"{named} is dated {event.at}, before the entry of {state.last}; the dates of one decision don't run"
            " backwards."
        )
    following = follow_decision(state, event, known)
    after, before = following.decision, state.decision if state is not None else None
    if event.at < after.meeting:
        raise InputError(f"{named} is dated {event.at}, before the meeting on {after.meeting} that decided it.")
    _check_named(before, after, known, people)
    return following


def _check_named(before: Decision | None, after: Decision, known: Iterable[str], people: Collection[str]) -> None:
    """Owner and measure are known; whom the decision named before stays."""
    place = f"decision {after.id!r}"
    if people and after.owner not in people and (before is None or before.owner != after.owner):
        raise unknown("person", after.owner, people, f"'owner' of {place}; people in engagement.yaml")
    if after.measure and (before is None or before.measure != after.measure):
        there = [each for each in known if not each.startswith(PREFIX)]
        if after.measure not in there:
            raise unknown("measure", after.measure, there, f"'measure' of {place}; the ledger")


def _revised(decision: Decision, event: LedgerEvent) -> Decision:
    try:
        return Decision.model_validate({**decision.model_dump(), **event.revision})
    except ValidationError as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"Event {event.event!r} revises decision {decision.id!r}: {why}.") from error
