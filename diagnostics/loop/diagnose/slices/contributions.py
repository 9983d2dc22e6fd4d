"""What slices contribute to the gap of the whole 「切片贡献」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Totals:
    """The whole before and after 「总体」.

    Parameters
    ----------
    before, after : array
        Sum of an additive figure, or numerator and denominator.
    """

    before: Floats
    after: Floats

    @property
    def values(self) -> tuple[float, float]:
        """Figure before and after, NaN where a ratio has no base 「前后数值」."""
        first, last = (float(each[0]) if len(each) == 1 else _ratio(*each) for each in (self.before, self.after))
        return first, last

    @property
    def gap(self) -> float:
        """Difference of the whole 「总差距」."""
        first, last = self.values
        return last - first


@dataclass(frozen=True, eq=False)
class Contributions:
    """Figures of slices 「切片贡献」.

    Parameters
    ----------
    before, after : array
        Sums, or ratios of sums; NaN where a slice was not there.
    total : array
        Contribution to the gap of the whole.
    size : array
        Weight in the whole, by which a wider slice's contribution is expected of a narrower one.
    rate, mix : array or None
        Parts of a ratio's contribution.
    """

    before: Floats
    after: Floats
    total: Floats
    size: Floats
    rate: Floats | None = None
    mix: Floats | None = None


def _ratio(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator else float("nan")


def additive(before: Floats, after: Floats) -> Contributions:
    """Contributions of the slices of an additive figure 「可加指标」."""
    import numpy as np

    # A slice that was not there before added nothing then: its sum over no rows is 0 here, missing in the table.
    held = np.nan_to_num(before)
    return Contributions(before, after, np.nan_to_num(after) - held, np.abs(held))


def rate_and_mix(before: Floats, after: Floats, totals: Totals) -> Contributions:
    """Contributions of the slices of a ratio, with rate and mix 「率的影响与结构影响」.

    Parameters
    ----------
    before, after : array, (2, slices)
        Numerators and denominators.
    totals : Totals
        Of the whole.
    """
    import numpy as np

    (top0, base0), (top1, base1) = np.nan_to_num(before), np.nan_to_num(after)
    ratio0, ratio1 = _divide(top0, base0), _divide(top1, base1)
    # Where one side has no base its rate is unknown: the slice then moves the whole by its weight alone.
    held0 = np.nan_to_num(np.where(np.isnan(ratio0), ratio1, ratio0))
    held1 = np.nan_to_num(np.where(np.isnan(ratio1), ratio0, ratio1))
    whole0, whole1 = float(totals.before[1]), float(totals.after[1])
    weight0, weight1 = base0 / whole0, base1 / whole1
    middle = sum(totals.values) / 2
    mix = (weight1 - weight0) * ((held0 + held1) / 2 - middle)
    # Numerators without a base belong to no rate, yet to the gap: taken from the sums, the parts still sum to it.
    moved = top1 / whole1 - top0 / whole0 - (weight1 - weight0) * middle
    return Contributions(ratio0, ratio1, moved, (weight0 + weight1) / 2, moved - mix, mix)


def _divide(top: Floats, base: Floats) -> Floats:
    import numpy as np

    quotient: Floats = np.divide(top, base, out=np.full(len(top), np.nan), where=base != 0)
    return quotient
