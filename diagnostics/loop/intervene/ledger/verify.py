"""Whether a ledger is what its writers wrote 「台账校验」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.chain import GENESIS, Entry
from diagnostics.loop.intervene.ledger.items import ItemState, follow_item, item_text
from diagnostics.loop.intervene.ledger.sealing import broken_seals
from diagnostics.model.decision import named_item
from diagnostics.model.ledger_event import Anchor

FlawKind = Literal["edited", "missing", "link", "head", "anchor", "seal", "payload", "state", "guard"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in the ledger that its writers did not write 「台账异常」.

    Parameters
    ----------
    seq : int
        Entry where it shows; 0 where it is about no entry.
    kind : str
        ``edited`` entry, ``missing`` entry, broken ``link``, ``head`` or ``anchor`` that doesn't agree, ``seal`` that
        is missing or of another key, unreadable ``payload``, ``state`` that the log doesn't give, a
        ``guard`` of the log that was taken away.
    message : str
        One sentence.
    """

    seq: int
    kind: FlawKind
    message: str

    def __str__(self) -> str:
        """Show the sentence."""
        return self.message


UNGUARDED = Flaw(
    0, "guard", "The triggers that have the database refuse changes of the log are gone; the tables were worked on."
)


def flaws(
    entries: Sequence[Entry],
    stored: Mapping[str, tuple[int, str]],
    head: Anchor,
    anchors: Sequence[Anchor] = (),
    sealed: tuple[Mapping[int, str], bytes] | None = None,
) -> tuple[Flaw, ...]:
    """All that doesn't agree in a ledger 「全部异常」.

    Parameters
    ----------
    entries : sequence of Entry
        The log, by seq.
    stored : mapping
        Version and state text of each measure, as kept beside the log.
    head : Anchor
        Where the log says it ends.
    anchors : sequence of Anchor
        Places printed earlier.
    sealed : tuple, optional
        Seals by number of the entry, and the key they are to be of; None where there is no key to check them with.
    """
    told = broken_seals(entries, *sealed) if sealed is not None else ()
    seals = [Flaw(seq, "seal", message) for seq, message in told]
    return (*_chain(entries), *_end(entries, head), *_anchored(entries, anchors), *seals, *_states(entries, stored))


def _chain(entries: Sequence[Entry]) -> Iterator[Flaw]:
    seq, before = 0, GENESIS
    for entry in entries:
        if entry.seq != seq + 1:
            gap = f"entry {seq + 1}" if entry.seq == seq + 2 else f"entries {seq + 1} to {entry.seq - 1}"
            yield Flaw(seq + 1, "missing", f"The log lacks {gap}.")
        elif entry.prev != before:
            yield Flaw(entry.seq, "link", f"Entry {entry.seq} ({entry.event!r}) doesn't follow the entry before it.")
        if entry.hash != entry.expected_hash():
            yield Flaw(entry.seq, "edited", f"Entry {entry.seq} ({entry.event!r}) is not as it was written.")
        seq, before = entry.seq, entry.hash


def _end(entries: Sequence[Entry], head: Anchor) -> Iterator[Flaw]:
    last = Anchor(entries[-1].seq, entries[-1].hash) if entries else Anchor(0, GENESIS)
    if last != head:
        yield Flaw(last.seq, "head", f"The log ends at entry {last.seq}, but its head says {head.seq}.")


def _anchored(entries: Sequence[Entry], anchors: Sequence[Anchor]) -> Iterator[Flaw]:
    hashes = {0: GENESIS, **{entry.seq: entry.hash for entry in entries}}
    for anchor in dict.fromkeys(anchors):
        if hashes.get(anchor.seq) != anchor.hash:
            why = "is not there" if anchor.seq not in hashes else "bears another hash"
            yield Flaw(anchor.seq, "anchor", f"Entry {anchor.seq}, to which a report refers, {why}.")


def _states(entries: Sequence[Entry], stored: Mapping[str, tuple[int, str]]) -> Iterator[Flaw]:
    states: dict[str, ItemState] = {}
    for entry in entries:
        try:
            event = entry.noun()
            states[entry.item] = follow_item(states.get(entry.item), event, states)
        except InputError as error:
            yield Flaw(entry.seq, "payload", f"Entry {entry.seq} doesn't follow from the log: {error}")
            return
        columns = (event.event, event.about, event.at.isoformat(), event.actor, event.kind)
        if columns != (entry.event, entry.item, entry.at, entry.actor, entry.kind):
            yield Flaw(entry.seq, "payload", f"Entry {entry.seq} ({entry.event!r}) says one thing and holds another.")
    replayed = {key: (state.version, item_text(state)) for key, state in states.items()}
    for key in sorted({*replayed, *stored}):
        if replayed.get(key) != stored.get(key):
            yield Flaw(0, "state", f"The state of {named_item(key)} is not what the log adds up to.")
