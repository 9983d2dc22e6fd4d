"""How the parts of a company make its figure: they add up, average, or neither is known 「指标的构成方式」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal as OneOf

from diagnostics.dictionary.expression.formula import parse_formula
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.dictionary.expression.nodes import Aggregate, Arithmetic, Call, Column, Literal, Node
from diagnostics.dictionary.expression.ratio import as_ratio
from diagnostics.model.kpi import Kpi

# Across entities these add up; balances too, though they do not over time.
_ADD = frozenset({"sum", "count", "count_if", "first", "last"})


def across_units(kpi: Kpi, kpis: Mapping[str, Kpi]) -> OneOf["sum", "mix", ""]:
    """How the figures of a company's parts make its own 「各单位如何合成」.

    Parameters
    ----------
    kpi : Kpi
        Which one.
    kpis : mapping
        All KPIs by id, for formulas.

    Returns
    -------
    {"sum", "mix", ""}
        ``sum`` of sums, counts and balances; ``mix`` of what adds up over what adds up, which lies between its parts;
        empty where neither holds for sure: products, distinct counts, medians.

    Examples
    --------
    >>> kpi = {"name": "x", "unit": "money", "direction": "higher", "source": "s"}
    >>> across_units(Kpi(id="profit", measure="sum(a) - sum(b)", **kpi), {})
    'sum'
    >>> across_units(Kpi(id="margin", measure="sum(a) / sum(b)", **kpi), {})
    'mix'
    >>> across_units(Kpi(id="members", measure="count_distinct(a)", **kpi), {})
    ''
    """
    if kpi.measure is None and kpi.formula is None:
        return ""
    tree = parse_measure(kpi.measure).tree if kpi.measure is not None else parse_formula(kpi.formula or "").tree
    if _adds(tree, kpis):
        return "sum"
    parts = as_ratio(tree)
    return "mix" if parts is not None and all(_adds(each, kpis) for each in parts) else ""


def _adds(node: Node, kpis: Mapping[str, Kpi]) -> bool:
    if isinstance(node, Aggregate):
        return node.function in _ADD
    if isinstance(node, Column):
        # The name of a KPI in a formula; the tree has no circles, so this ends.
        return node.name in kpis and across_units(kpis[node.name], kpis) == "sum"
    if isinstance(node, Call):
        # coalesce(sum(a), 0): nothing counts as nothing.
        return node.function == "coalesce" and all(_adds(each, kpis) or _is_zero(each) for each in node.children)
    if not isinstance(node, Arithmetic):
        return False
    if node.operator in {"+", "-"}:
        sides = node.children
        return any(_adds(each, kpis) for each in sides) and all(_adds(each, kpis) or _is_zero(each) for each in sides)
    constant = _constant(node.right) or (node.operator == "*" and _constant(node.left))
    return constant and (_adds(node.left, kpis) or _adds(node.right, kpis))


def _constant(node: Node) -> bool:
    return all(isinstance(each, Literal | Arithmetic) for each in node.walk())


def _is_zero(node: Node) -> bool:
    return isinstance(node, Literal) and node.value == 0
