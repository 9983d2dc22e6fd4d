"""PD115: a scorecard that nobody holds 「无人承担的考核表」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.targets import holders
from diagnostics.model.finding import Finding

CODE = "PD115"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose role or entity no entity answers to 「考核表无承担对象」."""
    if catalogue.entities is None:
        return
    for card in catalogue.cards:
        if not holders(card, catalogue.entities):
            yield found(CODE, "warning", catalogue.card_place(card), card.id, card=card_name(card))
