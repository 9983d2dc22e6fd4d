"""Shapley value: each factor's mean contribution over all orders 「沙普利值」."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Figures = dict[str, NDArray[np.float64]]

# 2^16 states of the formula; beyond that an exact answer costs more than it says.
MOST_FACTORS = 16


def shapley(evaluate: Callable[[Figures], Any], before: Figures, after: Figures) -> Figures:
    """Contributions of the names of any formula, exact over all orders 「公式因素贡献」.

    Parameters
    ----------
    evaluate : callable
        The formula: figures by name to its value, entry by entry.
    before, after : dict of array
        Figures of each name, an entry a row.

    Raises
    ------
    InputError
        When more than 16 names change, or the formula has no value on the way from before to after.

    Notes
    -----
    ``sum over S without i of |S|! (n - |S| - 1)! / n! · (f(S with i) - f(S))``; for two factors the midpoint rule of
    Kitagawa.

    References
    ----------
    Shorrocks, A. (2013). Decomposition procedures for distributional analysis. Journal of Economic Inequality 11.
    """
    import numpy as np

    moving = [name for name in before if not np.array_equal(before[name], after[name])]
    if len(moving) > MOST_FACTORS:
        raise InputError(
            f"{len(moving)} factors change, exact sharing takes at most {MOST_FACTORS}; use method='chain'."
        )
    rows = len(next(iter(before.values())))
    contributions = {name: np.zeros(rows) for name in before}
    step = max(1, (1 << 20) >> len(moving))
    for start in range(0, rows, step):
        part = slice(start, start + step)
        first, last = ({name: each[part] for name, each in side.items()} for side in (before, after))
        states = _states(evaluate, moving, first, last)
        for place, name in enumerate(moving):
            contributions[name][part] = _mean_step(states, place, len(moving))
    return contributions


def _states(
    evaluate: Callable[[Figures], Any], moving: list[str], before: Figures, after: Figures
) -> NDArray[np.float64]:
    """Value of the formula for every subset of names that have moved already: bit i says whether name i has."""
    import numpy as np

    subsets = np.arange(1 << len(moving))
    rows = len(next(iter(before.values())))
    figures = {name: np.broadcast_to(before[name], (len(subsets), rows)) for name in before}
    for place, name in enumerate(moving):
        moved = (subsets >> place & 1).astype(bool)[:, None]
        figures[name] = np.where(moved, after[name], before[name])
    states = np.broadcast_to(np.asarray(evaluate(figures), dtype=float), (len(subsets), rows))
    if not np.isfinite(states).all():
        subset = int(np.argwhere(~np.isfinite(states))[0][0])
        new = [name for place, name in enumerate(moving) if subset >> place & 1]
        raise InputError(
            f"The formula has no value with {', '.join(new) or 'nothing'} after and the other factors before: it"
            " divides by zero there; method='chain' needs only the mixtures of its own order."
        )
    return states


def _mean_step(states: NDArray[np.float64], place: int, count: int) -> NDArray[np.float64]:
    import numpy as np

    subsets = np.arange(len(states))
    without = subsets[(subsets >> place & 1) == 0]
    sizes = np.array([int(each).bit_count() for each in without])
    weights = np.array([factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)])
    steps = states[without | 1 << place] - states[without]
    return np.asarray((weights[sizes][:, None] * steps).sum(axis=0))
