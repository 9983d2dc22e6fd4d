"""The same estimate for entities that nothing was done to 「安慰剂推断」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.estimate import Placebo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 200


def placebo_sets(others: int, treated: int, seed: int) -> list[tuple[int, ...]]:
    """Which of the others are taken for treated, each time as many as there are treated ones 「安慰剂组」.

    Parameters
    ----------
    others, treated : int
        How many there are of each.
    seed : int
        Of the draws, where there are more sets than 200; every set is taken once where there are not.

    Examples
    --------
    >>> placebo_sets(3, 1, 0), placebo_sets(3, 2, 0), placebo_sets(1, 1, 0)
    ([(0,), (1,), (2,)], [(0, 1), (0, 2), (1, 2)], [])
    >>> len(placebo_sets(30, 4, 0))
    200
    """
    import numpy as np

    if others <= treated:
        return []
    if math.comb(others, treated) <= DRAWS:
        return list(combinations(range(others), treated))
    random = np.random.default_rng(seed)
    if treated == 1:
        return [(int(each),) for each in random.permutation(others)[:DRAWS]]
    return [tuple(map(int, random.choice(others, treated, replace=False))) for _ in range(DRAWS)]


def ranked(effect: float, placebos: Floats) -> Placebo | None:
    """Rank of an effect's size among the placebos' 「秩次」."""
    import numpy as np

    if len(placebos) < 2:
        return None
    sizes = np.abs(placebos)
    return Placebo(rank(abs(effect), sizes), len(sizes), float(sizes.max()))


def rank(own: float, others: Floats | Sequence[float]) -> int:
    """Place of a figure among others, 1 for the largest 「名次」."""
    import numpy as np

    # Rounding must not decide whether a figure ties with another.
    return int((np.asarray(others) >= own * (1 - 1e-9)).sum()) + 1
