"""PD146: rules that were not made known before they held 「规则未公布」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.rules.card_mix import is_everywhere
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding

CODE = "PD146"


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards of which nobody says when they were made known, or that began before 「规则未提前公布」.

    Where none of several cards says it, nobody keeps these days: that is one finding.
    """
    unsaid = [each for each in catalogue.cards if each.published is None]
    if is_everywhere(catalogue, unsaid):
        yield found(CODE, "tip", catalogue.card_place(unsaid[0]), "scorecards", variant="all", count=len(unsaid))
        return
    for card in catalogue.cards:
        place, name = catalogue.card_place(card), card_name(card)
        if card.published is None:
            yield found(CODE, "tip", place, card.id, variant="unsaid", card=name)
        elif card.since is not None and card.published > (begun := catalogue.calendar.parse(card.since).start):
            yield found(
                CODE, "warning", place, card.id, variant="late", card=name,
                published=card.published.isoformat(), begun=begun.isoformat(),
            )  # fmt: skip
