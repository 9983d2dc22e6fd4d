"""Entries of ledger.yaml brought into the ledger, each once 「台账种子」."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, Place, UnknownNameError, nearest, unknown
from diagnostics.loop.intervene.ledger.accounting import check_account
from diagnostics.loop.intervene.ledger.known_people import names_measured
from diagnostics.loop.intervene.ledger.recognising import check_team
from diagnostics.loop.intervene.ledger.stale import differences
from diagnostics.model.canonical import canonical
from diagnostics.model.ledger_event import COMMAND, CONFIDENTIAL, DECISION_KINDS, LedgerEvent

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger.chain import Entry
    from diagnostics.model.engagement import Engagement

SOURCE = "ledger.yaml"


def seed(engagement: Engagement, today: date | None = None) -> int:
    """Bring the entries of ledger.yaml into the ledger 「导入台账种子」.

    Each entry is known by its event id and recorded once, in the order of the file; all new ones in one transaction.
    Seeding again adds what is new.

    Parameters
    ----------
    today : date, optional
        The last day that a new entry may bear; today in the engagement's time zone by default.

    Returns
    -------
    int
        How many entries were new.

    Raises
    ------
    InputError
        When an entry is yet to come, breaks the life of a measure, names something unknown, or is recorded with
        other content; nothing is written then.
    SurroundingsError
        When the ledger is locked or can't be written.
    """
    if not engagement.seeds:
        return 0
    # What speaks to databases is loaded where there is something to record.
    from diagnostics.loop.intervene.ledger.store import open_ledger

    check_file(engagement)
    before = open_ledger(engagement)
    if not list(new_events(engagement, before.entries())):
        return 0
    ledger = open_ledger(engagement, write=True, today=today)
    added: list[LedgerEvent] = []

    def choose(recorded: Sequence[Entry]) -> Iterator[LedgerEvent]:
        for event in new_events(engagement, recorded):
            added.append(event)
            yield event

    try:
        ledger.update(choose)
    except InputError as error:
        # The generator stands at the entry that was refused.
        raise type(error)(f"{error} ({place_of(engagement, added[-1])})" if added else str(error)) from error
    return len(added)


def place_of(engagement: Engagement, event: LedgerEvent) -> Place:
    """Where an entry stands in ledger.yaml 「种子位置」."""
    return engagement.places.get(("event", event.event), Place(SOURCE, path=event.event))


def new_events(engagement: Engagement, recorded: Sequence[Entry]) -> Iterator[LedgerEvent]:
    """Entries of the file that the log lacks; the others must be as recorded 「新增种子」."""
    known = {entry.event: entry for entry in recorded}
    for event in engagement.seeds:
        if event.event not in known:
            yield event
        elif (differing := recorded_differently(known[event.event], event)) is not None:
            raise InputError(
                f"Event {event.event!r} ({place_of(engagement, event)}) is recorded with other content: {differing}."
                " A recorded entry stays; record a new 'changed' event instead."
            )


def recorded_differently(entry: Entry, event: LedgerEvent) -> str | None:
    """What differs between an entry as recorded and as the file has it now; None where nothing does 「记录差异」.

    Of objections and their answers only the names of the fields are told, never what was said.
    """
    payload = canonical(event.content())
    if entry.payload == payload:
        return None
    try:
        old, new = json.loads(entry.payload), json.loads(payload)
    except ValueError:
        return "what is recorded can't be read any more"
    if CONFIDENTIAL & {entry.kind, event.kind}:
        return ", ".join(each for each in sorted({*old, *new}) if old.get(each) != new.get(each))
    return "; ".join(differences(old, new))


def check_file(engagement: Engagement) -> None:
    """What can be said of the file without the ledger: ids occur once, and what it names is known 「核对台账文件」."""
    seen: set[str] = set()
    for event in engagement.seeds:
        place = place_of(engagement, event)
        if event.event in seen:
            raise InputError(f"Event {event.event!r} occurs twice ({place}); an event id is used once.")
        seen.add(event.event)
        if event.event.startswith(COMMAND):
            raise InputError(
                f"Event {event.event!r} ({place}) has an id that only commands give; ids of the file don't begin with"
                f" {COMMAND!r}."
            )
        check_event(engagement, event, place)
    _check_order(engagement)


def check_event(engagement: Engagement, event: LedgerEvent, place: Place) -> None:
    """Refuse an entry about a measure or a decision that names something unknown 「核对记录引用」.

    Raises
    ------
    InputError
        When a KPI, an entity or a currency is none of the engagement's; when a decision names a measured person.
    """
    if event.decision is not None or event.revision:
        named = event.decision.model_dump() if event.decision is not None else event.revision
        check_decision_names(engagement, named, place)
    if event.kind in DECISION_KINDS:
        said = (event.note, event.reason, event.decision.text if event.decision is not None else event.note)
        if names_measured(engagement, "\n".join(text for each in said for text in (each.zh, each.en))):
            raise _names_somebody(place)
    else:
        check_team(engagement, event)
        check_account(engagement, event, place)
        if event.whom is not None and names_measured(engagement, f"{event.note.zh}\n{event.note.en}"):
            raise InputError(f"The recognition's note names somebody who is measured ({place}); say what was done.")
        check_names(engagement, event.intervention.model_dump() if event.intervention else event.change, place)


def check_decision_names(engagement: Engagement, named: Mapping[str, Any], place: Place) -> None:
    """Refuse a decision about an unknown KPI or entity, or about a person who is measured 「核对决议引用」."""
    entity = named.get("entity")
    check_names(engagement, {"kpi": named.get("kpi"), "entities": [entity] if entity else []}, place)
    if entity and engagement.entities[entity].person:
        raise _names_somebody(place)


def _names_somebody(place: Place) -> InputError:
    return InputError(f"The decision names somebody who is measured ({place}); say what is done, not about whom.")


def check_names(engagement: Engagement, named: Mapping[str, Any], place: Place) -> None:
    """Refuse a measure, or a change to one, that names an unknown KPI or entity, or another currency 「核对引用」."""
    for field in ("kpi", "process_kpi"):
        if named.get(field) is not None and named[field] not in engagement.kpis:
            raise unknown("KPI", named[field], engagement.kpis, place)
    for entity in named.get("entities") or ():
        if entity not in engagement.entities:
            raise _unknown_entity(engagement, entity, place)
    own = engagement.settings.currency
    if named.get("currency") not in (None, own):
        raise InputError(
            f"currency == {named['currency']!r} ({place}), must be {own!r}, the engagement's; currencies are not mixed."
        )


def _unknown_entity(engagement: Engagement, name: str, place: Place) -> UnknownNameError:
    """Ids alone help nobody who wrote what readers see: a name or alias is told its id."""
    entities = engagement.entities
    error = unknown("entity", name, entities.by_id, place)
    if name in entities.names:
        return UnknownNameError(f"{error} {name!r} is a name of {entities.names[name]!r}; write the id.")
    close = nearest(name, entities.names)
    if close is None or close in entities.by_id:
        return error
    return UnknownNameError(f"{error} The nearest name is {close!r}, of {entities.names[close]!r}; write the id.")


def _check_order(engagement: Engagement) -> None:
    """An entry before the one that plans its measure gets a better sentence than "unknown"."""
    planned = {event.about: event for event in reversed(engagement.seeds) if event.kind == "planned"}
    reached: set[str] = set()
    for event in engagement.seeds:
        if event.kind == "planned":
            reached.add(event.about)
        elif event.about in planned and event.about not in reached:
            raise InputError(
                f"Event {event.event!r} ({place_of(engagement, event)}) is {event.kind!r} of measure {event.about!r}"
                f" before event {planned[event.about].event!r} plans it; the file is read from top to bottom."
            )
