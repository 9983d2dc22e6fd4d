"""What of a text column the engine reads by itself, and what is left 「列查询」."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from diagnostics.data.files.csv_shape import sql_text
from diagnostics.data.layout.day_parts import FIRST_YEAR, LAST_YEAR
from diagnostics.data.layout.number_column import NumberRules
from diagnostics.data.layout.odd_cells import OddCell
from diagnostics.model.conversion import ConversionKind
from diagnostics.model.layout import Decimal as DecimalSign
from diagnostics.model.layout import Scale

# At most 25 characters: below what sums hold.
_GROUPS = "[1-9][0-9]{0,2}(,[0-9]{3})"
_NUMBER = rf"^\s*[+-]?([0-9]{{1,24}}\.?[0-9]*|\.[0-9]+|{_GROUPS}{{1,7}}(\.[0-9]+)?)\s*$"
_WHOLE = rf"^\s*[+-]?([0-9]{{1,18}}|{_GROUPS}{{1,5}})\s*$"
_ONE_SIGN = r"^\s*[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}\s*$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?$"
_THOUSANDS: tuple[ConversionKind, ...] = ("thousands",)


@dataclass(frozen=True, slots=True)
class Plain:
    """What of a column the engine reads by itself 「可直接读取的部分」.

    Parameters
    ----------
    condition, cast : str
        SQL that tells a plain text, and that gives its value (NULL for any other).
    example : str, optional
        A plain number that is not 0.
    span : (date, date), optional
        First and last plain day.
    converted : tuple
        Numbers that the engine read otherwise than written: what was converted, number of the file, cells, first texts.
    scale, decimal : str, optional
        How it read them.
    sizes : tuple of float
        Numbers below a header of percent, each written one once: they tell whether they are shares already.
    either : str, optional
        A number such as 1.250 or 1,250, where no other tells whether the sign parts decimals or thousands.
    swappable : str, optional
        A plain day where day and month of all may be swapped: one that changes by it, if any does.
    """

    condition: str
    cast: str
    example: str | None = None
    span: tuple[date, date] | None = None
    converted: tuple[tuple[tuple[ConversionKind, ...], int, int, list[str]], ...] = ()
    scale: Scale | None = None
    decimal: DecimalSign | None = None
    sizes: tuple[float, ...] = ()
    either: str | None = None
    swappable: str | None = None


def quoted(name: str) -> str:
    """Quoted name of a column 「列名引用」."""
    return '"' + name.replace('"', '""') + '"'


def written(name: str, kind: str) -> str:
    """SQL of a column's cells as they are written: a whole float without its decimals 「原文表达式」."""
    column = f"r.{quoted(name)}"
    if kind in ("FLOAT", "DOUBLE", "DECIMAL"):
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    return column if kind == "VARCHAR" else f"CAST({column} AS VARCHAR)"


def plain_numbers(connection: Any, table: str, cell: str, rules: NumberRules, file: str | None) -> Plain:
    """Plain numbers of a column, and those in groups of three: a column may hold millions 「直接可读的数字」.

    Parameters
    ----------
    cell : str
        SQL of its cells as text.
    rules : NumberRules
        How they are to be read: a plain number may be a declared mark of a missing value.
    file : str, optional
        Column that holds the number of the file.
    """
    plain = f"regexp_matches({cell}, {sql_text(_NUMBER)})" + _unmarked(cell, rules.missing)
    digits = f"replace({cell}, ',', '')"
    asked = f"min(CASE WHEN {plain} AND TRY_CAST({digits} AS DOUBLE) <> 0 THEN {cell} END)"
    asked += f", coalesce(bool_and(regexp_matches({cell}, {sql_text(_WHOLE)})) FILTER ({plain}), true)"
    one = f"regexp_matches({cell}, {sql_text(_ONE_SIGN)})"
    asked += f", min(CASE WHEN {plain} AND {one} THEN {cell} END)"
    asked += f", coalesce(bool_or({plain} AND NOT {one} AND regexp_matches({cell}, '[.,]')), false)"
    example, whole, either, told = connection.execute(f'SELECT {asked} FROM "{table}" AS r').fetchone()  # noqa: S608 (quoted)
    number = f"r.{quoted(file)}" if file else "0"
    counted = (
        f'SELECT {number} AS f, count(*), min({cell}, 5) FROM "{table}" AS r'  # noqa: S608 (quoted)
        f" WHERE {plain} AND contains({cell}, ',') GROUP BY f ORDER BY f"
    )
    grouped = tuple((_THOUSANDS, *row) for row in connection.execute(counted).fetchall())
    cast = f"CASE WHEN {plain} THEN TRY_CAST({digits} AS {'BIGINT' if whole else 'DOUBLE'}) END"
    return Plain(plain, cast, example, converted=grouped, either=None if told else either)


def plain_days(connection: Any, table: str, cell: str, missing: Collection[str]) -> Plain:
    """Plain ISO days and moments of a column 「直接可读的日期」."""
    value = f"TRY_CAST({cell} AS TIMESTAMP)"
    plain = f"regexp_matches({cell}, {sql_text(_DAY)}) AND {value} IS NOT NULL"
    plain += f" AND year({value}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR}" + _unmarked(cell, missing)
    asked = f"CAST(min({value}) FILTER ({plain}) AS DATE), CAST(max({value}) FILTER ({plain}) AS DATE)"
    asked += f", coalesce(bool_and(length({cell}) = 10) FILTER ({plain}), true)"
    asked += f", coalesce(bool_and(day({value}) <= 12) FILTER ({plain}), false)"
    unlike = f"min({cell}) FILTER ({plain} AND day({value}) <> month({value}))"
    asked += f", coalesce({unlike}, min({cell}) FILTER ({plain}))"
    first, last, days, may_be_months, other = connection.execute(f'SELECT {asked} FROM "{table}" AS r').fetchone()  # noqa: S608 (quoted)
    cast = f"CASE WHEN {plain} THEN TRY_CAST({cell} AS {'DATE' if days else 'TIMESTAMP'}) END"
    swappable = other if may_be_months else None
    return Plain(plain, cast, span=None if first is None else (first, last), swappable=swappable)


def odd_cells(connection: Any, table: str, cell: str, plain: str, file: str | None) -> tuple[OddCell, ...]:
    """Distinct texts of a column that are not plain, with their counts by file 「其余写法」."""
    number = f"r.{quoted(file)}" if file else "0"
    query = (
        f'SELECT {cell} AS c, {number} AS f, count(*) FROM "{table}" AS r'  # noqa: S608 (quoted)
        f" WHERE {cell} IS NOT NULL AND NOT ({plain}) GROUP BY ALL ORDER BY f, c"
    )
    return tuple(OddCell(*row) for row in connection.execute(query).fetchall())


def _unmarked(cell: str, missing: Collection[str]) -> str:
    return f" AND trim({cell}) NOT IN ({', '.join(map(sql_text, missing))})" if missing else ""
