"""PD219: a reading whose words, formula or filter differ from the KPI's 「口径定义不同」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.reading_difference import definition_differences
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD219"
# Other columns of another source, its day and its entity may well bear other names.
_TOLD = ("wording", "formula", "filter")


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Readings that say something else, aspect by aspect 「口径定义不同」."""
    for kpi in catalogue.kpis.values():
        for reading in kpi.readings:
            for each in definition_differences(kpi, reading, catalogue.sources):
                if each.aspect in _TOLD:
                    place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
                    said = {"own": each.own, "other": each.other}
                    yield found(
                        CODE, "warning", place, kpi.id, variant=each.aspect, kpi=name, reading=reading.id, **said
                    )
