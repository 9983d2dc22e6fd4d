"""PD172: a target that hardly anyone reaches 「目标值过高或不合理」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.dictionary.rules.target_words import figure, proposal
from diagnostics.dictionary.tiers.reach import LEAST
from diagnostics.model.finding import Finding

CODE = "PD172"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets that 10 % of the figures or fewer reach 「目标值过高或不合理」."""
    for each in catalogue.reached:
        if each.verdict != "too_high":
            continue
        variant, value = proposal(catalogue, each)
        yield found(
            CODE,
            "warning",
            catalogue.item_place(each.card, each.kpi.id),
            each.kpi.id,
            variant=variant,
            card=card_name(each.card),
            kpi=catalogue.kpi_name(each.kpi.id),
            share=percent(each.share, 1),
            count=len(each.met),
            least=percent(LEAST),
            best=figure(catalogue, each.kpi, each.best),
            value=value,
        )
