"""How far entities of one group differ by chance alone, the small ones more than the large 「漏斗界限」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.gaps.references import Actual

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]

# Limits that one entity in 370 passes by chance: three standard deviations.
OUTSIDE = 0.0027
# Spread that no law of counting tells has to be learned from the group itself.
FEWEST_SPREAD = 8
# The most extreme tenth on each side is pulled in before spread is estimated: what is looked for must not hide itself.
TAIL = 0.1
# Mean square of a standard normal figure pulled in so: by it the estimate is made whole again.
KEPT = 0.6787
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
    Common level ``R = Σ numerator / Σ denominator``. Of counts that are part of their base the variance is
    ``R (1 - R) / d``, of other counts ``R / d``; a variance between entities is added where the group differs clearly
    more than counting explains. Of everything else, such as money a visit, it is ``t² + s² / d``, both from at least 8
    peers. Where counting explains the spread probabilities are exact.

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
    """Figures of groups, their common levels, and by ``part`` and ``count`` which law of counting holds."""

    top: Floats
    base: Floats
    whose: Places
    level: Floats
    part: Flags
    count: Flags
    size: Floats

    @classmethod
    def of(cls, top: Floats, base: Floats, whose: Places, full: Flags) -> _Groups:
        import numpy as np

        groups = int(whose.max()) + 1

        def total(values: Floats) -> Floats:
            return np.asarray(np.bincount(whose, weights=np.where(full, values, 0.0), minlength=groups), dtype=float)

        bases = total(base)
        level = np.divide(total(top), bases, out=np.full(groups, np.nan), where=bases > 0)
        whole = (top == np.round(top)) & (base == np.round(base)) & (top >= 0)

        def always(flags: Flags) -> Flags:
            return np.asarray(np.bincount(whose, weights=~flags, minlength=groups) == 0)

        count = always(whole)
        part = count & always(top <= base)
        size = np.bincount(whose, weights=full.astype(float), minlength=groups).astype(float)
        return cls(top, base, whose, level, part, count, size)

    def limits(self) -> tuple[Floats, Floats, Floats]:
        """Low, high and probability of each figure."""
        import numpy as np
        from scipy.stats import t

        level, size = self.level[self.whose], self.size[self.whose]
        part, count = self.part[self.whose], self.count[self.whose]
        away = self.top / self.base - level
        unit = np.where(part, level * (1 - level), level) / self.base
        scaled = self._dispersion(np.divide(away, np.sqrt(unit), where=unit > 0, out=np.zeros(len(unit))))[self.whose]
        # More spread than counting explains, beyond what so few entities show by chance.
        loose = scaled > 1 + 2 * np.sqrt(2 / np.maximum(size, 1))
        exact = count & ~loose & (unit > 0)
        learned = np.where(count, unit + self._between(unit, scaled), self._learned(away))
        variance = np.where(exact, unit, learned)
        known = (variance > 0) & (exact | np.where(count, unit > 0, size >= FEWEST_SPREAD))
        free = np.maximum(0.65 * size - 1, 1)
        distance = np.divide(away, np.sqrt(variance), where=known, out=np.full(len(away), np.nan))
        reach = t.ppf(1 - OUTSIDE / 2, free) * np.sqrt(np.where(known, variance, np.nan))
        low, high, probability = level - reach, level + reach, 2 * t.sf(np.abs(distance), free)
        low = np.where(count, np.maximum(low, 0), low)
        high = np.where(part, np.minimum(high, 1), high)
        rows = np.flatnonzero(exact & known)
        if len(rows):
            low[rows], high[rows], probability[rows] = self._counted(rows, level[rows], part[rows])
        return low, high, probability

    def _between(self, unit: Floats, scaled: Floats) -> Floats:
        """Variance between entities beside that of counting: the moment estimate of DerSimonian and Laird."""
        import numpy as np

        weight = np.divide(1.0, unit, where=unit > 0, out=np.zeros(len(unit)))
        first, second = (np.bincount(self.whose, weights=weight**power) for power in (1, 2))
        spare = np.maximum(self.size - 1, 1)
        room = first - np.divide(second, first, where=first > 0, out=np.zeros(len(first)))
        dispersion = np.zeros(len(first))
        dispersion[self.whose] = scaled
        found = np.divide(spare * (dispersion - 1), room, where=room > 0, out=np.zeros(len(first)))
        return np.asarray(np.maximum(found, 0.0)[self.whose])

    def _learned(self, away: Floats) -> Floats:
        """Variance that no law tells, from the group: one part that shrinks with the base, one that does not.

        The half with small bases tells the first, what the half with large ones differs beyond it the second.
        """
        import numpy as np

        groups = len(self.level)
        middle = _median_by(self.base, self.whose, groups)[self.whose]
        distance = np.abs(away) * np.sqrt(self.base)
        typical = []
        for half in (self.base <= middle, self.base > middle):
            many = np.maximum(np.bincount(self.whose, weights=half.astype(float), minlength=groups), 1)
            found = _median_by(np.where(half, distance, np.nan), self.whose, groups) / NORMAL_MEDIAN
            # From so few figures a median distance comes out small.
            typical.append((found * (1 + 1 / many)) ** 2)
        sampled = typical[0]
        apart = np.nan_to_num(np.maximum(typical[1] - sampled, 0.0))
        shrunk = np.nan_to_num(_median_by(np.where(self.base > middle, 1 / self.base, np.nan), self.whose, groups))
        return np.asarray((apart * shrunk)[self.whose] + sampled[self.whose] / self.base)

    def _dispersion(self, distance: Floats) -> Floats:
        """Mean square distance of each group, its tails pulled in."""
        import numpy as np

        order = np.lexsort((distance, self.whose))
        ordered, sizes = distance[order], np.bincount(self.whose)
        starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
        cut = np.floor(TAIL * sizes).astype(np.intp)
        low, high = ordered[starts + cut], ordered[starts + sizes - 1 - cut]
        held = np.clip(distance, low[self.whose], high[self.whose])
        kept = np.where(cut > 0, KEPT, 1.0)
        found: Floats = np.bincount(self.whose, weights=held**2) / np.maximum(sizes - 1, 1) / kept
        return found

    def _counted(self, rows: Places, level: Floats, part: Flags) -> tuple[Floats, Floats, Floats]:
        """Limits and probabilities where counting alone explains the spread."""
        import numpy as np
        from scipy.stats import binom, poisson

        top, base = self.top[rows], self.base[rows]
        low, high, below, above = (np.empty(len(rows)) for _ in range(4))
        for own in (part, ~part):
            at = np.flatnonzero(own)
            if len(at):
                chance = binom(base[at], level[at]) if own is part else poisson(base[at] * level[at])
                low[at], high[at] = chance.ppf(OUTSIDE / 2) / base[at], chance.ppf(1 - OUTSIDE / 2) / base[at]
                below[at], above[at] = chance.cdf(top[at]), chance.sf(top[at] - 1)
        return low, high, np.minimum(2 * np.minimum(below, above), 1.0)


def _median_by(values: Floats, whose: Places, groups: int) -> Floats:
    """Median of each group, missing values left out; missing where there is none."""
    import numpy as np

    rows = np.flatnonzero(~np.isnan(values))
    order = rows[np.lexsort((values[rows], whose[rows]))]
    sizes = np.bincount(whose[rows], minlength=groups)
    starts = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    there = sizes > 0
    found = np.full(groups, np.nan)
    lower, upper = starts + np.maximum(sizes - 1, 0) // 2, starts + sizes // 2
    ordered = values[order]
    found[there] = (ordered[lower[there]] + ordered[upper[there]]) / 2
    return found
