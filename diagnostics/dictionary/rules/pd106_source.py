"""PD106: a measure without a source 「数据来源」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD106"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs that are measured, nobody says from what 「指标无数据来源」."""
    for kpi in catalogue.kpis.values():
        if kpi.measure is not None and not kpi.source.strip():
            yield found(CODE, "error", catalogue.place("kpi", kpi.id), kpi.id, kpi=catalogue.kpi_name(kpi.id))
