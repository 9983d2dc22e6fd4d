"""Figures that a wanted share is expected to reach, out of sample 「达标分位」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A tier that ties leave further from its goal than this, beyond half a figure, is told.
OFF = 0.02


@dataclass(frozen=True, eq=False)
class Ordered:
    """Figures in ascending order, better ones last, with their weights 「有序数据」.

    Parameters
    ----------
    values, weights : array of float
        Ascending; weights add up to 1.
    worth : float
        Independent figures that they are worth.
    """

    values: Floats
    weights: Floats
    worth: float

    def level(self, goal: float) -> float:
        """Weighted middle position at which the expected share of a new figure above is the goal 「取值位置」.

        Notes
        -----
        With n independent figures the k-th has expected rank k / (n + 1) (Weibull, 1939; type 6 of Hyndman and Fan,
        1996). In middle positions, (k - 1/2) / n, rank p stands at p + (p - 1/2) / n: the tails lie further out than
        the plain quantile has them, so that 80 % of *new* figures reach the base, not 80 % of those it was read from.
        """
        below = 1 - goal
        return below + (below - 0.5) / self.worth

    def reached(self, value: float) -> float:
        """Share of the figures that reach a value 「达标率」."""
        import numpy as np

        return round(float(self.weights[int(np.searchsorted(self.values, value, side="left")) :].sum()), 12)

    def tier(self, goal: float) -> tuple[float, bool]:
        """Value that about a share reaches, and whether ties leave one 「一档取值」."""
        import numpy as np

        middle = np.cumsum(self.weights) - self.weights / 2
        level = self.level(goal)
        after = int(np.clip(np.searchsorted(middle, level), 1, len(middle) - 1))
        low, high = self.values[after - 1], self.values[after]
        ties = self._tied(after - 1) + self._tied(after)
        if ties == 2:
            return self._nearest(goal)
        # A level that meets a figure's own position but for rounding gives that figure.
        part = round(float((level - middle[after - 1]) / (middle[after] - middle[after - 1])), 9)
        value = float(low + min(max(part, 0.0), 1.0) * (high - low))
        # Beside a heap of equal figures there may be room, as above zeros; on a scale of five points there is none.
        if ties and abs(self.reached(value) - goal) > OFF + 1 / self.worth:
            return self._nearest(goal)
        return value, True

    def _tied(self, at: int) -> bool:
        import numpy as np

        left = np.searchsorted(self.values, self.values[at], side="left")
        return bool(np.searchsorted(self.values, self.values[at], side="right") - left > 1)

    def _nearest(self, goal: float) -> tuple[float, bool]:
        """Among the figures there are, the one whose expected share lies nearest; the easier of two."""
        import numpy as np

        distinct, first = np.unique(self.values, return_index=True)
        shares = np.round(np.cumsum(self.weights[::-1])[::-1][first], 12)
        expected = shares * self.worth / (self.worth + 1)
        chosen = int(np.argmin(np.round(np.abs(expected - goal), 12)))
        off = abs(shares[chosen] - goal)
        return float(distinct[chosen]), bool(off <= OFF + 0.5 / self.worth)
