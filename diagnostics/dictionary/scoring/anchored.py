"""Points of behaviour, rated by anchors only 「行为锚定评分」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.scoring.arrays import is_missing
from diagnostics.errors import UnknownNameError, unknown
from diagnostics.model.scoring import level_key

if TYPE_CHECKING:
    from diagnostics.dictionary.scoring.arrays import Array
    from diagnostics.model.scoring import Scoring


def anchored(actual: Any, scoring: Scoring) -> Array:
    """Share of the points that the chosen levels are worth; missing stays missing 「行为锚定评分」.

    Parameters
    ----------
    actual : text, number or array-like of them
        Levels that were chosen. A number is a level only where an anchor bears it.

    Raises
    ------
    UnknownNameError
        When a rating is no level of the anchors: a free score is refused.
    """
    import numpy as np

    known = {level_key(each.level): each.points / 100 for each in scoring.anchors}
    levels = [each.level for each in scoring.anchors]

    def worth(rating: Any) -> float:
        if is_missing(rating):
            return math.nan
        key = level_key(rating)
        if key not in known:
            raise _refused(key, levels)
        return known[key]

    ratings = np.asarray(actual, dtype=object)
    # A few levels stand for all ratings: each is looked up once. True is no 1.
    met: dict[tuple[type, Any], float] = {}
    found = np.empty(ratings.size, dtype=np.float64)
    for at, each in enumerate(ratings.ravel().tolist()):
        key = (type(each), each)
        try:
            if key not in met:
                met[key] = worth(each)
        except TypeError:
            # A list or a mapping is no level, and can't be looked up either.
            raise _refused(f"{each!r:.60}", levels) from None
        found[at] = met[key]
    return found.reshape(ratings.shape)


def _refused(rating: str, levels: list[str]) -> UnknownNameError:
    return unknown("rating", rating, levels, "the anchors: behaviour is scored by a level that has an anchor")
