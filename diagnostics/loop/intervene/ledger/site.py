"""Where the ledger of an engagement lies: a file, or a schema of a database 「台账位置」."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, insert, inspect, select

from diagnostics.errors import InputError
from diagnostics.loop.intervene.ledger.chain import GENESIS
from diagnostics.loop.intervene.ledger.disk import check_disk
from diagnostics.loop.intervene.ledger.engine import named_failures, sqlite_engine
from diagnostics.loop.intervene.ledger.server import hold_schema, schema_of, server_engine, server_failures
from diagnostics.loop.intervene.ledger.tables import FORM, HEAD, METADATA, NEEDED, protect_log
from diagnostics.loop.intervene.ledger.whereabouts import FILE

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


@dataclass(frozen=True, slots=True)
class Site:
    """Where the ledger of an engagement lies 「台账位置」.

    Parameters
    ----------
    path : Path
        File of a ledger that is one.
    variable : str
        Environment variable that names the database; empty for a file.
    schema : str
        Schema of that database; empty for a file.
    """

    path: Path
    variable: str = ""
    schema: str = ""

    @property
    def name(self) -> str:
        """As messages name it: never an address 「名称」."""
        return f"the ledger of {self.variable}" if self.variable else self.path.name

    def engine(self, *, write: bool, wait: float) -> Engine:
        """Engine of its database 「台账引擎」."""
        if self.variable:
            return server_engine(self.variable, self.schema, write=write, wait=wait)
        check_disk(self.path, write=write)
        return sqlite_engine(self.path, write=write, wait=wait)

    def failures(self) -> AbstractContextManager[None]:
        """What its database says, in one sentence of ours 「错误转述」."""
        return server_failures(self.variable) if self.variable else named_failures(self.path)

    def accept(self, connection: Connection) -> set[str]:
        """Names of the tables of a ledger that this perfloop reads; none where a writer is about to make it 「接受」.

        Raises
        ------
        InputError
            When it is no ledger, or of a newer form.
        """
        tables = self._tables(connection)
        if not tables:
            return tables
        if missing := NEEDED - tables:
            raise InputError(f"{self.name} is no ledger: it lacks the tables {', '.join(sorted(missing))}.")
        form = connection.execute(select(HEAD.c.form)).scalar()
        if form is None or form > FORM:
            raise InputError(f"{self.name} has form {form!r}; this perfloop reads ledgers up to form {FORM}.")
        return tables

    def make(self, connection: Connection) -> set[str]:
        """Names of the tables, made where they are missing, with one maker at a time 「建表」."""
        if {*NEEDED, "seal"} <= self._tables(connection):
            return self.accept(connection)
        if self.schema:
            hold_schema(connection, self.schema)
        before = self._tables(connection)
        if before and not before >= NEEDED:
            return self.accept(connection)
        METADATA.create_all(connection)
        if not before:
            protect_log(connection, self.schema)
            connection.execute(insert(HEAD).values(one=1, form=FORM, seq=0, hash=GENESIS))
        return self.accept(connection)

    def _tables(self, connection: Connection) -> set[str]:
        return set(inspect(connection).get_table_names(schema=self.schema or None))


def site_of(engagement: Engagement) -> Site:
    """Where the ledger of an engagement lies 「台账位置」."""
    variable = engagement.settings.ledger.url_from or ""
    schema = schema_of(engagement.settings.id) if variable else ""
    return Site(engagement.folder / FILE, variable, schema)
