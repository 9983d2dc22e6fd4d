"""What the log adds up to: measures and decisions, each by its own rules 「台账条目」."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.deciding import advance_decision, follow_decision
from diagnostics.loop.intervene.ledger.transitions import advance, follow
from diagnostics.model.canonical import canonical
from diagnostics.model.decision import PREFIX, DecisionState, named_item
from diagnostics.model.intervention_state import InterventionState
from diagnostics.model.ledger_event import DECISION_KINDS, LedgerEvent

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger.chain import Entry

ItemState = InterventionState | DecisionState


def follow_item(state: ItemState | None, event: LedgerEvent, known: Iterable[str] = ()) -> ItemState:
    """State of a measure or a decision after an event that the log holds 「条目重放」.

    Raises
    ------
    InputError
        When the event can't follow what is recorded.
    """
    if event.kind in DECISION_KINDS:
        return follow_decision(None if state is None else _decision(state, event), event, known)
    return follow(None if state is None else _measure(state, event), event, known)


def advance_item(
    state: ItemState | None,
    event: LedgerEvent,
    known: Iterable[str] = (),
    today: date | None = None,
    people: Collection[str] = (),
) -> ItemState:
    """State of a measure or a decision after an event that is to be recorded 「条目推进」.

    Raises
    ------
    InputError
        When the event is yet to come, or can't follow what is recorded.
    """
    if event.kind in DECISION_KINDS:
        before = None if state is None else _decision(state, event)
        return advance_decision(before, event, known, today, people)
    return advance(None if state is None else _measure(state, event), event, known, today, people)


def _decision(state: ItemState, event: LedgerEvent) -> DecisionState:
    if isinstance(state, DecisionState):
        return state
    raise InputError(f"Event {event.event!r} is {event.kind!r}, but {event.about!r} is a measure.")


def _measure(state: ItemState, event: LedgerEvent) -> InterventionState:
    if isinstance(state, InterventionState):
        return state
    raise InputError(f"Event {event.event!r} is {event.kind!r}, but {event.about!r} is a decision.")


def replayed(entries: Sequence[tuple[Entry, str]], until: date | None = None) -> dict[str, ItemState]:
    """All that a log adds up to by the end of a day 「按日重放」.

    Parameters
    ----------
    entries : sequence of (Entry, str)
        Entries in order, with the day from which each counts.
    until : date, optional
        As-of date; all entries where absent.
    """
    states: dict[str, ItemState] = {}
    for entry, day in entries:
        if until is None or day <= until.isoformat():
            states[entry.item] = follow_item(states.get(entry.item), entry.noun(), states)
    return states


def measures_in(states: Mapping[str, ItemState]) -> dict[str, InterventionState]:
    """Measures among all that the ledger holds, by id 「其中的措施」."""
    return {key: each for key, each in states.items() if isinstance(each, InterventionState)}


def decisions_in(states: Mapping[str, ItemState]) -> dict[str, DecisionState]:
    """Decisions among all that the ledger holds, by id 「其中的决议」."""
    return {each.decision.id: each for each in states.values() if isinstance(each, DecisionState)}


def item_text(state: ItemState) -> str:
    """State of a measure or a decision as the ledger keeps it 「状态文本」."""
    return canonical(state.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def read_item(item: str, text: Any) -> ItemState:
    """State as it is kept beside the log 「读状态」.

    Raises
    ------
    InputError
        When it is none: someone wrote it by other means.
    """
    model = DecisionState if item.startswith(PREFIX) else InterventionState
    try:
        return model.model_validate(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:  # pydantic's ValidationError is a ValueError
        raise InputError(f"The state of {named_item(item)} in the ledger can't be read; verify the ledger.") from error
