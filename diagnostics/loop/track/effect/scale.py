"""From the scale of the analysis to what readers see 「换算」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.parts import since_start

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.estimate import Estimate, Placebo
    from diagnostics.loop.track.effect.panel import Panel

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """What was measured after the start, and on which scale it was analysed 「量度」.

    Parameters
    ----------
    level : float
        Mean of the treated entities, each from its start on, in the KPI's unit.
    log : bool
        Whether effects are differences of logarithms.
    """

    level: float
    log: bool

    @classmethod
    def of(cls, panel: Panel, log: bool) -> Scale:
        """Scale of a panel of values that are not yet transformed 「量度」."""
        import numpy as np

        after = panel.values[panel.treated][since_start(panel)]
        there = after[~np.isnan(after)]
        return cls(float(there.mean()) if len(there) else math.nan, log)

    def figures(self, estimate: Estimate | None) -> Figures:
        """Effect, interval and smallest detectable effect, absolute and relative 「估计值」."""
        if estimate is None:
            estimated: tuple[float, ...] = (math.nan,) * 4
            p_value = math.nan
        else:
            estimated = (estimate.effect, *estimate.interval, estimate.detectable)
            p_value = estimate.p_value
        expected = self.expected(estimated[0])
        absolute = [self.absolute(each, expected) for each in estimated]
        relative = [self.relative(each, expected) for each in estimated]
        names = ("effect", "low", "high", "mde", "relative", "relative_low", "relative_high", "relative_mde")
        found = dict(zip(names, map(_finite, [*absolute, *relative]), strict=True))
        return {**found, "p_value": _finite(p_value)}

    def expected(self, effect: float) -> float:
        """Level to be expected without the measure 「无措施时的水平」."""
        return self.level / math.exp(effect) if self.log else self.level - effect

    def absolute(self, change: float, expected: float) -> float:
        """Change in the KPI's unit 「绝对变化」."""
        return expected * math.expm1(change) if self.log else change

    def relative(self, change: float, expected: float) -> float:
        """Change as a share of the level to be expected; missing where that is not positive 「相对变化」."""
        if self.log:
            return math.expm1(change)
        return change / expected if expected > 0 else math.nan

    def placebo(self, placebo: Placebo | None) -> Figures:
        """Rank among the untreated entities, and the largest figure among them 「安慰剂检验」."""
        if placebo is None:
            return {}
        largest = math.expm1(placebo.largest) if self.log else placebo.largest
        return {"rank": placebo.rank, "count": placebo.count, "p_value": placebo.p_value, "largest": largest}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
