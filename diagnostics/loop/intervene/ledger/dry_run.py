"""Whether ledger.yaml could be brought into the ledger, with nothing written 「台账预演」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.items import advance_item, measures_in
from diagnostics.loop.intervene.ledger.seed import check_file, new_events, place_of, recorded_differently
from diagnostics.loop.intervene.ledger.today import today_of
from diagnostics.loop.intervene.ledger.whereabouts import is_absent
from diagnostics.model.ledger_event import COMMAND

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger.chain import Entry
    from diagnostics.loop.intervene.ledger.items import ItemState
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState


def dry_run(engagement: Engagement) -> None:
    """Refuse what ``seed`` would refuse, in the same words, and write nothing 「台账预演」.

    Raises
    ------
    InputError, SurroundingsError
        As ``rehearsed``.
    """
    rehearsed(engagement)


def rehearsed(engagement: Engagement, today: date | None = None) -> dict[str, InterventionState]:
    """Measures as they would stand with all of ledger.yaml recorded, and nothing written 「台账预演结果」.

    Parameters
    ----------
    today : date, optional
        The last day that a new entry may bear; today in the engagement's time zone by default.

    Raises
    ------
    InputError
        When an entry is yet to come, breaks the life of a measure, names something unknown, or is recorded with
        other content.
    SurroundingsError
        When the ledger can't be read.
    """
    if not engagement.seeds:
        return {}
    check_file(engagement)
    entries, states = _recorded(engagement)
    last = today_of(engagement) if today is None else today
    people = tuple(engagement.settings.people)
    for event in new_events(engagement, entries):
        try:
            states[event.about] = advance_item(states.get(event.about), event, states, last, people)
        except InputError as error:
            raise type(error)(f"{error} ({place_of(engagement, event)})") from error
    return measures_in(states)


def _recorded(engagement: Engagement) -> tuple[tuple[Entry, ...], dict[str, ItemState]]:
    """Entries of the ledger, and what they add up to; no database is loaded where there is none yet."""
    if is_absent(engagement):
        return (), {}
    from diagnostics.loop.intervene.ledger.store import open_ledger

    ledger = open_ledger(engagement)
    return ledger.entries(), ledger.items()


def differences(engagement: Engagement) -> Iterator[str]:
    """Where ledger.yaml is not what was recorded from it: entries edited or removed since 「台账文件与记录的差异」.

    Entries that are not recorded yet are no difference, nor are those that commands recorded.
    """
    from diagnostics.loop.intervene.ledger.store import open_ledger

    written = {each.event: each for each in engagement.seeds}
    for entry in open_ledger(engagement).entries():
        if entry.event.startswith(COMMAND):
            continue
        event = written.get(entry.event)
        if event is None:
            yield f"Event {entry.event!r} (entry {entry.seq}) is recorded, but ledger.yaml lacks it."
        elif (differing := recorded_differently(entry, event)) is not None:
            yield f"Event {entry.event!r} ({place_of(engagement, event)}) is recorded with other content: {differing}."
