"""What a level of 100 points is 「满分水平」."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

from diagnostics.dictionary.scoring.arrays import figures
from diagnostics.errors import InputError
from diagnostics.model.scoring import Scoring

# A target, or a figure without one, that is worth this many times the whole is no share: 85 is of 100, or of 90.
TOO_MUCH = 1.5


def level_of(scoring: Scoring) -> float | None:
    """Level that a card's rule is worth 100 points at, None for other rules; PD113 judges it 「满分水平」.

    Examples
    --------
    >>> level_of(Scoring(rule="level")), level_of(Scoring())
    (1.0, None)
    """
    return scoring.full if scoring.rule == "level" else None


def with_full(scoring: Scoring, full: float | None, actual: Any, target: Any) -> Scoring:
    """Rule with the level that is worth 100 points 「满分水平」.

    Parameters
    ----------
    full : float or None
        Level in the unit of the figures; None for shares, of which 1 is the whole.
    actual, target : float or array-like
        Figures that are to be scored; the target tells what they are, where there is one.

    Raises
    ------
    InputError
        When the rule takes no level, the level is no number above 0, or figures are no shares and none is given.
    """
    if scoring.rule != "level":
        raise InputError(f"full == {full!r:.60}, is for rule 'level', not for {scoring.rule!r}.")
    if full is None:
        _require_shares(actual, target)
        return scoring
    if isinstance(full, bool) or not isinstance(full, Real) or not math.isfinite(full) or full <= 0:
        raise InputError(f"full == {full!r:.60}, must be a finite number above 0.")
    return scoring.model_copy(update={"full": float(full)})


def _require_shares(actual: Any, target: Any) -> None:
    import numpy as np

    for name, given in (("target", target), ("actual", actual)):
        if given is None:
            continue
        told = figures(given, name)
        if bool(np.any(told > TOO_MUCH)):
            raise InputError(
                f"{name} == {float(np.nanmax(told)):g} for rule 'level' without 'full', which takes shares; say what"
                " level is worth 100 points (full=100 for ratings of up to 100, full=1 for shares above 1)."
            )
        if not bool(np.isnan(told).all()):
            # A target tells what the figures are; one that exceeds it by far is still a share.
            return
