"""What a database table holds, as one number 「库表内容摘要」."""

from __future__ import annotations

from typing import Any

from diagnostics.data.engine.postgres_catalogue import Table, find_table
from diagnostics.data.engine.postgres_link import connect, failures_of
from diagnostics.model.engagement import Engagement

# Two hashes of 64 bits with seeds of their own.
_SEEDS = (0, 1)


def table_digests(engagement: Engagement) -> dict[str, str]:
    """Digest of the content of each database table that a source names, by the table's name 「库表摘要」.

    Parameters
    ----------
    engagement : Engagement
        Whose tables are read; without any, no server is asked.

    Returns
    -------
    dict of str
        Keys name the table and the environment variable, never the server.

    Raises
    ------
    InputError
        When a variable is not set, or there is no such table.
    SurroundingsError
        When a server can't be reached.

    Notes
    -----
    The number of rows, and two sums over all rows of a hash of the row's text: the same rows in any order, and no
    others, give the same digest. The server reads the whole table for it, about as long as one KPI takes. A database
    that changes while a run is under way has another digest at the next run, which then computes again.
    """
    found = {}
    sources = engagement.settings.sources
    for variable in dict.fromkeys(each.url_env for each in sources.values() if each.url_env):
        connection = connect(variable, engagement.calendar.timezone)
        try:
            for name, source in sources.items():
                if source.url_env == variable:
                    with failures_of(variable, f"reading the table of source {name!r}"):
                        table = find_table(connection, source.table or "", f"source {name!r}")
                        found[f"table {table.told} of {variable}"] = _digest(connection, table)
        finally:
            connection.close()
    return found


def _digest(connection: Any, table: Table) -> str:
    from psycopg import sql

    columns = sql.SQL(", ").join(sql.Identifier(each.name) for each in table.columns)
    sums = sql.SQL(", ").join(
        sql.SQL("pg_catalog.sum(pg_catalog.hashtextextended(ROW({})::text, {})::numeric)").format(columns, seed)
        for seed in _SEEDS
    )
    query = sql.SQL("SELECT pg_catalog.count(*), {} FROM {}").format(sums, sql.Identifier(table.schema, table.name))
    told = ", ".join(f"{each.name} {each.stored}" for each in table.columns)
    rows, *hashes = connection.execute(query).fetchone()
    return " ".join(str(each if each is not None else 0) for each in (rows, *hashes)) + f" ({_short(told)})"


def _short(told: str) -> str:
    import hashlib

    return hashlib.sha256(told.encode()).hexdigest()[:16]
