"""PD116: base, target and stretch out of order 「目标分档次序」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.targets import stated_values
from diagnostics.model.finding import Finding
from diagnostics.model.scorecard import Item
from diagnostics.model.target import TIERS

CODE = "PD116"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose stated tiers do not become harder from base to stretch 「目标分档次序颠倒」."""
    for card in catalogue.cards:
        for item in card.items:
            kpi = catalogue.kpis.get(item.kpi)
            if kpi is not None and kpi.direction in ("higher", "lower") and _disordered(item, kpi.direction):
                place = catalogue.item_place(card, item.kpi)
                yield found(
                    CODE,
                    "error",
                    place,
                    item.kpi,
                    variant=kpi.direction,
                    card=card_name(card),
                    kpi=catalogue.kpi_name(item.kpi),
                )


def _disordered(item: Item, direction: str) -> bool:
    # Dated tiers may begin on different days; only single numbers can be set against each other.
    stated = [stated_values(getattr(item.targets, name, None)) for name in TIERS]
    numbers = [each[0] for each in stated if len(each) == 1]
    sign = 1 if direction == "higher" else -1
    return any(sign * (later - earlier) < 0 for earlier, later in pairwise(numbers))
