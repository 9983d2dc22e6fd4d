"""PD221: a change request that nobody agreed to 「未经批准的目标变更」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD221"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Change requests without anyone who agreed: they do not hold 「目标变更未批准」."""
    for change in catalogue.changes:
        if not change.agreed_by:
            place, name = catalogue.place("change", change.id), catalogue.kpi_name(change.kpi)
            yield found(CODE, "warning", place, change.kpi, change=change.id, kpi=name, since=change.since)
