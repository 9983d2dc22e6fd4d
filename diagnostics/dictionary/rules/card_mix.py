"""What a scorecard's weights are made of 「考核表的权重构成」."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard

TOLERANCE = 1e-9


def held(catalogue: Catalogue, card: Scorecard) -> tuple[Kpi, ...]:
    """KPIs of a card that the dictionary knows, in its order 「考核表的指标」."""
    return tuple(catalogue.kpis[each.kpi] for each in card.items if each.kpi in catalogue.kpis)


def weight_of(catalogue: Catalogue, card: Scorecard, wanted: Callable[[Kpi], bool]) -> float:
    """Weight of a card's KPIs that are of a kind, together 「某类指标的权重合计」."""
    known = catalogue.kpis
    return math.fsum(each.weight for each in card.items if each.kpi in known and wanted(known[each.kpi]))


def has(catalogue: Catalogue, card: Scorecard, *kinds: str) -> bool:
    """Whether a KPI of a card is of one of these kinds 「是否含某类指标」."""
    return any(each.kind in kinds for each in held(catalogue, card))


def is_everywhere(catalogue: Catalogue, lacking: Sequence[Scorecard]) -> bool:
    """Whether all of several cards lack the same: one thing to say, not one of each card 「全部考核表」."""
    return len(lacking) > 1 and len(lacking) == len(catalogue.cards)
