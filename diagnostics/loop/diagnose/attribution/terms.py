"""The parts that add up to a formula 「可加项」."""

from __future__ import annotations

from diagnostics.dictionary.expression.formula import Formula
from diagnostics.dictionary.expression.nodes import Arithmetic, Literal, Node

Term = tuple[float, Formula]


def terms_of(formula: Formula) -> list[Term]:
    """Parts that add up to a formula, each with its coefficient 「可加项」.

    Constants are left out, for they don't move. Any way to share a difference that is linear in the formula, Shapley's
    among them, may take the parts one by one: a sum of forty branches costs forty steps and not two to the power of
    forty.

    Examples
    --------
    >>> from diagnostics.dictionary.expression.formula import parse_formula
    >>> [(each, part.names) for each, part in terms_of(parse_formula("a * b - 2 * (c + d) + 7"))]
    [(1.0, ('a', 'b')), (-2.0, ('c',)), (-2.0, ('d',))]
    """
    return [(factor, Formula(formula.text, node)) for factor, node in _terms(formula.tree, 1.0)]


def is_linear(formula: Formula) -> bool:
    """Whether each name's part is its own change times a number, so that all methods agree 「是否线性」.

    Examples
    --------
    >>> from diagnostics.dictionary.expression.formula import parse_formula
    >>> is_linear(parse_formula("sales - 0.3 * cost")), is_linear(parse_formula("sales - cost / days"))
    (True, False)
    """
    return all(part.factors() == ((part.names[0], 1),) for _, part in terms_of(formula))


def _terms(node: Node, factor: float) -> list[tuple[float, Node]]:
    if isinstance(node, Literal):
        return []
    if isinstance(node, Arithmetic):
        if node.operator in {"+", "-"}:
            right = factor if node.operator == "+" else -factor
            return _terms(node.left, factor) + _terms(node.right, right)
        left, below = _number(node.left), _number(node.right)
        if node.operator == "*" and left is not None:
            return _terms(node.right, factor * left)
        if node.operator == "*" and below is not None:
            return _terms(node.left, factor * below)
        if node.operator == "/" and below:
            return _terms(node.left, factor / below)
    return [(factor, node)]


def _number(node: Node) -> float | None:
    value = node.value if isinstance(node, Literal) else None
    return float(value) if isinstance(value, int | float) else None
