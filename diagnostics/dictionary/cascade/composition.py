"""How the parts of a company make its figure: they add up, or not 「指标的可加性」."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.dictionary.expression.formula import parse_formula
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.dictionary.expression.nodes import Aggregate, Arithmetic, Column, Literal, Node
from diagnostics.model.kpi import Kpi

# Across entities these add up; balances too, though they do not over time.
_ADD = frozenset({"sum", "count", "count_if", "first", "last"})


def adds_up(kpi: Kpi, kpis: Mapping[str, Kpi]) -> bool:
    """Whether the figures of the parts of a company sum to its own 「各单位可相加」.

    True for sums, counts and balances, their sums and differences and their multiples by a constant; false for ratios,
    means, medians and distinct counts. A formula adds up where it adds and subtracts what adds up.

    Parameters
    ----------
    kpi : Kpi
        Which one.
    kpis : mapping
        All KPIs by id, for formulas.

    Examples
    --------
    >>> kpi = {"name": "x", "unit": "money", "direction": "higher", "source": "s"}
    >>> adds_up(Kpi(id="profit", measure="sum(a) - sum(b)", **kpi), {})
    True
    >>> adds_up(Kpi(id="margin", measure="sum(a) / sum(b)", **kpi), {})
    False
    """
    if kpi.measure is not None:
        return _adds(parse_measure(kpi.measure).tree, kpis)
    return kpi.formula is not None and _adds(parse_formula(kpi.formula).tree, kpis)


def _adds(node: Node, kpis: Mapping[str, Kpi]) -> bool:
    if isinstance(node, Aggregate):
        return node.function in _ADD
    if isinstance(node, Column):
        # The name of a KPI in a formula; the tree has no circles, so this ends.
        return node.name in kpis and adds_up(kpis[node.name], kpis)
    if not isinstance(node, Arithmetic):
        return False
    if node.operator in {"+", "-"}:
        return _adds(node.left, kpis) and _adds(node.right, kpis)
    constant = _constant(node.right) or (node.operator == "*" and _constant(node.left))
    return constant and (_adds(node.left, kpis) or _adds(node.right, kpis))


def _constant(node: Node) -> bool:
    return all(isinstance(each, Literal | Arithmetic) for each in node.walk())
