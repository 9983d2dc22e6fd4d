"""How far entities' changes differ without any measure, and the smallest effect that stands out 「最小可检出效果」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from diagnostics.loop.intervene.detectability.two_way import common, restlessness
from diagnostics.model.detection import FEWEST_BEFORE, FEWEST_COMPARISONS, MANY, detectable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# More starts than a season that never were say little new: their windows overlap.
MOST_STARTS = 12
FEWEST_AFTER = 2
# A cohort of fewer gives no spread of its own: each of its entities is then held against the others' spread.
FEWEST_IN_COHORT = 5
# Figures that never move have no spread; what rounding leaves of it must not make any effect look visible.
LEAST_VARIANCE = 1e-20
Before = Literal["mean", "last"]


@dataclass(frozen=True, slots=True)
class Steps:
    """When entities begin, counted from the first of them 「分批设计」.

    Parameters
    ----------
    sizes : tuple of int
        Entities of each wave.
    offsets : tuple of int
        Periods from the first start to that of each wave, ascending from 0.
    span : int
        Periods from the first start to the end of what is looked at.
    """

    sizes: tuple[int, ...]
    offsets: tuple[int, ...]
    span: int

    @property
    def weights(self) -> tuple[float, ...]:
        """How much each entity of a wave counts: by its periods from its start on 「权重」."""
        periods = [self.span - each for each in self.offsets]
        whole = sum(size * each for size, each in zip(self.sizes, periods, strict=True))
        return tuple(each / whole for each in periods)

    @property
    def by_cohort(self) -> bool:
        """Whether each wave is large enough to have a spread of its own 「各批是否够大」."""
        return len(self.sizes) > 1 and min(self.sizes) >= FEWEST_IN_COHORT


def smallest_between(own: Floats, others: Floats, after: int) -> float | None:
    """Smallest effect that shows against comparison entities, on the scale of the analysis 「有对照时」.

    Parameters
    ----------
    own, others : array, (entities, periods)
        Planned entities and those that nothing is done to, so far; NaN where missing.
    after : int
        Periods from the start on that will be looked at; fewer where the history is too short for them, which wander
        further: the smallest effect is then told too large rather than too small.

    Notes
    -----
    As difference-in-differences is judged later: ``(t(0.975) + t(0.80)) · error`` with ``error² = var · (1 / treated
    + 1 / others)`` and ``others - 1`` degrees of freedom, as much wider as the planned entities were more restless;
    from 10 on both sides each side has its own variance. None with fewer than 5 comparison entities, where the history
    is too short for 6 periods before a start and 2 from it on, or where nothing ever moved.
    """
    return smallest_in_steps(own, others, Steps((len(own),), (0,), after))


def smallest_in_steps(own: Floats, others: Floats, steps: Steps, waiting: int | None = None) -> float | None:
    """Smallest effect that shows where entities begin in steps 「分批启动时」.

    Parameters
    ----------
    own, others : array, (entities, periods)
        As above; ``own`` need not be in the order of the waves.
    steps : Steps
        Who begins when.
    waiting : int, optional
        How many will be compared with, where the noise of both sides is that of all rows.

    Notes
    -----
    Waves of 5 and more: by cohorts, each held against its last period before its start, with Welch's degrees of
    freedom. Smaller ones: each entity against its mean before its start, its noise from the others. ``error² = Σ w² var
    (at the wave's start) + var(Σ_s w_s · others at s) / others``, the variances taken at starts that never were.
    """
    import numpy as np

    treated, count = sum(steps.sizes), len(others) if waiting is None else waiting
    steps = steps if len(steps.sizes) > 1 else replace(steps, span=min(steps.span, others.shape[1] - FEWEST_BEFORE))
    if count < FEWEST_COMPARISONS or not treated or steps.span < FEWEST_AFTER:
        return None
    entity, period = common(others)
    noise, gaps = others - entity[:, None] - period, own - period
    clustered = steps.by_cohort or (treated >= MANY and count >= MANY)
    base: Before = "last" if steps.by_cohort else "mean"
    theirs = _variances(noise, steps, base)
    mine = _variances(gaps, steps, base) if clustered else theirs
    if theirs is None or mine is None:
        return None
    sizes, weights = np.array(steps.sizes), np.array(steps.weights)
    parts, shared = sizes * weights**2 * mine[0], theirs[1] / count
    whole = float(parts.sum()) + shared
    if not whole > LEAST_VARIANCE:
        return None
    if not clustered:
        return detectable(math.sqrt(whole) * restlessness(own, others), count - 1)
    groups = list(zip(parts, sizes, strict=True)) if steps.by_cohort else [(parts.sum(), treated)]
    below = sum((part / whole) ** 2 / (size - 1) for part, size in (*groups, (shared, count)))
    return detectable(math.sqrt(whole), 1 / float(below))


def _variances(values: Floats, steps: Steps, base: Before) -> tuple[Floats, float] | None:
    """Variance between entities of their change at each wave's start, and of all starts together.

    Averaged over the last starts that leave the periods looked at, and 6 before.
    """
    import numpy as np

    last = values.shape[1] - steps.span
    share = np.array(steps.sizes) * np.array(steps.weights)
    apart, together = [], []
    for start in range(max(FEWEST_BEFORE, last - MOST_STARTS + 1), last + 1):
        end = start + steps.span
        table = np.column_stack([_change(values[:, :end], start + each, base) for each in steps.offsets])
        table = table[~np.isnan(table).any(axis=1)]
        if len(table) > 1:
            apart.append(table.var(axis=0, ddof=1))
            together.append(float((table @ share).var(ddof=1)))
    return (np.mean(apart, axis=0), float(np.mean(together))) if apart else None


def _change(values: Floats, start: int, base: Before) -> Floats:
    early = values[:, start - 1 : start] if base == "last" else values[:, :start]
    return _mean(values[:, start:]) - _mean(early)


def _mean(rows: Floats) -> Floats:
    import numpy as np

    there = ~np.isnan(rows)
    counts, sums = there.sum(axis=1), np.where(there, rows, 0.0).sum(axis=1)
    return np.asarray(np.divide(sums, counts, out=np.full(len(rows), np.nan), where=counts > 0))


def steps_of(sizes: Sequence[int], after: int) -> list[Steps]:
    """What will have begun when each wave can be judged together with those before it 「各批可评估时」.

    Examples
    --------
    >>> [each.span for each in steps_of([2, 3, 3], 6)]
    [6, 12, 18]
    """
    edges = [(tuple(sizes[:count]), count) for _, count in pairwise(range(len(sizes) + 1))]
    return [Steps(those, tuple(at * after for at in range(count)), count * after) for those, count in edges]
