"""Figures as arrays that can be scored 「计分用的数组」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.scoring.fitting import divides, unscorable
from diagnostics.errors import InputError
from diagnostics.model.scoring import Scoring
from diagnostics.terms import Language, say

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
        When something is no number: a text of digits, a truth value, a day or a Decimal is none either.
    """
    import numpy as np

    # A list is looked at item by item: as an array its true and false among numbers would be 1 and 0.
    given = np.asarray(value) if hasattr(value, "dtype") else np.asarray(value, dtype=object)
    if given.dtype.kind == "O":
        given = np.array([_number(each, name) for each in given.ravel().tolist()], dtype=np.float64).reshape(
            given.shape
        )
    elif given.dtype.kind not in "iuf":
        raise InputError(f"{name} == {value!r:.60}, must be a number or an array of numbers, not {given.dtype}.")
    found = given.astype(np.float64)
    return np.where(np.isinf(found), np.nan, found)


def is_missing(value: Any) -> bool:
    """Whether a value stands for a missing one 「是否缺失」."""
    # pandas has a missing value of its own, and is not imported for it.
    return value is None or type(value).__name__ == "NAType" or (isinstance(value, float) and math.isnan(value))


def _number(value: Any, name: str) -> float:
    import numpy as np

    if is_missing(value):
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise InputError(f"{name} == {value!r:.60}, must be a number, not {type(value).__name__}.")
    try:
        return float(value)
    except OverflowError as error:
        raise InputError(f"{name} == {str(value)[:20]}…, is too large a number.") from error


def require_one_shape(*arrays: Array) -> None:
    """Refuse figures and targets that don't stand beside each other 「检查数组形状」.

    Raises
    ------
    InputError
        When they are of different lengths.
    """
    import numpy as np

    try:
        np.broadcast_shapes(*(each.shape for each in arrays))
    except ValueError as error:
        told = " and ".join(dict.fromkeys(str(each.shape) for each in arrays))
        raise InputError(f"actual and target are of shapes {told}, must be of one length.") from error


def needs_target(scoring: Scoring) -> bool:
    """Whether a rule holds an actual against a target at all 「是否需要目标值」."""
    absolute = scoring.rule == "bands" and scoring.of == "actual" and scoring.start is None
    return scoring.rule not in _TARGETLESS and not absolute


def targets_of(target: Any, scoring: Scoring, direction: str) -> tuple[Array, Array]:
    """Lower and upper end of the targets, the same array where it is one figure 「目标数组」.

    Raises
    ------
    InputError
        When the rule can't score against a target, or a range is none.
    """
    import numpy as np

    if not needs_target(scoring):
        nothing = np.asarray(np.nan)
        return nothing, nothing
    if direction == "range":
        if not isinstance(target, tuple | list) or len(target) != 2:
            raise InputError(f"target == {target!r:.60}, must be a pair (low, high) for direction 'range'.")
        low, high = (figures(np.nan if each is None else each, "target") for each in target)
        require_one_shape(low, high)
        return _usable(low, high, scoring)
    if isinstance(target, tuple):
        raise InputError(f"target == {target!r:.60}, a pair is for direction 'range'; give one number here.")
    if target is None and scoring.rule == "deduction" and direction == "lower" and scoring.start is None:
        # Events are counted from nothing: every one of them is one too many.
        target = 0.0
    found = figures(np.nan if target is None else target, "target")
    return _usable(found, found, scoring)


def _usable(low: Array, high: Array, scoring: Scoring) -> tuple[Array, Array]:
    import numpy as np

    bad = np.asarray(unusable(low, high, scoring))
    if bad.any():
        at = tuple(np.argwhere(bad)[0])
        first, last = (float(np.broadcast_to(each, bad.shape)[at]) for each in (low, high))
        raise InputError(f"{why_unusable(first, last, scoring)}.")
    return low, high


def unusable(low: Array, high: Array, scoring: Scoring) -> Any:
    """Where a rule can't score against a target; where it is one figure both ends are the same 「无法计分」."""
    crossed = low > high
    if scoring.rule == "difference":
        return crossed | ((low == 0) & (high == 0))
    return crossed | (low < 0) | (high <= 0) if divides(scoring) else crossed


def why_unusable(low: float, high: float, scoring: Scoring, language: Language = "en") -> str:
    """Why a rule can't score against a target 「无法计分的原因」."""
    if low == high or math.isnan(high):
        return say("scores.unusable.one", language, low=f"{low:g}", why=unscorable(scoring, low, language))
    why = say("scores.unusable.crossed", language) if low > high else unscorable(scoring, (low, high), language)
    return say("scores.unusable.range", language, low=f"{low:g}", high=f"{high:g}", why=why)


def at_least(values: Array, mark: Any) -> Any:
    """Whether figures reach a mark, with the width of a rounding error 「是否达到」."""
    import numpy as np

    return values >= mark - CLOSE * np.abs(mark)
