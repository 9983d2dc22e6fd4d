"""Tables of the ledger, the same on every database 「台账表结构」."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

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

# Where a key is set: each entry's hash under that key. A table of its own, so that older ledgers need no change.
SEAL = Table(
    "seal",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("seal", String(64), nullable=False),
)

# What a ledger can't be without.
NEEDED = frozenset({"item", "event", "head"})

_SQLITE = (
    "CREATE TRIGGER event_no_{small} BEFORE {verb} ON event"
    " BEGIN SELECT RAISE(ABORT, 'the ledger log is append-only'); END"
)
_POSTGRES = (
    "CREATE FUNCTION {schema}.event_stays() RETURNS trigger LANGUAGE plpgsql AS"
    " $$BEGIN RAISE EXCEPTION 'the ledger log is append-only'; END$$",
    "CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.event"
    " FOR EACH STATEMENT EXECUTE FUNCTION {schema}.event_stays()",
)


def protect_log(connection: Connection, schema: str) -> None:
    """Have the database itself refuse to change the log: it grows and never changes, in a browser too 「日志只增不改」.

    Who removes these triggers and then changes the log is found by verify.
    """
    if schema:
        quoted = connection.dialect.identifier_preparer.quote(schema)
        for statement in _POSTGRES:
            connection.exec_driver_sql(statement.format(schema=quoted))
        return
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(_SQLITE.format(small=verb.lower(), verb=verb))


def guarded(connection: Connection, schema: str) -> bool:
    """Whether the database still refuses to change the log, as ``protect_log`` had it do 「日志保护是否还在」."""
    if schema:
        wanted = "SELECT count(*) FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid"
        wanted += " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        wanted += " WHERE n.nspname = :schema AND c.relname = 'event'"
        wanted += " AND t.tgname = 'event_stays' AND t.tgenabled = 'O'"
        return connection.execute(text(wanted), {"schema": schema}).scalar() == 1
    wanted = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
    return {"event_no_update", "event_no_delete"} <= set(connection.exec_driver_sql(wanted).scalars())
