"""PD141: hardly anything on a scorecard that looks ahead 「先行指标权重」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.card_mix import TOLERANCE, is_everywhere, weight_of
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding

CODE = "PD141"
LEAST = 0.3


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose leading KPIs weigh less than 30 % together 「先行指标权重不足」.

    Where that is so of all of several cards, it is one finding.
    """
    shares = [(each, weight_of(catalogue, each, lambda kpi: kpi.leading)) for each in catalogue.cards]
    low = [(each, share) for each, share in shares if share < LEAST - TOLERANCE]
    if is_everywhere(catalogue, [each for each, _ in low]):
        yield found(
            CODE, "tip", catalogue.card_place(low[0][0]), "scorecards", variant="all",
            count=len(low), share=percent(max(share for _, share in low), 2), least=percent(LEAST),
        )  # fmt: skip
        return
    for card, share in low:
        yield found(
            CODE, "tip", catalogue.card_place(card), card.id, variant="low" if share else "none",
            card=card_name(card), share=percent(share, 2), least=percent(LEAST),
        )  # fmt: skip
