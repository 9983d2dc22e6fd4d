"""Who has to agree before a measure starts, and what objections come to 「签字、合规与申诉」."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.model.agreement import Clearance, Objection, Signature
from diagnostics.model.contract import short_hash

if TYPE_CHECKING:
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.ledger_event import LedgerEvent
    from diagnostics.model.measure_terms import Checklist


def check_start(state: InterventionState, event: LedgerEvent) -> None:
    """Refuse to start a measure that its parties have not agreed on as it stands 「启动前核对」.

    Raises
    ------
    InputError
        When a party has not signed the present terms; when a measure that touches pay (or names a pay scenario) has no
        parties, or nobody ticked the legal checklist for the present terms.
    """
    measure, now = state.intervention, short_hash(state.contract)
    start = f"Event {event.event!r} starts measure {measure.id!r}"
    if measure.changes_pay and not measure.parties:
        raise InputError(f"{start}, which touches pay and names no parties; name in 'parties' who has to sign.")
    if state.unsigned:
        stale = {each.party for each in state.signatures}
        said = [f"{each!r}{' (signed other terms)' if each in stale else ''}" for each in state.unsigned]
        raise InputError(
            f"{start}, but {', '.join(said)} {'has' if len(said) == 1 else 'have'} not signed its present terms"
            f" ({now}); every party signs before the start."
        )
    if measure.changes_pay and state.clearance is None:
        other = "; it was ticked for other terms" if state.clearances else ""
        raise InputError(
            f"{start}, which touches pay, but nobody ticked the legal checklist for its present terms ({now}){other}."
            " Record a 'cleared' event: written consent, consultation, publication, trial period."
        )


def agreed(state: InterventionState, event: LedgerEvent) -> dict[str, object]:
    """Fields of the state that a signature, objection, answer or clearance sets 「签字与申诉推进」.

    Raises
    ------
    InputError
        When a party is unknown or signed already, when other terms were signed than the present ones, or when an answer
        is to no open objection.
    """
    if event.kind == "signed":
        return {"signatures": (*state.signatures, _signature(state, event))}
    if event.kind == "cleared" and event.checklist is not None:
        _check_hash(state, event)
        _check_ticks(event.checklist, event)
        ticked = Clearance(at=event.at, actor=event.actor, hash=event.hash, checklist=event.checklist)
        return {"clearances": (*state.clearances, ticked)}
    if event.kind == "objection":
        due = event.at + timedelta(state.intervention.objection_days)
        raised = Objection(event=event.event, party=event.party, at=event.at, due=due, note=event.note)
        return {"objections": (*state.objections, raised)}
    return {"objections": _answered(state, event)}


def _signature(state: InterventionState, event: LedgerEvent) -> Signature:
    measure = state.intervention
    if event.party not in measure.parties:
        raise unknown("party", event.party, measure.parties, f"event {event.event!r}, which signs {measure.id!r}")
    _check_hash(state, event)
    before = next((each for each in state.signed if each.party == event.party), None)
    if before is not None:
        raise InputError(
            f"Event {event.event!r} signs measure {measure.id!r} for {event.party!r}, who signed these terms"
            f" ({short_hash(event.hash)}) on {before.at}; a party signs once."
        )
    return Signature(party=event.party, at=event.at, hash=event.hash, actor=event.actor, expected=event.expected)


def _check_hash(state: InterventionState, event: LedgerEvent) -> None:
    measure = state.intervention
    if measure.scenario and not measure.scenario_hash:
        raise InputError(
            f"Measure {measure.id!r} names scenario {measure.scenario!r} without 'scenario_hash'; what is agreed on is"
            " the file's content, so record its SHA-256 with a 'changed' event first."
        )
    if event.hash != state.contract:
        verb = "signs" if event.kind == "signed" else "clears"
        raise InputError(
            f"Event {event.event!r} {verb} terms {short_hash(event.hash)} of measure {event.about!r}, but its present"
            f" terms are {short_hash(state.contract)} ({state.contract}); they changed, or were never these."
        )


def _check_ticks(checklist: Checklist, event: LedgerEvent) -> None:
    """Nobody can tick what is yet to come."""
    for name in type(checklist).model_fields:
        day = getattr(checklist, name).on
        if day is not None and day > event.at:
            raise InputError(
                f"Event {event.event!r} of {event.at} ticks {name!r} of measure {event.about!r} as done on {day}; what"
                " is ticked was done on that day or before."
            )


def _answered(state: InterventionState, event: LedgerEvent) -> tuple[Objection, ...]:
    raised = {each.event: each for each in state.objections}
    if event.answers not in raised:
        where = f"event {event.event!r}, which answers one to {event.about!r}"
        raise unknown("objection", event.answers, raised, where)
    one = raised[event.answers]
    if one.answered is not None:
        raise InputError(
            f"Event {event.event!r} answers objection {one.event!r}, which was answered on {one.answered}"
            f" ({one.outcome}); a new objection needs a new entry."
        )
    told = one.model_copy(update={"answered": event.at, "outcome": event.outcome, "reason": event.reason})
    return tuple(told if each.event == one.event else each for each in state.objections)
