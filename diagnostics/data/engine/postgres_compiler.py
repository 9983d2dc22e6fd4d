"""How our expressions are written for PostgreSQL 「PostgreSQL 方言」."""

from __future__ import annotations

import json
from typing import Any

import ibis.expr.datatypes as dt
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.postgres import Backend
from ibis.backends.sql.compilers.postgres import PostgresCompiler

from diagnostics.errors import InputError


class Compiler(PostgresCompiler):  # type: ignore[misc]  # ibis bears no types
    """Ibis' compiler, where PostgreSQL would answer otherwise than the other engines 「编译器」."""

    def visit_RegexSearch(self, op: Any, *, arg: Any, pattern: Any) -> Any:  # noqa: ARG002, N802 (names of ibis)
        """Match by an operator that every version has 「正则匹配」."""
        return sge.RegexpLike(this=arg, expression=pattern)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        """Cast, with every digit of a double kept on its way to a decimal 「类型转换」."""
        if op.arg.dtype.is_floating() and to.is_decimal():
            # Directly PostgreSQL keeps 15 digits; its text keeps all.
            arg = self.cast(arg, dt.string)
        if op.arg.dtype.is_string() and to.is_timestamp():
            # It would round what the others cut: 23:59:59.9999999 is still today.
            arg = self.f.regexp_replace(arg, r"(\.[0-9]{6})[0-9]+", r"\1")
        return super().visit_Cast(op, arg=arg, to=to)

    visit_TryCast = visit_Cast  # noqa: N815

    def visit_DateTruncate(self, op: Any, *, arg: Any, unit: Any) -> Any:  # noqa: ARG002, N802
        """Cut a day without a time zone: some midnights don't exist in some 「截断日期」."""
        return self.f.date_trunc(unit.singular, self.cast(arg, dt.timestamp))

    def visit_InMemoryTable(self, op: Any, *, name: str, schema: Any, data: Any) -> Any:  # noqa: ARG002, N802
        """Small tables of ours stand in the query itself: a reader has no right to make tables 「内联小表」."""
        rows = [list(row.values()) for row in data.to_pyarrow(schema).to_pylist()]
        written = json.dumps(rows, ensure_ascii=False, default=str)
        value = sg.column("value", table="own")
        columns = [
            self.cast(
                sge.Anonymous(
                    this="jsonb_array_element_text", expressions=[value, sge.cast(sge.convert(at), "integer")]
                ),
                kind,
            ).as_(each, quoted=True)
            for at, (each, kind) in enumerate(schema.items())
        ]
        source = sge.Anonymous(this="jsonb_array_elements", expressions=[sge.cast(sge.convert(written), "jsonb")])
        made = sg.select(*columns).from_(sge.Table(this=source, alias=sge.TableAlias(this=sg.to_identifier("own"))))
        return made.subquery(sg.to_identifier(name, quoted=True), copy=False)


class PostgresBackend(Backend):  # type: ignore[misc]
    """Ibis' backend with our compiler; it makes no table 「后端」."""

    compiler = Compiler()

    def _register_in_memory_table(self, op: Any) -> None:
        """Do nothing: the table stands in the query."""

    def to_pyarrow(self, expr: Any, /, **_: Any) -> Any:
        """Arrow table of an expression, fetched at once: what is asked for are figures, not facts 「取结果」."""
        import pyarrow as pa

        schema = expr.as_table().schema()
        rows = self.con.execute(self.compile(expr).encode(), prepare=False).fetchall()
        columns = list(zip(*rows, strict=True)) or [() for _ in schema]
        arrays = [_array(values, kind) for values, kind in zip(columns, schema.values(), strict=True)]
        return pa.Table.from_arrays(arrays, names=list(schema))

    def _make_memtable_finalizer(self, name: str) -> None:  # noqa: ARG002
        return None


def _array(values: tuple[Any, ...], kind: Any) -> Any:
    """Arrow column of what psycopg gave: sums stay exact; a decimal of any size becomes a number."""
    import pyarrow as pa

    if kind.is_decimal() and kind.precision is not None:
        try:
            return pa.array(values, pa.decimal128(kind.precision, kind.scale))
        except pa.ArrowInvalid as error:
            told = "A value can't be computed with (a sum holds values up to 10**26)"
            raise InputError(f"{told}: {max(abs(each) for each in values if each is not None):.6g}") from error
    if kind.is_decimal() or kind.is_floating():
        return pa.array([None if each is None else float(each) for each in values], pa.float64())
    return pa.array(values, kind.to_pyarrow())
