"""What one test of a trap comes to 「单项检验结果」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tested:
    """What one test of a trap comes to 「单项检验结果」.

    Parameters
    ----------
    probability : float
        How often data without the trap look at least like this; 0 to 1.
    score : float
        0 (nothing to see) to 100, of the test's own scale; never added to another test's.
    n : int
        Figures that were looked at.
    figures : mapping of float
        What the evidence line tells.
    marks : tuple of int
        Numbers of the entities (rows of the panel) that stand out, where the test tells them.
    material : bool
        Whether it is large enough to be spoken of, whatever its probability.
    """

    probability: float
    score: float
    n: int
    figures: Mapping[str, float] = field(default_factory=dict)
    marks: tuple[int, ...] = ()
    material: bool = True


def score_of(effect: float, full: float) -> float:
    """Score of an effect: 0 for none or one the other way, 100 from the stated full size on 「得分」.

    Examples
    --------
    >>> score_of(0.25, 0.5), score_of(-1, 0.5), score_of(9, 0.5)
    (50.0, 0.0, 100.0)
    """
    return round(100 * min(max(effect / full, 0.0), 1.0), 1)
