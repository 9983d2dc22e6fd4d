"""Synthetic control and synthetic difference-in-differences 「合成控制与合成双重差分」."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.balanced import Balanced, balanced
from diagnostics.loop.track.effect.did import pre_trend
from diagnostics.loop.track.effect.estimate import Estimate, Synthesis
from diagnostics.loop.track.effect.placebo import placebo_sets, rank, ranked
from diagnostics.loop.track.effect.predictors import resembling
from diagnostics.loop.track.effect.restless import restlessness, widened
from diagnostics.loop.track.effect.simplex import exact, published

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]

# Weight of the squared weights where it only makes the weights unique, and least progress of a step, in noise.
TINY, LEAST = 1e-6, 1e-5
# What is missed before the start by more than twice what is usual says nothing of what comes after it.
POOR = 2.0


@dataclass(frozen=True, eq=False)
class Weighted:
    """A series held against its weighted others 「加权对比」.

    Parameters
    ----------
    entities, periods : array
        Weights of the others, and of the periods before the start.
    gaps : array
        The series less the weighted others, in every period.
    after : array of bool
        Which periods lie after the start.
    level : float
        Gap that is taken for usual when the fit is looked at.
    """

    entities: Floats
    periods: Floats
    gaps: Floats
    after: NDArray[np.bool_]
    level: float

    @property
    def effect(self) -> float:
        """Mean gap from the start on less the weighted gap before it 「效果」."""
        return float(self.gaps[self.after].mean() - self.periods @ self.gaps[~self.after])

    @property
    def missed(self) -> float:
        """Root mean squared misfit before the start 「启动前拟合误差」."""
        return float(((self.gaps[~self.after] - self.level) ** 2).mean() ** 0.5)

    @property
    def ratio(self) -> float:
        """Misfit after the start to misfit before it 「前后误差比」."""
        later = float(((self.gaps[self.after] - self.level) ** 2).mean() ** 0.5)
        return later / self.missed if self.missed > 0 else math.inf if later > 0 else 0.0

    def times(self, unit: float) -> Weighted:
        """The same in a unit that much smaller 「换算」."""
        return replace(self, gaps=unit * self.gaps, level=unit * self.level)


def synthetic_did(panel: Panel, seed: int = 0) -> Estimate | None:
    """Change of the treated against others and periods weighted to run parallel before the start 「合成双重差分」.

    Parameters
    ----------
    panel : Panel
        Its part without gaps is analysed; the treated entities by their mean.
    seed : int
        Of the placebo draws, where several entities are treated.

    Returns
    -------
    Estimate or None
        None with fewer than two periods before the start, none after it, or nobody to compare with.

    Notes
    -----
    Entities: ``argmin mean((a + others' w - own)²) + zeta² |w|²`` before the start, w >= 0, sum(w) = 1, with
    ``zeta = (treated · periods after)^(1/4) · sd(changes of the others from period to period before the start)``.
    Periods: the same over the others, from before the start to their mean after it, with next to no zeta. The error is
    the standard deviation of the placebos', who are weighted the same way; those who
    fit worse than twice the median before the start are left out, as the treated one would be refused. Degrees of
    freedom: one less than the others, in proportion to the placebos that are left.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D., Imbens, G., Wager, S. (2021). Synthetic difference-in-differences.
    American Economic Review 111.
    """
    treated = int(panel.treated.sum())

    def weigh(each: Balanced, placebo: bool) -> Weighted:
        return _parallel(each, treated, steps=not placebo)

    return _assess(panel, balanced(panel), weigh, seed)


def synthetic_control(panel: Panel, seed: int = 0) -> Estimate | None:
    """Level of the treated against others weighted to have the same before the start 「合成控制」.

    Parameters
    ----------
    panel, seed
        As of ``synthetic_did``. With covariates, the entities are to resemble the treated one in those, too.

    Notes
    -----
    Without covariates every period before the start counts alike. With covariates see ``resembling``. Error and ranks
    come from the placebos, weighted the same way.

    References
    ----------
    Abadie, A., Diamond, A., Hainmueller, J. (2010). Synthetic control methods for comparative case studies. Journal of
    the American Statistical Association 105.
    """
    return _assess(panel, balanced(panel, covariates=len(panel.predictors) > 0), lambda each, _: _alike(each), seed)


def _assess(panel: Panel, part: Balanced, weigh: Callable[[Balanced, bool], Weighted], seed: int) -> Estimate | None:
    """Effect with its placebos, its fit before the start, and the trend that the weights leave."""
    import numpy as np

    if not part.judged:
        return None
    unit = float(np.abs(part.own - part.own.mean()).max()) or 1.0
    # Weights don't depend on level and unit; this keeps squares of very large values finite.
    scaled = replace(part, own=(part.own - part.own.mean()) / unit, others=(part.others - part.own.mean()) / unit)
    found = weigh(scaled, False).times(unit)
    sets = placebo_sets(len(part.others), int(panel.treated.sum()), seed)
    tried = [weigh(scaled.pretend(each), True).times(unit) for each in sets]
    usual = float(np.median([each.missed for each in tried])) if tried else math.nan
    # The treated one is refused by the same rule: so the others are as it is, and a rank among them means what it says.
    placebos = [each for each in tried if each.missed <= POOR * usual]
    effects = np.array([each.effect for each in placebos])
    # Draws of several entities overlap: what they know is known from the entities they are drawn from.
    df = len(part.others) * len(placebos) / len(tried) - 1 if tried else math.nan
    error = float(effects.std(ddof=1)) if len(effects) > 1 else math.nan
    gaps = np.full(panel.values.shape[1], np.nan)
    gaps[part.places] = found.gaps
    before = np.zeros(len(gaps))
    before[part.places[~part.after]] = found.periods
    estimate = Estimate(
        found.effect, error, df, ranked(found.effect, effects),
        *pre_trend(panel, gaps[None, :], before if before.any() else None),
        _synthesis(panel, part, found, placebos, usual),
    )  # fmt: skip
    if not placebos:
        return estimate
    early = [each.gaps[~part.after] for each in (found, *placebos)]
    return widened(estimate, restlessness(np.array(early[:1]), np.array(early[1:])))


def _synthesis(panel: Panel, part: Balanced, found: Weighted, placebos: list[Weighted], usual: float) -> Synthesis:
    names = [panel.entities[each] for each in part.rows]
    periods = [panel.line.text(int(each)) for each in part.places[~part.after]]
    return Synthesis(
        entities=_largest_first(names, found.entities),
        periods=_largest_first(periods, found.periods),
        missed=found.missed,
        usual=usual,
        ratio_rank=rank(found.ratio, [each.ratio for each in placebos]) if len(placebos) > 1 else 0,
    )


def _largest_first(names: list[str], weights: Floats) -> dict[str, float]:
    import numpy as np

    order = np.argsort(-weights, kind="stable")
    return {names[each]: float(weights[each]) for each in order if weights[each] > 1e-9}


def _parallel(part: Balanced, treated: int, *, steps: bool) -> Weighted:
    """Weights of entities and periods of synthetic difference-in-differences."""
    before, later = part.others[:, ~part.after], part.others[:, part.after]
    noise = _noise(before)
    zeta = (treated * later.shape[1]) ** 0.25 * noise

    def least(columns: Floats, target: Floats, ridge: float) -> Floats:
        columns, target = columns - columns.mean(axis=0), target - target.mean()
        ridge *= len(target) ** 0.5
        # Thousands of steps a placebo would cost a hundred times more and change its third digit.
        return published(columns, target, ridge, LEAST * noise) if steps else exact(columns, target, ridge)

    entities = least(before.T, part.own[~part.after], zeta)
    periods = least(before, later.mean(axis=1), TINY * noise)
    gaps = part.own - entities @ part.others
    return Weighted(entities, periods, gaps, part.after, float(gaps[~part.after].mean()))


def _alike(part: Balanced) -> Weighted:
    """Weights of entities of a synthetic control."""
    import numpy as np

    before = part.others[:, ~part.after]
    if part.traits.shape[1]:
        entities = resembling(part.traits, part.own[~part.after], before)
    else:
        entities = exact(before.T, part.own[~part.after], TINY * _noise(before) * before.shape[1] ** 0.5)
    nothing = np.zeros(before.shape[1])
    return Weighted(entities, nothing, part.own - entities @ part.others, part.after, 0.0)


def _noise(before: Floats) -> float:
    """Standard deviation of the changes from period to period."""
    import numpy as np

    changes = np.diff(before, axis=1)
    return float(changes.std(ddof=1)) if changes.size > 1 else 0.0
