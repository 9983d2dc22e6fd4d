"""How our expressions are written for Spark 「Spark 方言」."""

from __future__ import annotations

from typing import Any

import ibis.expr.datatypes as dt
import sqlglot.expressions as sge
from ibis.backends.pyspark import Backend
from ibis.backends.sql.compilers.base import STAR, AggGen
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

_WHOLE = dt.Decimal(38, 0)


class Compiler(PySparkCompiler):  # type: ignore[misc]  # ibis bears no types
    """Ibis' compiler, where Spark would answer otherwise than the other engines 「编译器」."""

    # A condition that is missing for all rows counts 0 rows; without FILTER it would be missing.
    agg = AggGen(supports_filter=True)

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: ARG002, N802 (names of ibis)
        """Count rows 「计数」."""
        return self.agg.count(STAR, where=where)

    def visit_CountDistinct(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: ARG002, N802
        """Count different values 「去重计数」."""
        return self.agg.count(sge.Distinct(expressions=[arg]), where=where)

    def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:  # noqa: ARG002, N802
        """Exact quantile, linear between order statistics 「分位数」."""
        return self.agg.percentile(arg, quantile, where=where)

    def visit_Median(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: ARG002, N802
        """Exact median 「中位数」."""
        return self.agg.percentile(arg, sge.convert(0.5), where=where)

    def visit_Sum(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        """Sum; whole numbers as decimals, which don't run over 「求和」."""
        if op.arg.dtype.is_integer():
            arg = self.cast(arg, _WHOLE)
        return super().visit_Sum(op, arg=arg, where=where)

    def visit_DateTruncate(self, op: Any, *, arg: Any, unit: Any) -> Any:  # noqa: ARG002, N802
        """Cut a day without a time zone 「截断日期」."""
        return self.f.anon.trunc(arg, unit.singular)

    def visit_IsInf(self, op: Any, *, arg: Any) -> Any:  # noqa: ARG002, N802
        """Whether a number is infinite: Ibis compares trees there, not values 「是否无穷」."""
        return arg.isin(self.POS_INF, self.NEG_INF)

    def visit_RegexSearch(self, op: Any, *, arg: Any, pattern: Any) -> Any:  # noqa: ARG002, N802
        """Match; ``$`` is the end of the text and nothing before it 「正则匹配」."""
        if isinstance(pattern, sge.Literal) and str(pattern.this).endswith("$"):
            pattern = sge.Literal.string(str(pattern.this)[:-1] + r"\z")
        return self.f.anon.regexp_like(arg, pattern)


class SparkBackend(Backend):  # type: ignore[misc]
    """Ibis' backend with our compiler; tables come and go as Arrow 「后端」."""

    compiler = Compiler()

    def _register_in_memory_table(self, op: Any) -> None:
        self._session.createDataFrame(op.data.to_pyarrow(op.schema)).createOrReplaceTempView(op.name)

    def to_pyarrow(self, expr: Any, /, **_: Any) -> Any:
        """Arrow table of an expression, moments local to the session 「取结果」."""
        import pyarrow as pa
        import pyarrow.compute as pc

        self._run_pre_execute_hooks(expr)
        table = self._session.sql(self.compile(expr)).toArrow()
        for at, told in enumerate(table.schema):
            if pa.types.is_timestamp(told.type) and told.type.tz:
                table = table.set_column(at, told.name, pc.local_timestamp(table[at]))
        return table
