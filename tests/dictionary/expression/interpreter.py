"""The language computed fact by fact in plain Python: what the engines are compared with."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

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

Row = dict[str, Any]
_PARTS = {
    "year": lambda day: day.year,
    "quarter": lambda day: (day.month + 2) // 3,
    "month": lambda day: day.month,
    "week": lambda day: day.isocalendar().week,
    "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
    "hour": lambda day: day.hour,
}
_RELATIONS = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


class UndecidedError(Exception):
    """A division by what is nearly nought: engines may differ by rounding alone."""


def of_row(node: Node, row: Row) -> Any:
    """Value of a node for one fact; None where it is missing."""
    if isinstance(node, Column):
        return row[node.name]
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Arithmetic):
        return _arithmetic(node.operator, *(of_row(each, row) for each in node.children))
    if isinstance(node, Call):
        return _call(node, row)
    if isinstance(node, Case):
        chosen = next((value for test, value in node.branches if of_row(test, row) is True), node.otherwise)
        return of_row(chosen, row)
    return _condition(node, row)


def _arithmetic(operator: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None or (operator == "/" and right == 0):
        return None
    left, right = float(left), float(right)
    return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[operator](right)


def _call(node: Call, row: Row) -> Any:
    given = [of_row(each, row) for each in node.arguments]
    if node.function == "coalesce":
        return next((each for each in given if each is not None), None)
    if given[0] is None:
        return None
    if node.function == "nullif":
        return None if given[0] == given[1] else given[0]
    if node.function == "abs":
        return abs(given[0])
    if node.function == "make_date":
        return dt.date(*map(int, given))
    if node.function == "days_between":
        days = [each.date() if isinstance(each, dt.datetime) else each for each in given]
        return None if None in days else (days[1] - days[0]).days
    if node.function == "date":
        return given[0].date() if isinstance(given[0], dt.datetime) else given[0]
    return _PARTS[node.function](given[0])


def _condition(node: Node, row: Row) -> bool | None:
    """True, False, or None where it is undecided for want of a value."""
    if isinstance(node, IsNull):
        return of_row(node.operand, row) is None
    if isinstance(node, Logic):
        return _logic(node.operator, [of_row(each, row) for each in node.operands])
    values = [of_row(each, row) for each in node.children]
    if any(isinstance(each, dt.date) for each in values):
        values = _days(node, values)
    if isinstance(node, Comparison):
        return None if None in values else _RELATIONS[node.relation](*values)
    if isinstance(node, In):
        return None if values[0] is None else values[0] in values[1:]
    assert isinstance(node, Between)
    low, high = (
        None if None in pair else pair[0] <= pair[1] for pair in ((values[1], values[0]), (values[0], values[2]))
    )
    return _logic("and", [low, high])


def _logic(operator: str, values: list[bool | None]) -> bool | None:
    if operator == "not":
        return None if values[0] is None else not values[0]
    decisive = operator == "or"
    return decisive if decisive in values else None if None in values else not decisive


def _days(node: Node, values: list[Any]) -> list[Any]:
    """Days and moments that can be compared: as days where one of them is one by its kind."""
    moments = [dt.datetime.fromisoformat(each) if isinstance(each, str) else each for each in values]
    kinds = [_is_moment(each) for each in node.children]
    if not all(kinds):
        return [each.date() if isinstance(each, dt.datetime) else each for each in moments]
    return moments


def _is_moment(node: Node) -> bool:
    return (isinstance(node, Column) and node.name == "m") or (isinstance(node, Literal) and len(str(node.value)) > 10)


def of_facts(node: Node, rows: list[Row]) -> float | None:
    """Figure of a measure over facts; None where it is missing."""
    if isinstance(node, Aggregate):
        return _aggregate(node, rows)
    if isinstance(node, Literal):
        return node.value
    given = [of_facts(each, rows) for each in node.children]
    if isinstance(node, Call):
        return None if given[0] is None else abs(given[0])
    assert isinstance(node, Arithmetic)
    if node.operator == "/" and given[1] is not None and 0 < abs(given[1]) < 1e-6:
        raise UndecidedError
    return _arithmetic(node.operator, *given)


def _aggregate(node: Aggregate, rows: list[Row]) -> float | None:
    if node.argument is None:
        return float(len(rows))
    values = [each for each in (of_row(node.argument, row) for row in rows) if each is not None]
    if node.function == "count_if":
        return float(sum(each is True for each in values))
    if node.function == "count":
        return float(len(values))
    if node.function == "count_distinct":
        return float(len(set(values)))
    if not values:
        return None
    numbers = sorted(map(float, values))
    if node.function in {"sum", "mean"}:
        total = math.fsum(round(each, 12) for each in numbers)
        return total / len(numbers) if node.function == "mean" else total
    if node.function in {"min", "max"}:
        return numbers[0] if node.function == "min" else numbers[-1]
    at = (0.5 if node.share is None else node.share) * (len(numbers) - 1)
    low, high = numbers[math.floor(at)], numbers[math.ceil(at)]
    return low + (high - low) * (at - math.floor(at))
