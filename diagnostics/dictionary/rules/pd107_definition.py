"""PD107: a KPI without a definition 「口径」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD107"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs without a definition 「指标无口径」."""
    for kpi in catalogue.kpis.values():
        if not kpi.definition:
            yield found(CODE, "warning", catalogue.place("kpi", kpi.id), kpi.id, kpi=catalogue.kpi_name(kpi.id))
