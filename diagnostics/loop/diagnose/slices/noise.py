"""How far figures of a given size wander when nothing happens 「波动规律」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

NOTHING = 1e-9
# So many leaves tell the noise; of more, every so manieth is taken.
ENOUGH = 200_000
# Parts by size whose spreads are told apart, and leaves that each has at least.
MOST_PARTS, FEWEST = 40, 12
# A spread told by the median of what is off is as good as an ordinary one of this share of the leaves.
ROBUST = 0.37
# Leaves for each degree of freedom, where they are too few to tell the tails.
FEW = 8
# Degrees of freedom of Student's distribution among which the tails are sought; the last is the normal one.
FREEDOMS = (2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 14.0, 20.0, 30.0, 60.0, float("inf"))
# Normal quantile of |x| at these shares: the scale of a robust spread.
_SPREADS = ((0.5, 0.6745), (0.75, 1.1503), (0.9, 1.6449))


@dataclass(frozen=True)
class Noise:
    """Variance of a figure of size m: c0 + c1 m + c2 m² 「方差函数」.

    Parameters
    ----------
    fixed, counted, relative : float
        c0 (rounding and the like), c1 (counts), c2 (errors in proportion).
    """

    fixed: float
    counted: float
    relative: float

    @classmethod
    def of(cls, size: Floats, error: Floats) -> Noise:
        """Noise fitted to robust spreads by size; a handful at fault does not move it 「拟合方差函数」."""
        import numpy as np
        from scipy.optimize import nnls

        # What is a billionth of the largest is as good as nothing, and its square is lost to rounding.
        known = np.flatnonzero(size > NOTHING * size.max(initial=0.0))
        known = known[:: -(-len(known) // ENOUGH) or 1]
        known = known[np.argsort(size[known], kind="stable")]
        if not len(known):
            return cls(1.0, 0.0, 1e-12)
        parts = np.array_split(known, max(1, min(MOST_PARTS, len(known) // FEWEST)))
        middle = np.array([np.median(size[part]) for part in parts])
        spread = np.array([_spread(error[part]) ** 2 for part in parts])
        typical = float(np.median(middle))
        # In units of a typical figure the three terms are of one size.
        shape = np.vstack([np.ones(len(parts)), middle / typical, (middle / typical) ** 2]).T
        least = 1e-12 * (middle / typical) ** 2
        target = spread / typical**2
        weight = 1 / np.maximum(target, least)
        terms = np.zeros(3)
        for _ in range(8):
            terms, _ = nnls(shape * weight[:, None], target * weight)
            weight = 1 / np.maximum(shape @ terms, least)
        relative = max(terms[2], 1e-12)
        # Zeros stay finite: a figure a thousand times below the typical one is as good as zero.
        fixed = max(terms[0], relative * 1e-6) * typical**2
        return cls(float(fixed), float(terms[1] * typical), float(relative))

    def variance(self, size: Floats) -> Floats:
        """Variance of figures of these sizes 「方差」."""
        return self.fixed + self.counted * size + self.relative * size**2

    def even(self, values: Floats) -> Floats:
        """Values on the scale on which every figure wanders by 1: the integral of 1 / sd 「方差稳定变换」."""
        import numpy as np

        size, root = np.abs(values), np.sqrt(self.relative)
        start = 2 * root * np.sqrt(self.fixed) + self.counted
        whole = 2 * root * np.sqrt(self.variance(size)) + 2 * self.relative * size + self.counted
        evened: Floats = np.sign(values) * np.log(whole / start) / root
        return evened


def _spread(error: Floats) -> float:
    """Robust standard deviation; of figures that mostly do not move at all, by those that do."""
    import numpy as np

    away = np.abs(error - np.median(error))
    for share, normal in _SPREADS:
        found = float(np.quantile(away, share)) / normal
        if found > 0:
            return found
    return 0.0


class Tails:
    """Scores read as normal ones where their tails are heavier 「厚尾校正」.

    Notes
    -----
    Student's distribution is fitted to the quantiles of quiet scores; a score is read as the normal one of the same
    chance. Its tails go on as a power, so one leaf far off is no proof where leaves are often far off.
    """

    _SHARES = (0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
    _FEWEST = 25
    _LAST = 37.0
    _EXACT = 7.0
    _CELLS = 32768

    def __init__(self, quiet: Floats) -> None:
        import numpy as np
        from scipy.stats import norm, t

        quiet = quiet[:: -(-len(quiet) // ENOUGH) or 1]
        away = np.abs(quiet - np.median(quiet)) if len(quiet) else quiet
        shares = np.array([each for each in self._SHARES if each * len(away) >= self._FEWEST])
        # Too few to tell a tail: heavy ones, the fewer the heavier, and the scale, 1 where nothing moved.
        self.freedom = max(len(away) / FEW, FREEDOMS[0])
        self.scale = (_spread(quiet) if len(quiet) else 0.0) or 1.0
        if len(away) and not np.median(away):
            # Most leaves did not move at all: they have no tail, and their scale is that of the noise.
            self.freedom, self.scale = float("inf"), 1.0
        elif len(shares) >= 4:
            seen = np.log(np.maximum(np.quantile(away, 1 - shares), 1e-12))
            fits = []
            for freedom in FREEDOMS:
                logs = seen - np.log(t.isf(shares / 2, freedom))
                fits.append((float(logs.std()), freedom, float(np.exp(logs.mean()))))
            _, self.freedom, self.scale = min(fits)
        if np.isfinite(self.freedom):
            normal = np.linspace(0, self._LAST, 3701)
            near = normal[normal <= self._EXACT]
            score = t.isf(norm.sf(near), self.freedom)
            # Farther out the tail is a power; its chances are too small to be turned round.
            far = norm.logsf(near[-1]) - norm.logsf(normal[len(near) :])
            score = np.concatenate([score, score[-1] * np.exp(far / self.freedom)])
            # A table of even steps is read without a search.
            self._step = float(np.log1p(score[-1])) / self._CELLS
            self._table = np.interp(np.expm1(np.arange(self._CELLS + 2) * self._step), score, normal)

    def normal(self, scores: Floats) -> Floats:
        """Normal scores of scores that were divided by ``scale`` 「正态得分」."""
        import numpy as np

        if np.isinf(self.freedom):
            return scores
        place = np.minimum(np.log1p(np.abs(scores)) / self._step, self._CELLS)
        whole = place.astype(np.int32)
        low = self._table[whole]
        read: Floats = np.copysign(low + (place - whole) * (self._table[whole + 1] - low), scores)
        return read


def shortest_half(values: Floats) -> float:
    """Median of the shortest half of values: where most of them are, whatever the others do 「最短半区间」."""
    import numpy as np

    ordered = np.sort(values)
    half = (len(ordered) + 1) // 2
    widths = ordered[half - 1 :] - ordered[: len(ordered) - half + 1]
    first = int(np.argmin(widths))
    return float(np.median(ordered[first : first + half]))
