"""PD217: a reading that is the KPI's own count again 「口径与自身对照」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.reading_difference import definition_differences
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD217"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Readings of the same source by the same measure: they agree whatever the data say 「口径与自身对照」."""
    for kpi in catalogue.kpis.values():
        for reading in kpi.readings:
            aspects = {each.aspect for each in definition_differences(kpi, reading, catalogue.sources)}
            if kpi.measure is not None and reading.source == kpi.source and not aspects - {"wording"}:
                place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
                yield found(CODE, "warning", place, kpi.id, kpi=name, reading=reading.id, source=kpi.source)
