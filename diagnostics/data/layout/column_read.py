"""One column of a text table as numbers or days: plain forms by the engine, others text by text 「单列读取」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from diagnostics.data.layout.column_sql import plain_days
from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.number_column import (
    LARGEST,
    NumberRules,
    decide_numbers,
    doubtful_decimal,
    states_scale,
    untold_share,
)
from diagnostics.data.layout.number_sql import NumberSql, number_sql
from diagnostics.data.layout.number_text import SHARES, read_number
from diagnostics.data.layout.odd_cells import Decided, Value
from diagnostics.data.layout.swapped_days import swap_texts, telling_text
from diagnostics.data.layout.text_table import TextTable
from diagnostics.model.conversion import ConversionKind

if TYPE_CHECKING:
    import pyarrow as pa

# Beyond this a float holds no longer every whole number.
_EXACT = 2**53


@dataclass(frozen=True, eq=False)
class ColumnRead:
    """How a column of a text table is read 「单列读法」.

    Parameters
    ----------
    type : str
        Type of the column in the engine; VARCHAR where it holds nothing.
    value, form : str
        SQL of the values that the engine reads by itself and of their form, an index of ``kinds``; NULL for the others.
    kinds : tuple of tuple of str
        Conversions of each form.
    decided : Decided
        What the other texts are read as.
    rules : NumberRules, optional
        How the numbers are read.
    """

    type: Literal["BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "VARCHAR"]
    value: str
    form: str
    kinds: tuple[tuple[ConversionKind, ...], ...]
    decided: Decided
    rules: NumberRules | None = None

    def listed(self, text: str) -> Value:
        """Value of a text, as it is listed 「示例取值」."""
        if text in self.decided.values or self.rules is None:
            return self.decided.values[text]
        rules = self.rules
        read = read_number(text, rules.missing, currency=rules.currency, scale=rules.scale, decimal=rules.decimal)
        return None if read is None else read.value

    def mapping(self) -> pa.Table:
        """Texts that are read one by one, with value, conversions and months 「取值对照」."""
        import pyarrow as pa

        kinds = {each: len(self.kinds) + at for at, each in enumerate(self.other_kinds())}
        found = self.decided
        moments = self.type == "TIMESTAMP"
        type_ = pa.timestamp("us") if moments else pa.date32() if self.type == "DATE" else pa.float64()
        return pa.table(
            {
                "written": pa.array(list(found.values), pa.string()),
                "value": pa.array([_typed(each, moments=moments) for each in found.values.values()], type_),
                "form": pa.array([kinds[found.kinds[each]] for each in found.values], pa.int64()),
                "months": pa.array([found.months.get(each) for each in found.values], pa.int64()),
            }
        )

    def other_kinds(self) -> list[tuple[ConversionKind, ...]]:
        """Conversions of the texts that are read one by one 「其余转换」."""
        return list(dict.fromkeys(self.decided.kinds[each] for each in self.decided.values))


def _typed(value: Value, *, moments: bool) -> object:
    if isinstance(value, datetime) or value is None:
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day) if moments else value
    return float(value)


def read_numbers(table: TextTable, at: int, rules: NumberRules) -> ColumnRead | None:
    """A column as numbers; None where a cell is wrong or in doubt 「读数字列」.

    Parameters
    ----------
    table : TextTable
        Facts alone: totals and notes are gone.
    at : int
        Number of the column.
    rules : NumberRules
        How they are to be read.
    """
    cell = f"r.c{at}"
    read = number_sql(cell, rules.missing, rules.scale, rules.decimal)
    whole = f"{read.value} = trunc({read.value}) AND abs({read.value}) < {_EXACT}"
    query = f"""SELECT min({cell}) FILTER ({read.bare} <> 0), max(abs({read.value})), bool_and({whole})
        FROM {table.sql} AS r WHERE {read.form} IS NOT NULL"""  # noqa: S608 (our own names)
    ((example, largest, is_whole),) = table.ask(query)
    if largest is not None and largest >= LARGEST:
        return None
    odd = dict(table.ask(f"SELECT {cell}, count(*) FROM {table.sql} AS r WHERE {_others(cell, read.form)} GROUP BY 1"))  # noqa: S608
    # Whether numbers below a header of percent are shares is asked of all of them, below.
    decided = decide_numbers(odd, example if rules.scale is None else "", rules)
    if decided.wrong or _is_untold(table, (cell, read), rules, odd) or _is_doubtful(table, (cell, read), rules):
        return None
    values = [each for each in decided.values.values() if isinstance(each, int | float)]
    if largest is None and not values:
        return ColumnRead("VARCHAR", "NULL", "NULL", (), decided)
    is_whole = is_whole is not False and all(float(each).is_integer() and abs(each) < _EXACT for each in values)
    value = f"CASE WHEN {read.form} IS NOT NULL THEN {read.value} END"
    return ColumnRead("BIGINT" if is_whole else "DOUBLE", value, read.form, read.kinds, decided, rules)


def _others(cell: str, form: str) -> str:
    return f"{cell} IS NOT NULL AND {form} IS NULL"


def _is_untold(table: TextTable, of: tuple[str, NumberSql], rules: NumberRules, odd: Mapping[str, int]) -> bool:
    """Whether numbers below a header of percent may be shares already, or nobody can tell here."""
    if rules.scale not in SHARES or rules.is_declared:
        return False
    if rules.decimal == ",":
        return True
    cell, read = of
    query = f"""SELECT any_value({read.bare}), count(*) FROM {table.sql} AS r
        WHERE {read.form} IS NOT NULL GROUP BY {cell}"""  # noqa: S608 (our own names)
    sizes = table.ask(query)
    for text, count in odd.items():
        alone = read_number(text, rules.missing)
        if alone is not None and alone.value and not states_scale(alone):
            sizes.append((float(alone.value), count))
    # Of each text once, and of each cell.
    once, each_cell = [size for size, _ in sizes], [size for size, count in sizes for _ in range(count)]
    return any(untold_share(each, rules.scale) is not None for each in (once, each_cell))


def _is_doubtful(table: TextTable, of: tuple[str, NumberSql], rules: NumberRules) -> bool:
    """Whether a number such as 1.250 may be a thousand and more, and no other tells."""
    if not rules.is_parted or rules.decimal is not None:
        return False
    cell, read = of
    signed = f"{read.form} IS NOT NULL AND regexp_matches({cell}, '[.,]')"
    texts = f"SELECT DISTINCT {cell} FROM {table.sql} AS r WHERE {signed}"  # noqa: S608 (our own names)
    few = [text for (text,) in table.ask(f"{texts} LIMIT 1000")]
    return doubtful_decimal(few) is not None and doubtful_decimal([text for (text,) in table.ask(texts)]) is not None


def read_days(table: TextTable, at: int, rules: DayRules) -> ColumnRead | None:
    """A column as days; None where a cell is wrong or in doubt 「读日期列」.

    Parameters
    ----------
    table : TextTable
        Facts alone: totals and notes are gone.
    at : int
        Number of the column.
    rules : DayRules
        How they are to be read.
    """
    cell = f"r.c{at}"
    plain = plain_days(table.connection, table.name, cell, rules.missing)
    value, span = plain.cast, plain.span
    texts = _texts(table, cell, f"AND NOT ({plain.condition})")
    if span is not None and telling_text(texts, rules) is not None:
        # ISO days beside 13/04/2025 may have had day and month swapped: each is looked at.
        value, span, texts = "NULL", None, _texts(table, cell, "")
    decided = decide_days(texts, span, rules)
    swap_texts(texts, rules, decided)
    if decided.wrong:
        return None
    values = [each for each in decided.values.values() if each is not None]
    if span is None and not values:
        return ColumnRead("VARCHAR", "NULL", "NULL", (), decided)
    moments = "AS TIMESTAMP) END" in value or any(isinstance(each, datetime) for each in values)
    form = "NULL" if span is None else f"CASE WHEN {plain.condition} THEN 0 END"
    return ColumnRead("TIMESTAMP" if moments else "DATE", value, form, ((),), decided)


def _texts(table: TextTable, cell: str, others: str) -> list[str]:
    """Texts of a column, each once, in the order in which they first stand."""
    query = f"SELECT {cell} FROM {table.sql} AS r WHERE {cell} IS NOT NULL {others} GROUP BY 1 ORDER BY min(row)"  # noqa: S608
    return [text for (text,) in table.ask(query)]
