"""What earlier periods make one expect, and how far they wander 「历史基线」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.slices.counts import TELLING, halfway
from diagnostics.loop.diagnose.slices.noise import Noise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# Of so many periods or more, the half that are most alike is the baseline: the others had troubles of their own.
ENOUGH = 5
# From so many typical periods on, a slice is held against its own wandering.
FEWEST = 3
# Chance that a slice of a quiet figure would be as far off, below which it is told.
CHANCE = 0.001
# Degrees of freedom that slices of the same dimensions lend each other's wandering.
LENT = 8
# Median of the square of a normal figure of variance 1.
HALF = 0.4549
# Rates of real processes wander by so much (variance of logs) as long as a history can't tell: it counts as so many
# figures of leaves.
RESTLESS, SHY = 0.1, 30


@dataclass(frozen=True, eq=False)
class Past:
    """What earlier periods make one expect, and how far they wander 「历史基线」.

    Parameters
    ----------
    typical : array, (periods, figures, leaves)
        Typical earlier periods.
    now : array, (figures, leaves)
        Present figures, 0 where a leaf is not there.
    counted : bool
        Whether the figures are counts out of counts.
    every : array, (periods, figures, leaves), optional
        All earlier periods; the typical ones, where absent.
    """

    typical: Floats
    now: Floats
    counted: bool = False
    every: Floats | None = None

    @classmethod
    def of(cls, past: Floats, now: Floats, counted: bool = False) -> Past:
        """The typical ones among earlier periods 「取典型时期」."""
        import numpy as np

        if len(past) < ENOUGH:
            return cls(past, now, counted)
        whole = past.sum(axis=2)
        level = whole[:, 0] / np.where(whole[:, 1] != 0, whole[:, 1], np.inf) if past.shape[1] == 2 else whole[:, 0]
        order = np.argsort(level, kind="stable")
        half = (len(order) + 1) // 2
        widths = level[order[half - 1 :]] - level[order[: len(order) - half + 1]]
        first = int(np.argmin(widths))
        return cls(past[np.sort(order[first : first + half])], now, counted, past)

    @property
    def expected(self) -> Floats:
        """Figures of a typical period: the mean over all of them 「典型水平」."""
        mean: Floats = self.typical.mean(axis=0)
        return mean

    @property
    def sums(self) -> Floats:
        """Sums over all typical periods, for counts 「典型时期合计」."""
        total: Floats = self.typical.sum(axis=0)
        return total

    def noise(self) -> Noise | None:
        """Variance by size, from each leaf's own typical periods; None of a single one 「历史方差」."""
        import numpy as np

        count = len(self.typical)
        if count < FEWEST:
            return None
        values = self.typical[:, 0]
        mean = values.mean(axis=0)
        # Residuals to a mean of so few are short by this; the expectation, a mean itself, adds its own part.
        off = (values - mean) * np.sqrt(count / (count - 1) * (1 + 1 / count))
        size = np.broadcast_to(np.abs(mean), off.shape)
        return Noise.of(size.reshape(-1), off.reshape(-1))

    def wandering(self) -> float | None:
        """Variance of logs of leaves' rates between typical periods; None of too few 「比率波动」."""
        import numpy as np

        if len(self.typical) < FEWEST:
            return None
        events, cases = self.typical[:, 0], self.typical[:, 1]
        expected = cases * _rate(self.typical.sum(axis=0))
        # What moved all alike in a period is none of it.
        expected *= (events.sum(axis=1) / np.maximum(expected.sum(axis=1), 1e-12))[:, None]
        used, periods = expected > TELLING, len(events)
        if not used.any():
            return RESTLESS
        # Residuals to a mean of so few are short by this.
        off = (events - expected)[used] ** 2 * periods / (periods - 1)
        seen = halfway(off, expected[used], expected[used] ** 2, 1e-4)
        return float((SHY * RESTLESS + used.sum() * seen) / (SHY + used.sum()))

    def beyond_own(self, rows: Codes, kin: Codes) -> bool:
        """Whether a slice is further off than it and slices like it wander in typical periods 「超出自身波动」.

        Parameters
        ----------
        rows : array
            Leaves of the slice.
        kin : array
            Of each leaf, which slice by the same dimensions it is in, from 0.
        """
        import numpy as np
        from scipy.stats import t

        periods = len(self.typical)
        if periods < FEWEST:
            return True
        mine, count = int(kin[rows[0]]), int(kin.max()) + 1
        every = self.typical if self.every is None else self.every
        base = _by(self.typical, kin, count).mean(axis=0)
        seen = (self._moved(_by(self.typical, kin, count), base)[0] ** 2).sum(axis=0) / (periods - 1)
        moved, plain = self._moved(_by(np.concatenate([every, self.now[None]]), kin, count), base)
        # What chance alone makes of counts is known; what they wander beside it slices of the same dimensions share,
        # by the middle of what all of them did in all periods, of which the typical ones are the quietest.
        usually = float(np.median(moved[:-1] ** 2 - HALF * plain)) / HALF
        shared = plain[mine] + max(float(np.median(seen - plain)), usually, 0.0)
        lent = min(LENT, count - 1)
        freedom = lent + periods - 1
        variance = (lent * shared + (periods - 1) * seen[mine]) / freedom * (1 + 1 / periods)
        usual = max(float(np.sqrt(variance)), 1e-9)
        return bool(2 * t.sf(abs(float(moved[-1, mine])) / usual, freedom) < CHANCE)

    def _moved(self, sums: Floats, base: Floats) -> tuple[Floats, Floats]:
        """How far slices are off their typical level in each period, and the variance of it by counting alone."""
        import numpy as np

        if not self.counted:
            return _change(_level(sums), _level(base[None])), np.zeros(sums.shape[2])
        # On the log scale, half an event added on both sides, so that no event at all is not without limit.
        awaited = sums[:, 1] * _rate(base)
        return np.log((sums[:, 0] + 0.5) / (awaited + 0.5)), 1 / np.maximum(awaited.mean(axis=0), 1.0)


def _rate(pair: Floats) -> Floats:
    import numpy as np

    rate: Floats = np.divide(pair[0], pair[1], out=np.zeros_like(pair[0], dtype=float), where=pair[1] != 0)
    return rate


def _by(figures: Floats, kin: Codes, count: int) -> Floats:
    """Sums of figures by period and slice."""
    import numpy as np

    found = np.empty((*figures.shape[:2], count))
    for period, each in enumerate(figures):
        for figure, values in enumerate(each):
            found[period, figure] = np.bincount(kin, weights=values, minlength=count)
    return found


def _level(sums: Floats) -> Floats:
    """Sums, or ratios of sums, by period and slice."""
    return sums[:, 0] if sums.shape[1] == 1 else _rate(sums.swapaxes(0, 1))


def _change(after: Floats, before: Floats) -> Floats:
    """Change by the mean of both sides, between -2 and 2."""
    import numpy as np

    size = (np.abs(after) + np.abs(before)) / 2
    return np.divide(after - before, size, out=np.zeros_like(size), where=size > 0)
