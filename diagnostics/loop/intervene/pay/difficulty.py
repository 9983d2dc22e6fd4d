"""Results of those who have it harder 「难度系数调整」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.amounts import checked
from diagnostics.model.pay_plan import HIGHEST_DIFFICULTY, LOWEST_DIFFICULTY


def adjust_difficulty(
    scores: Mapping[str, float], factors: Mapping[str, float], keep: Literal["none", "sum"] = "sum"
) -> dict[str, float]:
    """Scores times difficulty 「难度系数调整」.

    Parameters
    ----------
    scores : mapping
        Score of at least 0 by entity.
    factors : mapping
        Difficulty by entity, 0.8 to 1.2, settled before the period; 1 where absent.
    keep : {"sum", "none"}
        Whether all are then scaled so that the scores keep their sum, and with it a pool that is shared by them.

    Raises
    ------
    InputError
        When a factor lies outside its bounds or names nobody, or a score is no number of at least 0.

    Examples
    --------
    >>> adjust_difficulty({"a": 100, "b": 100}, {"a": 1.2, "b": 0.8})
    {'a': 120.0, 'b': 80.0}
    """
    known, harder = checked("score", scores, least=0), checked("difficulty", factors) if factors else {}
    for entity, factor in harder.items():
        if entity not in known:
            raise unknown("entity", entity, known, "the difficulty factors")
        if not LOWEST_DIFFICULTY <= factor <= HIGHEST_DIFFICULTY:
            raise InputError(f"difficulty of {entity!r} == {factor!r:.60}, must be in [0.8, 1.2].")
    moved = {key: value * harder.get(key, 1.0) for key, value in known.items()}
    if keep not in {"none", "sum"}:
        raise unknown("option", keep, ("none", "sum"), "keep")
    total = math.fsum(moved.values())
    scale = math.fsum(known.values()) / total if keep == "sum" and total > 0 else 1.0
    return {key: value * scale for key, value in moved.items()}
