"""How the figures of a span add up: sums, sums over sums, the last one 「剩余各期的合计方式」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.dictionary.over_time import Way

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rest:
    """How the figures of a span add up 「剩余各期的合计方式」.

    Parameters
    ----------
    way : {"sum", "ratio", "level"}
        Added up; sums over sums; the last one alone.
    values, above, below : array of float
        Figures of every period so far, with numerators and denominators of a ratio.
    season : int
        Periods in a season.
    """

    way: Way
    values: Floats
    above: Floats
    below: Floats
    season: int

    def share(self, end: int, ahead: int) -> Floats:
        """Weight of each figure to come after the first ``end`` ones: 1 of a sum, a ratio's by what is below it."""
        if self.way == "level":
            return np.ones(1)
        if self.way == "sum":
            return np.ones(ahead)
        expected = self.bases(end, ahead)
        shares: Floats = expected / expected.sum()
        return shares

    def bases(self, end: int, ahead: int) -> Floats:
        """Denominators expected: those of a season before, by as much as they have grown; else the usual one."""
        known = self.below[:end]
        usual = float(np.nanmean(known[-max(self.season, 12) :]))
        back = end + np.arange(ahead) - self.season * (1 + np.arange(ahead) // self.season)
        if self.season == 1 or back.min() < 0:
            return np.full(ahead, usual)
        lately = known[-self.season :]
        before = known[-2 * self.season : -self.season]
        paired = lately[-len(before) :] if len(before) else lately[:0]
        both = ~np.isnan(paired) & ~np.isnan(before)
        grown = paired[both].sum() / before[both].sum() if both.any() and before[both].sum() > 0 else 1.0
        found = known[back] * grown
        return np.where(np.isnan(found) | (found <= 0), usual, found)

    def actual(self, end: int, ahead: int) -> float:
        """What the figures after the first ``end`` ones came to."""
        return self._together(np.arange(end, end + ahead))

    def naive(self, end: int, ahead: int) -> float:
        """What the same periods of a season before came to; NaN where they are not there."""
        steps = np.arange(ahead)
        back = end + steps - self.season * (1 + steps // self.season)
        return float("nan") if self.season == 1 or back.min() < 0 else self._together(back)

    def _together(self, rows: NDArray[np.intp]) -> float:
        if self.way == "level":
            return float(self.values[rows[-1]])
        if self.way == "sum":
            return float(self.values[rows].sum())
        below = self.below[rows].sum()
        return float(self.above[rows].sum() / below) if below else float("nan")
