"""PD111: a KPI of which nobody says which way is better 「指标无方向」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD111"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """KPIs of direction ``none``: on a scorecard they can't be scored, elsewhere they only inform 「指标无方向」."""
    judged = {item.kpi for card in catalogue.cards for item in card.items}
    for kpi in catalogue.kpis.values():
        if kpi.direction == "none":
            scored = kpi.id in judged
            yield found(
                CODE,
                "warning" if scored else "tip",
                catalogue.place("kpi", kpi.id),
                kpi.id,
                variant="scored" if scored else "shown",
                kpi=catalogue.kpi_name(kpi.id),
            )
