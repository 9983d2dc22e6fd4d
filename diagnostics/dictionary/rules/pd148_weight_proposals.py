"""PD148: weights on which the two sides are far apart, or were not asked 「权重提案」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.card_mix import TOLERANCE
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding
from diagnostics.model.scorecard import Item, Profile, Scorecard

CODE = "PD148"
# Points of weight between staff and manager that are no rounding any more. The articles give none: about three quarters
# of an equal share, which is 20 % of a role's five KPIs and around 12 % where a card holds eight or more.
FAR: dict[Profile, float] = {"role": 0.15, "pay": 0.1, "department": 0.1, "company": 0.1}


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose proposals lie far apart or aside of what was agreed, and cards without any 「权重提案分歧」."""
    for card in catalogue.cards:
        asked = [each for each in card.items if each.proposed is not None]
        if card.agreed_by and not asked:
            yield found(CODE, "tip", catalogue.card_place(card), card.id, variant="none", card=card_name(card))
        for item in asked:
            variant = _of(item, FAR[catalogue.profile or card.profile])
            if variant:
                yield _found(catalogue, card, item, variant)


def _of(item: Item, far: float) -> str:
    """``one_side``, ``apart``, ``outside``, or empty where both sides are near and the weight lies between."""
    assert item.proposed is not None
    staff, manager = item.proposed.staff, item.proposed.manager
    if staff is None or manager is None:
        return "one_side"
    if abs(staff - manager) >= far - TOLERANCE:
        return "apart"
    low, high = sorted((staff, manager))
    return "" if low - TOLERANCE <= item.weight <= high + TOLERANCE else "outside"


def _found(catalogue: Catalogue, card: Scorecard, item: Item, variant: str) -> Finding:
    assert item.proposed is not None
    said = {name: getattr(item.proposed, name) for name in ("staff", "manager")}
    shares = {name: percent(value, 2) if value is not None else "" for name, value in said.items()}
    return found(
        CODE, "warning" if variant == "apart" else "tip", catalogue.item_place(card, item.kpi), item.kpi,
        variant=variant, card=card_name(card), kpi=catalogue.kpi_name(item.kpi), weight=percent(item.weight, 2),
        **shares,
    )  # fmt: skip
