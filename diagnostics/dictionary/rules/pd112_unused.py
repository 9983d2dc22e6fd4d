"""PD112: a KPI that no scorecard holds 「未被考核的指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.tree import formula_names
from diagnostics.model.finding import Finding

CODE = "PD112"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs on no scorecard and in no formula, where there are scorecards 「指标无人使用」."""
    if not catalogue.cards:
        return
    used = {item.kpi for card in catalogue.cards for item in card.items}
    used |= {name for kpi in catalogue.kpis.values() for name in formula_names(kpi)}
    for kpi in catalogue.kpis.values():
        # A figure that nobody judges is PD111's matter.
        if kpi.id not in used and kpi.direction != "none":
            yield found(CODE, "tip", catalogue.place("kpi", kpi.id), kpi.id, kpi=catalogue.kpi_name(kpi.id))
