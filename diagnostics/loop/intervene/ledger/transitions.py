"""What may follow what in the life of a measure 「措施状态机」."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from pydantic import ValidationError

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.ledger.accounting import ACCOUNTING, COSTING, accounted
from diagnostics.loop.intervene.ledger.agreeing import agreed, check_start
from diagnostics.loop.intervene.ledger.known_people import check_people
from diagnostics.loop.intervene.ledger.recognising import RECOGNISING, check_person, recognised
from diagnostics.loop.intervene.ledger.sound_days import check_days
from diagnostics.model.check_in import CheckIn
from diagnostics.model.intervention import Intervention
from diagnostics.model.intervention_state import InterventionState, Phase
from diagnostics.model.ledger_event import EventKind, LedgerEvent

_AGREEING: tuple[EventKind, ...] = ("signed", "objection", "answered", "cleared")
# A completed measure is still followed and may be taken back; a stopped one is over: plan another.
# Whom it wronged may still say so.
_ALLOWED: dict[Phase, frozenset[EventKind]] = {
    "planned": frozenset({"started", "changed", "stopped", *_AGREEING, *COSTING}),
    "started": frozenset({"check_in", "changed", "completed", "stopped", *_AGREEING, *RECOGNISING, *ACCOUNTING}),
    "completed": frozenset({"check_in", "changed", "stopped", *_AGREEING, *RECOGNISING, *ACCOUNTING}),
    "stopped": frozenset({"objection", "answered", *RECOGNISING, *ACCOUNTING}),
}
_REFUSED: dict[EventKind, str] = {
    "planned": "plans",
    "started": "starts",
    "check_in": "reports on",
    "completed": "completes",
    "stopped": "stops",
    "changed": "changes",
    "signed": "signs",
    "objection": "objects to",
    "answered": "answers an objection to",
    "cleared": "clears",
    "recognised": "recognises somebody for",
    "withdrawn": "takes a recognition from",
    "costed": "reports a cost of",
    "approved": "confirms a benefit of",
    "embedded": "names a home of",
    "concluded": "decides what becomes of",
}


def advance(
    state: InterventionState | None,
    event: LedgerEvent,
    known: Iterable[str] = (),
    today: date | None = None,
    people: Collection[str] = (),
) -> InterventionState:
    """State of a measure after an event that is to be recorded 「状态推进」.

    Parameters
    ----------
    state : InterventionState or None
        State before it; None where the ledger has nothing on the measure.
    event : LedgerEvent
        What happened.
    known : iterable of str
        Measures the ledger has, for the nearest name.
    today : date, optional
        The last day that it may bear. It also frees a measure with an entry dated ahead, recorded before this was
        refused: what follows is dated today, and the entry ahead counts from then.
    people : collection of str
        Who may own, sign and do; anybody where empty.

    Raises
    ------
    InputError
        When the event is yet to come, or can't follow what is recorded.
    """
    if today is not None and event.at > today:
        raise InputError(
            f"Event {event.event!r} of measure {event.about!r} is dated {event.at}, which is yet to come (today is"
            f" {today}); what is recorded has happened."
        )
    if state is not None:
        _check_order(state, event, today)
    following = follow(state, event, known)
    before, after = state.intervention if state is not None else None, following.intervention
    check_people(before, after, people)
    check_person(event, people)
    check_days(before, after)
    return following


def follow(state: InterventionState | None, event: LedgerEvent, known: Iterable[str] = ()) -> InterventionState:
    """State of a measure after an event that the log holds: no clock has a say in it 「日志重放」.

    An entry that is followed by one of an earlier day was dated ahead; it counts from that day.

    Raises
    ------
    InputError
        When the event can't follow what is recorded.
    """
    if state is None:
        if event.kind != "planned" or event.intervention is None:
            raise unknown("measure", event.about, known, f"event {event.event!r}, which {_REFUSED[event.kind]} it")
        return InterventionState(intervention=event.intervention, version=1, planned=event.at, last=event.at)
    state = _counted(state, event.at)
    _check_phase(state, event)
    _check_progress(state, event)
    following = {"version": state.version + 1, "last": event.at}
    return state.model_copy(update={**following, **_effect(state, event)})


def _check_order(state: InterventionState, event: LedgerEvent, today: date | None) -> None:
    if event.at >= state.last or (today is not None and event.at == today):
        return
    if today is not None and state.last > today:
        raise InputError(
            f"Event {event.event!r} of measure {event.about!r} is dated {event.at}, but an entry of {state.last}, which"
            f" is yet to come, was recorded before it; what follows is dated today, {today}."
        )
    if state.started is not None and event.kind == "check_in" and event.at < state.started:
        raise InputError(
            f"Event {event.event!r} reports on measure {event.about!r} on {event.at}, before it started on"
            f" {state.started}; a check-in lies on or after the start."
        )
    raise InputError(
        f"Event {event.event!r} of measure {event.about!r} is dated {event.at}, before the entry of {state.last};"
        " the dates of one measure don't run backwards."
    )


def _counted(state: InterventionState, day: date) -> InterventionState:
    """State whose own days are none after the entry that follows."""
    if day >= state.last:
        return state
    days = {name: getattr(state, name) for name in ("planned", "started", "ended", "last")}
    return state.model_copy(update={name: min(each, day) for name, each in days.items() if each is not None})


def _check_phase(state: InterventionState, event: LedgerEvent) -> None:
    if event.kind in _ALLOWED[state.phase]:
        return
    raise InputError(
        f"Event {event.event!r} {_REFUSED[event.kind]} measure {event.about!r} on {event.at}, but it is {state.phase}"
        f" since {_since(state)}; what may follow is {', '.join(sorted(_ALLOWED[state.phase])) or 'nothing'}."
    )


def _since(state: InterventionState) -> date:
    return state.ended or state.started or state.planned


def _check_progress(state: InterventionState, event: LedgerEvent) -> None:
    if state.phase == "completed" and event.progress is not None and event.progress < 1:
        raise InputError(
            f"Event {event.event!r} has progress == {event.progress:g}, but measure {event.about!r} is completed since"
            f" {state.ended}; its progress stays 1."
        )


def _effect(state: InterventionState, event: LedgerEvent) -> dict[str, object]:
    """Fields of the state that the event sets."""
    if event.kind in _AGREEING:
        return agreed(state, event)
    if event.kind in RECOGNISING:
        return recognised(state, event)
    if event.kind in ACCOUNTING:
        return accounted(state, event)
    if event.kind == "started":
        check_start(state, event)
        return {"phase": "started", "started": event.at}
    if event.kind == "completed":
        return {"phase": "completed", "ended": event.at, "progress": 1.0}
    if event.kind == "stopped":
        return {"phase": "stopped", "ended": event.at}
    if event.kind == "changed":
        after = _changed(state.intervention, event)
        _check_agreeing(state, after, event)
        return {"intervention": after}
    report = CheckIn(
        at=event.at, actor=event.actor, progress=event.progress, note=event.note, next_step=event.next_step
    )
    progress = state.progress if event.progress is None else event.progress
    return {"check_ins": (*state.check_ins, report), "progress": progress}


def _check_agreeing(state: InterventionState, after: Intervention, event: LedgerEvent) -> None:
    """No change goes round those who have to agree."""
    before, named = state.intervention, f"Event {event.event!r} changes measure {event.about!r}"
    if before.parties and not after.parties:
        raise InputError(
            f"{named} into one that nobody signs; it had {', '.join(before.parties)}. Name who signs in their place."
        )
    if state.phase != "planned" and after.changes_pay and not before.changes_pay:
        raise InputError(
            f"{named}, which is {state.phase} since {_since(state)}, into one that touches pay; nobody signed or"
            " cleared that before its start. Plan a measure of its own for it."
        )


def _changed(intervention: Intervention, event: LedgerEvent) -> Intervention:
    fields = intervention.model_dump(by_alias=True)
    try:
        return Intervention.model_validate({**fields, **event.change})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise InputError(
            f"Event {event.event!r} changes measure {event.about!r} into one that is refused"
            f" ({place or 'measure'}): {why}."
        ) from error
