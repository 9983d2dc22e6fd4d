"""How the ledger's SQLite file is opened 「打开台账文件」."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from os import W_OK, access
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from diagnostics.errors import InputError, PerfloopError, SurroundingsError


def sqlite_engine(path: Path, *, write: bool, wait: float) -> Engine:
    """Engine for one SQLite file whose transactions are durable and, where they write, alone 「台账引擎」.

    Parameters
    ----------
    write : bool
        Whether the file may be changed (and made).
    wait : float
        Seconds to wait for another writer.
    """

    def connect() -> sqlite3.Connection:
        uri = f"file:{quote(str(path))}?mode={'rwc' if write else _reading_mode(path)}"
        connection = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
        if write:
            _make_durable(connection, wait)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    # The driver begins nothing by itself (isolation_level=None): a writer takes the write lock before it reads,
    # so what it read still holds when it writes.
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _make_durable(connection: sqlite3.Connection, wait: float) -> None:
    """Full sync on a write-ahead log: what a commit acknowledged survives a crash of the machine."""
    connection.execute("PRAGMA synchronous=FULL")
    give_up = monotonic() + wait
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            # Two writers that make the same new file: this switch alone doesn't wait by itself.
            if monotonic() > give_up:
                raise
            sleep(0.01)


def _reading_mode(path: Path) -> str:
    """Reading a WAL file needs a place for its index; where there is none, nobody can be writing either."""
    wal = path.with_name(path.name + "-wal")
    return "ro" if access(path.parent, W_OK) or wal.exists() else "ro&immutable=1"


@contextmanager
def named_failures(path: Path) -> Iterator[None]:
    """Turn what the database says into one sentence of ours 「数据库错误转述」.

    Raises
    ------
    SurroundingsError
        When the file is locked, can't be written, or the disk fails.
    InputError
        When the file is no ledger.
    """
    try:
        yield
    except PerfloopError:
        raise
    except OperationalError as error:
        said = str(error.orig)
        if "locked" in said or "busy" in said:
            raise SurroundingsError(
                f"The ledger {path.name} is locked by another writer ({said}); try again when it is done."
            ) from error
        raise SurroundingsError(f"The ledger {path.name} can't be read or written: {said}.") from error
    except DatabaseError as error:
        raise InputError(f"{path.name} is no ledger: {error.orig}.") from error
    except (sqlite3.Error, OSError) as error:
        raise SurroundingsError(f"The ledger {path.name} can't be opened: {error}.") from error
