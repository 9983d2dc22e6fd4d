"""Types of a CSV file's columns, from every row 「CSV 列类型」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diagnostics.data.engine.facts import NUMBER
from diagnostics.data.files.csv_shape import Shape, sql_text
from diagnostics.data.layout.day_parts import FIRST_YEAR, LAST_YEAR
from diagnostics.data.layout.number_column import LARGEST, SMALLEST

_TYPES = ("BIGINT", "DOUBLE", "DATE", "VARCHAR")
NUMBERS = ("BIGINT", "DOUBLE")


def types_of(connection: Any, shape: Shape) -> dict[str, str]:
    """Types that every row of a file has 「列类型」.

    Text where the engine can't tell: the strict read then says why.
    """
    import duckdb

    query = f"SELECT columns FROM {shape.sniffer(_TYPES)}"  # noqa: S608 (all quoted)
    try:
        found = {each["name"]: each["type"] for each in connection.execute(query).fetchone()[0]}
    except duckdb.Error:
        found = {}
    types = {name: found.get(name, "VARCHAR") for name in shape.header}
    doubted = [name for name in shape.header if types[name] in _FORMS]
    for name, is_plain in zip(
        doubted, _are_plain(connection, shape, [(each, types[each]) for each in doubted]), strict=True
    ):
        types[name] = types[name] if is_plain else "VARCHAR"
    return types


def _are_plain(connection: Any, shape: Shape, columns: Sequence[tuple[str, str]]) -> Sequence[bool]:
    """Whether columns are written as what the engine takes them for: it takes nan, inf, 0x10 and the year 5 too."""
    import duckdb

    if not columns:
        return []
    quoted = [('"' + name.replace('"', '""') + '"', kind) for name, kind in columns]
    looks = ", ".join(f"coalesce(bool_and({_FORMS[kind](name)}), true)" for name, kind in quoted)
    query = f"SELECT {looks} FROM {shape.reader(dict.fromkeys(shape.header, 'VARCHAR'))}"  # noqa: S608 (all quoted)
    try:
        found: Sequence[bool] = connection.execute(query).fetchone()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        # The strict read says what is wrong with the file.
        return [True] * len(columns)
    return found


def _is_number(column: str) -> str:
    """Condition that a field is a number of a size that figures have: 1e309 and 1e-400 are read cell by cell."""
    size = f"abs(TRY_CAST({column} AS DOUBLE))"
    zero = f"regexp_matches({column}, '^[^1-9]*([eE].*)?$')"
    return f"regexp_matches({column}, {sql_text(NUMBER)}) AND (({size} > {SMALLEST} AND {size} < {LARGEST}) OR {zero})"


def _is_day(column: str) -> str:
    """Condition that a field is an ISO date of a year that figures have: 05-06-07 and 25-1-5 are read cell by cell."""
    iso = f"regexp_matches({column}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$')"
    return f"{iso} AND year(TRY_CAST({column} AS DATE)) BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"


_FORMS = {"BIGINT": _is_number, "DOUBLE": _is_number, "DATE": _is_day}


def common_types(types: Sequence[dict[str, str]]) -> dict[str, str]:
    """One type a column for all files 「统一列类型」."""
    common = {}
    for name in types[0]:
        seen = {each[name] for each in types}
        common[name] = seen.pop() if len(seen) == 1 else "DOUBLE" if seen == {"BIGINT", "DOUBLE"} else "VARCHAR"
    return common
