"""PD216: a source that is partly typed in by hand 「采集方式不唯一」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD216"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Sources of KPIs in which some figures are typed in and others are not 「采集方式不唯一」."""
    for name, source in catalogue.sources.items():
        kpis = [each.id for each in catalogue.kpis.values() if each.source == name and each.measure is not None]
        if isinstance(source.manual, str) and kpis:
            shown = ", ".join(kpis[:5]) + (", …" if len(kpis) > 5 else "")
            place = catalogue.place("source", name)
            yield found(CODE, "warning", place, name, source=name, condition=source.manual, kpis=shown)
