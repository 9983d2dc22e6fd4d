"""The ledger of one engagement: read it, add to it 「台账读写」."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.loop.intervene.ledger.chain import GENESIS, Entry
from diagnostics.loop.intervene.ledger.items import ItemState, decisions_in, measures_in, replayed
from diagnostics.loop.intervene.ledger.log import (
    Pen,
    Recorded,
    add_entry,
    counted_days,
    read_entries,
    read_head,
    read_items,
)
from diagnostics.loop.intervene.ledger.sealing import check_end, key_in, lacks_key, seal_rest, seals
from diagnostics.loop.intervene.ledger.site import Site, site_of
from diagnostics.loop.intervene.ledger.tables import EVENT, ITEM, SEAL, guarded
from diagnostics.loop.intervene.ledger.today import today_of
from diagnostics.loop.intervene.ledger.verify import UNGUARDED, Flaw, flaws
from diagnostics.loop.intervene.ledger.whereabouts import is_absent
from diagnostics.model.decision import PREFIX, DecisionState
from diagnostics.model.intervention_state import InterventionState
from diagnostics.model.ledger_event import Anchor, LedgerEvent

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


def open_ledger(
    engagement: Engagement, *, write: bool = False, wait: float = 30.0, today: date | None = None
) -> Ledger:
    """Open the ledger of an engagement 「打开台账」.

    Parameters
    ----------
    write : bool
        Whether entries will be added; a run never asks for it.
    wait : float
        Seconds to wait for another writer.
    today : date, optional
        The last day that an entry may bear; today in the engagement's time zone by default.

    Returns
    -------
    Ledger
        Empty where there is no ledger yet and none is to be written. It lies in ledger.db, or in the database that
        engagement.yaml names (``ledger: {url_from: …}``).

    Raises
    ------
    InputError
        When ledger.db is no ledger, or of a newer form; when an environment variable that is named is not set.
    SurroundingsError
        When it is locked, can't be read or written, or lies on a network share or a read-only disk.
    """
    site, key_from = site_of(engagement), engagement.settings.ledger.key_from
    if not write and is_absent(engagement):
        return Ledger(site, None)
    key = key_in(key_from)
    if write and key_from and key is None:
        raise lacks_key(key_from)
    with site.failures():
        engine = site.engine(write=write, wait=wait)
        with engine.begin() as connection:
            tables = site.make(connection) if write else site.accept(connection)
    there = engine if tables else None
    ledger = Ledger(site, there, write=write, key=key, key_from=key_from, sealable="seal" in tables)
    ledger.today, ledger.people = today or today_of(engagement), tuple(engagement.settings.people)
    return ledger


class Ledger:
    """Append-only log of what was done, with the state of each measure beside it 「绩效改进台账」.

    Every write is one transaction: the entry, the measure's state under the version that was read, the seal where a key
    is set, and the log's head are changed together or not at all.
    """

    def __init__(
        self,
        site: Site,
        engine: Engine | None,
        *,
        write: bool = False,
        key: bytes | None = None,
        key_from: str | None = None,
        sealable: bool = False,
    ) -> None:
        self.site = site
        self._engine = engine
        self._write = write
        self._key = key
        self._key_from = key_from
        self._sealable = sealable
        self.today: date | None = None
        self.people: Collection[str] = ()

    def __repr__(self) -> str:
        """Show where the log ends."""
        return f"Ledger({self.site.name}, {self.anchor().seq} entries)"

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        """One transaction that sees one state of the ledger; None where there is none yet."""
        if self._engine is None:
            yield None
            return
        with self.site.failures(), self._engine.begin() as connection:
            yield connection

    def entries(self) -> tuple[Entry, ...]:
        """All entries of the log, in order 「全部记录」."""
        with self._reading() as connection:
            return () if connection is None else read_entries(connection)

    def states(self) -> dict[str, InterventionState]:
        """Measures as they stand after the last entry, as kept beside the log 「当前状态」."""
        return measures_in(self.items())

    def items(self) -> dict[str, ItemState]:
        """Measures and decisions by key, as kept beside the log 「全部条目」."""
        with self._reading() as connection:
            return {} if connection is None else read_items(connection)

    def decisions(self, until: date | None = None) -> dict[str, DecisionState]:
        """Decisions by id as kept beside the log, or as they stood at the end of a day 「决议」."""
        return decisions_in(self.items() if until is None else replayed(counted_days(self.entries()), until))

    def replay(self, until: date | None = None) -> dict[str, InterventionState]:
        """Measures as they stood at the end of a day (all entries without one), from the log alone 「按日重放」."""
        return measures_in(replayed(counted_days(self.entries()), until))

    def anchor(self, until: date | None = None, *, measures: bool = False) -> Anchor:
        """Place in the log that holds everything up to a day, or all of it that is about measures 「锚点」."""
        wanted = select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq.desc()).limit(1)
        if measures:
            wanted = wanted.where(EVENT.c.item.not_like(f"{PREFIX}%"))
        if until is not None:
            wanted = wanted.where(EVENT.c.at <= until.isoformat())
        with self._reading() as connection:
            row = None if connection is None else connection.execute(wanted).first()
        return Anchor(0, GENESIS) if row is None else Anchor(row.seq, row.hash)

    def verify(self, anchor: Anchor | Sequence[Anchor] | None = None) -> tuple[Flaw, ...]:
        """Recompute chain, states and seals, and list what doesn't agree 「校验台账」.

        Parameters
        ----------
        anchor : Anchor or sequence of Anchor, optional
            Places printed earlier, in reports or elsewhere: they find a cut tail and a rewritten chain too.
        """
        anchors = (anchor,) if isinstance(anchor, Anchor) else tuple(anchor or ())
        with self._reading() as connection:
            if connection is None:
                return flaws((), {}, Anchor(0, GENESIS), anchors)
            stored = {row.id: (row.version, row.state) for row in connection.execute(select(ITEM))}
            sealing = (seals(connection) if self._sealable else {}, self._key) if self._key else None
            found = flaws(read_entries(connection), stored, read_head(connection), anchors, sealing)
            return found if guarded(connection, self.site.schema) else (*found, UNGUARDED)

    def unvouched(self) -> str:
        """Why verify can't vouch for who wrote the log, empty where it can or none is sealed 「无法担保」."""
        if self._key is not None:
            return ""
        if self._key_from:
            return f"The seals can't be checked: environment variable {self._key_from} is not set; it holds the key."
        with self._reading() as connection:
            there = connection is not None and self._sealable and connection.execute(select(SEAL.c.seq)).first()
        return "The seals can't be checked: engagement.yaml names no key (ledger: {key_from: …})." if there else ""

    def append(self, event: LedgerEvent, *, version: int | None = None) -> Anchor:
        """Add one entry 「追加一条」.

        Parameters
        ----------
        version : int, optional
            Version of the measure that the writer has seen; another one in the ledger refuses the entry.

        Raises
        ------
        StaleVersionError
            When the ledger holds another version; it bears both.
        InputError
            When the entry is recorded already, or can't follow what is recorded.
        SurroundingsError
            When the ledger was opened for reading, is locked, or can't be written.
        """
        return self.append_all([event], version=version)

    def append_all(self, events: Sequence[LedgerEvent], *, version: int | Mapping[str, int] | None = None) -> Anchor:
        """Add entries in one transaction: all of them or none 「整批追加」."""
        return self.update(lambda _: events, version=version)

    def update(
        self, choose: Callable[[Recorded], Iterable[LedgerEvent]], *, version: int | Mapping[str, int] | None = None
    ) -> Anchor:
        """Add what a function chooses, given the log as it is while nobody else can write 「事务内追加」.

        Parameters
        ----------
        choose : function
            Gets the log (a sequence of entries, read only when looked into; ``.state(id)`` reads one measure) and gives
            the entries to add.
        version : int or mapping, optional
            Version of the measure that the writer has seen, or versions by measure. It is held against the ledger once
            a measure, at the first entry about it; 0 is "not there yet".
        """
        engine = self._writable()
        with self.site.failures(), engine.begin() as connection:
            place = read_head(connection, lock=True)
            check_end(connection, self._key, place)
            touched: set[str] = set()
            pen = Pen(self._key, self.today, self.people)
            for event in choose(Recorded(connection)):
                seen = version.get(event.about) if isinstance(version, Mapping) else version
                fresh = event.about not in touched
                place = add_entry(connection, place, event, seen if fresh else None, pen)
                touched.add(event.about)
        return place

    def seal(self) -> int:
        """Seal every entry written without a key, and say how many; verify the log first 「补封」.

        Raises
        ------
        InputError
            When engagement.yaml names no key.
        SurroundingsError
            When the ledger was opened for reading, is locked, or can't be written.
        """
        engine = self._writable()
        if self._key is None:
            raise InputError("There is no key to seal with; name the environment variable that holds it"
                             " (ledger: {key_from: …} in engagement.yaml).")  # fmt: skip
        with self.site.failures(), engine.begin() as connection:
            read_head(connection, lock=True)
            return seal_rest(connection, self._key)

    def _writable(self) -> Engine:
        if self._engine is None or not self._write:
            raise SurroundingsError(f"{self.site.name} was opened for reading; open it with write=True to add entries.")
        return self._engine
