"""Which targets are too high or too low, and what would fit 「目标值校准」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model._result import Result
from diagnostics.model.calibration import Calibration
from diagnostics.model.target import TIERS
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class RecalibrationRow:
    """How often the target of an item was reached, and what would fit 「一项目标的校准」.

    Parameters
    ----------
    card, kpi : str
        Item of a scorecard.
    verdict : {"too_high", "too_low", "fits", "open"}
        Reached by 10 % or fewer, by 90 % or more, between, or fewer than ten figures.
    share : float
        Share of figures that reach the target.
    count : int
        Figures judged.
    now : float
        Target that holds now; NaN where holders have different ones.
    best, worst : float
        Of the last three years.
    calibration : Calibration, optional
        Tiers from the last three years; None for a range.
    """

    card: str
    kpi: str
    verdict: str
    share: float
    count: int
    now: float
    best: float
    worst: float
    calibration: Calibration | None = None


@dataclass(frozen=True, eq=False)
class Recalibration(Result):
    """Which targets are too high or too low, and what would fit: the 90/10 rule, on the target tier 「目标值校准」.

    Parameters
    ----------
    rows : tuple of RecalibrationRow
        Items with figures, in the order of the scorecards.
    """

    rows: tuple[RecalibrationRow, ...]

    def frame(self) -> pd.DataFrame:
        """Items with their verdict and the tiers that figures tell 「校准表」."""
        import pandas as pd

        made = [
            (e.card, e.kpi, e.verdict, e.share, e.count, e.now, e.worst, e.best, *_tiers(e.calibration))
            for e in self.rows
        ]
        heads = ["card", "kpi", "verdict", "share", "count", "now", "worst", "best", *TIERS, "low", "high"]
        return pd.DataFrame(made, columns=heads)

    def count(self, verdict: str) -> int:
        """Items with a verdict 「各类数量」."""
        return sum(each.verdict == verdict for each in self.rows)

    def summary(self, language: Language = "zh") -> str:
        """How many targets are too high, too low, fit 「一句话结论」."""
        if not self.rows:
            return say("targets.recalibration.none", language)
        return say(
            "targets.recalibration.summary", language, items=len(self.rows), high=self.count("too_high"),
            low=self.count("too_low"), fits=self.count("fits"), open=self.count("open"),
        )  # fmt: skip


def _tiers(found: Calibration | None) -> tuple[float, ...]:
    if found is None:
        return (math.nan,) * 5
    return found.base.value, found.target.value, found.stretch.value, found.target.low, found.target.high
