"""PD122: several indicators under one name 「复合指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import names, said
from diagnostics.dictionary.wording import Compound, compound
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.kpi import Kpi
from diagnostics.model.text import Text

CODE = "PD122"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs with two measures or two limits in their name or definition 「复合指标」."""
    for kpi in catalogue.kpis.values():
        several = _several(kpi)
        if several is not None:
            # Two limits of one service may be meant as one; two measures never are one figure.
            severity: Severity = "tip" if several.kind == "limits" else "warning"
            place, name = catalogue.place("kpi", kpi.id), catalogue.kpi_name(kpi.id)
            parts = Text(zh="\uff1b".join(several.parts), en="; ".join(several.parts))
            yield found(
                CODE, severity, place, kpi.id, variant=several.kind, kpi=name, count=len(several.parts), parts=parts
            )


def _several(kpi: Kpi) -> Compound | None:
    for name in names(kpi):
        several = compound(name)
        if several is not None:
            return several
    for words in said(kpi.definition):
        several = compound(words)
        if several is not None and several.kind != "names":
            return several
    return None
