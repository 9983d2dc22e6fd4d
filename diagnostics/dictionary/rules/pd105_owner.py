"""PD105: a KPI that nobody answers for 「责任人」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD105"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs without an owner 「指标无责任人」."""
    for kpi in catalogue.kpis.values():
        if not kpi.owner.strip():
            yield found(CODE, "error", catalogue.place("kpi", kpi.id), kpi.id, kpi=catalogue.kpi_name(kpi.id))
