"""A tree written out again, with as few brackets as its meaning needs 「写出表达式」."""

from __future__ import annotations

import re
from functools import lru_cache

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

_OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _SINGLE = range(7)
_RANKS = {"or": _OR, "and": _AND, "not": _NOT, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}
_PLAIN = re.compile(r"[^\W\d]\w*")


def write(node: Node) -> str:
    """Text that is read as the same tree 「写出」.

    Parameters
    ----------
    node : Node
        Tree of a measure, filter, target, time or formula.

    Returns
    -------
    str
        In one line; names that are no plain words stand in double quotes.

    Examples
    --------
    >>> from diagnostics.dictionary.expression import parse_filter, parse_measure
    >>> write(parse_measure("SUM( (orders) )/AVG(visits)*100").tree)
    'sum(orders) / mean(visits) * 100'
    >>> write(parse_filter('("销售额 (元)" > 0 or not a is null) and b not in (1,2)').tree)
    '("销售额 (元)" > 0 or not a is null) and not b in (1, 2)'
    """
    return _written(node)[0]


def without(column: str, text: str) -> str:
    """Filter that leaves one text of a column out 「排除条件」.

    Examples
    --------
    >>> print(without("store", "总部"), without("门店 名", "O'Hare"))
    store != '总部' "门店 名" != 'O''Hare'
    """
    return write(Comparison("!=", Column(column), Literal(text)))


def _inside(node: Node, least: int) -> str:
    """Text of a part, in brackets where it binds less than its place needs."""
    text, rank = _written(node)
    return text if rank >= least else f"({text})"


def _written(node: Node) -> tuple[str, int]:
    """Text of a node, and how tightly it binds."""
    if isinstance(node, Column):
        return _name(node.name), _SINGLE
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Aggregate | Call):
        return _function(node), _SINGLE
    if isinstance(node, Arithmetic):
        rank = _RANKS[node.operator]
        return f"{_inside(node.left, rank)} {node.operator} {_inside(node.right, rank + 1)}", rank
    if isinstance(node, Logic):
        return _logic(node)
    if isinstance(node, Case):
        branches = "".join(f" when {write(test)} then {write(value)}" for test, value in node.branches)
        return f"case{branches} else {write(node.otherwise)} end", _SINGLE
    return _condition(node), _COMPARED


def _literal(node: Literal) -> tuple[str, int]:
    value = node.value
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value], _SINGLE
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'", _SINGLE
    # A sign beside another would begin a comment.
    return repr(value), _SINGLE if value >= 0 else _OR


def _function(node: Aggregate | Call) -> str:
    if isinstance(node, Call):
        return f"{node.function}({', '.join(write(each) for each in node.arguments)})"
    share = "" if node.share is None else f", {node.share!r}"
    return f"{node.function}({'*' if node.argument is None else write(node.argument)}{share})"


def _logic(node: Logic) -> tuple[str, int]:
    rank = _RANKS[node.operator]
    if node.operator == "not":
        return f"not {_inside(node.operands[0], rank)}", rank
    return f" {node.operator} ".join(_inside(each, rank + 1) for each in node.operands), rank


def _condition(node: Node) -> str:
    first, *others = (_inside(each, _SUM) for each in node.children)
    if isinstance(node, Comparison):
        return f"{first} {node.relation} {others[0]}"
    if isinstance(node, In):
        return f"{first} in ({', '.join(write(each) for each in node.options)})"
    if isinstance(node, Between):
        return f"{first} between {others[0]} and {others[1]}"
    if isinstance(node, IsNull):
        return f"{first} is null"
    raise TypeError(f"{type(node).__name__} can't be written")


@lru_cache(maxsize=4096)
def _name(name: str) -> str:
    """Name as it stands where it is a plain word, else in double quotes."""
    from sqlglot.dialects.duckdb import DuckDB

    plain = _PLAIN.fullmatch(name) and [each.token_type.name for each in DuckDB().tokenize(name)] == ["VAR"]
    return name if plain else '"' + name.replace('"', '""') + '"'
