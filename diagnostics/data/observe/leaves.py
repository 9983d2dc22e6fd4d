"""Aggregates that a figure is made of: how each of the whole follows from those of the parts 「度量中的聚合项」."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from diagnostics.dictionary.expression.build import Builder
from diagnostics.dictionary.expression.kinds import Family
from diagnostics.dictionary.expression.measure import Expression
from diagnostics.dictionary.expression.nodes import Aggregate, Column, Node
from diagnostics.dictionary.expression.refusal import Text

# Parts whose sum, least or greatest is that of the whole; a mean is a sum over a count.
ADDITIVE: Mapping[str, tuple[str, ...]] = {
    "sum": ("sum",), "mean": ("sum", "count"), "count": ("count",), "count_if": ("count_if",), "min": ("min",),
    "max": ("max",),
}  # fmt: skip
ENDS = frozenset({"first", "last"})
# Column of what an aggregate is taken of, beside the facts.
VALUE = "perfloop_value"


@dataclass(frozen=True)
class Leaf:
    """An aggregate over the facts that pass a filter 「聚合项」.

    Parameters
    ----------
    node : Aggregate
        The aggregate.
    where : Node, optional
        Filter, or what is left of it.
    text : Text
        Where the aggregate is written, for errors.
    """

    node: Aggregate
    where: Node | None
    text: Text

    def __eq__(self, other: object) -> bool:
        """Two aggregates are one wherever they are written."""
        return isinstance(other, Leaf) and (self.node, self.where) == (other.node, other.where)

    def __hash__(self) -> int:
        """Hash as compared."""
        return hash((self.node, self.where))

    @property
    def argument(self) -> Node:
        """What is aggregated; only ``count(*)``, which adds up, is of nothing 「聚合的内容」."""
        if self.node.argument is None:
            raise TypeError(f"{self.node.function} without an argument")
        return self.node.argument

    @property
    def additive(self) -> bool:
        """Whether the aggregate of the whole follows from those of its parts 「能否汇总」."""
        return self.node.function in ADDITIVE


def leaves(tree: Node, where: Node | None, text: Text) -> tuple[Leaf, ...]:
    """Aggregates of a measure, each once 「度量的聚合项」."""
    return tuple(dict.fromkeys(Leaf(each, where, text) for each in tree.walk() if isinstance(each, Aggregate)))


def with_columns(tree: Node, named: Callable[[Aggregate], str]) -> Node:
    """Measure over cells that hold its aggregates as columns 「以列代替聚合项」.

    Examples
    --------
    >>> from diagnostics.dictionary.expression.measure import parse_measure
    >>> with_columns(parse_measure("sum(a) / count(*)").tree, lambda each: each.function)
    Arithmetic(operator='/', left=Column(name='sum'), right=Column(name='count'))
    """
    if isinstance(tree, Aggregate):
        return Column(named(tree), at=tree.at)
    return replace(tree, **{each.name: _swapped(getattr(tree, each.name), named) for each in fields(tree)})


def _swapped(value: Any, named: Callable[[Aggregate], str]) -> Any:
    if isinstance(value, Node):
        return with_columns(value, named)
    return tuple(_swapped(each, named) for each in value) if isinstance(value, tuple) else value


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells as the columns of an expression: each column holds an aggregate as a number 「单元格列」."""

    table: Any

    def family(self, name: str) -> Family:  # noqa: ARG002 (the form of columns)
        """What a column holds 「列类型」."""
        return "number"

    def value(self, name: str) -> Any:
        """Column as it is stored 「原值」."""
        return self.table[name]

    number = day = moment = value

    def at_end(self, values: Any, where: Any, last: bool) -> Any:  # noqa: ARG002 (the form of columns)
        """Nothing: every aggregate of a cell has become a column 「不适用」."""
        raise TypeError("cells hold aggregates, no facts")


def figure(tree: Node, expression: Expression, table: Any, named: Callable[[Aggregate], str]) -> Any:
    """Ibis figure of a measure over cells that hold its aggregates 「由聚合项计算度量」."""
    return Builder(Cells(table), expression.text).number(with_columns(tree, named)).cast("float64")
