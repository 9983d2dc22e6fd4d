"""Numbers of a column in a scale or with decimal commas, read by the engine 「引擎读取带单位列」."""

from __future__ import annotations

from typing import Any

from diagnostics.data.layout.column_sql import Plain, quoted
from diagnostics.data.layout.number_column import LARGEST, NumberRules, doubtful_decimal
from diagnostics.data.layout.number_sql import NumberSql, number_sql
from diagnostics.data.layout.number_text import SHARES


def stated_numbers(connection: Any, table: str, cell: str, rules: NumberRules, file: str | None) -> Plain:
    """Plain numbers of a column that don't mean what they say: millions of texts, and one query 「读取带单位数字」.

    Parameters
    ----------
    cell : str
        SQL of its cells as text.
    rules : NumberRules
        How they are to be read.
    file : str, optional
        Column that holds the number of the file.
    """
    read = number_sql(cell, rules.missing, rules.scale, rules.decimal)
    # What is too large to be added up is left, and refused as a text.
    plain = f"coalesce({read.form} IS NOT NULL AND abs({read.value}) < {LARGEST}, false)"
    asked = f"min({cell}) FILTER ({plain} AND {read.bare} <> 0)"
    asked += f", coalesce(bool_and({read.whole} IS NOT NULL) FILTER ({plain}), true)"
    example, whole = connection.execute(f'SELECT {asked} FROM "{table}" AS r').fetchone()  # noqa: S608 (quoted)
    number = f"r.{quoted(file)}" if file else "0"
    counted = (
        f"SELECT {read.form}, {number}, count(*), min(DISTINCT {cell}, 5)"  # noqa: S608 (quoted)
        f' FROM "{table}" AS r WHERE {plain} GROUP BY ALL ORDER BY 1, 2'
    )
    rows = connection.execute(counted).fetchall()
    converted = tuple((read.kinds[form], *row) for form, *row in rows if read.kinds[form])
    asks = rules.scale in SHARES and not rules.is_declared
    return Plain(
        plain,
        f"CASE WHEN {plain} THEN {read.whole if whole else read.value} END",
        example,
        converted=converted,
        scale=rules.scale,
        decimal=rules.decimal,
        sizes=_sizes(connection, table, (cell, plain, read)) if asks and example is not None else (),
        either=_doubtful(connection, table, cell, plain) if rules.is_parted and rules.decimal is None else None,
    )


def _sizes(connection: Any, table: str, of: tuple[str, str, NumberSql]) -> tuple[float, ...]:
    """Plain numbers as they stand, each written one once."""
    cell, plain, read = of
    query = f'SELECT any_value({read.bare}) FROM "{table}" AS r WHERE {plain} GROUP BY {cell}'  # noqa: S608 (quoted)
    return tuple(row[0] for row in connection.execute(query).fetchall())


def _doubtful(connection: Any, table: str, cell: str, plain: str) -> str | None:
    """A number such as 1.250 where no other tells whether the sign parts decimals or thousands."""
    signed = f"{plain} AND regexp_matches({cell}, '[.,]')"
    query = f'SELECT DISTINCT {cell} AS c FROM "{table}" AS r WHERE {signed}'  # noqa: S608 (quoted)
    few = [row[0] for row in connection.execute(f"{query} LIMIT 1000").fetchall()]
    if doubtful_decimal(few) is None:
        return None
    return doubtful_decimal([row[0] for row in connection.execute(query).fetchall()])
