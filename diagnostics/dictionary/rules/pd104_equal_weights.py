"""PD104: weights that are all about the same 「权重均等」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD104"
SPREAD = 0.05
# Two KPIs of half each still are a focus.
FEWEST = 3


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose largest and smallest weight differ by less than 5 points 「权重没有重点」."""
    for card in catalogue.cards:
        weights = [each.weight for each in card.items]
        spread = max(weights) - min(weights)
        if len(weights) >= FEWEST and spread < SPREAD - 1e-9:
            points = f"{round(100 * spread, 6):.10g}"
            yield found(
                CODE,
                "warning",
                catalogue.card_place(card),
                card.id,
                card=card_name(card),
                count=len(weights),
                points=points,
            )
