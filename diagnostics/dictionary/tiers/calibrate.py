"""Base, target and stretch from the figures that people reach 「三级目标测算」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.tiers.figures import Figures, read_figures
from diagnostics.dictionary.tiers.moments import Moments, read_moments
from diagnostics.dictionary.tiers.quantiles import Ordered
from diagnostics.dictionary.tiers.resample import intervals, people_counts, period_counts
from diagnostics.dictionary.tiers.seasons import Seasonal, without_season
from diagnostics.dictionary.tiers.spread import likeness, worth_of_people, worth_of_periods
from diagnostics.errors import InputError, unknown
from diagnostics.model.calibration import GOALS, Calibration, Over, TierEstimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

DIRECTIONS = ("higher", "lower")
# With fewer figures, or figures worth fewer independent ones, base and stretch would lie outside all of them.
FEWEST, LEAST_WORTH = 5, 4.0
# Fewer people than this can't be told from each other; then their periods count. As for the 271 distribution.
PEOPLE = 10
# Below, intervals are so wide that a tier is a hint.
SMALL = 20
DRAWS = 999
# Beyond, entities differ so much that one tier for all is easy for some and out of reach for others.
ALIKE = 0.5
# A change between seasons that moves tiers more than noise of the sample would.
TREND = 0.05


@dataclass(frozen=True, eq=False)
class _Sample:
    """Figures made ready: adjusted, better ones higher, with who and when."""

    figures: Figures
    moments: Moments | None
    season: Seasonal
    over: Over
    values: Floats
    entity: Codes


def calibrate(  # noqa: PLR0917 (the public signature)
    values: Any, direction: str = "higher", entity: Any = None, period: Any = None, seed: int = 0, draws: int = DRAWS
) -> Calibration:
    """Base, target and stretch that 80, 50 and 20 % are expected to reach 「三级目标测算」.

    Parameters
    ----------
    values : array-like of float, or rows of Observations
        Figures of a KPI, missing ones as NaN. A frame of one KPI, level and cycle brings entities and periods itself.
    direction : {"higher", "lower"}
        Which way is better; where lower is better, base is the highest of the three.
    entity, period : array-like, optional
        Whose (a person, a store) and of when (``2025-06``, a day) each figure is.
    seed : int
        Seed of the bootstrap, at least 0.
    draws : int
        Draws of the bootstrap; 0 leaves intervals out.

    Returns
    -------
    Calibration
        ``.base``, ``.target``, ``.stretch``, each with ``.value .low .high .share``; ``.flags`` and ``.text`` say what
        to know, or why no tier can be told: then ``.ok`` is False and values are missing.

    Raises
    ------
    InputError
        When a figure is infinite or no number, or lengths, direction, periods, seed or draws don't fit.

    Notes
    -----
    From ten entities on, people are counted: each weighs the same however many figures they have. Of fewer, and of one
    series, periods are counted. Figures are adjusted for the season where two seasons show one (``seasons.py``). A tier
    is the order statistic whose *expected share out of sample* is the goal (``quantiles.py``), not the plain quantile,
    which is too easy to reach for the base and too hard for nobody: with 10 people the plain quantile of 20 % is passed
    by 75 %, not by 80 %. Figures that are all whole give whole tiers. Where ties leave no value near the goal, the
    nearest is taken and flagged. Intervals are of 95 %, by drawing entities, or runs of periods, anew.

    Examples
    --------
    >>> found = calibrate(range(1, 100))
    >>> [each.value for each in found.tiers]
    [20.0, 50.0, 80.0]
    >>> calibrate([3.0, 3.0]).flags
    ('few',)
    """
    import numpy as np

    _refuse(direction, seed, draws)
    figures = read_figures(values, entity, period)
    code = _impossible(figures)
    if code:
        return _refused(figures, direction, code)
    sample = _sample(figures, 1.0 if direction == "higher" else -1.0)
    weights = _weights(sample)
    worth = _worth(sample, weights)
    if worth < LEAST_WORTH:
        return _refused(figures, direction, "dependent", worth)
    order = np.argsort(sample.values, kind="stable")
    ordered = Ordered(sample.values[order], weights[order], worth)
    ends = _ends(sample, ordered, order, (seed, draws))
    tiers = _tiers(sample, ordered, ends, direction)
    return Calibration(
        *tiers, direction=direction, over=sample.over, n=len(figures.values), entities=figures.entities,
        periods=0 if sample.moments is None else len(set(sample.moments.back.tolist())), missing=figures.missing,
        flags=_flags(sample, tiers, worth), season=sample.season.factors, additive=sample.season.additive,
        growth=sample.season.growth, effective=worth,
    )  # fmt: skip


def _refuse(direction: str, seed: int, draws: int) -> None:
    if direction not in DIRECTIONS:
        raise unknown("direction", str(direction), DIRECTIONS)
    for name, value in (("seed", seed), ("draws", draws)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InputError(f"{name} == {value!r}, must be a whole number of at least 0.")


def _impossible(figures: Figures) -> str:
    """Why figures can tell no tiers whatever they are worth, empty where they may."""
    if not len(figures.values):
        return "missing"
    if len(figures.values) < FEWEST:
        return "few"
    return "constant" if figures.values.min() == figures.values.max() else ""


def _refused(figures: Figures, direction: str, code: str, worth: float = math.nan) -> Calibration:
    base, target, stretch = (TierEstimate(name, goal=goal) for name, goal in GOALS.items())
    return Calibration(
        base, target, stretch, direction=direction, over="people", n=len(figures.values), entities=figures.entities,
        missing=figures.missing, flags=(code,), effective=worth,
    )  # fmt: skip


def _sample(figures: Figures, sign: float) -> _Sample:
    import numpy as np

    moments = None if figures.period is None else read_moments(figures.period)
    # Without entities: each figure is a person's, or, with periods, one series.
    alone = np.zeros(len(figures.values), dtype=np.intp) if moments else np.arange(len(figures.values))
    entity = alone if figures.entity is None else figures.entity
    if moments is not None:
        _refuse_twice(entity, moments)
    season = Seasonal(figures.values) if moments is None else without_season(figures.values, entity, moments)
    few = len(set(entity.tolist())) < PEOPLE
    over: Over = "periods" if moments is not None and few and len(set(moments.back.tolist())) > 1 else "people"
    return _Sample(figures, moments, season, over, sign * season.values, entity)


def _refuse_twice(entity: Codes, moments: Moments) -> None:
    import numpy as np

    if len(np.unique(entity * (int(moments.back.max(initial=0)) + 1) + moments.back)) < len(entity):
        raise InputError("An entity has two figures in one period; hand in one figure an entity and period.")


def _weights(sample: _Sample) -> Floats:
    """Weights that add up to 1: people weigh the same however many figures they have."""
    import numpy as np

    n = len(sample.values)
    if sample.over == "periods":
        return np.full(n, 1 / n)
    sizes = np.bincount(sample.entity)
    return np.asarray(1.0 / sizes[sample.entity] / len(sizes), dtype=np.float64)


def _worth(sample: _Sample, weights: Floats) -> float:
    if sample.over == "periods" and sample.moments is not None:
        return worth_of_periods(sample.values, sample.entity, sample.moments.back)
    return worth_of_people(sample.values, sample.entity, weights)


def _ends(sample: _Sample, ordered: Ordered, order: Codes, chance: tuple[int, int]) -> list[tuple[float, float]]:
    import numpy as np

    seed, draws = chance
    if not draws:
        return [(math.nan, math.nan)] * len(GOALS)
    generator = np.random.default_rng(seed)
    cluster = sample.entity
    if sample.over == "periods" and sample.moments is not None:
        cluster = np.unique(sample.moments.back, return_inverse=True)[1]
    levels = [ordered.level(goal) for goal in GOALS.values()]
    clusters = int(cluster.max()) + 1
    counts = period_counts if sample.over == "periods" else people_counts
    figures = (ordered.values, ordered.weights, cluster[order])
    return intervals(figures, lambda number: counts(clusters, number, generator), draws, levels)


def _tiers(
    sample: _Sample, ordered: Ordered, ends: list[tuple[float, float]], direction: str
) -> tuple[TierEstimate, TierEstimate, TierEstimate]:
    """The three in the figures' own sign, never easier from one to the next."""
    sign = 1.0 if direction == "higher" else -1.0
    whole = bool((sample.season.values == sample.season.values.round()).all())
    made: list[TierEstimate] = []
    least = -math.inf
    for (name, goal), (one, other) in zip(GOALS.items(), ends, strict=True):
        value, attainable = ordered.tier(goal)
        # Whole figures: the next harder whole one is reached by the same figures.
        value = least = max(math.ceil(round(value, 9)) if whole else value, least)
        low, high = sorted((sign * min(one, value), sign * max(other, value)))
        made.append(TierEstimate(name, sign * value + 0.0, low, high, ordered.reached(value), goal, attainable))
    return made[0], made[1], made[2]


def _flags(sample: _Sample, tiers: tuple[TierEstimate, ...], worth: float) -> tuple[str, ...]:
    n, moments = len(sample.values), sample.moments
    told = {
        "basis": "basis" in sample.figures.flags,
        "ties": not all(each.attainable for each in tiers),
        "same_tier": len({each.value for each in tiers}) < len(tiers),
        "small": worth < SMALL,
        "few_people": sample.over == "periods" and sample.figures.entities > 1,
        "seasonal": bool(sample.season.factors),
        "one_season": moments is not None and moments.season > 1 and math.isnan(sample.season.growth),
        "trend": abs(sample.season.growth) > TREND,
        "dependence": worth < n / 2 and sample.over == "periods",
        "different": sample.over == "periods" and likeness(sample.values, sample.entity) > ALIKE,
    }
    return tuple(name for name, holds in told.items() if holds)
