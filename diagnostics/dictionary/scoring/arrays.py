"""Figures as arrays that can be scored 「计分用的数组」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.scoring.fitting import unscorable
from diagnostics.errors import InputError
from diagnostics.model.scoring import Scoring

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

# Rules that hold an actual against no target.
_TARGETLESS = ("level", "anchors")
# Figures are compared with a mark of this relative width: 0.18 / 0.2 reaches 90 %, as it does on paper.
CLOSE = 1e-12


def figures(value: Any, name: str) -> Array:
    """Figures as an array; what is infinite is missing, as x / 0 is 「数值数组」.

    Raises
    ------
    InputError
        When something is no number.
    """
    import numpy as np

    try:
        found = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} == {value!r:.60}, must be a number or an array of numbers.") from error
    return np.where(np.isinf(found), np.nan, found)


def targets_of(target: Any, scoring: Scoring, direction: str) -> tuple[Array, Array]:
    """Lower and upper end of the targets, the same array where it is one figure 「目标数组」.

    Raises
    ------
    InputError
        When the rule can't score against a target, or a range is none.
    """
    import numpy as np

    if scoring.rule in _TARGETLESS or (scoring.rule == "bands" and scoring.of == "actual" and scoring.start is None):
        nothing = np.asarray(np.nan)
        return nothing, nothing
    if direction == "range":
        if not isinstance(target, tuple | list) or len(target) != 2:
            raise InputError(f"target == {target!r:.60}, must be a pair (low, high) for direction 'range'.")
        low, high = (_one(each, scoring) for each in target)
        if (low > high).any():
            raise InputError(f"target == {target!r:.60}, must be (low, high) with low <= high.")
        return low, high
    if isinstance(target, tuple):
        raise InputError(f"target == {target!r:.60}, a pair is for direction 'range'; give one number here.")
    if target is None and scoring.rule == "deduction" and direction == "lower" and scoring.start is None:
        # Events are counted from nothing: every one of them is one too many.
        target = 0.0
    found = _one(target, scoring)
    return found, found


def _one(target: Any, scoring: Scoring) -> Array:
    import numpy as np

    values = figures(np.nan if target is None else target, "target")
    known = values[~np.isnan(values)]
    # The smallest tells whether any is zero or less, and the nearest to zero whether any is zero.
    for worst in () if not known.size else (float(known.min()), float(known.flat[np.abs(known).argmin()])):
        if fault := unscorable(scoring, worst):
            raise InputError(f"target == {worst:g}, {fault}.")
    return values


def at_least(values: Array, mark: Any) -> Any:
    """Whether figures reach a mark, with the width of a rounding error 「是否达到」."""
    import numpy as np

    return values >= mark - CLOSE * np.abs(mark)
