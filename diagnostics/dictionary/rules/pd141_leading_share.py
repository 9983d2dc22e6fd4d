"""PD141: hardly anything on a scorecard that looks ahead 「先行指标权重」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.card_mix import TOLERANCE, weight_of
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding

CODE = "PD141"
LEAST = 0.3


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose leading KPIs weigh less than 30 % together 「先行指标权重不足」."""
    for card in catalogue.cards:
        share = weight_of(catalogue, card, lambda each: each.leading)
        if share < LEAST - TOLERANCE:
            yield found(
                CODE, "tip", catalogue.card_place(card), card.id, variant="low" if share else "none",
                card=card_name(card), share=percent(share, 2), least=percent(LEAST),
            )  # fmt: skip
