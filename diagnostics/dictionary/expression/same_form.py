"""Whether two expressions say the same, however they are written 「表达式是否等价」."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from diagnostics.dictionary.expression.nodes import (
    Arithmetic,
    Between,
    Column,
    Comparison,
    In,
    Literal,
    Logic,
    Node,
)
from diagnostics.dictionary.expression.ratio import as_ratio

Form = tuple[Any, ...]
_MIRRORED = {">": "<", ">=": "<="}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_ONE: Form = ("number", 1.0)


def form_of(node: Node, *, named: bool = True) -> Form:
    """Form of an expression that does not depend on how it is written 「规范形式」.

    The order of sums, products, ``and`` and ``or`` is no matter; ``a > b`` is ``b < a``; a mean is a sum over a count;
    ``between`` is two comparisons; ``not`` goes into a comparison; ``in`` with one option is ``=``.

    Parameters
    ----------
    named : bool
        Whether columns keep their names; else they are all alike: what stays is the form alone.

    Examples
    --------
    >>> from diagnostics.dictionary.expression import parse_measure
    >>> first, second = parse_measure("avg(x)"), parse_measure("sum(x) / count(x)")
    >>> form_of(first.tree) == form_of(second.tree)
    True
    """
    ratio = as_ratio(node)
    if ratio is not None:
        return ("/", form_of(ratio[0], named=named), form_of(ratio[1], named=named))
    if isinstance(node, Column):
        return ("column", node.name if named else "")
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Arithmetic):
        return _arithmetic(node, named=named)
    if isinstance(node, Comparison | Between | In | Logic):
        return _condition(node, named=named)
    return _other(node, named=named)


def _literal(node: Literal) -> Form:
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return ("number", float(node.value))
    return ("literal", type(node.value).__name__, node.value)


def _other(node: Node, *, named: bool) -> Form:
    """Any other node: its kind and fields; nodes of the language that come later fall under it."""

    def told(value: Any) -> Any:
        if isinstance(value, Node):
            return form_of(value, named=named)
        return tuple(told(each) for each in value) if isinstance(value, tuple) else value

    return (type(node).__name__, *(told(getattr(node, each.name)) for each in fields(node) if each.name != "at"))


def _ordered(parts: list[Form]) -> tuple[Form, ...]:
    return tuple(sorted(parts, key=repr))


def _arithmetic(node: Arithmetic, *, named: bool) -> Form:
    if node.operator == "/":
        return ("/", form_of(node.left, named=named), form_of(node.right, named=named))
    if node.operator == "*":
        parts = [each for each in _factors(node, named=named) if each != _ONE]
        return parts[0] if len(parts) == 1 else ("*", *_ordered(parts)) if parts else _ONE
    return ("+", *_ordered(_terms(node, named=named)))


def _factors(node: Node, *, named: bool) -> list[Form]:
    if isinstance(node, Arithmetic) and node.operator == "*":
        return [each for side in node.children for each in _factors(side, named=named)]
    return [form_of(node, named=named)]


def _terms(node: Node, *, named: bool, sign: int = 1) -> list[Form]:
    if isinstance(node, Arithmetic) and node.operator in "+-":
        right = sign if node.operator == "+" else -sign
        return [*_terms(node.left, named=named, sign=sign), *_terms(node.right, named=named, sign=right)]
    found = form_of(node, named=named)
    return [found if sign > 0 else ("-", found)]


def _condition(node: Comparison | Between | In | Logic, *, named: bool) -> Form:
    if isinstance(node, Comparison):
        return _compared(node.relation, form_of(node.left, named=named), form_of(node.right, named=named))
    if isinstance(node, Between):
        value, low, high = (form_of(each, named=named) for each in node.children)
        return ("and", *_ordered([_compared("<=", low, value), _compared("<=", value, high)]))
    if isinstance(node, In):
        value, *options = (form_of(each, named=named) for each in node.children)
        return _compared("=", value, options[0]) if len(options) == 1 else ("in", value, *_ordered(list(set(options))))
    if node.operator == "not":
        return _negated(node.operands[0], named=named)
    parts = [each for side in node.operands for each in _operands(side, node.operator, named=named)]
    distinct = _ordered(list(dict.fromkeys(parts)))
    return distinct[0] if len(distinct) == 1 else (node.operator, *distinct)


def _compared(relation: str, left: Form, right: Form) -> Form:
    if relation in _MIRRORED:
        relation, left, right = _MIRRORED[relation], right, left
    return (relation, *(_ordered([left, right]) if relation in {"=", "!="} else (left, right)))


def _negated(node: Node, *, named: bool) -> Form:
    if isinstance(node, Comparison):
        left, right = (form_of(each, named=named) for each in node.children)
        return _compared(_OPPOSITE[node.relation], left, right)
    if isinstance(node, Logic) and node.operator == "not":
        return form_of(node.operands[0], named=named)
    return ("not", form_of(node, named=named))


def _operands(node: Node, operator: str, *, named: bool) -> list[Form]:
    found = form_of(node, named=named)
    return list(found[1:]) if found[0] == operator else [found]
