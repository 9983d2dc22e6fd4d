"""A private PostgreSQL cluster for the tests: made, started and stopped by them."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

# Stands in no file and no message, whatever goes wrong.
CANARY = "kanarie-9f3c-geheim"
_BINARIES = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class PostgresServer:
    """A running cluster with an owner and a reader who may do nothing but select."""

    port: int
    owner_password: str

    def url(self, user: str = "reader", password: str = CANARY, database: str = "client", scheme: str = "postgresql"):
        return f"{scheme}://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def owner(self) -> Any:
        """Connection of the owner."""
        import psycopg

        return psycopg.connect(self.url("owner", self.owner_password), autocommit=True)

    def load(self, name: str, frame: Any, kinds: dict[str, str]) -> None:
        """Make a table that the reader may read, and fill it."""
        from psycopg import sql

        with self.owner() as connection, connection.cursor() as cursor:
            table = sql.Identifier(*name.split("."))
            columns = sql.SQL(", ").join(
                sql.SQL("{} " + kind).format(sql.Identifier(each)) for each, kind in kinds.items()
            )
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(table))
            cursor.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
            cursor.execute(sql.SQL("GRANT SELECT ON {} TO reader").format(table))
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
                for row in frame[list(kinds)].astype(object).itertuples(index=False):
                    copy.write_row([None if _missing(each) else each for each in row])


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NaT or value is pd.NA


def _folders() -> list[Path]:
    found = sorted(_BINARIES.glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    return [each.parent for each in found]


def _account() -> dict[str, Any]:
    """PostgreSQL does not run as root."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name for each in pwd.getpwall()}
    return {"user": "postgres" if "postgres" in known else "nobody", "extra_groups": []}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A private cluster, once a session."""
    if not _folders():
        pytest.skip("no PostgreSQL here (/usr/lib/postgresql/*/bin): scripts/servers installs it where it can")
    with running_server() as server:
        yield server


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """A private cluster of the newest PostgreSQL that is here."""
    binaries, account = _folders()[-1], _account()
    home = Path(tempfile.mkdtemp(prefix="perfloop-postgres-"))
    password = secrets.token_hex(8)
    try:
        (home / "password").write_text(password)
        if account:
            for path in (home, home / "password"):
                shutil.chown(path, account["user"])
        told = subprocess.run(
            [binaries / "initdb", "-D", home / "data", "-U", "owner", "--pwfile", home / "password", "-A", "scram-sha-256",
             "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
            capture_output=True, text=True, check=False, cwd=home, **account,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": home, "fsync": "off",
                   "full_page_writes": "off", "autovacuum": "off", "shared_buffers": "32MB"}  # fmt: skip
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", home / "data", *(f"--{key}={value}" for key, value in options.items())],
                stdout=log, stderr=log, cwd=home, **account,
            )  # fmt: skip
        try:
            found = PostgresServer(port, password)
            _set_up(found, server, home)
            yield found
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _set_up(server: PostgresServer, process: subprocess.Popen[bytes], home: Path) -> None:
    import psycopg

    until = time.monotonic() + 60
    while True:
        assert process.poll() is None, (home / "log").read_text()
        assert time.monotonic() < until
        try:
            connection = psycopg.connect(server.url("owner", server.owner_password, "postgres"), autocommit=True)
            break
        except psycopg.OperationalError:
            time.sleep(0.05)
    with connection:
        connection.execute("CREATE DATABASE client")
        connection.execute(f"CREATE ROLE reader LOGIN PASSWORD '{CANARY}'")
        connection.execute("REVOKE ALL ON DATABASE client FROM PUBLIC")
        connection.execute("GRANT CONNECT ON DATABASE client TO reader")
    with server.owner() as connection:
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute("CREATE SCHEMA sales")
        connection.execute("GRANT USAGE ON SCHEMA sales, public TO reader")
