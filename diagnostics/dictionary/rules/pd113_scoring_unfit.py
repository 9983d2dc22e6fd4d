"""PD113: a scoring rule that does not fit the KPI or its target 「计分规则不匹配」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.scoring import fits
from diagnostics.dictionary.targets import stated_values
from diagnostics.model.finding import Finding
from diagnostics.model.scorecard import Item
from diagnostics.model.target import TIERS

CODE = "PD113"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose rule would reward the wrong way, or divide by zero or less 「计分规则不匹配」."""
    for card in catalogue.cards:
        for item in card.items:
            kpi = catalogue.kpis.get(item.kpi)
            # What has no direction can't be scored by any rule: PD111 says so.
            if kpi is None or kpi.direction == "none":
                continue
            variant = "" if fits(item.scoring.rule, kpi.direction) else "direction"
            variant = variant or ("sign" if _divides_badly(item) else "")
            if variant:
                yield found(
                    CODE,
                    "error",
                    catalogue.item_place(card, item.kpi),
                    item.kpi,
                    variant=variant,
                    card=card_name(card),
                    kpi=catalogue.kpi_name(item.kpi),
                    rule=item.scoring.rule,
                    direction=kpi.direction,
                )


def _divides_badly(item: Item) -> bool:
    stated = [value for name in TIERS for value in stated_values(getattr(item.targets, name, None))]
    if item.scoring.rule == "level":
        return False
    return any(value == 0 if item.scoring.rule == "difference" else value <= 0 for value in stated)
