"""The ledger of an engagement where it lies in a database 「数据库台账的删除」."""

from __future__ import annotations

_WAIT_SECONDS = 10.0


def entries_in(variable: str, schema: str) -> int:
    """Entries of the ledger in a schema; 0 where there is none 「台账条数」.

    Raises
    ------
    InputError, SurroundingsError
        When the variable is not set, or the database can't be reached.
    """
    from sqlalchemy import func, inspect, select

    from diagnostics.loop.intervene.ledger.server import server_engine, server_failures
    from diagnostics.loop.intervene.ledger.tables import EVENT

    engine = server_engine(variable, schema, write=False, wait=_WAIT_SECONDS)
    with server_failures(variable), engine.connect() as connection:
        if EVENT.name not in inspect(connection).get_table_names(schema=schema):
            return 0
        return int(connection.execute(select(func.count()).select_from(EVENT)).scalar() or 0)


def drop(variable: str, schema: str) -> None:
    """Drop the schema with all it holds; where it is gone already nothing happens 「删除台账命名空间」.

    Raises
    ------
    SurroundingsError
        When the database can't be reached or refuses.
    """
    from sqlalchemy.schema import DropSchema

    from diagnostics.loop.intervene.ledger.server import server_engine, server_failures

    engine = server_engine(variable, schema, write=True, wait=_WAIT_SECONDS)
    with server_failures(variable), engine.begin() as connection:
        connection.execute(DropSchema(schema, cascade=True, if_exists=True))
