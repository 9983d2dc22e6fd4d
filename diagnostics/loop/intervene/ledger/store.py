"""The ledger of one engagement: read it, add to it 「台账读写」."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, insert, inspect, select, update

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.loop.intervene.ledger.chain import GENESIS, Entry, anchor_of, link
from diagnostics.loop.intervene.ledger.engine import named_failures, sqlite_engine
from diagnostics.loop.intervene.ledger.tables import EVENT, FORM, HEAD, ITEM, METADATA
from diagnostics.loop.intervene.ledger.transitions import advance
from diagnostics.loop.intervene.ledger.verify import Flaw, flaws, state_text
from diagnostics.model.intervention import Intervention
from diagnostics.model.intervention_state import InterventionState
from diagnostics.model.ledger_event import Anchor, LedgerEvent

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

FILE = "ledger.db"


def open_ledger(engagement: Engagement, *, write: bool = False, wait: float = 30.0) -> Ledger:
    """Open the ledger of an engagement 「打开台账」.

    Parameters
    ----------
    write : bool
        Whether entries will be added; a run never asks for it.
    wait : float
        Seconds to wait for another writer.

    Returns
    -------
    Ledger
        Empty where there is no ledger yet and none is to be written.

    Raises
    ------
    InputError
        When ledger.db is no ledger, or of a newer form.
    SurroundingsError
        When it is locked, or can't be read or written.
    """
    path = engagement.folder / FILE
    if not write and not path.exists():
        return Ledger(path, None)
    with named_failures(path):
        engine = sqlite_engine(path, write=write, wait=wait)
        with engine.begin() as connection:
            if write:
                METADATA.create_all(connection)
                if connection.execute(select(HEAD.c.seq)).first() is None:
                    connection.execute(insert(HEAD).values(one=1, form=FORM, seq=0, hash=GENESIS))
            there = _accept(connection, path)
    return Ledger(path, engine if there else None, write=write)


def _accept(connection: Connection, path: Path) -> bool:
    """Whether there is a ledger; a file without any table is one that a writer is about to make."""
    tables = set(inspect(connection).get_table_names())
    missing = set(METADATA.tables) - tables
    if not tables:
        return False
    if missing:
        raise InputError(f"{path.name} is no ledger: it lacks the tables {', '.join(sorted(missing))}.")
    form = connection.execute(select(HEAD.c.form)).scalar()
    if form is None or form > FORM:
        raise InputError(f"{path.name} has form {form!r}; this perfloop reads ledgers up to form {FORM}.")
    return True


class Ledger:
    """Append-only log of what was done, with the state of each measure beside it 「绩效改进台账」.

    Every write is one transaction: the entry, the measure's state under the version that was read, and the log's head
    are changed together or not at all.
    """

    def __init__(self, path: Path, engine: Engine | None, *, write: bool = False) -> None:
        self.path = path
        self._engine = engine
        self._write = write

    def __repr__(self) -> str:
        """Show where the log ends."""
        return f"Ledger({self.path.name}, {self.anchor().seq} entries)"

    def entries(self) -> tuple[Entry, ...]:
        """All entries of the log, in order 「全部记录」."""
        if self._engine is None:
            return ()
        with named_failures(self.path), self._engine.begin() as connection:
            return _entries(connection)

    def states(self) -> dict[str, InterventionState]:
        """Measures as they stand after the last entry, as kept beside the log 「当前状态」."""
        if self._engine is None:
            return {}
        with named_failures(self.path), self._engine.begin() as connection:
            rows = connection.execute(select(ITEM).order_by(ITEM.c.id)).all()
        return {row.id: InterventionState.model_validate(json.loads(row.state)) for row in rows}

    def replay(self, until: date | None = None) -> dict[str, InterventionState]:
        """Measures as they stood at the end of a day, from the log alone 「按日重放」.

        Parameters
        ----------
        until : date, optional
            As-of date; all entries where absent.
        """
        states: dict[str, InterventionState] = {}
        for entry in self.entries():
            if until is None or entry.at <= until.isoformat():
                states[entry.item] = advance(states.get(entry.item), entry.noun(), states)
        return states

    def anchor(self, until: date | None = None) -> Anchor:
        """Place in the log that holds everything up to a day 「锚点」."""
        return anchor_of(self.entries(), until)

    def verify(self, anchor: Anchor | None = None) -> tuple[Flaw, ...]:
        """Recompute chain and states, and list what doesn't agree 「校验台账」.

        Parameters
        ----------
        anchor : Anchor, optional
            A place printed earlier, in a report or elsewhere: finds a cut tail and a rewritten chain too.
        """
        if self._engine is None:
            return flaws((), {}, Anchor(0, GENESIS), anchor)
        with named_failures(self.path), self._engine.begin() as connection:
            stored = {row.id: (row.version, row.state) for row in connection.execute(select(ITEM))}
            return flaws(_entries(connection), stored, _head(connection), anchor)

    def append(self, event: LedgerEvent, *, version: int | None = None) -> Anchor:
        """Add one entry 「追加一条」.

        Parameters
        ----------
        version : int, optional
            Version of the measure that the writer has seen; a newer one in the ledger refuses the entry.

        Raises
        ------
        InputError
            When the entry is recorded already, can't follow what is recorded, or the version is stale.
        SurroundingsError
            When the ledger was opened for reading, is locked, or can't be written.
        """
        return self.append_all([event], version=version)

    def append_all(self, events: Sequence[LedgerEvent], *, version: int | None = None) -> Anchor:
        """Add entries in one transaction: all of them or none 「整批追加」."""
        return self.update(lambda _: events, version=version)

    def update(
        self, choose: Callable[[tuple[Entry, ...]], Iterable[LedgerEvent]], *, version: int | None = None
    ) -> Anchor:
        """Add what a function chooses, given the log as it is while nobody else can write 「事务内追加」."""
        if self._engine is None or not self._write:
            raise SurroundingsError(f"{self.path.name} was opened for reading; open it with write=True to add entries.")
        with named_failures(self.path), self._engine.begin() as connection:
            recorded = _entries(connection)
            known = {each.event: each.seq for each in recorded}
            place = _head(connection)
            for event in choose(recorded):
                if event.event in known:
                    raise InputError(
                        f"Event {event.event!r} is recorded already (entry {known[event.event]}); ids occur once."
                    )
                place = _record(connection, place, event, version)
                known[event.event] = place.seq
        return place


def _entries(connection: Connection) -> tuple[Entry, ...]:
    columns = (EVENT.c.seq, EVENT.c.id, *(EVENT.c[name] for name in Entry.__slots__[2:]))
    return tuple(Entry(*row) for row in connection.execute(select(*columns).order_by(EVENT.c.seq)))


def _head(connection: Connection) -> Anchor:
    row = connection.execute(select(HEAD.c.seq, HEAD.c.hash)).one()
    return Anchor(row.seq, row.hash)


def _record(connection: Connection, place: Anchor, event: LedgerEvent, version: int | None) -> Anchor:
    """Write one entry, the measure's new state and the log's new end."""
    rows = {row.id: row for row in connection.execute(select(ITEM))}
    row = rows.get(event.about)
    held = row.version if row is not None else 0
    if version is not None and version != held:
        raise InputError(
            f"Event {event.event!r} was written on version {version} of measure {event.about!r}, but the ledger holds"
            f" version {held}; read it again and decide anew."
        )
    before = InterventionState.model_validate(json.loads(row.state)) if row is not None else None
    after = advance(before, event, rows)
    entry = link(place, event)
    _put_state(connection, after, held, new=row is None)
    values = {name: getattr(entry, name) for name in Entry.__slots__ if name != "event"}
    connection.execute(insert(EVENT).values(id=entry.event, **values))
    moved = connection.execute(
        update(HEAD).where(HEAD.c.seq == place.seq, HEAD.c.hash == place.hash).values(seq=entry.seq, hash=entry.hash)
    )
    _one(moved.rowcount, event)
    return Anchor(entry.seq, entry.hash)


def _put_state(connection: Connection, state: InterventionState, held: int, *, new: bool) -> None:
    key, text = state.intervention.id, state_text(state)
    if new:
        connection.execute(insert(ITEM).values(id=key, version=state.version, state=text))
        return
    statement = update(ITEM).where(ITEM.c.id == key, ITEM.c.version == held)
    changed = connection.execute(statement.values(version=state.version, state=text))
    _one(changed.rowcount, state.intervention)


def _one(rows: int, what: LedgerEvent | Intervention) -> None:
    """Hold that exactly the row that was read was changed: on no database may a write land on another's."""
    if rows != 1:
        raise SurroundingsError(f"The ledger moved while {type(what).__name__} {what.id!r} was written; try again.")
