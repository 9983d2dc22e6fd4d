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
# How far off a slice must be, in standard deviations of what it did in typical periods.
FAR = 3.0
# Rates of real processes wander by so much (variance of logs) even where the typical periods look quieter.
RESTLESS = 0.1


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
    """

    typical: Floats
    now: Floats
    counted: bool = False

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
        return cls(past[np.sort(order[first : first + half])], now, counted)

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
        if len(self.typical) < FEWEST:
            return None
        events, cases = self.typical[:, 0], self.typical[:, 1]
        total = cases.sum(axis=0)
        expected = cases * (events.sum(axis=0) / (total + (total == 0)))
        used = expected > TELLING
        if used.sum() < 30:
            return RESTLESS
        off = (events - expected)[used] ** 2
        return max(halfway(off, expected[used], expected[used] ** 2, 1e-4), RESTLESS)

    def beyond_own(self, rows: Codes, effect: float) -> bool:  # noqa: ARG002 (the form the scan calls)
        """Whether a slice is further off than it ever wanders in typical periods 「超出自身波动」."""
        import numpy as np

        if len(self.typical) < FEWEST:
            return True
        series, now = self.typical[:, :, rows].sum(axis=2), self.now[:, rows].sum(axis=1)
        if not self.counted:
            level, here = (series[:, 0], now[0]) if len(now) == 1 else (_rate(series.T), _rate(now))
            center = float(level.mean())
            return bool(abs(here - center) > FAR * max(float(level.std(ddof=1)), 1e-9 * abs(center)))
        # On the log scale, half an event added on both sides, so that no event at all is not without limit.
        base = np.append(series[:, 1], now[1]) * float(_rate(series.sum(axis=0))) + 0.5
        logs = np.log((np.append(series[:, 0], now[0]) + 0.5) / base)
        return bool(abs(logs[-1]) > FAR * max(float(np.sqrt((logs[:-1] ** 2).mean())), 1e-3))


def _rate(pair: Floats) -> Floats:
    import numpy as np

    rate: Floats = np.divide(pair[0], pair[1], out=np.zeros_like(pair[0], dtype=float), where=pair[1] != 0)
    return rate
