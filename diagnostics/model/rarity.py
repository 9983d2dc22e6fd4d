"""How often quiet times bring such a figure, in words 「罕见程度」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.model.period import CYCLES

if TYPE_CHECKING:
    from diagnostics.model.period import Cycle
    from diagnostics.terms import Language

# Counts that a reader takes in: what lies between is told by the nearest, in proportion.
STEPS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000)


def rarity(probability: float, cycle: Cycle, language: Language = "zh") -> str:
    """How many quiet periods bring one such figure, as a phrase; empty where that is not known 「罕见程度」.

    Parameters
    ----------
    probability : float
        Probability of such a figure in quiet times, 0 to 1; NaN where it is not known.
    cycle : {"year", "quarter", "month", "week", "day"}
        Length of a period.
    language : {"zh", "en"}
        Language of the phrase.

    Raises
    ------
    InputError
        When the probability is outside 0 to 1, or there is no such cycle.

    Examples
    --------
    >>> rarity(0.048, "month", "en")
    'about 1 month in 20'
    >>> rarity(0.0002, "week", "en")
    'fewer than 1 week in 1,000'
    """
    from diagnostics.terms import say

    if cycle not in CYCLES:
        raise unknown("cycle", cycle, CYCLES)
    if math.isnan(probability):
        return ""
    if not 0 <= probability <= 1:
        raise InputError(f"Probability {probability!r} is outside 0 to 1.")
    if probability > 0.6:
        return say("signal.rarity.most", language)
    word = say(f"signal.cycle.{cycle}", language)
    if probability < 1 / (STEPS[-1] * 1.1):
        return say("signal.rarity.rarer", language, cycle=word, count=f"{STEPS[-1]:,}")
    count = min(STEPS, key=lambda each: abs(math.log(each * probability)))
    return say("signal.rarity.about", language, cycle=word, count=f"{count:,}")
