"""Exceptions in a history: one or two figures that are not its usual self 「历史异常点」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.diagnose.signal.beyond import beyond

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.signal.expectation import Expectation

    Floats = NDArray[np.float64]
    Rows = NDArray[np.intp]

# A figure is an exception when chance would make one of so many series without any look like having one.
RARE = 0.002


def exceptions(found: Expectation, rows: Rows) -> tuple[Rows, Rows]:
    """Rows whose largest residual is too large to be their usual self, and where it stands 「异常点」.

    Parameters
    ----------
    found : Expectation
        Fit of all rows.
    rows : array of int
        Rows looked at.

    Notes
    -----
    The largest residual against the standard deviation of the others (externally studentised), with Bonferroni's
    allowance for having picked the largest.
    """
    left = np.abs(found.residuals[rows])
    where = left.argmax(axis=1)
    largest = left[np.arange(len(rows)), where]
    count = found.count[rows]
    freedom = np.maximum(found.freedom[rows], 3)
    fitted = 1 + (found.slope[rows] != 0) + (found.season[rows] > 0) * found.season[rows] * (found.effects.shape[1] - 1)
    free = np.maximum(1 - fitted / count, 0.2)
    share = np.minimum(largest**2 / np.maximum(found.square[rows] * free, 1e-300) / freedom, 1 - 1e-12)
    test = np.sqrt(share * (freedom - 1) / (1 - share))
    odd = beyond(test, np.ones_like(test), freedom - 1, 1 - RARE / 2 / count)
    odd &= (found.square[rows] > 0) & ~found.wandering[rows] & (count > 8)
    return rows[odd], where[odd]
