"""What is larger than chance makes it, and quantiles of Student's t for many series at once 「超出偶然」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri, stdtrit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]


def beyond(size: Floats, error: Floats, freedom: Floats, share: Floats) -> Flags:
    """Whether sizes lie beyond a quantile of Student's t, in standard errors 「超出 t 分位数」.

    Parameters
    ----------
    size, error : array of float
        Sizes, not negative, and their standard errors.
    freedom : array of float
        Degrees of freedom of the errors, above 0.
    share : array of float
        Share of chance that lies below the quantile, 0.5 to 1.

    Notes
    -----
    No quantile of t is smaller than that of the normal distribution, and it costs fifty times as much: it is worked out
    only for what passes that one.

    Examples
    --------
    >>> beyond(np.array([1.9, 2.0, 2.3]), np.ones(3), np.full(3, 10.0), np.full(3, 0.975)).tolist()
    [False, False, True]
    """
    found: Flags = size > ndtri(share) * error
    rows = np.flatnonzero(found)
    found[rows] = size[rows] > stdtrit(freedom[rows], share[rows]) * error[rows]
    return found


def quantiles(freedom: Floats, share: float) -> Floats:
    """Quantile of Student's t for each of many degrees of freedom, which often are the same 「t 分位数」."""
    different, which = np.unique(freedom, return_inverse=True)
    found: Floats = stdtrit(different, share)[which]
    return found
