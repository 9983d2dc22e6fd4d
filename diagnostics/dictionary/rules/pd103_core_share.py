"""PD103: core KPIs that weigh too little 「核心指标权重」."""

from __future__ import annotations

import math
from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding

CODE = "PD103"
LEAST = 0.6
_TOLERANCE = 1e-9


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose core KPIs weigh less than 60 % together 「核心指标权重不足」."""
    for card in catalogue.cards:
        core = [each.weight for each in card.items if each.core]
        share = math.fsum(core)
        if share >= LEAST - _TOLERANCE:
            continue
        yield found(
            CODE,
            "warning",
            catalogue.card_place(card),
            card.id,
            variant="low" if core else "unmarked",
            card=card_name(card),
            share=percent(share, 2),
            least=percent(LEAST),
        )
