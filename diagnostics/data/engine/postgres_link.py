"""A read-only connection to a client's PostgreSQL server, whose address never shows 「数据库连接」."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn
from urllib.parse import unquote_plus

from diagnostics.data.engine.limits import QUERY, seconds
from diagnostics.data.engine.store import first_line, too_long
from diagnostics.errors import InputError, SurroundingsError, nearest

_CONNECT_SECONDS, _LOCK_SECONDS = 15, 30
_SCHEMES = ("postgresql", "postgres")
_WORDS = {
    "28": "it refused the user or the password",
    "3D": "it has no such database",
    "53": "it has no connection or memory to spare",
    "57": "it is starting up, shutting down or ended the connection",
}


def connect(variable: str, timezone: str) -> Any:
    """Connection that can read and nothing else, to the server that an environment variable names 「连接数据库」.

    Parameters
    ----------
    variable : str
        Name of the environment variable with the URL: ``postgresql://user:password@host/database``, a form with a
        driver such as ``postgresql+psycopg://`` included, or ``host=… dbname=…``.
    timezone : str
        Time zone of the client's calendar.

    Returns
    -------
    psycopg.Connection
        In one transaction that writes nothing and sees one state of the database.

    Raises
    ------
    InputError
        When the variable is not set or holds no such URL. Neither it nor a part of it is ever shown.
    SurroundingsError
        When the server can't be reached or refuses.
    """
    psycopg = _psycopg()
    told = _parameters(variable, psycopg)
    try:
        opened = psycopg.connect(**told, autocommit=True)
    except psycopg.Error as error:
        _refused(variable, error)
    except (OSError, UnicodeError, ValueError):
        raise SurroundingsError(f"The PostgreSQL server of {variable} can't be reached.") from None
    try:
        _settle(opened, timezone)
    except psycopg.Error as error:
        opened.close()
        _refused(variable, error)
    return opened


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError:
        told = "A source on postgres needs psycopg, which is not installed: pip install 'perfloop[postgres]'."
        raise SurroundingsError(told) from None
    return psycopg


def _parameters(variable: str, psycopg: Any) -> dict[str, Any]:
    url = os.environ.get(variable, "").strip()
    if not url:
        near = nearest(variable, os.environ)
        hint = f" {near} is set; is it meant?" if near and near != variable else ""
        raise InputError(f"Environment variable {variable} is not set; it holds the URL of a PostgreSQL server.{hint}")
    scheme, found, rest = url.partition("://")
    if found:
        # SQLAlchemy's form names the driver.
        scheme, url = scheme.partition("+")[0], f"{scheme.partition('+')[0]}://{rest}"
    if found and scheme not in _SCHEMES:
        raise _no_url(variable)
    try:
        told: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(url)
    except (psycopg.Error, ValueError, UnicodeError):
        raise _no_url(variable) from None
    if not told:
        raise _no_url(variable)
    return {"connect_timeout": _CONNECT_SECONDS, **told, "application_name": "perfloop", "client_encoding": "utf8"}


def _no_url(variable: str) -> InputError:
    return InputError(f"{variable} holds no URL of a PostgreSQL server: postgresql://user:password@host:port/database.")


def _settle(opened: Any, timezone: str) -> None:
    """Fix what a server, role or URL may have set otherwise; then one transaction that sees one state."""
    settings = {
        "default_transaction_read_only": "on",
        "default_transaction_isolation": "repeatable read",
        "search_path": "pg_catalog",
        "TimeZone": timezone,
        "DateStyle": "ISO, YMD",
        "IntervalStyle": "postgres",
        "extra_float_digits": "1",
        "standard_conforming_strings": "on",
        "statement_timeout": str(max(1, int(seconds(*QUERY) * 1000))),
        "lock_timeout": str(_LOCK_SECONDS * 1000),
        "idle_in_transaction_session_timeout": "0",
    }
    for name, value in settings.items():
        opened.execute("SELECT pg_catalog.set_config(%s, %s, false)", (name, value))
    opened.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _refused(variable: str, error: Any) -> NoReturn:
    """One line without the server's own words: they may repeat the URL."""
    state = str(error.sqlstate or "")
    why = _WORDS.get(state[:2])
    if why is None:
        text = str(error)
        why = next((_TEXTS[each] for each in _TEXTS if each in text), "no server answers there")
    raise SurroundingsError(f"The PostgreSQL server of {variable} can't be used: {why}.") from None


# Before a session has begun the client library has words only.
_TEXTS = {
    "password authentication failed": _WORDS["28"],
    "no pg_hba.conf entry": _WORDS["28"],
    "no password supplied": "it asks for a password, and the URL has none",
    "role": _WORDS["28"],
    "database": _WORDS["3D"],
    "SSL": "it and the URL don't agree about SSL",
    "too many clients": _WORDS["53"],
    "starting up": _WORDS["57"],
}


@contextmanager
def failures_of(variable: str, about: str) -> Iterator[None]:
    """Errors of a server in our family, in one line without the secrets of its URL 「报错」.

    Parameters
    ----------
    variable : str
        Environment variable that names the server.
    about : str
        What is being done.
    """
    psycopg = _psycopg()
    try:
        yield
    except psycopg.errors.QueryCanceled:
        raise too_long(about) from None
    except psycopg.DataError as error:
        limit = " (a sum holds values up to 10**26)" if "precision 38" in str(error) else ""
        told = f"A value can't be computed with while {about}{limit}: {_said(variable, error)}"
        raise InputError(told) from None
    except psycopg.Error as error:
        how = "refused" if isinstance(error, psycopg.errors.InsufficientPrivilege) else "failed"
        told = f"The server of {variable} {how} while {about}: {_said(variable, error)}"
        raise SurroundingsError(told) from None


def _said(variable: str, error: BaseException) -> str:
    said = first_line(error)
    for secret in secrets_of(variable):
        said = said.replace(secret, "…")
    return said


def secrets_of(variable: str) -> tuple[str, ...]:
    """Texts that no message may show: the URL, and the password in it, as written and as meant 「需隐去的文本」."""
    url = os.environ.get(variable, "").strip()
    rest = url.partition("://")[2]
    credentials = rest.rpartition("@")[0]
    password = credentials.partition(":")[2]
    marked = [part.partition("=")[2].strip("'\"") for part in url.replace("&", " ").replace("?", " ").split()
              if part.lower().startswith(("password=", "sslpassword="))]  # fmt: skip
    found = {url, rest, credentials, password, unquote_plus(password), *marked, *map(unquote_plus, marked)}
    return tuple(sorted((each for each in found if len(each) > 2), key=len, reverse=True))
