"""The log within one transaction: read what is needed by its index, add one entry 「事务内的日志」."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, overload

from sqlalchemy import Connection, insert, select, update

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.loop.intervene.ledger.chain import Entry, link
from diagnostics.loop.intervene.ledger.items import ItemState, advance_item, follow_item, item_text, read_item
from diagnostics.loop.intervene.ledger.sealing import put_seal
from diagnostics.loop.intervene.ledger.stale import StaleVersionError
from diagnostics.loop.intervene.ledger.tables import EVENT, HEAD, ITEM
from diagnostics.model.intervention_state import InterventionState
from diagnostics.model.ledger_event import Anchor, LedgerEvent

_COLUMNS = (EVENT.c.seq, EVENT.c.id, *(EVENT.c[name] for name in Entry.__slots__[2:]))


def read_entries(connection: Connection, item: str | None = None) -> tuple[Entry, ...]:
    """Entries of the log, or those of one measure, in order 「读记录」."""
    wanted = select(*_COLUMNS) if item is None else select(*_COLUMNS).where(EVENT.c.item == item)
    return tuple(_entry(row) for row in connection.execute(wanted.order_by(EVENT.c.seq)))


def _entry(row: Sequence[Any]) -> Entry:
    """Entry of a row; bytes in place of a text are of no writer of ours, and their hash must not fit."""
    values: list[Any] = [repr(each) if isinstance(each, bytes) else each for each in row]
    return Entry(*values)


def read_items(connection: Connection) -> dict[str, ItemState]:
    """All that the ledger holds, as kept beside the log 「读全部条目」."""
    rows = connection.execute(select(ITEM).order_by(ITEM.c.id)).all()
    return {row.id: read_item(row.id, row.state) for row in rows}


def read_head(connection: Connection, *, lock: bool = False) -> Anchor:
    """Where the log ends; a writer holds that row, so that others wait until it has written 「读日志末端」."""
    wanted = select(HEAD.c.seq, HEAD.c.hash)
    row = connection.execute(wanted.with_for_update() if lock else wanted).one()
    return Anchor(row.seq, row.hash)


class Recorded(Sequence[Entry]):
    """The log as it is while nobody else can write, read only when it is looked into 「已有记录」.

    A writer who needs one measure asks for its ``state``, and pays for no other entry.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: tuple[Entry, ...] | None = None

    @property
    def _entries(self) -> tuple[Entry, ...]:
        if self._read is None:
            self._read = read_entries(self._connection)
        return self._read

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, place: int | slice) -> Entry | tuple[Entry, ...]:
        """Entry by its place."""
        return self._entries[place]

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def item(self, key: str) -> ItemState | None:
        """One measure or decision as it stands, by its index alone; None where the ledger has none 「条目现状」."""
        text = self._connection.execute(select(ITEM.c.state).where(ITEM.c.id == key)).scalar()
        return None if text is None else read_item(key, text)

    def state(self, item: str) -> InterventionState | None:
        """One measure as it stands, by its index alone; None where the ledger has none of this id 「措施现状」."""
        found = self.item(item)
        return found if isinstance(found, InterventionState) else None


def counted_days(entries: Sequence[Entry]) -> list[tuple[Entry, str]]:
    """Entries with the day from which each counts: its own, or that of an earlier-dated one after it 「生效日」."""
    first: dict[str, str] = {}
    days = []
    for entry in reversed(entries):
        first[entry.item] = min(entry.at, first.get(entry.item, entry.at))
        days.append((entry, first[entry.item]))
    return days[::-1]


class Pen(NamedTuple):
    """What entries are written with 「录入约束」.

    Parameters
    ----------
    key : bytes, optional
        Key that seals them.
    today : date, optional
        The last day that they may bear.
    people : collection of str
        Whom measures may name; anybody where empty.
    """

    key: bytes | None = None
    today: date | None = None
    people: Collection[str] = ()


class _Known:
    """Ids of the measures, read only where a refusal looks for the nearest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __iter__(self) -> Iterator[str]:
        return iter(self._connection.execute(select(ITEM.c.id)).scalars().all())


def add_entry(
    connection: Connection,
    place: Anchor,
    event: LedgerEvent,
    version: int | None,
    pen: Pen,
) -> Anchor:
    """Write one entry, the new state of what it is about, its seal and the log's new end 「追加一条」.

    Each read is of one row by its index: what a write costs doesn't grow with the log.
    """
    known = connection.execute(select(EVENT.c.seq).where(EVENT.c.id == event.event)).scalar()
    if known is not None:
        raise InputError(f"Event {event.event!r} is recorded already (entry {known}); ids occur once.")
    before = Recorded(connection).item(event.about)
    held = before.version if before is not None else 0
    if version is not None and version != held:
        raise _stale(connection, event, version, before)
    after = advance_item(before, event, _Known(connection), pen.today, pen.people)
    entry = link(place, event)
    _put_state(connection, event.about, after, held)
    values = {name: getattr(entry, name) for name in Entry.__slots__ if name != "event"}
    connection.execute(insert(EVENT).values(id=entry.event, **values))
    if pen.key is not None:
        put_seal(connection, pen.key, entry)
    moved = connection.execute(
        update(HEAD).where(HEAD.c.seq == place.seq, HEAD.c.hash == place.hash).values(seq=entry.seq, hash=entry.hash)
    )
    _one(moved.rowcount, event.event)
    return Anchor(entry.seq, entry.hash)


def _put_state(connection: Connection, item: str, state: ItemState, held: int) -> None:
    text = item_text(state)
    if not held:
        connection.execute(insert(ITEM).values(id=item, version=state.version, state=text))
        return
    statement = update(ITEM).where(ITEM.c.id == item, ITEM.c.version == held)
    changed = connection.execute(statement.values(version=state.version, state=text))
    _one(changed.rowcount, item)


def _one(rows: int, what: str) -> None:
    """Hold that exactly the row that was read was changed: on no database may a write land on another's."""
    if rows != 1:
        raise SurroundingsError(f"The ledger moved while {what!r} was written; try again.")


def _stale(connection: Connection, event: LedgerEvent, version: int, held: ItemState | None) -> StaleVersionError:
    """Both versions, from the log of that one measure."""
    entries = read_entries(connection, event.about)
    seen: ItemState | None = None
    for entry in entries[: max(version, 0)]:
        seen = follow_item(seen, entry.noun())
    return StaleVersionError(event, version, seen if version <= len(entries) else None, held, entries[version:])
