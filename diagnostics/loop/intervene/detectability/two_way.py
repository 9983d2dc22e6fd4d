"""Figures of entities less what is theirs all along and what all have in common 「双向离差」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Up to here a difference in restlessness may well be chance; the same bound holds when the effect is judged.
CALM = 1.2
FEWEST_FIGURES = 6
SETTLED, ROUNDS = 1e-12, 10_000


def common(others: Floats) -> tuple[Floats, Floats]:
    """Entity and period effects of a table with gaps, by least squares 「双向固定效应」.

    Parameters
    ----------
    others : array, (entities, periods)
        Each entity has a value; NaN where missing.

    Returns
    -------
    tuple of array
        Effects of the rows and of the columns; a column without a value is missing.

    Examples
    --------
    >>> import numpy as np
    >>> common(np.array([[1.0, 2.0, np.nan], [3.0, 4.0, 5.0]]))[1].round(6).tolist()
    [2.0, 3.0, 4.0]
    """
    import numpy as np

    there = ~np.isnan(others)
    filled, rows, columns = np.where(there, others, 0.0), there.sum(axis=1), there.sum(axis=0)
    entity = np.zeros(len(others))
    for _ in range(ROUNDS):
        period = np.where(there, filled - entity[:, None], 0.0).sum(axis=0) / np.maximum(columns, 1)
        moved = np.where(there, filled - period, 0.0).sum(axis=1) / rows
        # An absent entity shifts no mean; the effects are told apart by the entities' mean of nothing.
        moved -= moved.mean()
        settled = np.abs(moved - entity).max() <= SETTLED * max(1.0, float(np.abs(filled).max()))
        entity = moved
        if settled:
            break
    period = np.where(there, filled - entity[:, None], 0.0).sum(axis=0) / np.maximum(columns, 1)
    return entity, np.where(columns > 0, period, np.nan)


def restlessness(own: Floats, others: Floats) -> float:
    """By how much the planned entities move more by themselves than the others; 1 up to a fifth more 「起伏倍数」.

    Parameters
    ----------
    own, others : array, (entities, periods)
        So far; at least two others.

    Notes
    -----
    Root mean square around each row's own mean, what all have in common taken out: as far as the interval of the
    effect will be widened when it is judged.
    """
    import numpy as np

    entity, period = common(others)
    count = len(others)
    # The others' mean moves with each of them, and against the planned ones.
    one = _spread((own - period) / np.sqrt(1 + 1 / count))
    two = _spread((others - entity[:, None] - period) / np.sqrt(1 - 1 / count))
    return one / two if one > 0 and two > 0 and one / two > CALM else 1.0


def _spread(rows: Floats) -> float:
    import numpy as np

    there = ~np.isnan(rows)
    known = there.sum(axis=1) >= FEWEST_FIGURES
    if not known.any():
        return math.nan
    rows, there = rows[known], there[known]
    counts = there.sum(axis=1)
    filled = np.where(there, rows, 0.0)
    apart = np.where(there, filled - (filled.sum(axis=1) / counts)[:, None], 0.0)
    return math.sqrt(float((apart**2).sum()) / float((counts - 1).sum()))
