"""Our tree becomes an Ibis expression, built node by node: no text ever reaches an engine 「构建 Ibis 表达式」."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from diagnostics.dictionary.expression.kinds import Columns, Family, common_family, family_of
from diagnostics.dictionary.expression.measure import Expression
from diagnostics.dictionary.expression.nodes import (
    Aggregate,
    Arithmetic,
    Between,
    Call,
    Case,
    Column,
    Comparison,
    In,
    IsNull,
    Literal,
    Logic,
    Node,
)
from diagnostics.dictionary.expression.refusal import Text

# Sums of floats accumulate as decimals: exact, and the same for every order of rows and number of threads.
EXACT = "decimal(38, 12)"


def exact_sum(values: Any, where: Any = None) -> Any:
    """Sum that does not depend on the order of rows 「精确求和」.

    Parameters
    ----------
    values : ibis numeric column
        Numbers, finite.
    where : ibis boolean column, optional
        Facts that count.

    Returns
    -------
    ibis float64 scalar
        Missing where no fact has a value.

    Notes
    -----
    Whole numbers are summed as such. Others are rounded to 12 decimals and summed as ``DECIMAL(38, 12)``: addition of
    decimals is associative, of floats it is not. The engine refuses a sum beyond 10**26.
    """
    column = values if values.type().is_integer() else values.cast(EXACT)
    return column.sum(where=where).cast("float64")


class Builder:
    """Builds Ibis expressions of one text over one source 「表达式构建器」.

    Parameters
    ----------
    columns : Columns
        The source's columns.
    text : Text
        The expression as written, for the places in errors.
    where : ibis boolean column, optional
        Facts that an aggregate counts.
    """

    def __init__(self, columns: Columns, text: Text, where: Any = None) -> None:
        """Take the columns and the filter."""
        self._columns, self._text, self._where = columns, text, where

    def family(self, node: Node) -> Family:
        """What a node gives 「节点类型」."""
        return family_of(node, self._columns, self._text)

    def build(self, node: Node, family: Family) -> Any:
        """Ibis expression of a node in a place that wants one family 「按类型构建」."""
        make = {"number": self.number, "text": self.text, "day": self.day, "condition": self.condition}
        return make.get(family, self.number)(node)

    def number(self, node: Node) -> Any:
        """Ibis number of a node 「数值」."""
        import ibis

        if isinstance(node, Column):
            return self._columns.number(node.name)
        if isinstance(node, Literal):
            if isinstance(node.value, bool | str):
                raise self._text.refuse("A number must stand here", node.at)
            return ibis.null("float64") if node.value is None else ibis.literal(float(node.value))
        if isinstance(node, Arithmetic):
            return self._arithmetic(node)
        if isinstance(node, Aggregate):
            return self._aggregate(node)
        if isinstance(node, Call):
            return self._number_of_call(node)
        if isinstance(node, Case):
            return self._case(node, "number").cast("float64")
        raise self._text.refuse("A number must stand here", node.at)

    def _arithmetic(self, node: Arithmetic) -> Any:
        left, right = (self.number(each).cast("float64") for each in node.children)
        if node.operator == "/":
            return left / right.nullif(0.0)
        return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__}[node.operator](right)

    def _number_of_call(self, node: Call) -> Any:
        import ibis

        if node.function in {"year", "month", "day"}:
            return getattr(self.day(node.arguments[0]), node.function)().cast("int64")
        if node.function == "make_date":
            raise self._text.refuse("A number must stand here, not a date", node.at)
        arguments = [self.number(each).cast("float64") for each in node.arguments]
        if node.function == "nullif":
            return arguments[0].nullif(arguments[1])
        return arguments[0].abs() if node.function == "abs" else ibis.coalesce(*arguments)

    def _case(self, node: Case, family: Family) -> Any:
        import ibis

        branches = [(self.condition(test), self.build(value, family)) for test, value in node.branches]
        return ibis.cases(*branches, else_=self.build(node.otherwise, family))

    def _aggregate(self, node: Aggregate) -> Any:
        where, argument = self._where, node.argument
        if argument is None:
            return self._columns.table.count(where=where).cast("float64")
        if node.function == "count_if":
            condition = self.condition(argument)
            both = condition if where is None else condition & where
            return self._columns.table.count(where=both).cast("float64")
        if node.function in {"count", "count_distinct"}:
            values = self.build(argument, self.family(argument))
            counted = values.count(where=where) if node.function == "count" else values.nunique(where=where)
            return counted.cast("float64")
        return self._statistic(node.function, self.number(argument))

    def _statistic(self, function: str, values: Any) -> Any:
        if function == "sum":
            return exact_sum(values, self._where)
        if function == "mean":
            return exact_sum(values, self._where) / values.count(where=self._where).nullif(0)
        return getattr(values.cast("float64"), function)(where=self._where)

    def text(self, node: Node) -> Any:
        """Ibis text of a node 「文本」."""
        import ibis

        if isinstance(node, Column):
            return self._columns.value(node.name)
        if isinstance(node, Literal) and (node.value is None or isinstance(node.value, str)):
            return ibis.null("string") if node.value is None else ibis.literal(node.value)
        if isinstance(node, Case):
            return self._case(node, "text")
        if isinstance(node, Call) and node.function in {"coalesce", "nullif"}:
            arguments = [self.text(each) for each in node.arguments]
            return arguments[0].nullif(arguments[1]) if node.function == "nullif" else ibis.coalesce(*arguments)
        raise self._text.refuse("A text must stand here", node.at)

    def day(self, node: Node) -> Any:
        """Ibis date or timestamp of a node 「日期」."""
        import ibis

        if isinstance(node, Column):
            return self._columns.day(node.name)
        if isinstance(node, Literal) and node.value is None:
            return ibis.null("date")
        if isinstance(node, Literal) and isinstance(node.value, str):
            return self._moment(node.value, node.at)
        if isinstance(node, Case):
            return self._case(node, "day")
        if isinstance(node, Call) and node.function == "make_date":
            return ibis.date(*(self.number(each).cast("int32") for each in node.arguments))
        if isinstance(node, Call) and node.function in {"coalesce", "nullif"}:
            arguments = [self.day(each) for each in node.arguments]
            return arguments[0].nullif(arguments[1]) if node.function == "nullif" else ibis.coalesce(*arguments)
        raise self._text.refuse("A date must stand here", node.at)

    def _moment(self, written: str, at: int) -> Any:
        import ibis

        try:
            return ibis.literal(date.fromisoformat(written) if len(written) == 10 else datetime.fromisoformat(written))
        except ValueError as error:
            raise self._text.refuse(f"{written!r} is no date such as '2025-03-09'", at, len(written) + 2) from error

    def condition(self, node: Node) -> Any:
        """Ibis condition of a node 「条件」."""
        import ibis

        if isinstance(node, Literal) and isinstance(node.value, bool):
            return ibis.literal(node.value)
        if isinstance(node, Column) and self._columns.family(node.name) == "condition":
            return self._columns.value(node.name)
        if isinstance(node, Logic):
            return self._logic(node)
        if isinstance(node, IsNull):
            return self.build(node.operand, self.family(node.operand)).isnull()
        if isinstance(node, Comparison | Between | In):
            return self._compared(node)
        raise self._text.refuse("A condition such as a >= b must stand here", node.at)

    def _logic(self, node: Logic) -> Any:
        import ibis

        operands = [self.condition(each) for each in node.operands]
        if node.operator == "not":
            return ~operands[0]
        return ibis.and_(*operands) if node.operator == "and" else ibis.or_(*operands)

    def _compared(self, node: Comparison | Between | In) -> Any:
        family = common_family(node, self._columns, self._text)
        first, *others = (self.build(each, family) for each in node.children)
        if isinstance(node, Between):
            return first.between(*others)
        if isinstance(node, In):
            return first.isin(others)
        compare = {"=": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
        return getattr(first, compare[node.relation])(others[0])


def build_condition(expression: Expression, columns: Columns) -> Any:
    """Ibis condition of a filter 「构建筛选」."""
    return Builder(columns, expression.text).condition(expression.tree)


def build_day(expression: Expression, columns: Columns) -> Any:
    """Ibis date or timestamp of a time 「构建时间」."""
    return Builder(columns, expression.text).day(expression.tree)


def build_aggregate(node: Node, expression: Expression, columns: Columns, where: Any = None) -> Any:
    """Ibis figure of a measure, or of one of its parts 「构建度量」.

    Parameters
    ----------
    node : Node
        The measure's tree, its numerator, or its denominator.
    expression : Expression
        What the node belongs to.
    columns : Columns
        The source's columns.
    where : ibis boolean column, optional
        Facts that count.

    Returns
    -------
    ibis float64 scalar
        x / 0 is missing.
    """
    return Builder(columns, expression.text, where).number(node).cast("float64")
