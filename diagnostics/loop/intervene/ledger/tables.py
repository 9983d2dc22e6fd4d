"""Tables of the ledger, the same on every database 「台账表结构」."""

from __future__ import annotations

from sqlalchemy import DDL, CheckConstraint, Column, Integer, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy import event as listeners

METADATA = MetaData()
# The form of these tables; a ledger of a newer form is refused.
FORM = 1

# State of each measure: what the log adds up to, kept so that a write can name the version it has seen.
ITEM = Table(
    "item",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
)

# The log. Everything in a row but the hash itself is hashed; no clock of this machine is in it.
EVENT = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(64), nullable=False),
    Column("item", String(64), nullable=False),
    Column("at", String(10), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("payload", Text, nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("id", name="event_once"),
)

# One row: where the log ends. Two writers can't both move it from the same place.
HEAD = Table(
    "head",
    METADATA,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("form", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

# The log grows and never changes, also in a database browser. Who removes these is found by verify.
for _verb in ("UPDATE", "DELETE"):
    _trigger = DDL(  # type: ignore[no-untyped-call]
        f"CREATE TRIGGER event_no_{_verb.lower()} BEFORE {_verb} ON event "
        "BEGIN SELECT RAISE(ABORT, 'the ledger log is append-only'); END"
    )
    listeners.listen(EVENT, "after_create", _trigger.execute_if(dialect="sqlite"))
