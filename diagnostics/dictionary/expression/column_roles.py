"""Columns that an expression uses as numbers, and as days, by its form alone 「列的用途」.

A client's file may hold numbers and days as text (``1,234.5``, ``2025年3月9日``). Which text columns to read as what is
told by what the expressions do with them, before any value is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal as OneOf

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
    is_iso_day,
)

Role = OneOf["number", "day", "condition"]

_COUNTS = {"count", "count_distinct"}
_PARTS = {"year", "quarter", "month", "week", "day", "weekday", "hour"}


def numeric_columns(tree: Node) -> frozenset[str]:
    """Columns used as numbers 「用作数值的列」.

    Parameters
    ----------
    tree : Node
        Tree of a measure, filter, target or time.

    Returns
    -------
    frozenset of str
        Columns in arithmetic, in aggregates of numbers, in ``abs`` and ``make_date``, or compared with a number.

    Examples
    --------
    >>> from diagnostics.dictionary.expression import parse_filter, parse_measure
    >>> sorted(numeric_columns(parse_measure("sum(orders) / count_distinct(visitor)").tree))
    ['orders']
    >>> sorted(numeric_columns(parse_filter("channel != 'test' and visits between 1 and cap").tree))
    ['cap', 'visits']
    """
    return _used_as("number", tree, None)


def day_columns(tree: Node, *, whole: bool = False) -> frozenset[str]:
    """Columns used as days or moments 「用作日期的列」.

    Parameters
    ----------
    tree : Node
        Tree of a measure, filter, target or time.
    whole : bool
        Whether the tree itself gives a day, as a time does.

    Returns
    -------
    frozenset of str
        Columns of which a part such as ``year(…)`` is taken, or compared with a day such as ``'2025-03-09'``.

    Examples
    --------
    >>> from diagnostics.dictionary.expression import parse_filter, parse_time
    >>> sorted(day_columns(parse_filter("opened < '2025-03-09' and month(sold) = 3").tree))
    ['opened', 'sold']
    >>> sorted(day_columns(parse_time("订单日期").tree, whole=True))
    ['订单日期']
    """
    return _used_as("day", tree, "day" if whole else None)


def _used_as(role: Role, tree: Node, given: Role | None) -> frozenset[str]:
    found, waiting = set(), [(tree, given)]
    while waiting:
        node, wanted = waiting.pop()
        if isinstance(node, Column) and wanted == role:
            found.add(node.name)
        waiting.extend(_below(node, wanted))
    return frozenset(found)


def _below(node: Node, wanted: Role | None) -> Iterator[tuple[Node, Role | None]]:
    """Nodes directly below, each with what its place wants of it."""
    if isinstance(node, Case):
        yield from ((condition, "condition") for condition, _ in node.branches)
        yield from ((value, wanted) for value in (*(each for _, each in node.branches), node.otherwise))
        return
    role: Role | None = None
    if isinstance(node, Arithmetic):
        role = "number"
    elif isinstance(node, Aggregate):
        role = None if node.function in _COUNTS else "condition" if node.function == "count_if" else "number"
    elif isinstance(node, Call):
        role = _wanted_by(node, wanted)
    elif isinstance(node, Logic):
        role = "condition"
    elif isinstance(node, Comparison | Between | In):
        role = _compared_as(node)
    yield from ((each, role) for each in node.children)


def _wanted_by(call: Call, wanted: Role | None) -> Role | None:
    """What a function wants of its arguments; ``coalesce`` and ``nullif`` hand on what is wanted of them."""
    if call.function in _PARTS or call.function in {"date", "days_between"}:
        return "day"
    if call.function in {"abs", "make_date"}:
        return "number"
    return wanted or _first(gives(each) for each in call.arguments)


def _compared_as(node: Node) -> Role | None:
    return _first(gives(each) for each in node.children)


def _first(roles: Iterator[Role | None]) -> Role | None:
    """One role for values that meet; a number tells more than the form of a text."""
    found = set(roles)
    return "number" if "number" in found else "day" if "day" in found else None


def gives(node: Node) -> Role | None:
    """What a node gives by its form alone; None for a column, and for text that is no day 「按形式的类型」."""
    if isinstance(node, Literal):
        return _given_by(node)
    if isinstance(node, Arithmetic | Aggregate):
        return "number"
    if isinstance(node, Comparison | Between | In | IsNull | Logic):
        return "condition"
    if isinstance(node, Case):
        return _first(gives(each) for each in (*(value for _, value in node.branches), node.otherwise))
    if isinstance(node, Call) and node.function in {"coalesce", "nullif"}:
        return _first(gives(each) for each in node.arguments)
    if isinstance(node, Call):
        return "day" if node.function in {"make_date", "date"} else "number"
    return None


def _given_by(literal: Literal) -> Role | None:
    if isinstance(literal.value, bool):
        return "condition"
    if isinstance(literal.value, str):
        return "day" if is_iso_day(literal.value) else None
    return None if literal.value is None else "number"
