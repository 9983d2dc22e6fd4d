"""Series with their memory taken out 「白化」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def whiten(columns: Floats, at: Floats, phi: float, share: float = 1.0) -> tuple[Floats, float]:
    """Columns with the memory of their rows taken out, and log|V| 「白化」.

    Parameters
    ----------
    columns : array, (n, m)
        Series beside each other.
    at : array of int, (n,)
        Number of the period of each row, ascending; a gap of d periods remembers phi^d.
    phi : float
        Correlation of neighbours, 0 to below 1.
    share : float
        Share of the variance that remembers; the rest is new in every period, as what counting adds. 0 to 1.

    Notes
    -----
    ``V[i, j] = share · phi^|t[i] - t[j]| + (1 - share) [i = j]``; with a share below 1 by the Kalman filter, whose
    weights depend on no value.

    References
    ----------
    Jones, R. (1980). Maximum likelihood fitting of ARMA models to time series with missing observations.
    Technometrics 22.
    """
    import numpy as np

    if share == 0 or phi == 0:
        return columns.copy(), 0.0
    kept = phi ** np.diff(at)
    if share < 1:
        return _filtered(columns, kept, share)
    scale = 1 / np.sqrt(1 - kept**2)
    white = columns.copy()
    white[1:] = (columns[1:] - kept[:, None] * columns[:-1]) * scale[:, None]
    return white, -2 * float(np.log(scale).sum())


def _filtered(columns: Floats, kept: Floats, share: float) -> tuple[Floats, float]:
    """Each row less what those before it foretell, over the error of that."""
    import numpy as np

    white = np.empty_like(columns, dtype=float)
    foretold, known, log_determinant = np.zeros(columns.shape[1]), share, 0.0
    for row, rho in enumerate([*kept.tolist(), 0.0]):
        error = known + 1 - share
        new = columns[row] - foretold
        white[row] = new / math.sqrt(error)
        log_determinant += math.log(error)
        foretold = rho * (foretold + known / error * new)
        known = rho**2 * (known - known**2 / error) + share * (1 - rho**2)
    return white, log_determinant
