"""Measures, filters and times as parsed, checked expressions 「度量、筛选与时间」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from diagnostics.dictionary.expression import nodes
from diagnostics.dictionary.expression.nodes import Column, Node
from diagnostics.dictionary.expression.parse import parse_tree
from diagnostics.dictionary.expression.ratio import as_ratio, is_additive
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.dictionary.expression.rules import check_aggregated, check_row, require_condition


@dataclass(frozen=True, eq=False)
class Expression:
    """An expression that passed every check 「表达式」.

    Parameters
    ----------
    text : Text
        As written, with its kind and place.
    tree : Node
        Our tree of it.
    """

    text: Text
    tree: Node = field(repr=False)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns it uses 「用到的列」."""
        return nodes.columns(self.tree)

    def check_columns(self, known: Iterable[str], source: str = "") -> None:
        """Refuse a column that the source does not have 「检查列名」.

        Parameters
        ----------
        known : iterable of str
            The source's columns.
        source : str
            What to call the source, such as ``source 'orders' (orders.csv)``.

        Raises
        ------
        UnknownNameError
            Naming the column, the source and the nearest column, with the position marked.
        """
        names = list(known)
        for node in self.tree.walk():
            if isinstance(node, Column) and node.name not in names:
                kind = f"column of {source}" if source else "column"
                raise self.text.unknown(kind, node.name, names, node.at)


@dataclass(frozen=True, eq=False)
class Measure(Expression):
    """A figure aggregated from facts 「度量」."""

    @cached_property
    def _ratio(self) -> tuple[Node, Node] | None:
        return as_ratio(self.tree)

    @property
    def numerator(self) -> Node | None:
        """What is divided, where the measure is a division or a mean 「分子」."""
        return self._ratio[0] if self._ratio else None

    @property
    def denominator(self) -> Node | None:
        """What it is divided by, where the measure is a division or a mean 「分母」."""
        return self._ratio[1] if self._ratio else None

    @property
    def is_ratio(self) -> bool:
        """Whether it is a division or a mean 「是否比率」."""
        return self._ratio is not None

    @cached_property
    def additive(self) -> bool:
        """Whether values of parts sum to the value of the whole 「是否可加」."""
        return is_additive(self.tree)

    @cached_property
    def additive_pair(self) -> bool:
        """Whether numerators and denominators of parts sum to those of the whole 「分子分母是否可加」."""
        return self._ratio is not None and all(is_additive(each) for each in self._ratio)


def _checked(expression: Expression, columns: Iterable[str] | None) -> None:
    if columns is not None:
        expression.check_columns(columns)


def parse_measure(
    text: str, columns: Iterable[str] | None = None, *, place: str = "", kind: str = "measure"
) -> Measure:
    """Measure that an expression of aggregates names 「解析度量」.

    Parameters
    ----------
    text : str
        Expression of at most 2,000 characters, such as ``sum(orders) / sum(visits)``.
    columns : iterable of str, optional
        The source's columns; unknown ones are refused where they are given.
    place : str
        Where the expression stands, for errors.
    kind : str
        What to call it in errors: ``measure``, or ``target`` for a target computed from the source.

    Raises
    ------
    InputError
        When it is not part of the language; the position is marked.

    Examples
    --------
    >>> measure = parse_measure("sum(orders) / sum(visits)")
    >>> measure.columns, measure.is_ratio, measure.additive
    (('orders', 'visits'), True, False)
    """
    measure = Measure(told := Text(text, kind, place), parse_tree(told))
    check_aggregated(told, measure.tree)
    _checked(measure, columns)
    return measure


def parse_filter(text: str, columns: Iterable[str] | None = None, *, place: str = "") -> Expression:
    """Row filter that a condition names 「解析筛选」.

    Raises
    ------
    InputError
        When it is not part of the language; the position is marked.

    Examples
    --------
    >>> parse_filter("channel != 'test' and visits > 0").columns
    ('channel', 'visits')
    """
    found = Expression(told := Text(text, "filter", place), parse_tree(told))
    check_row(told, found.tree)
    require_condition(told, found.tree)
    _checked(found, columns)
    return found


def _may_give_a_day(tree: Node) -> bool:
    if isinstance(tree, nodes.Call):
        return tree.function in {"make_date", "date", "coalesce", "nullif"}
    return isinstance(tree, nodes.Column | nodes.Case)


def parse_time(text: str, columns: Iterable[str] | None = None, *, place: str = "") -> Expression:
    """Day of a fact: a column, or an expression such as ``make_date(year, month, 1)`` 「解析时间」.

    A text that is a column's name is that column, even with blanks or signs in it.

    Raises
    ------
    InputError
        When it is not part of the language; the position is marked.

    Examples
    --------
    >>> parse_time("订单 日期", columns=["订单 日期"]).columns
    ('订单 日期',)
    """
    told = Text(text, "time", place)
    if columns is not None and text in (columns := list(columns)):
        return Expression(told, Column(text))
    found = Expression(told, parse_tree(told))
    check_row(told, found.tree)
    if not _may_give_a_day(found.tree):
        raise told.refuse("A time is a column or make_date(year, month, day)", found.tree.at)
    _checked(found, columns)
    return found
