"""How large a coefficient looks by chance alone in a series with memory 「自举零分布」."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from diagnostics.model.reml import HIGHEST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# One less than a round number: the estimate itself is the last of them.
DRAWS = 3999
# Correlations that a drawn series is fitted with; closer together the quantiles don't change in the second decimal.
GRID = 33


def null_sizes(x: Floats, at: Floats, phi: float, seed: int, draws: int = DRAWS) -> Floats:
    """Sizes of the last coefficient over its error in series in which it is zero 「自举零分布」.

    Parameters
    ----------
    x : array, (n, k)
        Regressors of full column rank, n > k; the last one is asked about.
    at : array of int, (n,)
        Number of the period of each row, ascending; gaps are allowed.
    phi : float
        Correlation of neighbouring errors in the series drawn, 0 to 0.98; taken to two decimals.
    seed : int
        Of the draws.
    draws : int
        How many series.

    Returns
    -------
    array, (draws,)
        Absolute values, ascending; not to be written to.

    Notes
    -----
    Parametric bootstrap: errors of a first-order autoregression are drawn, each drawn series has its own correlation
    estimated by restricted likelihood (the best on a grid), and its coefficient and error by generalised least squares
    at that correlation. What a drawn series misjudges of its memory the one at hand may misjudge as well, so that the
    quantiles hold in series of 24 to 48 months, where Student's t is too narrow or, with fewer degrees of freedom, too
    wide.

    References
    ----------
    Davison, A., Hinkley, D. (1997). Bootstrap Methods and Their Application, section 4.2. Cheang, W., Reinsel, G.
    (2000). Bias reduction of autoregressive estimates in time series regression model through restricted maximum
    likelihood. Journal of the American Statistical Association 95.
    """
    import numpy as np

    # Entities of one panel share their periods: what was drawn for one serves the next of the same memory.
    key = np.ascontiguousarray(x, dtype=float), np.ascontiguousarray(at, dtype=float)
    return _drawn(key[0].tobytes(), key[1].tobytes(), x.shape[1], round(min(phi, HIGHEST), 2), seed, draws)


@lru_cache(maxsize=64)
def _drawn(x: bytes, at: bytes, columns: int, phi: float, seed: int, draws: int) -> Floats:  # noqa: PLR0917
    import numpy as np

    periods = np.frombuffer(at)
    design = np.frombuffer(x).reshape(len(periods), columns)
    sizes = np.sort(_sizes(design, periods, errors(periods, phi, seed, draws)))
    sizes.flags.writeable = False
    return sizes


def errors(at: Floats, phi: float, seed: int, draws: int) -> Floats:
    """Drawn first-order autoregressions of unit variance, (n, draws) 「一阶自回归抽样」."""
    import numpy as np

    drawn = np.random.default_rng(seed).standard_normal((len(at), draws))
    kept = phi ** np.diff(at)
    for row, share in enumerate(kept, start=1):
        drawn[row] = share * drawn[row - 1] + np.sqrt(1 - share**2) * drawn[row]
    return drawn


def _sizes(x: Floats, at: Floats, y: Floats) -> Floats:
    """Sizes of each column's last coefficient over its error, at its own best correlation."""
    import numpy as np

    products = _products(x, at, y)
    left, best = len(at) - x.shape[1], np.full(y.shape[1], np.inf)
    sizes = np.zeros(y.shape[1])
    for phi in np.linspace(0.0, HIGHEST, GRID):
        xx, xy, yy, log_determinant = _whitened(products, phi)
        root = np.linalg.inv(np.linalg.cholesky(xx))
        turned = root @ xy
        rest = np.maximum(yy - (turned**2).sum(axis=0), 1e-300)
        criterion = log_determinant - 2 * np.log(np.diag(root)).sum() + left * np.log(rest)
        better = criterion < best
        best[better] = criterion[better]
        # The last row of the root is its last column's only entry: coefficient over error needs nothing else.
        sizes[better] = np.abs(turned[-1, better]) / np.sqrt(rest[better] / left)
    return sizes


def _products(x: Floats, at: Floats, y: Floats) -> list[tuple[float, int, list[tuple[Floats, Floats, Floats]]]]:
    """Sums that whitening at any correlation is made of: for each distance of neighbours their own, crossed, earlier.

    The first row stands apart, with no neighbour before it (distance 0).
    """
    import numpy as np

    gaps = np.diff(at)
    nothing = np.zeros_like(x[:1]), np.zeros_like(y[:1])
    rows = [(0.0, (x[:1], y[:1]), nothing)]
    for gap in np.unique(gaps):
        later = np.flatnonzero(gaps == gap) + 1
        rows.append((float(gap), (x[later], y[later]), (x[later - 1], y[later - 1])))
    found = []
    for gap, (xl, yl), (xe, ye) in rows:
        parts = [
            (xl.T @ xl, xl.T @ xe + xe.T @ xl, xe.T @ xe),
            (xl.T @ yl, xl.T @ ye + xe.T @ yl, xe.T @ ye),
            ((yl**2).sum(axis=0), 2 * (yl * ye).sum(axis=0), (ye**2).sum(axis=0)),
        ]
        found.append((gap, len(xl), parts))
    return found


def _whitened(
    products: list[tuple[float, int, list[tuple[Floats, Floats, Floats]]]], phi: float
) -> tuple[Floats, Floats, Floats, float]:
    """Products of regressors and values with the memory taken out, and log|V|."""
    import numpy as np

    sums: list[Floats | float] = [0.0, 0.0, 0.0]
    log_determinant = 0.0
    for gap, count, parts in products:
        kept = phi**gap if gap else 0.0
        scale = 1 / (1 - kept**2)
        log_determinant -= count * float(np.log(scale))
        sums = [
            total + scale * (own - kept * crossed + kept**2 * earlier)
            for total, (own, crossed, earlier) in zip(sums, parts, strict=True)
        ]
    return np.asarray(sums[0]), np.asarray(sums[1]), np.asarray(sums[2]), log_determinant
