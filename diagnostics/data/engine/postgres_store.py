"""Facts in a client's PostgreSQL database, computed there 「PostgreSQL 引擎」."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine.postgres_catalogue import Column, find_table
from diagnostics.data.engine.postgres_link import connect, failures_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(eq=False)
class PostgresStore:
    """PostgreSQL through Ibis: one read-only transaction, one state of the database 「PostgreSQL 引擎」.

    Parameters
    ----------
    backend : ibis backend
        Where expressions run.
    variable : str
        Environment variable that names the server.
    """

    backend: Any
    variable: str

    def table(self, written: str, about: str) -> tuple[str, Any]:
        """Name and Ibis table of a table or view 「取数据库表」.

        Raises
        ------
        InputError
            When there is none of this name.
        SurroundingsError
            When it can't be read.
        """
        import ibis.expr.datatypes as dt
        import sqlglot as sg
        import sqlglot.expressions as sge

        with self.told(f"looking for table {written!r} of {about}"):
            table = find_table(self.backend.con, written, about)
        chosen = [_read(each) for each in table.columns]
        query = sg.select(*chosen).from_(
            sge.Table(this=sg.to_identifier(table.name, quoted=True), db=sg.to_identifier(table.schema, quoted=True))
        )
        schema = {each.name: dt.unknown if each.kind == "unknown" else each.kind for each in table.columns}
        return table.told, self.backend.sql(query.sql("postgres"), schema=schema)

    def upload(self, content: pa.Table) -> Any:
        """Ibis table of a small table of our own, part of each query that uses it 「上传小表」."""
        import ibis

        return ibis.memtable(content)

    def frame(self, expression: Any, about: str = "") -> pd.DataFrame:
        """Result of an expression 「执行」."""
        with self.told(about or "computing"):
            found: pd.DataFrame = self.backend.to_pyarrow(expression).to_pandas()
            return found

    def told(self, about: str) -> AbstractContextManager[None]:
        """Errors of the server in our family, without the secrets of its URL 「报错」."""
        return failures_of(self.variable, about)


def _read(column: Column) -> Any:
    """Column as it is read: texts compare by their bytes, an infinite day is none."""
    import sqlglot as sg
    import sqlglot.expressions as sge

    own = sg.column(column.name, quoted=True)
    if column.kind == "string":
        text = sge.cast(own, "text")
        return sge.Collate(this=text, expression=sg.to_identifier("C", quoted=True)).as_(column.name, quoted=True)
    if column.kind in ("date", "timestamp", "timestamp('UTC')"):
        finite = sge.Anonymous(this="isfinite", expressions=[own])
        return sge.Case(ifs=[sge.If(this=finite, true=own.copy())]).as_(column.name, quoted=True)
    return own


@contextmanager
def open_postgres(variable: str, timezone: str) -> Iterator[PostgresStore]:
    """PostgreSQL server that an environment variable names, for reading 「打开 PostgreSQL」.

    Raises
    ------
    InputError
        When the variable is not set or holds no URL.
    SurroundingsError
        When the server can't be reached or refuses.
    """
    opened = connect(variable, timezone)
    try:
        from diagnostics.data.engine.postgres_compiler import PostgresBackend

        backend = PostgresBackend.from_connection(opened)
        # Ibis sets a zone of its own.
        opened.execute("SELECT pg_catalog.set_config('TimeZone', %s, false)", (timezone,))
        yield PostgresStore(backend, variable)
    finally:
        opened.close()
