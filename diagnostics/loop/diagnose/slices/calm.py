"""How far leaves wander, told by earlier pairs of periods as far apart as the two compared 「平时的波动」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.slices.counts import FEWEST, LEAST, Counts, halfway
from diagnostics.loop.diagnose.slices.noise import Noise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.slices.cube import Cube

    Floats = NDArray[np.float64]

# A first guess at the variance of logs of rates, by which what moved all leaves alike is taken out.
GUESS = 0.1
# Earlier pairs from which on a slice is held against what it did itself, and the chance it must stay below.
FEWEST_PAIRS, CHANCE = 3, 0.01


def wandering(pairs: Sequence[tuple[Floats, Floats]]) -> tuple[float, int] | None:
    """Variance of logs of leaves' rates from one period to another, and how many differences tell it 「比率波动」.

    Parameters
    ----------
    pairs : sequence of two arrays, (2, leaves)
        Events and cases, later and earlier.

    Returns
    -------
    tuple or None
        None where too few leaves have events enough.
    """
    import numpy as np

    told = []
    for now, then in pairs:
        model = Counts(now, then, GUESS)
        everywhere = np.ones(now.shape[1], dtype=bool)
        model.begin(everywhere)
        off, plain, more = model.apart(everywhere)
        # What moved them alike was taken from as many as they are.
        if len(off) > 1:
            told.append(np.vstack([off * len(off) / (len(off) - 1), plain, more]))
    count = sum(each.shape[1] for each in told)
    if count < FEWEST:
        return None
    off, plain, more = np.hstack(told)
    return halfway(off, plain, more, LEAST), count


def noise_and_scores(pairs: Sequence[tuple[Floats, Floats]]) -> tuple[Noise, Floats] | None:
    """Variance of amounts by size, and scores of leaves by it 「金额波动」.

    Parameters
    ----------
    pairs : sequence of two arrays, (leaves,)
        Amounts, later and as the earlier period made one expect.

    Returns
    -------
    tuple or None
        None where there are too few leaves.
    """
    import numpy as np

    sides = []
    for actual, expected in pairs:
        both = (actual > 0) & (expected > 0)
        if both.sum() > 1:
            drift = float(np.exp(np.median(np.log(actual[both] / expected[both]))))
            there = (actual != 0) | (expected != 0)
            sides.append(np.vstack([actual, expected * drift])[:, there])
    if sum(each.shape[1] for each in sides) < FEWEST:
        return None
    actual, expected = np.hstack(sides)
    # What moved them alike was taken from as many as they are.
    wider = np.hstack([np.full(each.shape[1], np.sqrt(each.shape[1] / (each.shape[1] - 1))) for each in sides])
    noise = Noise.of((np.abs(actual) + np.abs(expected)) / 2, (actual - expected) * wider)
    return noise, (noise.even(actual) - noise.even(expected)) * wider


@dataclass(frozen=True, eq=False)
class Pair:
    """Two periods beside each other 「两期」.

    Parameters
    ----------
    cube : Cube
        Its leaves.
    now, then : array, (figures, leaves)
        Figures of the later and of the earlier one.
    """

    cube: Cube
    now: Floats
    then: Floats

    def apart(self, told: dict[int, str]) -> float | None:
        """By how much more than the rest a slice moved, between -4 and 4; None where it was not there 「相对变动」."""
        import numpy as np

        inside = np.ones(self.cube.leaves, dtype=bool)
        for at, value in told.items():
            labels = self.cube.labels[at]
            inside &= self.cube.codes[at] == (labels.index(value) if value in labels else -1)
        return _moved(self.now, self.then, inside) - _moved(self.now, self.then, ~inside) if inside.any() else None


def beyond_own(told: dict[int, str], pair: Pair, earlier: Sequence[Pair]) -> bool:
    """Whether a slice moved further from the rest than it does from one period to another 「超出自身波动」.

    Parameters
    ----------
    told : dict
        Value by place of the dimension.
    pair : Pair
        The two periods compared.
    earlier : sequence of Pair
        Those before. Where the slice is in fewer than 3 of them, nothing is held against it.
    """
    from scipy.stats import t

    before = [each for each in (one.apart(told) for one in earlier) if each is not None]
    here = pair.apart(told)
    if len(before) < FEWEST_PAIRS or here is None:
        return True
    usual = max((sum(each * each for each in before) / len(before)) ** 0.5, 1e-9)
    return bool(2 * t.sf(abs(here) / usual, len(before)) < CHANCE)


def _moved(now: Floats, then: Floats, leaves: NDArray[np.bool_]) -> float:
    """Change of a sum, or of a ratio of sums, by the mean of both sides."""
    after, before = (_level(each[:, leaves]) for each in (now, then))
    size = (abs(after) + abs(before)) / 2
    return (after - before) / size if size else 0.0


def _level(figures: Floats) -> float:
    import numpy as np

    sums = np.nan_to_num(figures).sum(axis=1)
    if len(sums) == 1:
        return float(sums[0])
    return float(sums[0] / sums[1]) if sums[1] else 0.0
