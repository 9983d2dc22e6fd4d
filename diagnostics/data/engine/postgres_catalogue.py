"""Tables and columns that a PostgreSQL server has, found in its catalogue 「数据库目录」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError, SurroundingsError, unknown

_TABLES = """
SELECT n.nspname, c.relname, c.oid, pg_catalog.has_table_privilege(c.oid, 'SELECT')
    OR pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
ORDER BY 1, 2
"""
_COLUMNS = """
SELECT a.attname, pg_catalog.format_type(b.oid, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END),
    b.typname, b.typcategory, b.typtype
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped
    AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT')
ORDER BY a.attnum
"""
_KINDS = {
    "int2": "int16",
    "int4": "int32",
    "int8": "int64",
    "float4": "float32",
    "float8": "float64",
    "numeric": "decimal",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamptz": "timestamp('UTC')",
}
# Also read as text: one collation for all, so that texts compare as on the other engines.
_TEXTS = ("uuid", "bpchar", "name", "char", "inet", "cidr", "macaddr")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and how it is read 「数据库列」.

    Parameters
    ----------
    name : str
        As the catalogue has it.
    kind : str
        Ibis type; ``unknown`` for what expressions can't read.
    stored : str
        PostgreSQL's name of its type.
    """

    name: str
    kind: str
    stored: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view with its columns 「数据库表」."""

    schema: str
    name: str
    columns: tuple[Column, ...]

    @property
    def told(self) -> str:
        """Name for readers 「显示名」."""
        return f"{self.schema}.{self.name}"


def find_table(connection: Any, written: str, about: str) -> Table:
    """Table that a source names, out of those that the catalogue has 「查找表」.

    Parameters
    ----------
    written : str
        ``schema.name``, or ``name`` where one schema has it, as the catalogue spells them.
    about : str
        Source, for errors.

    Raises
    ------
    InputError
        When there is none (the nearest is named), or several schemas have it.
    SurroundingsError
        When the user may not read it.
    """
    rows = connection.execute(_TABLES).fetchall()
    found = [row for row in rows if written in (f"{row[0]}.{row[1]}", row[1])]
    exact = [row for row in found if written == f"{row[0]}.{row[1]}"] or found
    if not exact:
        raise unknown("table", written, [each for row in rows for each in (f"{row[0]}.{row[1]}", row[1])], about)
    if len(exact) > 1:
        shown = ", ".join(f"{row[0]}.{row[1]}" for row in exact[:5])
        raise InputError(f"Table {written!r} of {about} is in several schemas: {shown}. Name one.")
    schema, name, key, readable = exact[0]
    if not readable:
        raise SurroundingsError(f"The user of {about} may not read table {schema}.{name}: GRANT SELECT is missing.")
    columns = tuple(_column(*row) for row in connection.execute(_COLUMNS, (key,)).fetchall())
    if not columns:
        raise InputError(f"Table {schema}.{name} of {about} has no column that its user may read.")
    return Table(schema, name, columns)


def _column(name: str, told: str, stored: str, category: str, form: str) -> Column:
    if category == "S" or form == "e" or stored in _TEXTS:
        return Column(name, "string", told)
    return Column(name, _KINDS.get(stored, "unknown"), told)
