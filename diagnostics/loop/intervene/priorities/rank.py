"""Order by value at stake, confidence and effort, and how it holds when these vary 「优先级排序」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model.priority import Priority, Stake

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 2000
# How far inputs are drawn from what was said: confidence by so much, effort by a class, weights from half to half more.
CONFIDENCE_REACH, EFFORT_REACH, WEIGHT_LOW, WEIGHT_HIGH = 0.2, 1.0, 0.5, 1.5
# Where a value at stake has no interval.
VALUE_REACH = 0.5
INSIDE = 0.90


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be done, with what decides its place 「候选措施」.

    Parameters
    ----------
    stake : Stake or None
        What its cause costs; None where nothing says it.
    confidence : float
        How sure one is that it works, 0 to 1.
    effort : int
        1 to 5.
    """

    stake: Stake | None
    confidence: float
    effort: int

    def __post_init__(self) -> None:
        """Refuse what no order can be made of."""
        if not 0 <= self.confidence <= 1:
            raise InputError(f"confidence == {self.confidence}, must be in [0, 1].")
        if not 1 <= self.effort <= 5:
            raise InputError(f"effort == {self.effort}, must be 1 to 5.")
        if self.stake is None:
            return
        said = {name: getattr(self.stake, name) for name in ("share", "low", "high")}
        for name, value in said.items():
            if not 0 <= value < math.inf:
                raise InputError(f"{name} of the value at stake == {value}, must be a finite number of at least 0.")
        if said["high"] < said["low"]:
            raise InputError(f"the value at stake lies between {said['low']} and {said['high']}; low comes first.")

    @property
    def score(self) -> float | None:
        """Value at stake x confidence / effort; None where the value is not known 「得分」."""
        return None if self.stake is None else self.stake.share * self.confidence / self.effort


def rank(candidates: Sequence[Candidate], draws: int = DRAWS, seed: int = 0) -> tuple[Priority, ...]:
    """Place of each candidate, and how it holds when weights and inputs vary 「优先级排序」.

    Parameters
    ----------
    candidates : sequence of Candidate
        In the order that breaks ties.
    draws : int
        How often weights and inputs are drawn, at least 1.
    seed : int
        Seed of the draws.

    Returns
    -------
    tuple of Priority
        One for each candidate, in the order given.

    Raises
    ------
    InputError
        When ``draws`` is below 1 or ``seed`` below 0.

    Notes
    -----
    ``value^a · confidence^b / effort^c`` with a = b = c = 1 gives the place. In the draws a, b and c are uniform on
    0.5 to 1.5, the value triangular over its interval (one draw for all measures on one cause would hide the doubt
    between causes, so each is drawn apart), confidence uniform within 0.2 and effort within one class of what was said.
    Candidates without a value at stake come last, in the order given.

    Examples
    --------
    >>> cheap = Candidate(Stake(0.1, 0.08, 0.12, "revenue", 10.0), 0.5, 1)
    >>> heavy = Candidate(Stake(0.1, 0.08, 0.12, "revenue", 10.0), 0.5, 5)
    >>> [each.rank for each in rank([heavy, cheap], draws=100)]
    [2, 1]
    """
    if draws < 1:
        raise InputError(f"draws == {draws}, must be at least 1.")
    if seed < 0:
        raise InputError(f"seed == {seed}, must not be negative.")
    known = [at for at, each in enumerate(candidates) if each.stake is not None]
    order = sorted(range(len(candidates)), key=lambda at: (candidates[at].stake is None, -(candidates[at].score or 0)))
    places = {at: place for place, at in enumerate(order, start=1)}
    drawn = _drawn_places([candidates[at] for at in known], draws, seed) if known else None
    found = []
    for at, each in enumerate(candidates):
        if drawn is None or each.stake is None:
            found.append(Priority(places[at], None, 0.0, places[at], places[at]))
            continue
        own = drawn[:, known.index(at)]
        low, high = _range(own)
        found.append(Priority(places[at], each.score, float((own == 1).mean()), low, high))
    return tuple(found)


def _range(places: NDArray[np.intp]) -> tuple[int, int]:
    import numpy as np

    edge = (1 - INSIDE) / 2
    low, high = np.quantile(places, [edge, 1 - edge], method="inverted_cdf")
    return int(low), int(high)


def _drawn_places(candidates: Sequence[Candidate], draws: int, seed: int) -> NDArray[np.intp]:
    """Places by draw and candidate, 1 first; ties in the order given."""
    import numpy as np

    generator = np.random.default_rng(seed)
    count = len(candidates)
    weights = generator.uniform(WEIGHT_LOW, WEIGHT_HIGH, (3, draws, 1))
    stakes = [each.stake for each in candidates if each.stake is not None]
    value = _triangular(generator, stakes, draws)
    sure = np.array([each.confidence for each in candidates])
    sure = np.clip(sure + generator.uniform(-CONFIDENCE_REACH, CONFIDENCE_REACH, (draws, count)), 0.01, 1)
    effort = np.array([each.effort for each in candidates], dtype=float)
    effort = np.clip(effort + generator.uniform(-EFFORT_REACH, EFFORT_REACH, (draws, count)), 1, 5)
    score = value ** weights[0] * sure ** weights[1] / effort ** weights[2]
    order = np.argsort(-score, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, count + 1)[None, :], axis=1)
    return places


def _triangular(generator: np.random.Generator, stakes: Sequence[Stake], draws: int) -> Floats:
    import numpy as np

    columns = []
    for each in stakes:
        low, high = (each.low, each.high) if each.high > each.low else _around(each.share)
        mode = min(max(each.share, low), high)
        columns.append(generator.triangular(low, mode, high, draws) if high > low else np.full(draws, mode))
    return np.maximum(np.column_stack(columns), 0.0)


def _around(share: float) -> tuple[float, float]:
    return share * (1 - VALUE_REACH), share * (1 + VALUE_REACH)
