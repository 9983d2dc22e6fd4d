"""PD175: a KPI of work that machines do now, with as much weight as before 「已自动化的指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding

CODE = "PD175"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose KPI is automated 「已自动化的指标」."""
    for card in catalogue.cards:
        for item in card.items:
            kpi = catalogue.kpis.get(item.kpi)
            if kpi is not None and kpi.automated:
                yield found(
                    CODE,
                    "tip",
                    catalogue.item_place(card, item.kpi),
                    item.kpi,
                    card=card_name(card),
                    kpi=catalogue.kpi_name(item.kpi),
                    weight=percent(item.weight),
                )
