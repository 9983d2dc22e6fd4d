"""Money in whole cents that keeps its sum 「分位取整」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

    Array = np.ndarray[Any, np.dtype[np.float64]]

# Beyond it a double no longer tells cents apart.
LARGEST = 1e13
# Rounding errors of a few operations, relative to the amount.
_ROUNDING = 8 * 2.0**-52


def to_cents(amounts: ArrayLike, total: float | None = None) -> Array:
    """Amounts rounded to cents so that they sum to their total 「最大余额法取整」.

    Parameters
    ----------
    amounts : array-like
        Amounts of at least 0, in the currency's unit.
    total : float, optional
        What they are to sum to, rounded to cents itself; their own sum where absent. It may differ from that sum by
        less than a cent an amount.

    Returns
    -------
    numpy.ndarray
        Each differs from its amount by less than a cent.

    Raises
    ------
    InputError
        When an amount is missing, negative or too large, or the total can't be reached by rounding.

    Notes
    -----
    Largest remainder (Hamilton): all are rounded down, and the cents left go to the largest remainders, among equal
    ones to the first.

    Examples
    --------
    >>> to_cents([100 / 3, 100 / 3, 100 / 3]).tolist()
    [33.34, 33.33, 33.33]
    """
    import numpy as np

    try:
        given = np.asarray(amounts, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"amounts == {amounts!r:.60}, must be sums of money.") from error
    if total is not None and not 0 <= total <= LARGEST * max(given.size, 1):
        raise InputError(f"total == {total!r:.60}, must be a sum of money of at least 0.")
    if not np.isfinite(given).all() or (given < 0).any() or (given > LARGEST).any():
        bad = given[~(np.isfinite(given) & (given >= 0) & (given <= LARGEST))].flat[0]
        raise InputError(f"amount == {float(bad):g}, must be a sum of money of at least 0.")
    # What lies within a rounding error of a whole cent is that cent: 0.29 * 100 is 28.999999999999996.
    cents = 100 * given.ravel()
    near = np.rint(cents)
    cents = np.where(np.abs(cents - near) <= 1e-6 + _ROUNDING * near, near, cents)
    down = np.floor(cents)
    wanted = int(np.rint(100 * (total if total is not None else float(np.sum(cents)) / 100)))
    left = wanted - int(down.sum())
    if not 0 <= left <= down.size:
        raise InputError(f"total == {total}, {down.size} amounts of {float(given.sum()):.2f} can't be rounded to it.")
    order = np.argsort(-(cents - down), kind="stable")
    down[order[:left]] += 1
    return (down / 100).reshape(given.shape)
