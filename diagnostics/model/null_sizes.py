"""How large a coefficient looks by chance alone in a series with memory 「自举零分布」."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from diagnostics.model.reml import HIGHEST
from diagnostics.model.whitening import whiten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# One less than a round number: the estimate itself is the last of them.
DRAWS = 3999
# Correlations that a drawn series is fitted with; closer together the quantiles don't change in the second decimal.
GRID = 33
# The same where part of the noise is new in every period, which flattens the likelihood and takes longer.
COARSE = 17


def null_sizes(x: Floats, at: Floats, phi: float, seed: int, *, share: float = 1.0, draws: int | None = None) -> Floats:
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
    share : float
        Share of the errors' variance that remembers, taken to two decimals; the rest is new in every period. 0 to 1.
    draws : int, optional
        How many series; 3,999, and half as many where a share is new.

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
    key = np.ascontiguousarray(x, dtype=float).tobytes(), np.ascontiguousarray(at, dtype=float).tobytes(), x.shape[1]
    return _drawn(
        key, round(min(phi, HIGHEST), 2), round(share, 2), seed, draws or (DRAWS if share == 1 else DRAWS // 2)
    )


@lru_cache(maxsize=64)
def _drawn(key: tuple[bytes, bytes, int], phi: float, share: float, seed: int, draws: int) -> Floats:
    import numpy as np

    at = np.frombuffer(key[1])
    x = np.frombuffer(key[0]).reshape(len(at), key[2])
    sizes = np.sort(_sizes(x, at, errors(at, phi, seed, draws, share), share))
    sizes.flags.writeable = False
    return sizes


def errors(at: Floats, phi: float, seed: int, draws: int, share: float = 1.0) -> Floats:
    """Drawn errors of unit variance, (n, draws), of which a share remembers 「误差抽样」."""
    import numpy as np

    random = np.random.default_rng(seed)
    drawn = random.standard_normal((len(at), draws))
    for row, kept in enumerate(phi ** np.diff(at), start=1):
        drawn[row] = kept * drawn[row - 1] + np.sqrt(1 - kept**2) * drawn[row]
    if share == 1:
        return drawn
    return np.asarray(np.sqrt(share) * drawn + np.sqrt(1 - share) * random.standard_normal(drawn.shape))


def _sizes(x: Floats, at: Floats, y: Floats, share: float) -> Floats:
    """Sizes of each column's last coefficient over its error, at its own best correlation."""
    import numpy as np

    products = _products(x, at, y) if share == 1 else None
    left, best = len(at) - x.shape[1], np.full(y.shape[1], np.inf)
    sizes = np.zeros(y.shape[1])
    for phi in np.linspace(0.0, HIGHEST, GRID if share == 1 else COARSE) if share > 0 else (0.0,):
        xx, xy, yy, log_determinant = _noisy(x, at, y, phi, share) if products is None else _whitened(products, phi)
        root = np.linalg.inv(np.linalg.cholesky(xx))
        turned = root @ xy
        rest = np.maximum(yy - (turned**2).sum(axis=0), 1e-300)
        criterion = log_determinant - 2 * np.log(np.diag(root)).sum() + left * np.log(rest)
        better = criterion < best
        best[better] = criterion[better]
        # The last row of the root is its last column's only entry: coefficient over error needs nothing else.
        sizes[better] = np.abs(turned[-1, better]) / np.sqrt(rest[better] / left)
    return sizes


def _noisy(x: Floats, at: Floats, y: Floats, phi: float, share: float) -> tuple[Floats, Floats, Floats, float]:
    """Products of whitened regressors and values, and log|V|, where some of the noise is new in every period."""
    import numpy as np

    white, log_determinant = whiten(np.column_stack([x, y]), at, phi, share)
    xs, ys = white[:, : x.shape[1]], white[:, x.shape[1] :]
    return xs.T @ xs, xs.T @ ys, np.einsum("ij,ij->j", ys, ys), log_determinant


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
