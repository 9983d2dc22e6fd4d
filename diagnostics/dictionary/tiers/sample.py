"""Figures made ready for tiers: adjusted, weighed, and what they are worth 「测算样本」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.dictionary.tiers.figures import Figures
from diagnostics.dictionary.tiers.moments import Moments, read_moments
from diagnostics.dictionary.tiers.resample import Drawn
from diagnostics.dictionary.tiers.seasons import Seasonal, without_season
from diagnostics.dictionary.tiers.spread import Worth, worth_of_people, worth_of_periods
from diagnostics.errors import InputError
from diagnostics.model.calibration import Over

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# Fewer people than this can't be told from each other; then their periods count. As for the 271 distribution.
PEOPLE = 10


@dataclass(frozen=True, eq=False)
class Sample:
    """Figures made ready: adjusted, better ones higher, with who and when 「测算样本」.

    Parameters
    ----------
    figures : Figures
        As they were read.
    moments : Moments, optional
        When each figure is of.
    season : Seasonal
        Figures without their season.
    over : {"people", "periods", "figures"}
        What is counted.
    values : array of float
        Adjusted figures, better ones higher.
    entity : array of int
        Number of the entity of each, from 0.
    """

    figures: Figures
    moments: Moments | None
    season: Seasonal
    over: Over
    values: Floats
    entity: Codes

    @cached_property
    def weights(self) -> Floats:
        """Weights that add up to 1: people weigh the same however many figures they have 「权重」."""
        import numpy as np

        n = len(self.values)
        if self.over != "people":
            return np.full(n, 1 / n)
        sizes = np.bincount(self.entity)
        return np.asarray(1.0 / sizes[self.entity] / len(sizes), dtype=np.float64)

    @cached_property
    def worth(self) -> Worth:
        """Independent figures that all are worth 「有效样本量」."""
        n, back = float(len(self.values)), None if self.moments is None else self.moments.back
        if self.over == "figures":
            return Worth(n, n)
        if self.over == "periods" and back is not None:
            return worth_of_periods(self.values, self.entity, back)
        return worth_of_people(self.values, self.entity, self.weights, back)

    @property
    def periods(self) -> int:
        """Distinct periods, 0 where none are named 「周期数」."""
        return 0 if self.moments is None else len(set(self.moments.back.tolist()))

    def drawn_in(self, order: Codes) -> Drawn:
        """What intervals draw anew, for figures put in an order 「重抽样单位」."""
        import numpy as np

        if self.over == "figures":
            return Drawn(np.arange(len(self.values)), None)
        entity = self.entity[order] if self.over == "people" else None
        if self.moments is None or (self.over == "people" and not self.worth.by_periods):
            return Drawn(entity, None)
        return Drawn(entity, np.unique(self.moments.back, return_inverse=True)[1][order])


def make_sample(figures: Figures, sign: float) -> Sample:
    """Figures adjusted for their season, and what of them is to be counted 「准备样本」.

    Parameters
    ----------
    figures : Figures
        At least one.
    sign : float
        1 where higher is better, -1 where lower is.

    Raises
    ------
    InputError
        When an entity has two figures in one period, or periods can't be read.
    """
    import numpy as np

    moments = None if figures.period is None else read_moments(figures.period)
    # Without entities: each figure is a person's, or, with periods, one series.
    alone = np.zeros(len(figures.values), dtype=np.intp) if moments else np.arange(len(figures.values))
    entity = alone if figures.entity is None else figures.entity
    if moments is not None:
        _refuse_twice(entity, moments)
    season = Seasonal(figures.values) if moments is None else without_season(figures.values, entity, moments)
    return Sample(figures, moments, season, _over(entity, moments), sign * season.values, entity)


def _over(entity: Codes, moments: Moments | None) -> Over:
    entities = len(set(entity.tolist()))
    if entities >= PEOPLE or len(entity) == entities:
        # One figure each: the few there are stand for others.
        return "people"
    return "figures" if moments is None else "periods"


def _refuse_twice(entity: Codes, moments: Moments) -> None:
    import numpy as np

    if len(np.unique(entity * (int(moments.back.max(initial=0)) + 1) + moments.back)) < len(entity):
        raise InputError("An entity has two figures in one period; hand in one figure an entity and period.")
