"""Second gate: the parser's tree becomes ours, and whatever has no node here is refused 「语法白名单」."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

from diagnostics.dictionary.expression.nodes import (
    Aggregate,
    AggregateName,
    Arithmetic,
    Between,
    Call,
    CallName,
    Case,
    Column,
    Comparison,
    In,
    IsNull,
    Literal,
    Logic,
    Node,
    Operator,
    Relation,
)
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.dictionary.expression.size import position

_RELATIONS: dict[str, Relation] = {"EQ": "=", "NEQ": "!=", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}
_OPERATORS: dict[str, Operator] = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/"}
_AGGREGATES: dict[str, AggregateName] = {
    "Sum": "sum",
    "CountIf": "count_if",
    "Avg": "mean",
    "mean": "mean",
    "Min": "min",
    "Max": "max",
    "Median": "median",
    "First": "first",
    "Last": "last",
    "count_distinct": "count_distinct",
}
# Name and number of arguments; None is any number from one on.
_CALLS: dict[str, tuple[CallName, int | None]] = {
    "DateFromParts": ("make_date", 3),
    "Coalesce": ("coalesce", None),
    "Nullif": ("nullif", 2),
    "Abs": ("abs", 1),
    "Date": ("date", 1),
    "days_between": ("days_between", 2),
    "Year": ("year", 1),
    "Quarter": ("quarter", 1),
    "Month": ("month", 1),
    "Week": ("week", 1),
    "Day": ("day", 1),
    "weekday": ("weekday", 1),
    "Hour": ("hour", 1),
}
# Attributes that the parser sets by itself and that change nothing here.
_INERT = {"big_int", "typed", "safe"}
_NAMED = {"Select": "A subquery", "Subquery": "A subquery", "Tuple": "A list of values", "Star": "A bare *"}


class Converter:
    """Builds our tree from the parser's 「语法树转换」."""

    def __init__(self, text: Text) -> None:
        """Take the text, for the places in errors."""
        self.text = text
        self._forms: dict[str, Callable[[Any], Node]] = {
            "Column": self._column,
            "Literal": self._literal,
            "Boolean": lambda node: Literal(bool(node.this)),
            "Null": lambda node: Literal(None),  # noqa: ARG005 (all forms take the node)
            "Paren": lambda node: self.convert(node.this),
            "Neg": self._negative,
            "Count": self._count,
            "Quantile": self._quantile,
            "Not": lambda node: Logic("not", (self.convert(self._parts(node, "this")[0]),), at=position(node)),
            "And": self._logic,
            "Or": self._logic,
            "In": self._in,
            "Between": self._between,
            "Is": self._is,
            "Case": self._case,
            "Anonymous": self._anonymous,
        }

    def convert(self, node: Any) -> Node:
        """Our node for one of the parser's 「转换节点」."""
        name = type(node).__name__
        if name in self._forms:
            return self._forms[name](node)
        if name in _RELATIONS:
            left, right = self._parts(node, "this", "expression")
            return Comparison(_RELATIONS[name], self.convert(left), self.convert(right), at=position(node))
        if name in _OPERATORS:
            left, right = self._parts(node, "this", "expression")
            return Arithmetic(_OPERATORS[name], self.convert(left), self.convert(right), at=position(node))
        if name in _AGGREGATES:
            return self._aggregate(_AGGREGATES[name], node, self._parts(node, "this"))
        if name in _CALLS:
            return self._call(node, name)
        raise self._refused(node)

    def _refused(self, node: Any) -> Exception:
        name = _NAMED.get(type(node).__name__, f"{type(node).__name__!r}")
        return self.text.refuse(f"{name} is not part of the language", position(node))

    def _parts(self, node: Any, *wanted: str) -> list[Any]:
        """Parts of a node; one that we don't know, or one that is missing, is refused rather than dropped."""
        extra = [key for key, value in node.args.items() if key not in wanted and key not in _INERT and value]
        if extra:
            raise self.text.refuse(f"{type(node).__name__!r} takes no {extra[0]!r} here", position(node))
        parts = [node.args.get(each) for each in wanted]
        if any(each is None for each in parts):
            raise self.text.refuse(f"{type(node).__name__!r} lacks a part", position(node))
        return parts

    def _column(self, node: Any) -> Node:
        (identifier,) = self._parts(node, "this")
        if type(identifier).__name__ != "Identifier" or not identifier.name:
            raise self._refused(identifier)
        return Column(str(identifier.name), at=position(node))

    def _literal(self, node: Any) -> Node:
        at = position(node)
        if node.is_string:
            return Literal(str(node.this), at=at)
        value = float(node.this)
        if not math.isfinite(value):
            raise self.text.refuse(f"Number {node.this} is too large", at, len(node.this))
        exact = int(node.this) if str(node.this).isdigit() and value < 2**63 else value
        return Literal(exact, at=at)

    def _negative(self, node: Any) -> Node:
        operand = self.convert(self._parts(node, "this")[0])
        if (
            isinstance(operand, Literal)
            and isinstance(operand.value, int | float)
            and not isinstance(operand.value, bool)
        ):
            return Literal(-operand.value, at=position(node))
        return Arithmetic("-", Literal(0), operand, at=position(node))

    def _count(self, node: Any) -> Node:
        if node.this is None or type(node.this).__name__ == "Star":
            self._parts(node, *(["this"] if node.this is not None else []))
            return Aggregate("count", at=position(node))
        (argument,) = self._parts(node, "this")
        if type(argument).__name__ == "Distinct":
            (listed,) = self._parts(argument, "expressions")
            return self._aggregate("count_distinct", node, listed)
        return self._aggregate("count", node, [argument])

    def _aggregate(self, function: AggregateName, node: Any, arguments: list[Any]) -> Node:
        if len(arguments) != 1:
            raise self.text.refuse(f"{function} takes one argument, got {len(arguments)}", position(node))
        return Aggregate(function, self.convert(arguments[0]), at=position(node))

    def _quantile(self, node: Any) -> Node:
        argument, share = self._parts(node, "this", "quantile")
        given = self.convert(share)
        if not isinstance(given, Literal) or isinstance(given.value, bool | str | None) or not 0 <= given.value <= 1:
            at = position(share)
            end = max((each.meta["end"] for each in share.walk() if "end" in each.meta), default=at)
            raise self.text.refuse("quantile takes a number from 0 to 1, such as quantile(x, 0.9)", at, end - at + 1)
        return Aggregate("quantile", self.convert(argument), float(given.value), at=position(node))

    def _anonymous(self, node: Any) -> Node:
        name = str(node.this).lower()
        if name in _CALLS:
            return self._call(node, name)
        if name not in _AGGREGATES:
            raise self._refused(node)
        return self._aggregate(_AGGREGATES[name], node, list(node.expressions))

    def _call(self, node: Any, name: str) -> Node:
        function, wanted = _CALLS[name]
        parts = {key: each for key, each in node.args.items() if key not in _INERT and each}
        if type(node).__name__ == "Anonymous":
            parts.pop("this")
        arguments = [each for value in parts.values() for each in (value if isinstance(value, list) else [value])]
        unknown = next((each for each in arguments if not hasattr(each, "walk")), None)
        if unknown is not None:
            raise self._refused(node)
        given = [self.convert(each) for each in arguments]
        if wanted is not None and len(given) != wanted:
            raise self.text.refuse(f"{function} takes {wanted} arguments, got {len(given)}", position(node))
        return Call(function, tuple(given), at=position(node))

    def _logic(self, node: Any) -> Node:
        operands, waiting = [], [node]
        while waiting:
            each = waiting.pop()
            if type(each) is type(node):
                waiting.extend(reversed(self._parts(each, "this", "expression")))
            else:
                operands.append(self.convert(each))
        return Logic("and" if type(node).__name__ == "And" else "or", tuple(operands), at=position(node))

    def _in(self, node: Any) -> Node:
        operand, listed = self._parts(node, "this", "expressions")
        options = [self.convert(each) for each in listed]
        if not options or not all(isinstance(each, Literal) and each.value is not None for each in options):
            raise self.text.refuse("'in' takes numbers or texts in brackets", position(node))
        return In(self.convert(operand), cast("tuple[Literal, ...]", tuple(options)), at=position(node))

    def _between(self, node: Any) -> Node:
        operand, low, high = (self.convert(each) for each in self._parts(node, "this", "low", "high"))
        return Between(operand, low, high, at=position(node))

    def _is(self, node: Any) -> Node:
        operand, what = self._parts(node, "this", "expression")
        if type(what).__name__ != "Null":
            raise self.text.refuse("'is' takes null or not null only", position(node))
        return IsNull(self.convert(operand), at=position(node))

    def _case(self, node: Any) -> Node:
        subject = self.convert(node.this) if node.this is not None else None
        if subject is not None and not isinstance(subject, Column):
            # It is repeated in every branch: nested subjects would grow without bound.
            raise self.text.refuse("'case x when' takes a column as x; write 'case when condition'", position(node))
        self._parts(node, "ifs", *(["this"] if subject else []), *(["default"] if node.args.get("default") else []))
        branches = []
        for branch in node.args["ifs"]:
            condition, value = (self.convert(each) for each in self._parts(branch, "this", "true"))
            tested = condition if subject is None else Comparison("=", subject, condition, at=condition.at)
            branches.append((tested, value))
        default = node.args.get("default")
        otherwise = self.convert(default) if default is not None else Literal(None)
        return Case(tuple(branches), otherwise, at=position(node))
