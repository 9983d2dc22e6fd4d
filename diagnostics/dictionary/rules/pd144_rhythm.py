"""PD144: a rhythm that does not fit the role or the figures 「考核节奏」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rhythm import fitting, is_shorter
from diagnostics.dictionary.rules.card_mix import held
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import every
from diagnostics.model.finding import Finding
from diagnostics.model.scorecard import Scorecard

CODE = "PD144"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards that are scored too often or too seldom for their role, or before there are figures 「节奏不匹配」."""
    for card in catalogue.cards:
        yield from _of_role(catalogue, card)
        yield from _of_figures(catalogue, card)
        rhythm = card.rhythm
        if rhythm and rhythm.assess and rhythm.summarise and is_shorter(rhythm.summarise, rhythm.assess):
            yield found(
                CODE, "warning", catalogue.card_place(card), card.id, variant="order", card=card_name(card),
                assess=every(rhythm.assess), summarise=every(rhythm.summarise),
            )  # fmt: skip


def _of_role(catalogue: Catalogue, card: Scorecard) -> Iterator[Finding]:
    fit = fitting(card.family, card.rank)
    if card.rhythm is None or card.rhythm.assess is None or not fit or card.rhythm.assess in fit:
        return
    variant = "often" if is_shorter(card.rhythm.assess, fit[0]) else "seldom"
    yield found(
        CODE, "warning", catalogue.card_place(card), card.id, variant=variant, card=card_name(card),
        assess=every(card.rhythm.assess), fit=every(fit[0] if variant == "often" else fit[-1]),
    )  # fmt: skip


def _of_figures(catalogue: Catalogue, card: Scorecard) -> Iterator[Finding]:
    """Cards that are scored more often than a figure comes in."""
    assess = card.rhythm.assess if card.rhythm else None
    slow = [each for each in held(catalogue, card) if assess and is_shorter(assess, each.cycle)]
    if slow and assess:
        first = slow[0]
        yield found(
            CODE, "warning", catalogue.card_place(card), card.id, variant="figures", card=card_name(card),
            kpi=catalogue.kpi_name(first.id), assess=every(assess), cycle=every(first.cycle), count=len(slow),
        )  # fmt: skip
