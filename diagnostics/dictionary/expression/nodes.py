"""What an expression is made of: a small frozen tree of our own 「表达式树」.

Nothing of the parser survives in it, and nothing but these nodes reaches an engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

AggregateName = OneOf[
    "sum", "count", "count_distinct", "count_if", "mean", "min", "max", "median", "quantile", "first", "last",
]  # fmt: skip
CallName = OneOf[
    "make_date", "date", "days_between", "coalesce", "nullif", "abs",
    "year", "quarter", "month", "week", "day", "weekday", "hour",
]  # fmt: skip
Operator = OneOf["+", "-", "*", "/"]
Relation = OneOf["=", "!=", "<", "<=", ">", ">="]
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?", re.ASCII)
Scalar: TypeAlias = float | int | str | bool | None


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node, with the character at which it stands in the text 「节点」."""

    at: int = field(default=0, compare=False, repr=False)

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return ()

    def walk(self) -> Iterator[Node]:
        """Node and all below it 「遍历」."""
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


@dataclass(frozen=True)
class Column(Node):
    """A column of the source, or a KPI in a formula 「列」."""

    name: str


@dataclass(frozen=True)
class Literal(Node):
    """A number, text, true, false or null 「字面值」."""

    value: Scalar

    def __eq__(self, other: object) -> bool:
        """Tell 1, 1.0 and true apart: they build different columns."""
        return isinstance(other, Literal) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        """Hash as compared."""
        return hash((type(self.value), self.value))


@dataclass(frozen=True)
class Aggregate(Node):
    """Many facts become one figure; ``count`` without an argument counts facts 「聚合」.

    Parameters
    ----------
    function : str
        Its name in the language.
    argument : Node, optional
        What is aggregated.
    share : float, optional
        For ``quantile`` alone: the share of facts below, in 0 to 1.
    """

    function: AggregateName
    argument: Node | None = None
    share: float | None = None

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return () if self.argument is None else (self.argument,)


@dataclass(frozen=True)
class Arithmetic(Node):
    """Two numbers joined by ``+ - * /`` 「四则运算」."""

    operator: Operator
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return (self.left, self.right)


@dataclass(frozen=True)
class Comparison(Node):
    """Two values compared 「比较」."""

    relation: Relation
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return (self.left, self.right)


@dataclass(frozen=True)
class Logic(Node):
    """Conditions joined by ``and`` or ``or``, or one negated by ``not`` 「逻辑运算」."""

    operator: OneOf["and", "or", "not"]
    operands: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return self.operands


@dataclass(frozen=True)
class In(Node):
    """A value that is one of several 「属于」."""

    operand: Node
    options: tuple[Literal, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return (self.operand, *self.options)


@dataclass(frozen=True)
class Between(Node):
    """A value from low to high, both included 「介于」."""

    operand: Node
    low: Node
    high: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return (self.operand, self.low, self.high)


@dataclass(frozen=True)
class IsNull(Node):
    """A value that is missing 「缺失」."""

    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return (self.operand,)


@dataclass(frozen=True)
class Case(Node):
    """The value of the first branch whose condition holds 「分支」."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return (*(each for branch in self.branches for each in branch), self.otherwise)


@dataclass(frozen=True)
class Call(Node):
    """A function of single values 「函数」."""

    function: CallName
    arguments: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """Nodes directly below 「子节点」."""
        return self.arguments


CONDITIONS = (Comparison, Logic, In, Between, IsNull)


def is_condition(node: Node) -> bool:
    """Whether a node is true or false by its form 「是否条件」."""
    return isinstance(node, CONDITIONS) or (isinstance(node, Literal) and isinstance(node.value, bool))


def is_text(node: Node) -> bool:
    """Whether a node is text by its form 「是否文本」."""
    return isinstance(node, Literal) and isinstance(node.value, str)


def is_iso_day(value: str) -> bool:
    """Whether a text has the form of a day or moment such as ``2025-03-09`` 「是否日期形式」.

    Examples
    --------
    >>> is_iso_day("2025-03-09"), is_iso_day("2025-03-09 08:30"), is_iso_day("2025-3-9"), is_iso_day("B-17")
    (True, True, False, False)
    """
    return _ISO_DAY.fullmatch(value) is not None


def columns(node: Node) -> tuple[str, ...]:
    """Names of the columns below a node, in order of the text, each once 「用到的列」."""
    return tuple(dict.fromkeys(each.name for each in node.walk() if isinstance(each, Column)))
