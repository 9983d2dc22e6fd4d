"""Measures that add up, and measures that are one sum over another 「可加与比率」."""

from __future__ import annotations

from diagnostics.dictionary.expression.nodes import Aggregate, Arithmetic, Literal, Node

_ADDITIVE = {"sum", "count", "count_if"}


def is_additive(tree: Node) -> bool:
    """Whether values of parts sum to the value of the whole 「是否可加」.

    True for sums and counts, their sums and differences, and their multiples by a constant.
    """
    if isinstance(tree, Aggregate):
        return tree.function in _ADDITIVE
    if isinstance(tree, Arithmetic):
        if tree.operator in {"+", "-"}:
            return all(is_additive(each) or _is_zero(each) for each in tree.children)
        constant = _is_constant(tree.right) or (tree.operator == "*" and _is_constant(tree.left))
        return constant and (is_additive(tree.left) or is_additive(tree.right))
    return False


def as_ratio(tree: Node) -> tuple[Node, Node] | None:
    """Numerator and denominator of a measure that is a division or a mean, else None 「分子与分母」.

    Constants beside the division go into the numerator: ``100 * sum(a) / sum(b)``, ``sum(a) / sum(b) * 100`` and
    ``1 - sum(a) / sum(b)`` are ratios too. A division by a constant is none: it only changes the unit.
    """
    if isinstance(tree, Aggregate):
        if tree.function != "mean":
            return None
        return Aggregate("sum", tree.argument, at=tree.at), Aggregate("count", tree.argument, at=tree.at)
    if not isinstance(tree, Arithmetic):
        return None
    if tree.operator == "/" and not _is_constant(tree.right):
        return tree.left, tree.right
    return _with_constant(tree)


def _with_constant(tree: Arithmetic) -> tuple[Node, Node] | None:
    """A ratio joined with a constant is a ratio again."""
    if _is_constant(tree.right):
        found = as_ratio(tree.left)
        if found is None:
            return None
        numerator, denominator = found
        constant = tree.right if tree.operator in {"*", "/"} else Arithmetic("*", tree.right, denominator)
        return Arithmetic(tree.operator, numerator, constant, at=tree.at), denominator
    if _is_constant(tree.left) and tree.operator != "/":
        found = as_ratio(tree.right)
        if found is None:
            return None
        numerator, denominator = found
        constant = tree.left if tree.operator == "*" else Arithmetic("*", tree.left, denominator)
        return Arithmetic(tree.operator, constant, numerator, at=tree.at), denominator
    return None


def _is_constant(node: Node) -> bool:
    return all(isinstance(each, Literal | Arithmetic) for each in node.walk())


def _is_zero(node: Node) -> bool:
    return isinstance(node, Literal) and node.value == 0
