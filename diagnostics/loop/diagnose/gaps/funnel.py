"""How far entities of one group differ by chance alone, the small ones more than the large 「漏斗界限」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.gaps.spreads import median_by, pulled_spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.references import Actual

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]

# Limits that one entity in 370 passes by chance: three standard deviations.
OUTSIDE = 0.0027
# In groups of fewer an outlier can't be told by pulling in the tails.
FEW = 10
# Spread that no law of counting tells has to be learned from the group itself.
FEWEST_SPREAD = 8
# Median distance of a standard normal figure from its mean.
NORMAL_MEDIAN = 0.6745


@dataclass(frozen=True, eq=False)
class Limits:
    """Limits of chance of each figure 「漏斗界限」.

    Parameters
    ----------
    low, high : array
        Ends, in the KPI's unit; missing where nothing tells how far chance reaches.
    probability : array
        How often chance alone would take a figure so far from its group's level, 0 to 1.
    """

    low: Floats
    high: Floats
    probability: Floats


def funnel(actual: Actual, group: Places, full: Flags) -> Limits:
    """Limits of chance around the common level of each group 「漏斗界限」.

    Parameters
    ----------
    actual : Actual
        Figures; only sums over sums have limits.
    group : array of int
        Group of each figure, -1 where it is not compared.
    full : array of bool
        Which figures make the common level.

    Notes
    -----
    Common level ``R = Σ numerator / Σ denominator`` of the others in the group. Of counts that are part of their base
    the variance is ``R (1 - R) / d``, of other counts ``R / d``; a variance between entities is added where the others
    differ clearly more than counting explains. Of everything else, such as money a visit, it is ``t² + s² / d``, both
    from at least 8 peers. Where counting explains the spread probabilities are those of binomial or Poisson counts.

    References
    ----------
    Spiegelhalter, D. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24.
    DerSimonian, R., Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7.
    """
    import numpy as np

    top, base = actual.numerator, actual.denominator
    judged = (group >= 0) & (base > 0) & ~np.isnan(top) & ~np.isnan(actual.value)
    blank = np.full(len(actual), np.nan)
    if not judged.any():
        return Limits(blank, blank.copy(), blank.copy())
    whose = np.unique(group[judged], return_inverse=True)[1]
    found = _Groups.of(top[judged], base[judged], whose, full[judged])
    low, high, probability = (blank.copy() for _ in range(3))
    low[judged], high[judged], probability[judged] = found.limits()
    return Limits(low, high, probability)


@dataclass(frozen=True, eq=False)
class _Groups:
    """Figures of groups, each with the level of the others of its group, and the law of counting that holds there."""

    top: Floats
    base: Floats
    whose: Places
    full: Flags
    level: Floats
    rest: Floats
    part: Flags
    count: Flags
    size: Floats

    @classmethod
    def of(cls, top: Floats, base: Floats, whose: Places, full: Flags) -> _Groups:
        import numpy as np

        def others(values: Floats) -> Floats:
            """Sum over the other entities of the group that worked all along."""
            held = np.where(full, values, 0.0)
            return np.asarray(np.bincount(whose, weights=held)[whose] - held, dtype=float)

        rest = others(base)
        level = np.divide(others(top), rest, out=np.full(len(top), np.nan), where=rest > 0)
        whole = (top == np.round(top)) & (base == np.round(base)) & (top >= 0)

        def always(flags: Flags) -> Flags:
            return np.asarray((np.bincount(whose, weights=~flags) == 0)[whose])

        count = always(whole)
        return cls(top, base, whose, full, level, rest, count & always(top <= base), count, others(np.ones(len(top))))

    def limits(self) -> tuple[Floats, Floats, Floats]:
        """Low, high and probability of each figure."""
        import numpy as np
        from scipy.stats import t

        level, size = self.level, self.size
        away = self.top / self.base - level
        unit = np.where(self.part, level * (1 - level), level)
        # The level is known from the others' cases alone: few of them leave it uncertain.
        own = np.divide(1.0, 1 / self.base + 1 / self.rest, where=self.rest > 0, out=np.full(len(away), np.nan))
        scaled = self._dispersion(unit)
        # More spread than counting explains, beyond what so few entities show by chance.
        doubt = np.where(size + 1 < FEW, 1, 2)
        loose = scaled > 1 + doubt * np.sqrt(2 / np.maximum(size - 1, 1))
        exact = self.count & ~loose & (unit > 0) & (own > 0)
        counted = unit / own
        learned = np.where(self.count, counted + self._between(unit / self.base, scaled), self._learned(away))
        variance = np.where(exact, counted, learned)
        known = (variance > 0) & (exact | np.where(self.count, unit > 0, size + 1 >= FEWEST_SPREAD))
        free = np.maximum(0.65 * (size + 1) - 1, 1)
        distance = np.divide(away, np.sqrt(variance), where=known, out=np.full(len(away), np.nan))
        reach = t.ppf(1 - OUTSIDE / 2, free) * np.sqrt(np.where(known, variance, np.nan))
        low, high, probability = level - reach, level + reach, 2 * t.sf(np.abs(distance), free)
        low = np.where(self.count, np.maximum(low, 0), low)
        high = np.where(self.part, np.minimum(high, 1), high)
        rows = np.flatnonzero(exact & known)
        if len(rows):
            low[rows], high[rows], probability[rows] = self._counted(rows, own[rows])
        return low, high, probability

    def _dispersion(self, unit: Floats) -> Floats:
        """Mean square distance of the others in a group from their level, in units of counting; 1 is counting alone.

        The entity judged is left out: what is looked for must not widen the limits that it is held against. In larger
        groups the tails are pulled in besides, for there may be several.
        """
        import numpy as np

        rate = self.top / self.base
        square, first, base = (
            np.where(self.full, each, 0.0) for each in (self.base * rate**2, self.base * rate, self.base)
        )
        sums = [np.bincount(self.whose, weights=each)[self.whose] - each for each in (square, first, base)]
        spread = sums[0] - 2 * self.level * sums[1] + self.level**2 * sums[2]
        alone = np.divide(spread, unit * np.maximum(self.size - 1, 1), where=unit > 0, out=np.zeros(len(unit)))
        away = np.where(self.full, rate - self.level, np.nan)
        tails = pulled_spread(
            np.divide(away, np.sqrt(unit / self.base), where=unit > 0, out=np.zeros(len(unit))), self.whose
        )
        return np.where(self.size + 1 < FEW, alone, np.minimum(alone, tails))

    def _between(self, unit: Floats, scaled: Floats) -> Floats:
        """Variance between entities beside that of counting: the moment estimate of DerSimonian and Laird."""
        import numpy as np

        weight = np.divide(1.0, unit, where=(unit > 0) & self.full, out=np.zeros(len(unit)))
        first, second = (np.bincount(self.whose, weights=weight**power)[self.whose] - weight**power for power in (1, 2))
        room = first - np.divide(second, first, where=first > 0, out=np.zeros(len(first)))
        spare = np.maximum(self.size - 1, 1)
        found: Floats = np.divide(spare * (scaled - 1), room, where=room > 0, out=np.zeros(len(first)))
        return np.maximum(found, 0.0)

    def _learned(self, away: Floats) -> Floats:
        """Variance that no law tells, from the group: one part that shrinks with the base, one that does not.

        The half with small bases tells the first, what the half with large ones differs beyond it the second.
        """
        import numpy as np

        groups = int(self.whose.max()) + 1
        base = np.where(self.full, self.base, np.nan)
        middle = median_by(base, self.whose, groups)[self.whose]
        distance = np.where(self.full, np.abs(away) * np.sqrt(self.base), np.nan)
        typical = []
        for half in (base <= middle, base > middle):
            many = np.maximum(np.bincount(self.whose, weights=half.astype(float), minlength=groups), 1)
            found = median_by(np.where(half, distance, np.nan), self.whose, groups) / NORMAL_MEDIAN
            # From so few figures a median distance comes out small.
            typical.append((found * (1 + 1 / many)) ** 2)
        sampled = typical[0]
        apart = np.nan_to_num(np.maximum(typical[1] - sampled, 0.0))
        shrunk = np.nan_to_num(median_by(np.where(base > middle, 1 / base, np.nan), self.whose, groups))
        return np.asarray((apart * shrunk)[self.whose] + sampled[self.whose] / self.base)

    def _counted(self, rows: Places, own: Floats) -> tuple[Floats, Floats, Floats]:
        """Limits and probabilities where counting alone explains the spread.

        The uncertain level of few others counts as fewer cases of one's own.
        """
        import numpy as np
        from scipy.stats import binom, poisson

        level, part = self.level[rows], self.part[rows]
        cases = np.maximum(np.round(own), 1)
        seen = self.top[rows] / self.base[rows] * cases
        low, high, below, above = (np.empty(len(rows)) for _ in range(4))
        for law in (part, ~part):
            at = np.flatnonzero(law)
            if len(at):
                chance = binom(cases[at], level[at]) if law is part else poisson(cases[at] * level[at])
                low[at], high[at] = chance.ppf(OUTSIDE / 2) / cases[at], chance.ppf(1 - OUTSIDE / 2) / cases[at]
                # Between two counts, as cases are scaled, the milder one is taken.
                below[at] = chance.cdf(np.ceil(seen[at] - 1e-9))
                above[at] = chance.sf(np.floor(seen[at] + 1e-9) - 1)
        return low, high, np.minimum(2 * np.minimum(below, above), 1.0)
