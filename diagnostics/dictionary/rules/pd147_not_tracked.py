"""PD147: a scorecard that nobody looks at between start and end 「缺少过程跟踪」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rhythm import is_shorter
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.rules.kpi_words import every
from diagnostics.model.finding import Finding

CODE = "PD147"
# Who scores every month or week looks often enough.
LONG = ("quarter", "year")


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards scored by quarter or year that are not tracked more often 「只考核、不跟踪」."""
    for card in catalogue.cards:
        rhythm = card.rhythm
        if rhythm is None or rhythm.assess not in LONG:
            continue
        if rhythm.track is None or not is_shorter(rhythm.track, rhythm.assess):
            yield found(
                CODE, "warning", catalogue.card_place(card), card.id,
                variant="none" if rhythm.track is None else "seldom", card=card_name(card),
                assess=every(rhythm.assess), track=every(rhythm.track or rhythm.assess),
            )  # fmt: skip
