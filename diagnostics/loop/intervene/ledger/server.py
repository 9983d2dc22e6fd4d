"""How a ledger in a PostgreSQL database is opened 「打开数据库台账」."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema

from diagnostics.data.engine.postgres_link import secrets_of
from diagnostics.errors import InputError, SurroundingsError, nearest

_LONGEST = 63  # bytes of a name in PostgreSQL
_CONNECT_SECONDS = 15
_WORDS = {
    "55P03": "it is locked by another writer; try again when it is done",
    "40": "another writer came first; try again",
    "42501": "its user has no right to do so",
    "25006": "the database is read-only",
    "28": "it refused the user or the password",
    "3D": "it has no such database",
    "53": "it has no connection, memory or disk to spare",
    "57": "it is starting up, shutting down or ended the connection",
    "08": "the connection broke",
}


def schema_of(engagement: str) -> str:
    """Schema that holds the ledger of an engagement: one database serves many 「台账命名空间」.

    Examples
    --------
    >>> schema_of("acme")
    'perfloop_acme'
    >>> len(schema_of("a" * 64))
    63
    """
    name = f"perfloop_{engagement}"
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST - 9]}_{sha256(engagement.encode()).hexdigest()[:8]}"


def server_engine(variable: str, schema: str, *, write: bool, wait: float) -> Engine:
    """Engine for one schema of the database that an environment variable names 「台账引擎」.

    Raises
    ------
    InputError
        When the variable is not set or holds no such URL; neither it nor a part of it is ever shown.
    SurroundingsError
        When the driver is not installed.
    """
    url = _url(variable)
    _driver()
    level = "READ COMMITTED" if write else "REPEATABLE READ"
    engine = create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        isolation_level=level,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "perfloop", "client_encoding": "utf8"},
    )
    settings = {
        "search_path": "pg_catalog",
        "lock_timeout": str(max(1, int(wait * 1000))),
        "idle_in_transaction_session_timeout": "0",
        "standard_conforming_strings": "on",
    }

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _: Any) -> None:
        for name, value in settings.items():
            connection.execute("SELECT pg_catalog.set_config(%s, %s, false)", (name, value))
        # What a commit acknowledged survives a crash of the server, whatever the role is set to.
        connection.execute(
            "SELECT pg_catalog.set_config('synchronous_commit', 'on', false)"
            " WHERE pg_catalog.current_setting('synchronous_commit') = 'off'"
        )
        connection.commit()

    return engine.execution_options(schema_translate_map={None: schema}, postgresql_readonly=not write)


def _url(variable: str) -> URL:
    told = os.environ.get(variable, "").strip()
    if not told:
        near = nearest(variable, os.environ)
        hint = f" {near} is set; is it meant?" if near and near != variable else ""
        raise InputError(
            f"Environment variable {variable} is not set; it holds the URL of the ledger's database.{hint}"
        )
    try:
        url = make_url(told)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres") or not url.database:
        raise InputError(
            f"{variable} holds no URL of a PostgreSQL database: postgresql://user:password@host:port/database."
        )
    return url.set(drivername="postgresql+psycopg")


def _driver() -> None:
    try:
        import psycopg  # noqa: F401
    except ImportError:
        told = "A ledger on PostgreSQL needs psycopg, which is not installed: pip install 'perfloop[postgres]'."
        raise SurroundingsError(told) from None


def hold_schema(connection: Connection, schema: str) -> None:
    """Have the schema there, with one maker at a time; its rights are asked only of who makes it 「建命名空间」."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": schema})
    there = text("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :name")
    if connection.execute(there, {"name": schema}).first() is None:
        connection.execute(CreateSchema(schema))


@contextmanager
def server_failures(variable: str) -> Iterator[None]:
    """Turn what the server says into one sentence of ours, without the secrets of its URL 「数据库错误转述」.

    Raises
    ------
    SurroundingsError
        When the server can't be reached, refuses, or another writer holds the ledger.
    InputError
        When a text can't be kept there.
    """
    try:
        yield
    except DataError as error:
        raise InputError(f"The ledger of {variable} can't keep this: {_said(variable, error)}.") from None
    except DBAPIError as error:
        state = str(getattr(error.orig, "sqlstate", None) or "")
        why = _WORDS.get(state) or _WORDS.get(state[:2])
        if why is None:
            why = _said(variable, error) if state else "no server answers there, or it refused the user"
        raise SurroundingsError(f"The ledger of {variable} can't be used: {why}.") from None


def _said(variable: str, error: DBAPIError) -> str:
    said = str(error.orig).strip().partition("\n")[0].rstrip(".")
    for secret in secrets_of(variable):
        said = said.replace(secret, "…")
    return said
