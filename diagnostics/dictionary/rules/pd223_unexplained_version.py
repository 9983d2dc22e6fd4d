"""PD223: a version that says neither why nor what is new 「未说明的口径变更」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD223"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Versions of a KPI without a reason: readers see a break and nobody can explain it 「口径变更缺少原因」."""
    for kpi in catalogue.kpis.values():
        for version in kpi.versions:
            if not version.why:
                place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
                yield found(CODE, "warning", place, kpi.id, kpi=name, since=version.since)
