"""PD140: supporting KPIs that weigh too much together 「支撑指标权重」."""

from __future__ import annotations

import math
from collections.abc import Iterator

from diagnostics.dictionary.rules.card_mix import TOLERANCE
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.dictionary.rules.pd103_core_share import LEAST
from diagnostics.model.finding import Finding

CODE = "PD140"
MOST = 0.3


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose other than core KPIs weigh more than 30 % together 「支撑指标权重过高」."""
    for card in catalogue.cards:
        core = math.fsum(each.weight for each in card.items if each.core)
        support = math.fsum(each.weight for each in card.items if not each.core)
        # Where the core itself weighs too little PD103 has said so: one defect, one finding.
        if core >= LEAST - TOLERANCE and support > MOST + TOLERANCE:
            yield found(
                CODE, "warning", catalogue.card_place(card), card.id,
                card=card_name(card), share=percent(support, 2), most=percent(MOST),
            )  # fmt: skip
