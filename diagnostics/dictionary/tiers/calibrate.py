"""Base, target and stretch from the figures that people reach 「三级目标测算」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.tiers.figures import Figures, direction_of, read_figures
from diagnostics.dictionary.tiers.quantiles import Ordered
from diagnostics.dictionary.tiers.ranks import SURE, rank_interval
from diagnostics.dictionary.tiers.resample import intervals
from diagnostics.dictionary.tiers.sample import Sample, make_sample
from diagnostics.dictionary.tiers.spread import likeness
from diagnostics.errors import InputError
from diagnostics.model.calibration import GOALS, Calibration, TierEstimate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.intp]

_End = tuple[float, float, float]
# With fewer figures, or figures worth fewer independent ones, base and stretch would lie outside all of them.
FEWEST, LEAST_WORTH = 5, 4.0
# Below, intervals are so wide that a tier is a hint.
SMALL = 20
DRAWS = 999
# Beyond, entities differ so much that one tier for all is easy for some and out of reach for others.
ALIKE = 0.5
# A change between seasons that moves tiers more than noise of the sample would.
TREND = 0.05


def calibrate(  # noqa: PLR0917 (the public signature)
    values: Any, direction: str | None = None, entity: Any = None, period: Any = None, seed: int = 0, draws: int = DRAWS
) -> Calibration:
    """Base, target and stretch that 80, 50 and 20 % are expected to reach 「三级目标测算」.

    Parameters
    ----------
    values : array-like of float, or rows of Observations
        Figures of a KPI, missing ones as NaN. A frame of one KPI, level and cycle brings entities and periods itself.
    direction : {"higher", "lower"}, optional
        Which way is better; where lower is better, base is the highest of the three. Rows of ``observe`` bear that of
        their KPI; for plain figures it is ``higher``.
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
        When a figure is infinite or no number, or lengths, direction, periods, seed or draws don't fit; when nothing
        says which way is better of the rows of a KPI.

    Notes
    -----
    From ten entities on, people are counted: each weighs the same however many figures they have. Of fewer, and of one
    series, periods are counted; without periods, figures. Figures are adjusted for the season where two seasons show
    one (``seasons.py``). A tier is the order statistic whose *expected share out of sample* is the goal
    (``quantiles.py``), not the plain quantile, which is too easy to reach for the base and too hard for nobody: with 10
    people the plain quantile of 20 % is passed by 75 %, not by 80 %. Figures that are all whole give whole tiers. Where
    ties leave no value near the goal, the nearest is taken and flagged. Intervals come from drawing entities and runs
    of periods anew, across each other where periods move everybody, and are at least as wide as the binomial has them
    for what figures are worth (``ranks.py``): drawing anew makes them too narrow of few. Where even all figures don't
    make 95 %, ``.confidence`` is what they make, and the words say so.

    Examples
    --------
    >>> found = calibrate(range(1, 100))
    >>> [each.value for each in found.tiers]
    [20.0, 50.0, 80.0]
    >>> calibrate([3.0, 3.0]).flags
    ('few',)
    """
    import numpy as np

    _refuse(seed, draws)
    figures = read_figures(values, entity, period)
    direction = direction_of(values, direction)
    code = _impossible(figures)
    if code:
        return _refused(figures, direction, code)
    sample = make_sample(figures, 1.0 if direction == "higher" else -1.0)
    # Of many people in few periods of their own kind it can still be told where they stand, if not how that will move.
    worth = sample.worth.people if sample.over == "people" else sample.worth.figures
    if worth < LEAST_WORTH:
        return _refused(figures, direction, "dependent", worth)
    order = np.argsort(sample.values, kind="stable")
    worth = max(sample.worth.figures, LEAST_WORTH)
    ordered = Ordered(sample.values[order], sample.weights[order], worth)
    ends = _ends(sample, ordered, order, (seed, draws))
    tiers = _tiers(sample, ordered, ends, direction)
    return Calibration(
        *tiers, direction=direction, over=sample.over, n=len(figures.values), entities=figures.entities,
        periods=sample.periods, missing=figures.missing, flags=_flags(sample, tiers, worth),
        season=sample.season.factors, additive=sample.season.additive, growth=sample.season.growth, effective=worth,
    )  # fmt: skip


def _refuse(seed: int, draws: int) -> None:
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


def _ends(sample: Sample, ordered: Ordered, order: Codes, chance: tuple[int, int]) -> list[_End]:
    """Interval of each tier, and how sure it is: the wider one of drawing anew and of ranks."""
    import numpy as np

    seed, draws = chance
    if not draws:
        return [(math.nan, math.nan, math.nan)] * len(GOALS)
    levels = [ordered.level(goal) for goal in GOALS.values()]
    figures = ordered.values, ordered.weights
    drawn = intervals(figures, sample.drawn_in(order), draws, levels, np.random.default_rng(seed))
    ranked = [rank_interval(*figures, ordered.worth, 1 - goal) for goal in GOALS.values()]
    return [(min(a, c), max(b, d), min(sure, SURE)) for (a, b), (c, d, sure) in zip(drawn, ranked, strict=True)]


def _tiers(
    sample: Sample, ordered: Ordered, ends: list[_End], direction: str
) -> tuple[TierEstimate, TierEstimate, TierEstimate]:
    """The three in the figures' own sign, never easier from one to the next."""
    sign = 1.0 if direction == "higher" else -1.0
    whole = bool((sample.season.values == sample.season.values.round()).all())
    made: list[TierEstimate] = []
    least = -math.inf
    for (name, goal), (one, other, sure) in zip(GOALS.items(), ends, strict=True):
        value, attainable = ordered.tier(goal)
        # Whole figures: the next harder whole one is reached by the same figures.
        value = least = max(math.ceil(round(value, 9)) if whole else value, least)
        low, high = sorted((sign * min(one, value), sign * max(other, value)))
        made.append(TierEstimate(name, sign * value + 0.0, low, high, ordered.reached(value), goal, attainable, sure))
    return made[0], made[1], made[2]


def _flags(sample: Sample, tiers: tuple[TierEstimate, ...], worth: float) -> tuple[str, ...]:
    n, moments, few = len(sample.values), sample.moments, sample.over != "people"
    told = {
        "basis": "basis" in sample.figures.flags,
        "ties": not all(each.attainable for each in tiers),
        "same_tier": len({each.value for each in tiers}) < len(tiers),
        "small": worth < SMALL,
        "unsure": any(each.confidence < SURE for each in tiers),
        "few_people": sample.over == "periods" and sample.figures.entities > 1,
        "no_periods": sample.over == "figures",
        "seasonal": bool(sample.season.factors),
        "one_season": moments is not None and moments.season > 1 and math.isnan(sample.season.growth),
        "trend": abs(sample.season.growth) > TREND,
        "dependence": sample.over == "periods" and worth < sample.worth.people / 2,
        "shared": sample.worth.people < n / 2 if sample.over == "periods" else sample.worth.by_periods,
        "different": few and likeness(sample.values, sample.entity) > ALIKE,
    }
    return tuple(name for name, holds in told.items() if holds)
