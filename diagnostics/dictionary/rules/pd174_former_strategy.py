"""PD174: a KPI that serves the former strategy 「服务于原战略的指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name, named
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.dictionary.tiers.served import served_goals
from diagnostics.model.finding import Finding

CODE = "PD174"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose KPI is linked to goals of the former strategy, and to none of today's 「服务于原战略」."""
    served = served_goals(catalogue.goals or ())
    for card in catalogue.cards:
        for item in card.items:
            goals = served.get(item.kpi, ())
            if not goals or not all(each.former for each in goals):
                continue
            yield found(
                CODE,
                "warning",
                catalogue.item_place(card, item.kpi),
                item.kpi,
                card=card_name(card),
                kpi=catalogue.kpi_name(item.kpi),
                goal=named(goals[0].name, goals[0].id),
                weight=percent(item.weight),
            )
