"""The log as a chain: each entry's hash covers all before it 「哈希链」."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from diagnostics.errors import InputError
from diagnostics.model.canonical import canonical
from diagnostics.model.ledger_event import Anchor, LedgerEvent

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log 「台账记录」.

    Parameters
    ----------
    seq : int
        Number in the log, counted from 1.
    event, item, at, actor, kind : str
        Id of the entry, measure, day, who, what.
    payload : str
        The whole entry as canonical JSON.
    prev, hash : str
        SHA-256 of the entry before and of this one.
    """

    seq: int
    event: str
    item: str
    at: str
    actor: str
    kind: str
    payload: str = field(repr=False)
    prev: str
    hash: str

    def noun(self) -> LedgerEvent:
        """Entry as the noun it was written from 「还原事件」.

        Raises
        ------
        InputError
            When the payload is no entry: someone wrote it by other means.
        """
        try:
            return LedgerEvent.model_validate(json.loads(self.payload))
        except (ValueError, RecursionError) as error:  # pydantic's ValidationError is a ValueError
            raise InputError(
                f"Entry {self.seq} of the ledger ({self.event!r}) can't be read; verify the ledger."
            ) from error

    def expected_hash(self) -> str:
        """SHA-256 that the entry has to bear 「应有哈希」.

        Notes
        -----
        ``sha256(canonical({prev, seq, event, item, at, actor, kind, payload}))``.
        """
        body: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "hash"}
        return sha256(canonical(body).encode()).hexdigest()


def link(before: Anchor, event: LedgerEvent) -> Entry:
    """Entry that follows a place in the log 「追加记录」.

    Raises
    ------
    InputError
        When a text in it can't be written as UTF-8, such as half of a surrogate pair.
    """
    try:
        return _linked(before, event)
    except UnicodeEncodeError as error:
        raise InputError(f"Event {event.event!r} holds a text that is no Unicode; write it anew.") from error


def _linked(before: Anchor, event: LedgerEvent) -> Entry:
    entry = Entry(
        seq=before.seq + 1,
        event=event.event,
        item=event.about,
        at=event.at.isoformat(),
        actor=event.actor,
        kind=event.kind,
        payload=canonical(event.content()),
        prev=before.hash,
        hash="",
    )
    return Entry(**{**{name: getattr(entry, name) for name in entry.__slots__}, "hash": entry.expected_hash()})


def anchor_of(entries: Iterable[Entry], until: date | None = None) -> Anchor:
    """Place in the log after the last entry dated on or before a day 「截至某日的锚点」."""
    anchor = Anchor(0, GENESIS)
    for entry in entries:
        if until is None or entry.at <= until.isoformat():
            anchor = Anchor(entry.seq, entry.hash)
    return anchor
