"""PD126: a formula that is the same whatever happens 「公式恒定」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.expression.nodes import Aggregate, Arithmetic, Call, Column, Literal, Node
from diagnostics.dictionary.expression.same_form import form_of
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import formula_tree, measure_tree
from diagnostics.model.finding import Finding

CODE = "PD126"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Measures and formulas that divide something by itself or by zero, or name no data 「公式恒定」."""
    for kpi in catalogue.kpis.values():
        variant = next((each for each in map(_fault, (measure_tree(kpi), formula_tree(kpi))) if each), "")
        if variant:
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(CODE, "error", place, kpi.id, variant=variant, kpi=name)


def _fault(tree: Node | None) -> str:
    """What makes a tree constant, empty where nothing does."""
    if tree is None:
        return ""
    for node in tree.walk():
        if isinstance(node, Arithmetic) and node.operator == "/":
            if _is_zero(node.right):
                return "zero"
            if form_of(node.left) == form_of(node.right) and not _is_number(node.right):
                return "itself"
    return "" if any(isinstance(each, Column | Aggregate) for each in tree.walk()) else "constant"


def _is_number(node: Node) -> bool:
    return all(isinstance(each, Literal | Arithmetic) for each in node.walk())


def _is_zero(node: Node) -> bool:
    """Whether a divisor is 0 or missing for all data there could be."""
    if isinstance(node, Literal):
        return node.value == 0
    if isinstance(node, Aggregate):
        return node.function in {"sum", "mean"} and node.argument is not None and _is_zero(node.argument)
    if isinstance(node, Call) and node.function == "nullif":
        first, second = node.arguments
        return form_of(first) == form_of(second)
    if not isinstance(node, Arithmetic):
        return False
    if node.operator == "*":
        return _is_zero(node.left) or _is_zero(node.right)
    if node.operator == "-":
        return form_of(node.left) == form_of(node.right) or (_is_zero(node.left) and _is_zero(node.right))
    return node.operator == "+" and _is_zero(node.left) and _is_zero(node.right)
