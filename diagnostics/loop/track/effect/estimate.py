"""What a method gives, before it is judged 「估计结果」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.model.detection import LEVEL, POWER, detectable, quantile

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
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
        How many untreated entities there are, or draws of as many of them as are treated.
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
class Synthesis:
    """What a treated series was held against, and how near that came before the start 「合成对象」.

    Parameters
    ----------
    entities, periods : mapping of name to weight
        Weights above nothing, the largest first; no periods where all count alike.
    missed : float
        Root mean squared misfit before the start, on the scale of the analysis.
    usual : float
        Median of the same for entities that nothing was done to; NaN without them.
    ratio_rank : int
        Rank of the misfit after the start over the misfit before it, among theirs; 0 without them.
    """

    entities: Mapping[str, float]
    periods: Mapping[str, float]
    missed: float
    usual: float
    ratio_rank: int


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
    synthesis : Synthesis or None
        Weights, where the method has any.
    expected : array or None, (periods,)
        Treated entities' mean had nothing been done, on the scale of the analysis, where the method has such a line of
        its own; missing where it tells none.
    staggered : mapping
        Tables by cohort and period, where entities start at different times.
    null : array or None
        Sizes of effect over error, ascending, in series drawn without an effect; the interval and the probability come
        from them instead of Student's t.
    shape : mapping of name to tuple of float
        ``level`` at the start and ``slope`` a period after it, each with its 95 % interval, where they were asked for.
    restless : float
        By how much the error was widened, as the treated entities move more by themselves than the others.
    """

    effect: float
    error: float
    df: float
    placebo: Placebo | None = None
    pre_trend: float = math.nan
    drift: float = math.nan
    synthesis: Synthesis | None = None
    expected: Floats | None = None
    staggered: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    null: Floats | None = field(default=None, repr=False, compare=False)
    shape: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    restless: float = 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval 「区间」."""
        reach = self.quantile(0.5 + LEVEL / 2) * self.error
        return self.effect - reach, self.effect + reach

    @property
    def p_value(self) -> float:
        """Probability of an effect of this size by chance alone 「概率」."""
        from scipy.special import stdtr

        if self.null is not None and self.error > 0:
            larger = len(self.null) - int(self.null.searchsorted(abs(self.effect) / self.error))
            return (larger + 1) / (len(self.null) + 1)
        return 2 * float(stdtr(self.df, -abs(self.effect) / self.error)) if self.error > 0 else math.nan

    @property
    def detectable(self) -> float:
        """Smallest effect that is found four times out of five 「最小可检出效果」."""
        if self.null is not None:
            return (self.quantile(0.5 + LEVEL / 2) + self.quantile(POWER)) * self.error
        return detectable(self.error, self.df)

    def quantile(self, share: float) -> float:
        """Quantile, above the middle, of effect over error where there is no effect 「分位数」."""
        if self.null is None:
            return quantile(share, self.df)
        # Sizes fold both sides: 97.5 % of the one are 95 % of the other.
        place = math.ceil((2 * share - 1) * (len(self.null) + 1) - 1e-9) - 1
        return float(self.null[place])
