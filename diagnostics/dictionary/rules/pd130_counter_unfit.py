"""PD130: a counter-metric that would show nothing 「制衡指标无效」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.expression.same_form import form_of
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import measure_tree
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.kpi import Kpi

CODE = "PD130"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Counter-metrics that are the KPI itself, unknown, the same figure, or judged by nobody 「制衡指标无效」."""
    for kpi in catalogue.kpis.values():
        for counter in kpi.counters:
            variant = _variant(catalogue, kpi, counter)
            if variant:
                severity: Severity = "error" if variant in {"itself", "unknown"} else "warning"
                place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
                told = catalogue.kpi_name(counter)
                yield found(CODE, severity, place, kpi.id, variant=variant, kpi=name, counter=told)


def _variant(catalogue: Catalogue, kpi: Kpi, counter: str) -> str:
    if counter == kpi.id:
        return "itself"
    other = catalogue.kpis.get(counter)
    if other is None:
        return "unknown"
    if other.direction == "none":
        return "undirected"
    return "same" if _same(kpi, other) else ""


def _same(kpi: Kpi, other: Kpi) -> bool:
    """Whether both count the same facts the same way."""
    mine, theirs = measure_tree(kpi), measure_tree(other)
    if mine is None or theirs is None or (kpi.source, kpi.where) != (other.source, other.where):
        return False
    return form_of(mine) == form_of(theirs)
