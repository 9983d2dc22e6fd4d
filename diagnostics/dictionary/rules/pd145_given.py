"""PD145: a KPI set without those who answer for it 「单方下达的指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import judged
from diagnostics.model.finding import Finding

CODE = "PD145"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scored KPIs that were handed down, nobody who answers for them having been asked 「单方下达的指标」."""
    for kpi in judged(catalogue):
        if kpi.set_with == "given":
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            yield found(CODE, "warning", place, kpi.id, kpi=name)
