"""PD102: too few or too many KPIs on a scorecard 「指标数量」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.model.finding import Finding, Severity
from diagnostics.model.scorecard import Profile

CODE = "PD102"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Fewest and most KPIs of a profile, and how grave more of them are 「数量界限」."""

    least: int
    most: int
    too_many: Severity


# Role and pay plan as the articles have them. On departments and companies they are silent: a department carries the
# targets of several roles, a company card at most three KPIs in each of the four BSC views; both only warn.
BOUNDS: dict[Profile, Bounds] = {
    "role": Bounds(3, 5, "error"),
    "pay": Bounds(6, 8, "error"),
    "department": Bounds(3, 8, "warning"),
    "company": Bounds(3, 12, "warning"),
}


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Scorecards outside the count of their profile 「指标数量不合理」."""
    for card in catalogue.cards:
        bounds = BOUNDS[catalogue.profile or card.profile]
        count = len(card.items)
        if bounds.least <= count <= bounds.most:
            continue
        few = count < bounds.least
        yield found(
            CODE,
            "warning" if few else bounds.too_many,
            catalogue.card_place(card),
            card.id,
            variant="few" if few else "many",
            card=card_name(card),
            count=count,
            least=bounds.least,
            most=bounds.most,
        )
