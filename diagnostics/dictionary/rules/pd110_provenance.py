"""PD110: a target out of thin air 「拍脑袋」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD110"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets that nobody says the origin of 「目标值没有依据」."""
    for card in catalogue.cards:
        for item in card.items:
            if item.targets is not None and item.targets.provenance == "none":
                place = catalogue.item_place(card, item.kpi)
                yield found(CODE, "warning", place, item.kpi, card=card_name(card), kpi=catalogue.kpi_name(item.kpi))
