"""PD171: a target that nearly everyone reaches 「目标值过低」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.dictionary.rules.target_words import proposal
from diagnostics.dictionary.tiers.reach import MOST
from diagnostics.model.finding import Finding

CODE = "PD171"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Targets that 90 % of the figures or more reach 「目标值过低」."""
    for each in catalogue.reached:
        if each.verdict != "too_low":
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
            most=percent(MOST),
            value=value,
        )
