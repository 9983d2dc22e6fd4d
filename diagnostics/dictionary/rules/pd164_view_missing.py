"""PD164: a balanced scorecard that leaves one of its views empty 「平衡计分卡维度缺失」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import View
from diagnostics.model.text import Text
from diagnostics.terms import say

CODE = "PD164"
VIEWS: tuple[View, ...] = get_args(View)


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Company cards without a KPI in one of the four views, where views are used at all 「公司考核表缺少维度」."""
    if not any(each.view for each in catalogue.kpis.values()):
        return
    for card in catalogue.cards:
        if card.profile != "company":
            continue
        seen = {catalogue.kpis[each.kpi].view for each in card.items if each.kpi in catalogue.kpis}
        missing = [each for each in VIEWS if each not in seen]
        if missing:
            names = [Text(zh=say(f"view.{each}", "zh"), en=say(f"view.{each}", "en")) for each in missing]
            yield found(
                CODE,
                "tip",
                catalogue.card_place(card),
                card.id,
                card=card_name(card),
                views=Text(zh="、".join(each.zh for each in names), en=", ".join(each.en for each in names)),
            )
