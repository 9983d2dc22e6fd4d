"""Our tree becomes an Ibis expression, built node by node: no text ever reaches an engine 「构建 Ibis 表达式」."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diagnostics.dictionary.expression.date_parts import PARTS, by_day, days_between, moment_of, part_of
from diagnostics.dictionary.expression.exact import EXACT, exact_sum
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
from diagnostics.dictionary.expression.text_order import check_order
from diagnostics.errors import InputError

__all__ = ["EXACT", "Builder", "build_aggregate", "build_condition", "build_day", "exact_sum"]

_COMPARE = {"=": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}


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
            return self._read(self._columns.number, node)
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

    def _read(self, read: Callable[[str], Any], node: Column) -> Any:
        """Column read as a kind of value."""
        try:
            return read(node.name)
        except InputError as error:
            raise self._text.about(error, node.name, node.at) from error

    def _arithmetic(self, node: Arithmetic) -> Any:
        left, right = (self.number(each).cast("float64") for each in node.children)
        if node.operator == "/":
            return left / right.nullif(0.0)
        return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__}[node.operator](right)

    def _number_of_call(self, node: Call) -> Any:
        import ibis

        if node.function in PARTS:
            return self._part(node)
        if node.function == "days_between":
            return days_between(*(self.day(each) for each in node.arguments))
        if node.function in {"make_date", "date"}:
            raise self._text.refuse("A number must stand here, not a date", node.at)
        arguments = [self.number(each).cast("float64") for each in node.arguments]
        if node.function == "nullif":
            return arguments[0].nullif(arguments[1])
        return arguments[0].abs() if node.function == "abs" else ibis.coalesce(*arguments)

    def _part(self, node: Call) -> Any:
        moment = self.day(node.arguments[0])
        if node.function == "hour" and moment.type().is_date():
            raise self._text.refuse("hour needs moments such as '2025-03-09 08:30', this holds days", node.at)
        return part_of(moment, node.function)

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
            if (family := self.family(argument)) == "condition":
                raise self._text.refuse(f"{node.function} counts values, false among them; write count_if(…)", node.at)
            values = self.build(argument, family)
            counted = values.count(where=where) if node.function == "count" else values.nunique(where=where)
            return counted.cast("float64")
        return self._statistic(node, self.number(argument))

    def _statistic(self, node: Aggregate, values: Any) -> Any:
        where, function = self._where, node.function
        if function == "sum":
            return exact_sum(values, where)
        if function == "mean":
            return exact_sum(values, where) / values.count(where=where).nullif(0)
        if function in {"first", "last"}:
            return self._columns.at_end(values, where, function == "last")
        if function in {"median", "quantile"}:
            # One form of quantile everywhere: linear between the two nearest values.
            return values.cast("float64").quantile(0.5 if node.share is None else node.share, where=where)
        return getattr(values.cast("float64"), function)(where=where)

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
            # A fact without a day is reported by who asks for its time; in a condition it would vanish.
            return self._read(self._columns.day if self._text.kind == "time" else self._columns.moment, node)
        if isinstance(node, Literal) and node.value is None:
            return ibis.null("date")
        if isinstance(node, Literal) and isinstance(node.value, str):
            return moment_of(node.value, self._text, node.at)
        if isinstance(node, Case):
            return self._case(node, "day")
        if isinstance(node, Call) and node.function == "make_date":
            return ibis.date(*(self.number(each).cast("int32") for each in node.arguments))
        if isinstance(node, Call) and node.function == "date":
            return self.day(node.arguments[0]).cast("date")
        if isinstance(node, Call) and node.function in {"coalesce", "nullif"}:
            arguments = [self.day(each) for each in node.arguments]
            return arguments[0].nullif(arguments[1]) if node.function == "nullif" else ibis.coalesce(*arguments)
        raise self._text.refuse("A date must stand here", node.at)

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
        if family == "text" and not isinstance(node, In) and getattr(node, "relation", "<") not in {"=", "!="}:
            check_order(node, self._text)
        first, *others = (self._compared_value(each, family) for each in node.children)
        if family == "day":
            first, others = by_day(first, others)
        if isinstance(node, Between):
            return first.between(*others)
        if isinstance(node, In):
            return first.isin(others)
        return getattr(first, _COMPARE[node.relation])(others[0])

    def _compared_value(self, node: Node, family: Family) -> Any:
        import ibis

        if family == "number" and isinstance(node, Literal) and type(node.value) is int:
            # A long whole number, such as that of an order, keeps every digit.
            return ibis.literal(node.value, type="int64")
        return self.build(node, family)


def build_condition(expression: Expression, columns: Columns) -> Any:
    """Ibis condition of a filter 「构建筛选」."""
    return Builder(columns, expression.text).condition(expression.tree)


def build_day(expression: Expression, columns: Columns) -> Any:
    """Ibis date or timestamp of a time 「构建时间」."""
    return Builder(columns, expression.text).day(expression.tree)


def build_aggregate(node: Node, expression: Expression, columns: Columns, where: Any = None) -> Any:
    """Ibis figure of a measure's tree, or of its numerator or denominator, over the facts that count 「构建度量」.

    Returns
    -------
    ibis float64 scalar
        x / 0 is missing.
    """
    return Builder(columns, expression.text, where).number(node).cast("float64")
