"""What a season does to figures, and figures without it 「季节调整」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.dictionary.tiers.moments import Moments

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# Fewer seasons can't tell a season from chance.
SEASONS = 2
# A season is taken out only where chance would show one like it in two of a hundred.
CHANCE = 0.02
_ROUNDS = 50


@dataclass(frozen=True, eq=False)
class Seasonal:
    """Figures without their season 「季节调整结果」.

    Parameters
    ----------
    values : array of float
        Adjusted figures, as in an average part of the season.
    factors : mapping
        Factor (or addition) by name of the position; empty where no season was found.
    additive : bool
        Whether factors are added.
    growth : float
        Change from one season to the next as a share of the mean; NaN where fewer than two seasons are known.
    """

    values: Floats
    factors: Mapping[str, float] = field(default_factory=dict)
    additive: bool = False
    growth: float = math.nan


def without_season(values: Floats, entity: Codes, moments: Moments) -> Seasonal:
    """Figures as they would be in an average part of the season 「季节调整」.

    Parameters
    ----------
    values : array of float
        Finite figures.
    entity : array of int
        Number of the entity of each.

    Notes
    -----
    Seasons are counted back from the last period. Each entity has a level in each season; positions in the season have
    factors, or additions where figures lie at or below zero, fitted in turn. Growth within a season is taken out
    beforehand, by what changes between the same positions of neighbouring seasons. A season is taken out where an F
    test of the means of periods finds it at 2 %: a good month for everybody is one surprise, however many had it. Few
    seasons fit their own factors too well: what is left is stretched by ``sqrt((1 + 1/m) / (1 - 1/m))`` with m
    independent figures a position, the error of a figure that was not there when factors were found over the error of
    one that was.
    """
    import numpy as np

    length = moments.season
    where, block = moments.back % length, moments.back // length
    if length < 2 or int(moments.back.max(initial=0)) + 1 < SEASONS * length or len(set(where)) < length:
        return Seasonal(values)
    level = np.unique(entity * (int(block.max()) + 1) + block, return_inverse=True)[1]
    additive = bool((values <= 0).any())
    drift = _drift(values, entity, moments.back, length, additive=additive)
    if math.isnan(drift):
        return Seasonal(values)
    growth = drift if not additive else drift / abs(float(values.mean())) if values.mean() else math.nan
    ramp = -drift * (where - (length - 1) / 2) / length
    plain = values - ramp if additive else values / np.maximum(1 + ramp, 0.1)
    fitted, effect = _fitted(plain, level, where, additive=additive)
    told = effect[where] if additive else effect[where] - 1
    off = plain - fitted if additive else plain / fitted - 1
    found = _Periods(off, told, moments.back, int(block.max()) + length)
    if not found.seasonal(len(set(where)) - 1):
        return Seasonal(values, additive=additive, growth=growth)
    per_position = max(found.worth() / length, SEASONS)
    stretch = math.sqrt((1 + 1 / per_position) / (1 - 1 / per_position))
    if additive:
        adjusted = fitted + stretch * (plain - fitted - effect[where]) + ramp
    else:
        expected = fitted * effect[where]
        adjusted = fitted * (plain / expected) ** stretch * np.maximum(1 + ramp, 0.1)
    factors = {moments.labels[each]: float(effect[each]) for each in sorted(set(where), key=moments.labels.__getitem__)}
    return Seasonal(adjusted, factors, additive, growth)


def _drift(values: Floats, entity: Codes, back: Codes, length: int, *, additive: bool) -> float:
    """Change from a season to the next between the same positions, relative to the level where not additive."""
    import numpy as np

    span = int(back.max()) + length + 1
    keys = entity * span + back
    order = np.argsort(keys)
    wanted = keys + length
    at = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    both = keys[order][at] == wanted
    if not both.any():
        return math.nan
    now, before = values[both], values[order][at][both]
    change = float((now - before).sum())
    # Ratios are sums over sums.
    return change / len(now) if additive else 2 * change / float((now + before).sum())


def _fitted(values: Floats, level: Codes, where: Codes, *, additive: bool) -> tuple[Floats, Floats]:
    """Level of each figure, and the effect of each position: of mean 1, or 0 where added."""
    import numpy as np

    effect = np.zeros(int(where.max()) + 1) if additive else np.ones(int(where.max()) + 1)
    for _ in range(_ROUNDS):
        last = effect
        if additive:
            levels = np.bincount(level, values - effect[where]) / np.bincount(level)
            effect = np.bincount(where, values - levels[level]) / np.bincount(where)
            effect = effect - effect.mean()
        else:
            levels = np.bincount(level, values) / np.bincount(level, effect[where])
            effect = np.bincount(where, values) / np.bincount(where, levels[level])
            effect = effect / effect.mean()
        if np.allclose(effect, last, rtol=1e-9, atol=1e-12):
            break
    return levels[level], effect


class _Periods:
    """Means over entities of each period, off from the level 「各周期的平均偏离」."""

    def __init__(self, off: Floats, told: Floats, back: Codes, used: int) -> None:
        import numpy as np

        self.period = np.unique(back, return_inverse=True)[1]
        self.sizes = np.bincount(self.period).astype(float)
        self.left = off - told
        self.off, self.rest = self._mean(off), self._mean(self.left)
        self.free = len(self.sizes) - used

    def _mean(self, values: Floats) -> Floats:
        import numpy as np

        return np.asarray(np.bincount(self.period, values) / self.sizes)

    def seasonal(self, extra: int) -> bool:
        """Whether an F test finds effects of the positions."""
        from scipy import stats

        rest = float((self.rest**2).sum())
        gained = float((self.off**2).sum()) - rest
        if self.free < 1 or extra < 1 or gained <= 0:
            return False
        return rest == 0 or bool(stats.f.sf(gained / extra / (rest / self.free), extra, self.free) < CHANCE)

    def worth(self) -> float:
        """Independent figures that all are worth, those of one period being alike."""
        n, periods = float(self.sizes.sum()), len(self.sizes)
        if n <= periods:
            return n
        within = float(((self.left - self.rest[self.period]) ** 2).sum()) / (n - periods)
        between = float((self.sizes * self.rest**2).sum()) / self.free
        whole = between + (n / periods - 1) * within
        alike = min(max((between - within) / whole, 0.0), 1.0) if whole > 0 else 0.0
        return n / (1 + (n / periods - 1) * alike)
