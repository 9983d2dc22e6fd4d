"""Types of a CSV file's columns, from every row 「CSV 列类型」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diagnostics.data.engine.facts import NUMBER
from diagnostics.data.files.csv_shape import Shape, sql_text
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
    numbers = [name for name in shape.header if types[name] in NUMBERS]
    for name, is_number in zip(numbers, _are_numbers(connection, shape, numbers), strict=True):
        types[name] = types[name] if is_number else "VARCHAR"
    return types


def _are_numbers(connection: Any, shape: Shape, names: Sequence[str]) -> Sequence[bool]:
    """Whether columns that the engine takes for numbers are written as such: it takes nan, inf, 0x10, 1_000 too."""
    import duckdb

    if not names:
        return []
    quoted = ['"' + each.replace('"', '""') + '"' for each in names]
    looks = ", ".join(f"coalesce(bool_and({_is_number(each)}), true)" for each in quoted)
    query = f"SELECT {looks} FROM {shape.reader(dict.fromkeys(shape.header, 'VARCHAR'))}"  # noqa: S608 (all quoted)
    try:
        found: Sequence[bool] = connection.execute(query).fetchone()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        # The strict read says what is wrong with the file.
        return [True] * len(names)
    return found


def _is_number(column: str) -> str:
    """Condition that a field is a number of a size that figures have: 1e309 and 1e-400 are read cell by cell."""
    size = f"abs(TRY_CAST({column} AS DOUBLE))"
    zero = f"regexp_matches({column}, '^[^1-9]*([eE].*)?$')"
    return f"regexp_matches({column}, {sql_text(NUMBER)}) AND (({size} > {SMALLEST} AND {size} < {LARGEST}) OR {zero})"


def common_types(types: Sequence[dict[str, str]]) -> dict[str, str]:
    """One type a column for all files 「统一列类型」."""
    common = {}
    for name in types[0]:
        seen = {each[name] for each in types}
        common[name] = seen.pop() if len(seen) == 1 else "DOUBLE" if seen == {"BIGINT", "DOUBLE"} else "VARCHAR"
    return common
