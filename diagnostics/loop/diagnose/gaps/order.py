"""What is at stake, and the order in which gaps are told 「差距排序」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.references import Actual
    from diagnostics.loop.diagnose.gaps.stake import Stakes

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of KPIs on the scorecards of entities 「权重」.

    Parameters
    ----------
    shown : array
        Weight of each figure's KPI on its entity's scorecard, missing where it stands on none.
    counted : array
        Weight that counts in the order: 0 off an entity's scorecard, equal where an entity has none.
    """

    shown: Floats
    counted: Floats

    @classmethod
    def of(cls, actual: Actual, weights: Mapping[tuple[str, str], float]) -> Weights:
        """Weights of the figures of all series 「取权重」."""
        import numpy as np

        codes, kpis = actual.entity.codes, len(actual.kpi.names)
        # Sorting numbers is ten times faster than looking for the different ones.
        pairs = np.sort(codes.astype(np.int64) * max(kpis, 1) + actual.kpi.codes)
        different = pairs[np.diff(pairs, prepend=-1) > 0]
        many = np.bincount(different // max(kpis, 1), minlength=len(actual.entity.names))
        shown = np.full(len(actual), np.nan)
        on_card = actual.entity.is_in({entity for entity, _ in weights})
        for at in np.flatnonzero(on_card):
            key = actual.entity.names[codes[at]], actual.kpi.names[actual.kpi.codes[at]]
            shown[at] = weights.get(key, np.nan)
        counted = np.where(np.isnan(shown), np.where(on_card, 0.0, 1 / np.maximum(many, 1)[codes]), shown)
        return cls(shown, counted)


def at_stake(judged: Mapping[str, NDArray[Any]], stakes: Stakes, weights: Weights, share: Floats) -> Floats:
    """Share of the whole that is at stake in each gap, by size 「影响大小」.

    Parameters
    ----------
    judged : mapping of array
        ``absolute, relative, stake`` of one comparison.
    share : array
        Share of each figure's entity in the whole.

    Notes
    -----
    Where formulas lead to a mother metric: ``|stake| / |mother metric| × share of the entity``. Elsewhere
    ``weight × |relative gap| × share of the entity``; a gap to a reference of 0 counts as 100 %.
    """
    import numpy as np

    plain = plain_size(judged)
    effect = stakes.relative(judged["stake"])
    return np.where(np.isnan(effect), weights.counted * plain, effect) * share


# By so little less than its mother metric's own gap a part of it weighs, so that it stands below.
BELOW = 1 - 1e-9


def within_mothers(
    size: Mapping[str, Floats], judged: Mapping[str, Mapping[str, NDArray[Any]]], mother: NDArray[np.intp]
) -> dict[str, Floats]:
    """What is at stake, no gap weighing more than the mother metric's own, which it is a part of 「不超过母指标」.

    Parameters
    ----------
    size : mapping of array
        What is at stake by comparison.
    judged : mapping of mapping
        ``favourable`` by comparison: 1, 0, or -1 where nobody judges.
    mother : array of int
        Row of the mother metric of the same entity, -1 where there is none other than the KPI itself.

    Notes
    -----
    A driver against us is held to its mother metric's gap in the same comparison; where that is not against us, to the
    largest that is. Where the mother metric is short of nothing, what its drivers cost is made up for by others and
    keeps its size.
    """
    import numpy as np

    against = {name: np.where(judged[name]["favourable"] == 0, each, np.nan) for name, each in size.items()}
    most = np.fmax.reduce(list(against.values()))
    found = {}
    for name, each in size.items():
        own = np.where(np.isnan(against[name]), most, against[name])
        limit = np.where((mother >= 0) & ~np.isnan(against[name]), own[mother] * BELOW, np.nan)
        found[name] = np.where(np.isnan(limit), each, np.fmin(each, limit))
    return found


def plain_size(judged: Mapping[str, NDArray[Any]]) -> Floats:
    """Relative gaps by size; a gap to a reference of 0 counts as 100 % 「相对差距大小」."""
    import numpy as np

    gap, absolute = np.abs(judged["relative"]), judged["absolute"]
    return np.asarray(np.where(np.isnan(gap) & ~np.isnan(absolute), np.sign(np.abs(absolute)), gap))


def order_of(side: Floats, size: Floats, plain: Floats, ties: NDArray[np.intp]) -> NDArray[np.intp]:
    """Order of gaps: the unfavourable first and largest, the favourable last, then what has no gap 「排序」.

    Parameters
    ----------
    side : array
        1 where a gap is against us, -1 where it is not, missing where nobody judges it.
    size : array
        What is at stake; missing where the gap is.
    plain : array
        Relative gap by size: of two gaps with nothing at stake the larger one comes first.
    ties : array
        What decides among equals.
    """
    import numpy as np

    known = np.where(np.isnan(side), 0.0, side)
    stake = np.where(np.isnan(size), -np.inf, known * size)
    order = np.argsort(-stake)
    sorted_ = stake[order]
    same = sorted_[1:] == sorted_[:-1]
    # Only stretches of equal stakes need to be looked at again.
    rows = np.flatnonzero(np.append(same, False) | np.append(False, same))
    if len(rows):
        whose, stretch = order[rows], np.cumsum(~np.append(False, same))[rows]
        order[rows] = whose[np.lexsort((ties[whose], -np.nan_to_num((known * plain)[whose]), stretch))]
    return order
