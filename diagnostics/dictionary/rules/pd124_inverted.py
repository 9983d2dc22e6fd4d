"""PD124: a formula that rises as things get worse, where higher is better 「公式倒置」."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.dictionary.expression.nodes import Arithmetic, Column, Node
from diagnostics.dictionary.expression.ratio import as_ratio
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import formula_tree, measure_tree, names, said
from diagnostics.dictionary.rules.pd123_direction import is_reversed
from diagnostics.dictionary.wording.upside_down import UpsideDown, is_used_over_plan, upside_down
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.kpi import Kpi

CODE = "PD124"
# Cost of sales over stock, purchases over payables: how often something turns, whatever costs are for themselves.
_TURNS = re.compile(r"周转|\bturn(?:over|s)\b", re.IGNORECASE)


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs with ``higher`` whose upper side is what should be low 「公式倒置」."""
    for kpi in catalogue.kpis.values():
        # A name that says lower is better has its direction wrong, not its formula: PD123.
        if kpi.direction != "higher" or is_reversed(kpi):
            continue
        # What a KPI's direction tells is certain; what words tell may be meant otherwise.
        severity: Severity = "error"
        sides = _in_formula(catalogue, kpi)
        if sides is None:
            severity, sides = "warning", _in_measure(kpi) or _in_definition(kpi)
        if sides is not None:
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(
                CODE, severity, place, kpi.id, variant=sides.kind, kpi=name, above=sides.above, below=sides.below
            )  # fmt: skip


def _in_formula(catalogue: Catalogue, kpi: Kpi) -> UpsideDown | None:
    """A KPI of direction ``lower`` alone above the line."""
    tree = formula_tree(kpi)
    if not isinstance(tree, Arithmetic) or tree.operator != "/":
        return None
    above = [catalogue.kpis[each] for each in _products(tree.left) if each in catalogue.kpis]
    if not any(each.direction == "lower" for each in above) or any(_TURNS.search(each) for each in names(kpi)):
        return None
    below = [catalogue.kpis[each] for each in _columns(tree.right) if each in catalogue.kpis]
    if any(each.direction == "lower" for each in below):
        # Complaints answered over complaints, planned cost over actual cost: what stands above is no harm there.
        return None
    return UpsideDown(" × ".join(each.id for each in above), " ".join(_columns(tree.right)), "bad")


def _products(node: Node) -> tuple[str, ...]:
    """Factors of a product; a sum or a difference has none: what is taken off may well be bad."""
    if isinstance(node, Column):
        return (node.name,)
    if isinstance(node, Arithmetic) and node.operator == "*":
        return tuple(each for side in node.children for each in _products(side))
    return ()


def _columns(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in node.walk() if isinstance(each, Column)))


def _in_measure(kpi: Kpi) -> UpsideDown | None:
    """Time or money used, over the same as planned."""
    tree = measure_tree(kpi)
    sides = None if tree is None else as_ratio(tree)
    if sides is None or _subtracts(sides[0]):
        return None
    above, below = (_columns(each) for each in sides)
    if len(above) == 1 and len(below) == 1 and is_used_over_plan(names(kpi), _spoken(above[0]), _spoken(below[0])):
        return UpsideDown(above[0], below[0], "used")
    return None


def _subtracts(node: Node) -> bool:
    return any(isinstance(each, Arithmetic) and each.operator == "-" for each in node.walk())


def _spoken(column: str) -> str:
    """Name of a column as words: ``actual_lead_time`` and ``actualLeadTime`` are three."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_+", " ", column).lower()


def _in_definition(kpi: Kpi) -> UpsideDown | None:
    """The division that the definition states."""
    for words in said(kpi.definition):
        proved = upside_down(names(kpi), words)
        if proved is not None:
            return proved
    return None
