"""What slices contribute to the gap of the whole 「切片贡献」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole before and after 「总体」.

    Parameters
    ----------
    before_names, after_names : tuple of str
        Column of an additive figure, or numerator and denominator.
    before, after : float
        Sum, or ratio of sums.
    bases : pair of float
        Denominators of the whole before and after; 1 for an additive figure.
    """

    before_names: tuple[str, ...]
    after_names: tuple[str, ...]
    before: float
    after: float
    bases: tuple[float, float]

    @property
    def gap(self) -> float:
        """Difference of the whole, NaN where a ratio has no base 「总差距」."""
        return self.after - self.before

    @classmethod
    def of(cls, leaves: pd.DataFrame, before: Sequence[str], after: Sequence[str]) -> Totals:
        """Sums over all leaves 「合计」."""
        sums = [[float(leaves[name].sum()) for name in names] for names in (before, after)]
        values = [each[0] if len(each) == 1 else _ratio(each[0], each[1]) for each in sums]
        bases = (sums[0][1], sums[1][1]) if len(before) == 2 else (1.0, 1.0)
        return cls(tuple(before), tuple(after), values[0], values[1], bases)


def _ratio(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("nan")


def additive(sums: pd.DataFrame, totals: Totals) -> pd.DataFrame:
    """Before, after, contribution and size of the slices of an additive figure 「可加指标」."""
    before, after = sums[totals.before_names[0]], sums[totals.after_names[0]]
    # A slice that was not there before added nothing then: its sum over no rows is 0 here, missing in the table.
    moved = after.fillna(0) - before.fillna(0)
    return before.to_frame("before").assign(after=after, contribution=moved, size=before.fillna(0).abs())


def rate_and_mix(sums: pd.DataFrame, totals: Totals) -> pd.DataFrame:
    """Before, after, contribution, rate and mix of the slices of a ratio 「率的影响与结构影响」."""
    import numpy as np
    import pandas as pd

    (top0, base0), (top1, base1) = (
        [sums[name].fillna(0).to_numpy() for name in names] for names in (totals.before_names, totals.after_names)
    )
    ratio0, ratio1 = _divide(top0, base0), _divide(top1, base1)
    # Where one side has no base its rate is unknown: the slice then moves the whole by its weight alone.
    held0 = np.nan_to_num(np.where(np.isnan(ratio0), ratio1, ratio0))
    held1 = np.nan_to_num(np.where(np.isnan(ratio1), ratio0, ratio1))
    whole0, whole1 = totals.bases
    weight0, weight1 = base0 / whole0, base1 / whole1
    middle = (totals.before + totals.after) / 2
    mix = (weight1 - weight0) * ((held0 + held1) / 2 - middle)
    # Numerators without a base belong to no rate, yet to the gap: taken from the sums, the parts still sum to it.
    moved = top1 / whole1 - top0 / whole0 - (weight1 - weight0) * middle
    columns = {"before": ratio0, "after": ratio1, "contribution": moved, "rate": moved - mix, "mix": mix}
    return pd.DataFrame({**columns, "size": (weight0 + weight1) / 2}, index=sums.index)


def _divide(top: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    quotient: NDArray[np.float64] = np.divide(top, base, out=np.full(len(top), np.nan), where=base != 0)
    return quotient
