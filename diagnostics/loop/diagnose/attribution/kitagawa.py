"""Rate and mix of a ratio of sums 「率与结构」."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.attribution.shapley import shapley
from diagnostics.model.decomposition import MIX, RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.dictionary.expression.formula import Formula

    Figures = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Side:
    """A ratio of sums at one time: group by group 「一侧的比率」.

    Parameters
    ----------
    above, below : array
        Numerator and denominator of each group.
    """

    above: NDArray[np.float64]
    below: NDArray[np.float64]

    def ratio(self) -> float:
        """Sum over sum, NaN without a denominator 「比率」."""
        total = float(self.below.sum())
        return float(self.above.sum()) / total if total else float("nan")

    def part(self, rows: NDArray[np.bool_]) -> Side:
        """Same of some of the groups 「部分组」."""
        return Side(self.above[rows], self.below[rows])


def kitagawa(rates: tuple[Figures, Figures], below: tuple[NDArray[np.float64], NDArray[np.float64]]) -> Figures:
    """Contributions of the rates' factors and of the mix to a ratio, group by group 「率与结构贡献」.

    Parameters
    ----------
    rates : pair of dict of array
        Factors of each group's rate before and after; their product is the rate.
    below : pair of array
        Denominators of the groups, positive.

    Notes
    -----
    The ratio is ``sum(w · r)`` with shares ``w``. For one factor ``Δr · (w0 + w1) / 2`` and
    ``Δw · ((r0 + r1) / 2 - R)``, where ``R`` is the mean of the ratio before and after: shares sum to 1, so ``R``
    changes no sum, and a group that grows says whether it is a good one or a poor one. For several factors the mean
    over all orders, which is Das Gupta's.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. JASA 50.
    Das Gupta, P. (1993). Standardization and decomposition of rates. US Bureau of the Census P23-186.
    """
    import numpy as np

    shares = tuple(each / each.sum() for each in below)
    products = [np.prod(list(each.values()), axis=0) for each in rates]
    middle = sum(float((share * rate).sum()) for share, rate in zip(shares, products, strict=True)) / 2
    first, last = ({MIX: share, **rate} for share, rate in zip(shares, rates, strict=True))
    parts = shapley(lambda figures: np.prod(list(figures.values()), axis=0), first, last)
    mix = parts.pop(MIX) - (shares[1] - shares[0]) * middle
    return {**parts, MIX: mix}


def rate_factors(above: Formula, below: Formula) -> list[tuple[str, int]] | None:
    """Factors of a group's rate where the denominator stands in the numerator's product, else None 「率的因素」.

    Examples
    --------
    >>> from diagnostics.dictionary.expression.formula import parse_formula
    >>> rate_factors(parse_formula("visits * conversion * basket"), parse_formula("visits"))
    [('conversion', 1), ('basket', 1)]
    >>> rate_factors(parse_formula("orders"), parse_formula("visits")) is None
    True
    """
    top, bottom = above.factors(), below.factors()
    if top is None or bottom is None or not set(bottom) < set(top):
        return None
    left = [each for each in top if each not in set(bottom)]
    return left or None


def rates_of(side: Side, factors: list[tuple[str, int]] | None, figures: Figures) -> Figures:
    """Factors of the groups' rates; one that is the rate itself where the formula names none 「各组的率」."""
    if factors is None:
        return {RATE: side.above / side.below}
    powers = Counter[str]()
    for name, power in factors:
        powers[name] += power
    return {name: figures[name] ** float(power) for name, power in powers.items()}


def check_denominators(below: NDArray[np.float64], above: NDArray[np.float64], side: str) -> None:
    """Refuse denominators that give no rate 「检查分母」.

    Raises
    ------
    InputError
        When one is negative, or zero under a numerator that is not, or all are zero.
    """
    if (below < 0).any():
        raise InputError(
            f"A group's denominator is {below.min():g} {side}; rate and mix need denominators of 0 or more."
        )
    odd = (below == 0) & (above != 0)
    if odd.any():
        raise InputError(
            f"A group has a numerator of {above[odd][0]:g} over a denominator of 0 {side}: it has no rate; join it to"
            " another group or leave it out."
        )
    if not below.sum():
        raise InputError(f"The denominators sum to 0 {side}: the ratio has no value.")
