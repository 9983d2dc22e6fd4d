"""Who may be recognised for a measure, and how a name is taken back 「表彰核对」."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.model.recognition import Recognised, Recognition, contributions_of, standing

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.ledger_event import EventKind, LedgerEvent

RECOGNISING: tuple[EventKind, ...] = ("recognised", "withdrawn")


def recognised(state: InterventionState, event: LedgerEvent) -> dict[str, object]:
    """Fields of the state that a recognition or its withdrawal sets 「表彰推进」.

    Raises
    ------
    InputError
        When a person did nothing for the measure that the ledger has, or did not agree to be named; when a team is none
        of the measure's entities; when somebody is recognised already, or a withdrawal is of nobody recognised.
    """
    whom = event.whom
    if whom is None:
        raise InputError(f"Event {event.event!r} names nobody.")
    there = next((each for each in standing(state.recognitions) if each.whom.who == whom.who), None)
    if event.kind == "withdrawn":
        if there is None:
            named = [each.whom.who for each in standing(state.recognitions)]
            raise unknown("recognition", whom.who, named, f"measure {event.about!r}")
        gone = there.model_copy(update={"withdrawn": event.at})
        return {"recognitions": tuple(gone if each.event == there.event else each for each in state.recognitions)}
    if there is not None:
        raise InputError(
            f"Event {event.event!r} recognises {whom.who!r} for measure {event.about!r}, who is recognised for it since"
            f" {there.at}; withdraw that first to record it anew."
        )
    _check_grounds(state, event, whom)
    made = Recognition(event=event.event, at=event.at, whom=whom, note=event.note)
    return {"recognitions": (*state.recognitions, made)}


def check_person(event: LedgerEvent, people: Collection[str]) -> None:
    """Refuse to name anybody who is not among the people that act 「核对表彰人员」."""
    whom = event.whom
    if event.kind == "recognised" and whom is not None and whom.person and whom.person not in people:
        raise unknown("person", whom.person, people, "'person' of a recognition; people in engagement.yaml")


def check_team(engagement: Engagement, event: LedgerEvent) -> None:
    """Refuse a team that is unknown, or is a person who is measured 「核对表彰团队」."""
    team = event.whom.team if event.whom is not None and event.kind == "recognised" else ""
    if not team:
        return
    if team not in engagement.entities:
        raise unknown("entity", team, engagement.entities.by_id, "'team' of a recognition")
    if engagement.entities[team].person:
        raise InputError(
            "The recognition names as a team somebody who is measured; a person is recognised by an id of 'people',"
            " with the day on which they agreed."
        )


def _check_grounds(state: InterventionState, event: LedgerEvent, whom: Recognised) -> None:
    measure = state.intervention
    named = f"Event {event.event!r} recognises {whom.who!r} for measure {measure.id!r}"
    if measure.external:
        raise InputError(f"{named}, which nobody here decided (external: true).")
    if whom.team:
        if whom.team not in measure.entities:
            raise InputError(f"{named}, which is done to {', '.join(measure.entities)}; a team has a part in its own.")
        return
    if whom.consent is None:
        raise InputError(f"{named} without 'consent'; give the day on which {whom.person!r} agreed to be named.")
    if whom.consent > event.at:
        raise InputError(
            f"{named} on {event.at} with consent of {whom.consent}; who is named has agreed by the day of the entry."
        )
    if not contributions_of(state, whom.person):
        raise InputError(
            f"{named}, but the ledger has nothing that {whom.person!r} did for it: no task done, no report, and, as its"
            " owner, no milestone met and no completion. Record what was done first."
        )
