"""What a method gives, before it is judged 「估计结果」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.detection import LEVEL, detectable, quantile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same estimate for entities that nothing was done to 「安慰剂检验」.

    Parameters
    ----------
    rank : int
        Place of the effect's size among all, 1 for the largest.
    count : int
        How many untreated entities there are.
    largest : float
        Largest size among them, on the scale of the analysis.
    """

    rank: int
    count: int
    largest: float

    @property
    def p_value(self) -> float:
        """Share of entities whose figure is at least as large 「秩次概率」."""
        return self.rank / (self.count + 1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a method gives, on the scale of the analysis 「估计结果」.

    Parameters
    ----------
    effect : float
        Mean difference from the start on; of logarithms where the values were transformed.
    error : float
        Its standard error, NaN where the method can't tell.
    df : float
        Degrees of freedom of the error.
    placebo : Placebo or None
        Untreated entities, where there are any.
    pre_trend : float
        Probability of a trend before the start as strong as the one seen, if there were none; NaN where not tested.
    drift : float
        Effect that the trend before the start would pretend if it went on.
    """

    effect: float
    error: float
    df: float
    placebo: Placebo | None = None
    pre_trend: float = math.nan
    drift: float = math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval 「区间」."""
        reach = self.quantile(0.5 + LEVEL / 2) * self.error
        return self.effect - reach, self.effect + reach

    @property
    def p_value(self) -> float:
        """Probability of an effect of this size by chance alone 「概率」."""
        from scipy.special import stdtr

        return 2 * float(stdtr(self.df, -abs(self.effect) / self.error)) if self.error > 0 else math.nan

    @property
    def detectable(self) -> float:
        """Smallest effect that is found four times out of five 「最小可检出效果」."""
        return detectable(self.error, self.df)

    def quantile(self, share: float) -> float:
        """Quantile of Student's t with these degrees of freedom 「分位数」."""
        return quantile(share, self.df)
