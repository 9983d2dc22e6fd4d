"""How much more the treated entities move by themselves than those whose spread is taken for theirs 「自身起伏」."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.estimate import Estimate

    Floats = NDArray[np.float64]

# Up to here a difference may well be chance: over 24 months one in six entities like the others seems this restless.
CALM = 1.2
FEWEST_FIGURES = 6


def restlessness(own: Floats, others: Floats) -> float:
    """How far figures lie from their own mean before the start, beside those of the others 「起伏倍数」.

    Parameters
    ----------
    own : array, (entities, periods before the start)
        What is left of the treated ones when that which all have in common is taken out.
    others : array, (entities, periods before the start)
        The same of the others.

    Returns
    -------
    float
        Ratio of the root mean squares; 1 where either side has no entity with 6 figures, or the others never move.

    Notes
    -----
    Trends are not taken out: those in which the others part are a part of their spread, too.

    References
    ----------
    Ferman, B., Pinto, C. (2019). Inference in differences-in-differences with few treated groups and
    heteroskedasticity. Review of Economics and Statistics 101.

    Examples
    --------
    >>> import numpy as np
    >>> calm = np.tile([1.0, 2.0], (3, 6))
    >>> round(restlessness(3 * calm[:1], calm), 9)
    3.0
    """
    one, two = _spread(own), _spread(others)
    return one / two if one > 0 and two > 0 else 1.0


def _spread(rows: Floats) -> float:
    """Root mean square around each row's own mean; missing without a row that has figures enough."""
    import numpy as np

    there = ~np.isnan(rows)
    counts = there.sum(axis=1)
    rows, there, counts = (each[counts >= FEWEST_FIGURES] for each in (rows, there, counts))
    if not len(rows):
        return math.nan
    filled = np.where(there, rows, 0.0)
    apart = np.where(there, filled - (filled.sum(axis=1) / counts)[:, None], 0.0)
    largest = float(np.abs(apart).max())
    # By shares: squares of very large values are infinite.
    return largest * float(np.sqrt(((apart / largest) ** 2).sum() / (counts - 1).sum())) if largest > 0 else math.nan


def widened(estimate: Estimate, ratio: float) -> Estimate:
    """Estimate with as much more room as its entities are more restless 「按起伏放宽」.

    The others' spread says how far one of them moves by chance; an entity that is twice as restless moves twice as far.
    One that is calmer gets no less room: that it keeps so calm is not known.
    """
    return replace(estimate, error=estimate.error * ratio, restless=ratio) if ratio > CALM else estimate
