"""Which of many small probabilities are discoveries 「误报控制」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Dependence = Literal["positive", "any"]


def discoveries(
    probability: ArrayLike, rate: float = 0.05, *, dependence: Dependence = "positive"
) -> NDArray[np.bool_]:
    """Which probabilities are too small to come from quiet series, many being looked at 「误报控制」.

    Parameters
    ----------
    probability : array-like of float
        Probability of each figure in quiet times, 0 to 1; NaN is not judged and counts for nothing.
    rate : float
        Largest share of false ones among those called discoveries, on average; between 0 and 1.
    dependence : {"positive", "any"}
        How the series hang together: "positive" where they rise and fall together or not at all, as entities of one
        client do; "any" keeps the rate whatever the dependence, and finds less.

    Returns
    -------
    array of bool
        In the shape given; False where not judged.

    Raises
    ------
    InputError
        When a probability is no number from 0 to 1, or the rate is not between 0 and 1.

    Notes
    -----
    Benjamini–Hochberg: with the m probabilities in ascending order, all up to the last ``p[k] <= rate k / m`` are
    discoveries. "any" divides the rate by ``1 + 1/2 + … + 1/m`` (Benjamini–Yekutieli).

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), J. R. Stat. Soc. B 57. Benjamini, Y. and Yekutieli, D. (2001), Ann. Stat. 29.

    Examples
    --------
    >>> discoveries([0.001, 0.2, 0.02, 0.9]).tolist()
    [True, False, True, False]
    """
    import numpy as np

    given = _probabilities(probability)
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 < rate < 1:
        raise InputError(f"rate is {rate!r}; the share of false discoveries lies between 0 and 1, such as 0.05.")
    if dependence not in ("positive", "any"):
        raise unknown("dependence", dependence, ("positive", "any"))
    flat = given.ravel()
    ordered = np.sort(flat[~np.isnan(flat)])
    steps = np.arange(1, len(ordered) + 1)
    share = rate if dependence == "positive" else rate / np.sum(1 / np.maximum(steps, 1))
    passed = np.flatnonzero(ordered <= share * steps / max(len(ordered), 1))
    # Equal probabilities are called alike, so the last that passes is a level rather than a place.
    level = ordered[passed[-1]] if len(passed) else -1.0
    found: NDArray[np.bool_] = given <= level
    return found


def _probabilities(given: ArrayLike) -> NDArray[np.float64]:
    """Probabilities as an array, refusing what is none."""
    import numpy as np

    try:
        array = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"Probabilities are numbers from 0 to 1 or missing: {error}.") from error
    strange = array[(array < 0) | (array > 1)]
    if strange.size:
        raise InputError(f"Probability {strange.ravel()[0]} is outside 0 to 1.")
    return array
