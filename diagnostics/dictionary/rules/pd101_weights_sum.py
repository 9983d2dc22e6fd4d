"""PD101: weights that do not add up to 100 % 「权重合计」."""

from __future__ import annotations

import math
from collections.abc import Iterator

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found, percent
from diagnostics.model.finding import Finding

CODE = "PD101"
TOLERANCE = 1e-9


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards whose weights do not add up to 1 「权重合计不为 100%」."""
    for card in catalogue.cards:
        total = math.fsum(each.weight for each in card.items)
        if abs(total - 1) > TOLERANCE:
            yield found(CODE, "error", catalogue.card_place(card), card.id, card=card_name(card), total=percent(total))
