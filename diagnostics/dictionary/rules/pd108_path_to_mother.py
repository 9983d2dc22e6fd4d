"""PD108: a KPI that leads to no mother metric 「母指标路径」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD108"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs without a way up to a mother metric, where there is one 「指标未连到母指标」."""
    for kpi in catalogue.kpis.values():
        if catalogue.tree.mothers and not catalogue.tree.path_to_mother(kpi.id):
            yield found(CODE, "warning", catalogue.place("kpi", kpi.id), kpi.id, kpi=catalogue.kpi_name(kpi.id))
