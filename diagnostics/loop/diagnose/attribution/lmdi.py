"""Logarithmic mean Divisia index 「对数平均迪氏指数」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Figures = dict[str, NDArray[np.float64]]


def lmdi(factors: Sequence[tuple[str, int]], before: Figures, after: Figures) -> Figures:
    """Contributions of the factors of a product, none of them negative 「乘积因素贡献」.

    Parameters
    ----------
    factors : sequence of (name, power)
        The product: power 1 multiplies, -1 divides.
    before, after : dict of array
        Figures of each factor, an entry a row, all at least 0.

    Raises
    ------
    InputError
        When a product is beyond the range of floats.

    Notes
    -----
    ``L(V1, V0) · ln(x1 / x0)`` with the logarithmic mean ``L(a, b) = (a - b) / ln(a / b)``. Where a figure is zero the
    limit for a small positive figure holds (Ang and Wood): what comes from nothing, or goes to nothing, belongs to the
    factors that are zero, in equal shares where several are.

    References
    ----------
    Ang, B. W. (2015). LMDI decomposition approach: a guide for implementation. Energy Policy 86.
    Wood, R., Lenzen, M. (2006). Zero-value problems of the logarithmic mean divisia index. Energy Policy 34.
    """
    import numpy as np

    powers = Counter[str]()
    for name, power in factors:
        powers[name] += power
    first, last = _product(powers, before), _product(powers, after)
    _check_products(powers, (before, first), (after, last))
    both = (first > 0) & (last > 0)
    mean = np.where(both, log_mean(np.where(both, last, 1.0), np.where(both, first, 1.0)), 0.0)
    from_zero, to_zero = _shares(powers, before), _shares(powers, after)
    contributions = {}
    for name, power in powers.items():
        # A figure that is zero in a row without product can stand for anything there: its share is taken below.
        ratio = np.where(both, after[name], 1.0) / np.where(both, before[name], 1.0)
        moved = power * mean * np.log(ratio)
        born = np.where((first == 0) & (last > 0), last * from_zero[name], 0.0)
        gone = np.where((first > 0) & (last == 0), -first * to_zero[name], 0.0)
        contributions[name] = moved + born + gone
    return contributions


def log_mean(last: NDArray[np.float64], first: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logarithmic mean of two positive figures, exact where they nearly agree 「对数平均」.

    Examples
    --------
    >>> import numpy as np
    >>> log_mean(np.array([180.0, 80.0]), np.array([80.0, 80.0])).round(4)
    array([123.3152,  80.    ])
    """
    import numpy as np

    ratio = np.log(last / first)
    # Near 1 the difference of the figures has lost its digits; expm1 keeps them.
    growth = np.divide(np.expm1(ratio), ratio, out=np.ones_like(ratio), where=ratio != 0)
    return np.asarray(first * growth)


def _product(powers: Counter[str], figures: Figures) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.prod([figures[name] ** float(power) for name, power in powers.items()], axis=0))


def _check_products(powers: Counter[str], *sides: tuple[Figures, NDArray[np.float64]]) -> None:
    """Refuse products that are infinite, or 0 though no factor is: their logarithms tell nothing."""
    import numpy as np

    for figures, product in sides:
        zero = np.any([figures[name] == 0 for name in powers], axis=0)
        if not (np.isfinite(product) & ((product > 0) | zero)).all():
            raise InputError(f"The product of {', '.join(powers)} is beyond the range of floats; take other units.")


def _shares(powers: Counter[str], figures: Figures) -> Figures:
    """Share of each factor in a product that is zero: as many as its power among the factors that are zero."""
    import numpy as np

    counts = {name: np.where(figures[name] == 0, float(max(power, 0)), 0.0) for name, power in powers.items()}
    total = np.sum(list(counts.values()), axis=0)
    return {name: np.divide(each, total, out=np.zeros_like(each), where=total > 0) for name, each in counts.items()}
