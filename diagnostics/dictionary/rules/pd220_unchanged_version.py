"""PD220: a version that changes nothing 「没有变化的指标版本」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.life.version_check import unchanged
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD220"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Versions of a KPI that say what held before already 「指标版本没有改变口径」."""
    for kpi in catalogue.kpis.values():
        for since in unchanged(kpi):
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(CODE, "warning", place, kpi.id, kpi=name, since=since)
