"""Findings about targets by how many of the figures reach them 「按达成比例的发现」."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.dictionary.rules.target_words import proposal
from diagnostics.dictionary.tiers.reach import ItemReach
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text

Told = Mapping[str, Text | str]


def share_findings(
    catalogue: Catalogue, code: str, verdict: Literal["too_low", "too_high"], told: Callable[[ItemReach], Told]
) -> Iterator[Finding]:
    """Findings for the targets that nearly all, or hardly any, of the figures reach 「达成比例发现」.

    Parameters
    ----------
    code : str
        Code of the finding.
    verdict : {"too_low", "too_high"}
        Which targets.
    told : callable
        What this code tells beside the share, the count and the target that half would reach.
    """
    for each in catalogue.reached:
        if each.verdict != verdict:
            continue
        variant, value = proposal(catalogue, each)
        yield found(
            code,
            "warning",
            catalogue.item_place(each.card, each.kpi.id),
            each.kpi.id,
            variant=variant,
            card=card_name(each.card),
            kpi=catalogue.kpi_name(each.kpi.id),
            share=percent(each.share, 1),
            count=len(each.met),
            value=value,
            **told(each),
        )
