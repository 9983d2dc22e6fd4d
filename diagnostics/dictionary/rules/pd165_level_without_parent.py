"""PD165: a KPI asked of units that nothing above them answers for 「上级无对应指标」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.targets import holders
from diagnostics.model.finding import Finding
from diagnostics.model.scorecard import Scorecard

CODE = "PD165"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose KPI, and all it drives, stand on no card above, where there is one 「指标在上级断线」."""
    if catalogue.entities is None:
        return
    above = {id(card): _kpis_above(catalogue, card) for card in catalogue.cards}
    for card in catalogue.cards:
        if not above[id(card)]:
            continue
        for item in card.items:
            if item.kpi in catalogue.kpis and not _lines_up(catalogue, item.kpi) & above[id(card)]:
                yield found(
                    CODE,
                    "warning",
                    catalogue.item_place(card, item.kpi),
                    item.kpi,
                    card=card_name(card),
                    kpi=catalogue.kpi_name(item.kpi),
                )


def _kpis_above(catalogue: Catalogue, card: Scorecard) -> set[str]:
    """KPIs on the cards of whoever stands above those whom a card is about."""
    entities = catalogue.entities
    assert entities is not None
    upper = {each.id for own in holders(card, entities) for each in entities.path(own.id)[1:]}
    if not upper:
        return set()
    cards = [other for other in catalogue.cards if any(each.id in upper for each in holders(other, entities))]
    return {item.kpi for other in cards if other is not card for item in other.items}


def _lines_up(catalogue: Catalogue, kpi: str) -> set[str]:
    """A KPI and every KPI that it drives."""
    seen: set[str] = set()
    waiting = [kpi]
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting.extend(catalogue.tree.parents.get(each, ()))
    return seen
