"""How many independent figures the figures are worth 「有效样本量」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

_MOST_ALIKE = 0.95
_MOST = 0.999
# Periods that take this share of what figures are worth are drawn anew too.
MATTERS = 0.1


def likeness(values: Floats, entity: Codes) -> float:
    """Share of the variance that lies between entities, 0 to 1 「组内相关」.

    Notes
    -----
    Intraclass correlation of one-way analysis of variance, with the mean number of figures per entity corrected for
    unequal numbers (Donner, 1986).

    Examples
    --------
    >>> import numpy as np
    >>> likeness(np.array([1.0, 1.0, 5.0, 5.0]), np.array([0, 0, 1, 1]))
    1.0
    """
    import numpy as np

    sizes = np.bincount(entity).astype(float)
    groups, n = len(sizes), len(values)
    if groups < 2 or n <= groups:
        return 0.0
    means = np.bincount(entity, values) / sizes
    within = float(np.square(values - means[entity]).sum()) / (n - groups)
    between = float((sizes * np.square(means - values.mean())).sum()) / (groups - 1)
    typical = (n - float(np.square(sizes).sum()) / n) / (groups - 1)
    whole = between + (typical - 1) * within
    return float(np.clip((between - within) / whole, 0, 1)) if whole > 0 else 0.0


@dataclass(frozen=True)
class Worth:
    """Independent figures that figures are worth, and how far periods move everybody 「有效样本量」.

    Parameters
    ----------
    figures : float
        Independent figures that all are worth.
    people : float
        What they would be worth if every period were like the others.
    shared : float
        Share of the variance that all entities of a period have in common, 0 to 1.
    """

    figures: float
    people: float
    shared: float = 0.0

    @property
    def by_periods(self) -> bool:
        """Whether it matters which periods the figures are of."""
        return self.figures < self.people * (1 - MATTERS)


def worth_of_people(values: Floats, entity: Codes, weights: Floats, back: Codes | None = None) -> Worth:
    """Independent figures that the figures of many entities are worth 「有效样本量（人员）」.

    Notes
    -----
    ``1 / (a A + s f B + (1 - a - s) C)``: Kish's design effect of clusters, with entities and periods crossed. A and B
    are the sums of squares of the weights that entities and periods have in all, C of the figures' own weights; a and s
    the shares of the variance between entities and between periods; f = (1 + r) / (1 - r), r the correlation of
    neighbouring periods. Weights add up to 1.
    """
    import numpy as np

    own = float(np.square(np.bincount(entity, weights)).sum())
    single = float(np.square(weights).sum())
    alike = likeness(values, entity)
    people = 1 / (alike * own + (1 - alike) * single)
    if back is None or len(set(back.tolist())) < 2 or len(values) <= len(np.unique(entity)):
        return Worth(people, people)
    moved = _around_lines(values, entity, back, common=True)
    period = np.unique(back, return_inverse=True)[1]
    shared = min(likeness(moved, period), _MOST)
    means = np.bincount(period, moved) / np.bincount(period)
    alike = min(likeness(values - means[period], entity), _MOST)
    # Both were taken beside what is left of the variance, as 1.
    between, common = alike / (1 - alike), shared / (1 - shared)
    whole = between + common + 1
    runs = _runs(np.zeros(len(means), dtype=np.intp), np.unique(back), means)
    beside = float(np.square(np.bincount(period, weights)).sum())
    return Worth(whole / (between * own + common * beside * runs + single), people, common / whole)


def worth_of_periods(values: Floats, entity: Codes, back: Codes) -> Worth:
    """Independent figures that the figures of a few entities' periods are worth 「有效样本量（周期）」.

    Notes
    -----
    ``n / (1 + (E - 1) s) (1 - r) / (1 + r)`` of n figures, E of them a period: s is the correlation of entities within
    a period, r that of neighbouring periods, both around each entity's straight line and at least 0. So periods count
    once where entities move together, and each figure where they don't. Growth by itself makes no dependence; it is
    told apart.
    """
    import numpy as np

    left = _around_lines(values, entity, back, common=False)
    period = np.unique(back, return_inverse=True)[1]
    shared, each = likeness(left, period), len(values) / (int(period.max()) + 1)
    people = len(values) / (1 + (each - 1) * shared)
    return Worth(people / _runs(entity, back, left), people, shared)


def _around_lines(values: Floats, entity: Codes, back: Codes, *, common: bool) -> Floats:
    """Figures around each entity's own straight line in time, or around lines of a common slope."""
    import numpy as np

    sizes = np.bincount(entity)

    def centred_on_entity(figures: Floats) -> Floats:
        return np.asarray(figures - (np.bincount(entity, figures) / sizes)[entity])

    centred, time = centred_on_entity(values), centred_on_entity(back.astype(float))
    if common:
        return np.asarray(centred - float(centred @ time) / max(float(time @ time), 1e-12) * time)
    slope = np.bincount(entity, centred * time) / np.maximum(np.bincount(entity, time * time), 1e-12)
    return np.asarray(centred - slope[entity] * time)


def _runs(entity: Codes, back: Codes, left: Floats) -> float:
    """By how much neighbouring periods that are alike lessen what figures are worth, from 1 on."""
    import numpy as np

    grid = np.full((int(entity.max()) + 1, int(back.max()) + 1), np.nan)
    grid[entity, back] = left
    one, next_ = grid[:, :-1], grid[:, 1:]
    both = ~np.isnan(one) & ~np.isnan(next_)
    whole = float(np.square(left).sum()) / len(left)
    together = float((one[both] * next_[both]).sum()) / max(int(both.sum()), 1)
    alike = float(np.clip(together / whole, 0, _MOST_ALIKE)) if whole > 0 else 0.0
    return (1 + alike) / (1 - alike)
