"""Sums beside what was expected of them 「金额类模型」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.slices.noise import ROBUST, Noise, Tails, shortest_half

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]
    Flags = NDArray[np.bool_]

# Leaves of a slice at fault do not move alike: their effects differ by this share of it.
UNEVEN = 0.1
BLOCK = 65_536
# What is left of this share of a figure is near zero, where the even scale makes much of little.
NEAR_ZERO = 0.5
# Log of the most that everything may have moved alike.
MOST_DRIFT = 7.0
# Plans, prices and test data are exact: this part of the leaves or more stayed put within rounding, by which a slice is
# told, and so many times more than counts of their size would by chance (of mean m, about 0.28 / √m do).
STILL, ROUNDING, BY_CHANCE, TIMES = 0.25, 1e-9, 0.28, 3.0


class Amounts:
    """Sums beside what was expected of them 「金额类模型」.

    Parameters
    ----------
    actual, expected : array
        A figure a leaf; 0 where a leaf was not there.
    noise : Noise, optional
        From the figure's own history; else from the leaves that are quiet.
    scores : array, optional
        Of leaves in that history, by this noise: they tell the tails, else the leaves that are quiet do.

    Notes
    -----
    On the scale on which every figure wanders by 1, ``score = even(actual) - even(expected)``; an effect of θ (about
    the log of actual over expected) moves a leaf by θ × ``shape``, ``shape = m / sd(m)`` at the mean m of both sides.
    """

    steady = True

    def __init__(
        self, actual: Floats, expected: Floats, noise: Noise | None = None, scores: Floats | None = None
    ) -> None:
        import numpy as np

        # In units of the largest figure nothing overflows; a given noise is in the figures' own units.
        largest = 1.0 if noise else max(float(np.abs(actual).max()), float(np.abs(expected).max())) or 1.0
        actual, expected, self._unit = actual / largest, expected / largest, largest
        self.actual, self.expected, self._noise, self._before = actual, expected, noise, scores
        both = (actual > 0) & (expected > 0)
        logs = np.log(actual[both]) - np.log(expected[both])
        # Where most leaves moved, the median is off: the middle of the shortest half is where the quiet ones are.
        self._drift = float(np.exp(np.clip(shortest_half(logs), -MOST_DRIFT, MOST_DRIFT))) if len(logs) else 1.0
        self.freedom = 1.0

    def still(self) -> Flags | None:
        """Leaves that stayed put within rounding, where the figures are exact; else None 「分毫未动的明细」."""
        import numpy as np

        expected = self.expected * self._drift
        size = np.maximum(np.abs(self.actual), np.abs(expected))
        there, found = size > 0, (np.abs(self.actual - expected) <= ROUNDING * size) & (size > 0)
        if self._noise is not None or found.sum() < max(STILL * there.sum(), 2):
            return None
        whole = size * self._unit
        if np.abs(whole - np.round(whole)).max() <= 1e-6:
            chance = np.minimum(BY_CHANCE / np.sqrt(np.maximum(whole[there], 0.1)), 1.0).sum()
            return found if found.sum() > min(TIMES * chance, 0.9 * there.sum()) else None
        return found

    def begin(self, quiet: Flags) -> None:
        """Take the noise from leaves that are quiet, and forget what was explained 「重估波动」."""
        import numpy as np

        expected = self.expected * self._drift
        size = (np.abs(expected) + np.abs(self.actual)) / 2
        noise = self._noise or Noise.of(size[quiet], (self.actual - expected)[quiet])
        score = noise.even(self.actual) - noise.even(expected)
        telling = score[quiet] if self._before is None else self._before
        self._tails = Tails(telling)
        self._score = score / self._tails.scale
        self._shape = size / np.sqrt(noise.variance(size)) / self._tails.scale
        self._spread, self._moved = np.ones(len(size)), np.ones(len(size))
        self._now = noise
        self.freedom = max(ROBUST * float(len(telling)) - 1, 1.0)

    def level(self, quiet: Flags) -> None:
        """Take out what moved everything alike 「扣除整体变动」."""
        import numpy as np

        for _ in range(3):
            pull = weight = 0.0
            for block in self._blocks():
                shape = np.where(quiet[block], self._shape[block], 0.0)
                pull += float((self._tails.normal(self._score[block]) * shape).sum())
                weight += float((shape * shape).sum())
            moved = pull / weight if weight > 0 else 0.0
            for block in self._blocks():
                self._score[block] -= moved * self._shape[block]
            self._drift *= float(np.exp(np.clip(moved, -1, 1)))
            # Below a hundredth of its own error, it is none.
            if moved * moved * weight < 1e-4:
                break

    def _blocks(self) -> Iterator[slice]:
        """Pieces that fit into the processor's own memory: many times faster than all leaves at once."""
        for start in range(0, len(self._score), BLOCK):
            yield slice(start, start + BLOCK)

    def pulls(self) -> Floats:
        """Scores times shapes: (Σ pull)² / Σ shape² over a slice is how far it is off 「得分」."""
        import numpy as np

        pulls = np.empty(len(self._score))
        for block in self._blocks():
            root = np.sqrt(self._spread[block])
            pulls[block] = self._tails.normal(self._score[block] / root) * (self._shape[block] / root)
        return pulls

    def shapes(self, rows: Codes | slice = slice(None)) -> Floats:
        """Shapes of leaves 「形状」."""
        import numpy as np

        shape: Floats = self._shape[rows] / np.sqrt(self._spread[rows])
        return shape

    def effect(self, rows: Codes, start: float) -> float:
        """Effect that leaves nothing over in a slice 「效应估计」."""
        import numpy as np

        score, shape, root = self._score[rows], self._shape[rows], np.sqrt(self._spread[rows])
        scaled = shape / root
        weight = float((scaled**2).sum())
        theta = start
        for _ in range(12):
            step = float((self._tails.normal((score - theta * shape) / root) * scaled).sum()) / max(weight, 1e-300)
            theta += step
            if abs(step) <= 1e-4 * abs(theta):
                break
        return theta

    def evidence(self, rows: Codes, theta: float, uneven: float) -> float:
        """Log likelihood ratio that all leaves of a slice moved, by about this effect, against none 「证据」."""
        import numpy as np

        score, shape, quiet = self._score[rows], self._shape[rows], self._spread[rows]
        wide = quiet + (uneven * theta * shape) ** 2
        there = self._tails.normal((score - theta * shape) / np.sqrt(wide))
        without = self._tails.normal(score / np.sqrt(quiet))
        return float((without**2 - there**2 - np.log(wide / quiet)).sum()) / 2

    def explain(self, rows: Codes, theta: float) -> None:
        """Take an effect out of a slice; what is left of it wanders by more 「扣除已解释部分」."""
        import numpy as np

        shape = self._shape[rows]
        self._score[rows] -= theta * shape
        self._spread[rows] = np.maximum(self._spread[rows], 1 + (UNEVEN * theta * shape) ** 2)
        if len(rows) > 4:
            left = np.clip(self._tails.normal(self._score[rows] / np.sqrt(self._spread[rows])), -6, 6)
            self._spread[rows] *= max(1.0, float((left**2).mean()))
        self._hold(rows)

    def _hold(self, rows: Codes) -> None:
        """Hold what is left of a slice against the raw figures too: near zero the even scale makes much of little.

        Of a slice that fell by 86 ± 10 % leaves at 0 are no news, however far off they are on the even scale.
        """
        import numpy as np

        actual, expected = self.actual[rows], self.expected[rows] * self._drift
        if (actual < 0).any() or (expected < 0).any():
            return
        whole = float((expected * self._moved[rows]).sum())
        if not whole:
            # What was not there before has nothing that its leaves could differ from.
            self._score[rows] = 0.0
            return
        self._moved[rows] *= float(actual.sum()) / whole
        awaited = expected * self._moved[rows]
        wide = self._now.variance((actual + awaited) / 2) * self._tails.scale**2
        root = np.sqrt(wide + (UNEVEN * (expected - awaited)) ** 2)
        raw = (actual - awaited) / root * np.sqrt(self._spread[rows])
        held = (np.abs(raw) < np.abs(self._score[rows])) & (self._moved[rows] < NEAR_ZERO)
        self._score[rows] = np.where(held, raw, self._score[rows])
