"""Weights that are not negative and add up to one, by least squares 「单纯形权重」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# As the method's authors set them: steps before and after small weights are dropped, and the share of the largest
# weight below which one is small.
FIRST_STEPS, STEPS, SMALL = 100, 10_000, 0.25


def exact(columns: Floats, target: Floats, ridge: float) -> Floats:
    """Weights of columns that come nearest to a target 「最优权重」.

    Parameters
    ----------
    columns : array, (rows, n)
        What is weighted, n at least 1.
    target : array, (rows,)
        What the weighted sum should be.
    ridge : float
        Weight of the squared weights, in the unit of the columns.

    Returns
    -------
    array, (n,)
        ``argmin |columns w - target|² + ridge² |w|²`` with w >= 0 and sum(w) = 1.

    Notes
    -----
    With sum(w) = 1 the misfit is ``(columns - target) w``, the same for any multiple of w but for its square: so the
    non-negative solution of ``[columns - target; ridge; 1] u = [0; 0; 1]`` is a multiple of w, exactly. Lawson and
    Hanson's active set finds it.

    Examples
    --------
    >>> import numpy as np
    >>> exact(np.array([[0.0, 10.0, 20.0], [1.0, 0.0, 1.0]]), np.array([2.5, 0.75]), 0.0).round(6).tolist()
    [0.75, 0.25, 0.0]
    """
    import numpy as np
    from scipy.optimize import nnls

    count = columns.shape[1]
    misfit = np.vstack([columns - target[:, None], ridge * np.eye(count)])
    size = float(np.sqrt((misfit**2).sum(axis=0).mean()))
    if size == 0:
        return np.full(count, 1 / count)
    rows = np.vstack([misfit / size, np.ones(count)])
    found, _ = nnls(rows, np.append(np.zeros(len(misfit)), 1.0), maxiter=100 * count + 1000)
    return np.asarray(found / found.sum(), dtype=np.float64)


def published(columns: Floats, target: Floats, ridge: float, least: float) -> Floats:
    """The same weights by the steps that the published figures were made with 「作者算法的权重」.

    Parameters
    ----------
    columns, target, ridge
        As of ``exact``.
    least : float
        The mean squared misfit must fall by at least the square of this in a step, else the steps end.

    Notes
    -----
    Frank-Wolfe steps with exact line search from equal weights; weights of at most a quarter of the largest are
    dropped once; then as many as 10,000 steps more. The steps may end short of the optimum: in California's tobacco
    tax the effect is -15.6038 by these weights and -15.6054 by ``exact``.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D., Imbens, G., Wager, S. (2021). Synthetic difference-in-differences.
    American Economic Review 111.
    """
    import numpy as np

    count = columns.shape[1]
    found = _steps(columns, target, ridge, np.full(count, 1 / count), (least, FIRST_STEPS))
    found = np.where(found <= found.max() * SMALL, 0.0, found)
    return _steps(columns, target, ridge, found / found.sum(), (least, STEPS))


def _steps(columns: Floats, target: Floats, ridge: float, weights: Floats, until: tuple[float, int]) -> Floats:
    """Steps from weights towards the best single column, as far as each helps."""
    import numpy as np

    products = columns.T @ columns + ridge**2 * np.eye(columns.shape[1])
    wanted = columns.T @ target
    own = products.diagonal()
    slope = products @ weights - wanted
    enough = until[0] ** 2 * len(target)
    for _ in range(until[1]):
        best = int(slope.argmin())
        along = float(slope @ weights)
        gain = along - float(slope[best])
        # Squared length of the step under the products.
        length = float(own[best]) - 2 * float(slope[best] + wanted[best]) + along + float(wanted @ weights)
        if gain <= 0 or length <= 0:
            break
        share = min(1.0, gain / length)
        weights = (1 - share) * weights
        weights[best] += share
        slope = (1 - share) * slope + share * (products[best] - wanted)
        if 2 * share * gain - share**2 * length < enough:
            break
    return weights
