"""Weighted points of every scorecard of an engagement 「全部考核总分」."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnostics.dictionary.scoring.card import score_card
from diagnostics.dictionary.scoring.card_frames import card_scores
from diagnostics.dictionary.scoring.grid import Cells, FigureGrid
from diagnostics.dictionary.scoring.scope import Scope
from diagnostics.dictionary.targets import TargetBook, is_stated
from diagnostics.model.card_scores import CardScores
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entities
from diagnostics.model.observations import Observations
from diagnostics.model.period import Period
from diagnostics.model.scorecard import Item, Scorecard


def score_scorecards(
    engagement: Engagement, observations: Observations, *, periods: Collection[str] | None = None
) -> CardScores:
    """Weighted points of every scorecard, for whom and when it holds 「全部考核总分」.

    Parameters
    ----------
    engagement : Engagement
        With its scorecards, entities and calendar.
    observations : Observations
        Figures and targets, observed without dimensions.
    periods : collection of str, optional
        Periods to keep, such as ``2025Q1``; all where absent.

    Returns
    -------
    CardScores
        Totals and items of all cards. Where a card of a peer group and one of the whole level share a role, the former
        holds. A KPI whose target stands on another card is held against this card's own.

    Raises
    ------
    InputError
        When a rule does not fit its KPI or target.
    """
    grid = FigureGrid(observations.table, engagement.calendar)
    book, members = TargetBook.of(engagement), _members(engagement.entities)
    counts = Counter(each.kpi for card in engagement.scorecards for each in card.items)
    shared = frozenset(kpi for kpi, count in counts.items() if count > 1)
    found = []
    for place, card in enumerate(engagement.scorecards):
        scope = CardScope(grid, _places(card, members, grid), book, place, shared)
        found.append(score_card(card, engagement.kpis, scope))
    scores = card_scores(found)
    if periods is None:
        return scores
    wanted = [engagement.calendar.parse(each) for each in periods]
    totals = scores.totals[scores.totals["period"].isin([each.text for each in wanted])].reset_index(drop=True)
    inner = {
        each: any(one.start <= engagement.calendar.parse(each).start < one.end for one in wanted)
        for each in scores.items["period"].unique()
    }
    return CardScores(totals, scores.items[scores.items["period"].map(inner).astype(bool)].reset_index(drop=True))


@dataclass(frozen=True, eq=False)
class CardScope(Scope):
    """For whom and when a card of an engagement holds 「考核表的适用范围」.

    Parameters
    ----------
    book : TargetBook
        Which card holds for whom.
    place : int
        Place of the card in the file, from 0.
    shared : frozenset of str
        KPIs that stand on several cards.
    """

    book: TargetBook
    place: int
    shared: frozenset[str]

    @property
    def card(self) -> Scorecard:
        """The card itself 「考核表」."""
        return self.book.scorecards[self.place]

    def holds(self, periods: Sequence[Period]) -> Any:
        """Whether the card is in force, and none of a peer group goes before it 「是否适用」."""
        import numpy as np

        card, days = self.card, [each.last_day for each in periods]
        held = np.empty((len(self.who), len(periods)), dtype=bool)
        held[:] = [self.book.in_force(card, each) for each in days]
        if card.role is None or card.peer_group is not None:
            return held
        groups = np.array([self.book.entities[self.grid.entities[each]].peer_group for each in self.who], dtype=object)
        for other in self.book.scorecards:
            if other.peer_group is not None and (other.role, other.level) == (card.role, card.level):
                before = np.array([self.book.in_force(other, each) for each in days], dtype=bool)
                held &= ~np.outer(groups == other.peer_group, before)
        return held

    def with_targets(self, item: Item, cells: Cells) -> Cells:
        """Cells with the targets of this card where another one's stand beside them 「带目标的数值」."""
        import numpy as np

        if item.kpi not in self.shared:
            return cells
        low, high = (np.array(each, dtype=np.float64) for each in (cells.target, cells.target_high))
        for down, across in np.argwhere(cells.there):
            period, entity = cells.periods[across], self.grid.entities[self.who[down]]
            holding = self.book.holding(item.kpi, entity, period)
            if holding is not None and holding.card is not self.card:
                low[down, across], high[down, across] = self._own(item, period)
        return Cells(cells.periods, cells.value, low, high, cells.there)

    def _own(self, item: Item, period: Period) -> tuple[float, float]:
        """Target that the card states for a period; missing where it needs data that another card's stand in for."""
        targets = self.book.item_on(self.place, item, period.last_day).targets
        tier = targets.target if targets is not None else None
        value = self.book.value(tier, period) if is_stated(tier) else None
        if isinstance(value, tuple):
            return value
        return (math.nan if value is None else value), math.nan


def _members(entities: Entities) -> Mapping[tuple[str, str | None], list[str]]:
    """Entities by level, and by level and peer group."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for each in entities:
        key, level, group = each.id, each.level, each.peer_group
        found.setdefault((level, None), []).append(key)
        found.setdefault((level, group), []).append(key)
    return found


def _places(card: Scorecard, members: Mapping[tuple[str, str | None], list[str]], grid: FigureGrid) -> Any:
    """Places of the entities that a card is about, as far as they have figures."""
    import numpy as np

    named = [card.entity] if card.entity is not None else members.get((card.level or "", card.peer_group), [])
    return np.array([grid.places[each] for each in named if each in grid.places], dtype=np.int64)
