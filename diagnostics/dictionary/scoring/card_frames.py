"""Points of scorecards as frames 「考核得分表」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.scoring.grid import Cells
from diagnostics.model.card_scores import ITEMS, TOTALS, CardScores
from diagnostics.model.period import Period
from diagnostics.model.scorecard import Item
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

_BETWEEN = "; "
_TEXTS = ("card", "entity", "period", "kpi", "missing", "reason", "reason_zh")


@dataclass(frozen=True, eq=False)
class ScoredItem:
    """Points of one item, in its KPI's own cycle and in the card's 「考核项得分」.

    Parameters
    ----------
    cells : Cells
        Its figures.
    points : numpy.ndarray
        Entity by the KPI's own periods.
    whole : numpy.ndarray
        Entity by the card's periods: the mean over the KPI's periods within each, NaN where one of them is missing.
    reasons : dict
        Why a figure can't be scored against its target, by its place in ``points``.
    """

    item: Item
    cells: Cells
    points: Any
    whole: Any
    reasons: dict[tuple[int, int], Text] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ScoredCard:
    """Points of one card, entities down and the card's periods across 「考核表得分」.

    Parameters
    ----------
    total : numpy.ndarray
        Weighted sum; NaN where an item is missing.
    known : numpy.ndarray
        Whether the card holds there and has figures at all.
    """

    card: str
    entities: Any
    periods: tuple[Period, ...]
    total: Any
    known: Any
    items: tuple[ScoredItem, ...]


def card_scores(cards: Iterable[ScoredCard]) -> CardScores:
    """Points of cards as frames 「考核得分」."""
    listed = tuple(cards)
    totals = [_totals(each) for each in listed]
    items = [_item(card, each) for card in listed for each in card.items]
    return CardScores(_frame(TOTALS, totals), _frame(ITEMS, items))


def _frame(names: Sequence[str], parts: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    if not parts:
        return pd.DataFrame(columns=list(names))
    columns = {name: np.concatenate([each[at] for each in parts]) for at, name in enumerate(names)}
    return pd.DataFrame({name: _words(each) if name in _TEXTS else each for name, each in columns.items()})


def _words(column: Any) -> Any:
    """Words of a column as pandas keeps them: each of the few different ones is converted once."""
    import pandas as pd

    codes, names = pd.factorize(column)
    return pd.Series(names, dtype="str").array.take(codes)


def _totals(card: ScoredCard) -> tuple[Any, ...]:
    """Columns of the totals: a row for each entity and period with figures."""
    import numpy as np

    who, when = np.nonzero(card.known)
    lacking = np.array([np.isnan(each.whole[who, when]) for each in card.items])
    names = np.full(len(who), "", dtype=object)
    kpis = [each.item.kpi for each in card.items]
    for row in np.flatnonzero(lacking.any(axis=0)):
        names[row] = _BETWEEN.join(kpi for kpi, gone in zip(kpis, lacking[:, row], strict=True) if gone)
    told = np.array([each.text for each in card.periods], dtype=object)
    return np.full(len(who), card.card, dtype=object), card.entities[who], told[when], card.total[who, when], names


def _item(card: ScoredCard, scored: ScoredItem) -> tuple[Any, ...]:
    """Columns of one item: a row for each figure."""
    import numpy as np

    cells = scored.cells
    who, when = np.nonzero(cells.there)
    told = np.array([each.text for each in cells.periods], dtype=object)
    card_id, kpi = (np.full(len(who), each, dtype=object) for each in (card.card, scored.item.kpi))
    figures = (each[who, when] for each in (cells.value, cells.target, cells.target_high, scored.points))
    reasons, chinese = (np.full(len(who), "", dtype=object) for _ in range(2))
    if scored.reasons:
        told_why = [scored.reasons.get(each, Text()) for each in zip(who.tolist(), when.tolist(), strict=True)]
        reasons[:], chinese[:] = [each.en for each in told_why], [each.zh for each in told_why]
    weights = np.full(len(who), scored.item.weight)
    return card_id, card.entities[who], told[when], kpi, weights, *figures, reasons, chinese
