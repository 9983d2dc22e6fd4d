"""How unequally pay is spread 「薪酬差距」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def gini(amounts: ArrayLike, people: Any = None) -> float:
    """Gini coefficient of amounts: 0 where all are alike, towards 1 where one has all 「基尼系数」.

    Parameters
    ----------
    amounts : array-like
        Amounts of at least 0.
    people : array-like, optional
        How many have each of them; 1 where absent.

    Returns
    -------
    float
        0 where nobody has anything.

    Raises
    ------
    InputError
        When an amount is missing or negative, or there is none.

    Notes
    -----
    Half the mean absolute difference of all pairs over the mean: Σᵢ Σⱼ nᵢ nⱼ |xᵢ − xⱼ| / (2 N² x̄).

    Examples
    --------
    >>> gini([1, 1, 1]), round(gini([0, 0, 0, 1]), 9)
    (0.0, 0.75)
    """
    import numpy as np

    given = np.asarray(amounts, dtype=np.float64).ravel()
    counts = np.ones_like(given) if people is None else np.asarray(people, dtype=np.float64).ravel()
    if not given.size or not np.isfinite(given).all() or (given < 0).any():
        raise InputError("A Gini coefficient needs amounts of at least 0, none of them missing.")
    total = float((given * counts).sum())
    if total <= 0:
        return 0.0
    order = np.argsort(given, kind="stable")
    weight, amount = counts[order], given[order] * counts[order]
    below = np.cumsum(amount) - amount / 2
    return max(0.0, float(1 - 2 * (weight * below).sum() / (weight.sum() * total)))
