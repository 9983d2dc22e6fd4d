"""Series whose level wanders: what comes next is judged by the last figure 「游走序列」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.signal.expectation import Expectation

    Floats = NDArray[np.float64]

# Neighbours so much alike, in so many figures, are a wandering level.
ALIKE, FEWEST = 0.85, 30


def wander(found: Expectation, values: Floats, likeness: Floats) -> None:
    """Put the last figure in the place of the level where the level wanders 「游走序列」.

    Parameters
    ----------
    found : Expectation
        Fit of all rows; rows that wander are overwritten.
    values : array of float
        One row a series, 0 where nothing is there.
    likeness : array of float
        Autocorrelation of neighbours, unbounded.
    """
    kept = found.kept
    pairs = np.einsum("ij,ij->i", kept[:, 1:], kept[:, :-1])
    rows = np.flatnonzero(
        (likeness > ALIKE) & (found.count - found.season * found.effects.shape[1] >= FEWEST) & (pairs >= FEWEST - 5)
    )
    if not len(rows):
        return
    there, effects = kept[rows], found.effects[rows]
    plain = values[rows].reshape(len(rows), -1, effects.shape[1]) - effects[:, None, :]
    plain = plain.reshape(there.shape) * there
    both = there[:, 1:] * there[:, :-1]
    steps = (plain[:, 1:] - plain[:, :-1]) * both
    count = both.sum(axis=1)
    drifts = found.slope[rows] != 0
    drift = np.where(drifts, steps.sum(axis=1) / count, 0.0)
    apart = np.where(both > 0, steps - drift[:, None], 0.0)
    gap = there[:, ::-1].argmax(axis=1) + 1
    last = plain[np.arange(len(rows)), there.shape[1] - gap]
    found.square[rows] = (apart**2).sum(axis=1) / (count - drifts)
    found.centre[rows] = last + gap * drift + effects[:, 0]
    found.width[rows] = gap * (1 + np.where(drifts, gap / count, 0.0))
    found.freedom[rows] = count - drifts
    found.slope[rows] = drift
    found.wandering[rows] = True
