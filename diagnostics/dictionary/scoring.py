"""From an actual and a target to points 「计分」."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.model.scorecard import Rule, Scoring

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

RULES: tuple[str, ...] = get_args(Rule)
# Without a cap an inverse ratio has no end as the actual nears zero; it stops where the complement stops.
INVERSE_LIMIT = 2.0


def score(  # noqa: PLR0917 (the public signature)
    actual: Any,
    target: Any,
    rule: str | Scoring = "ratio",
    direction: str = "higher",
    cap: float | None = None,
    floor: float | None = None,
) -> Any:
    """Points of an actual against its target, 100 where the target is met 「计分」.

    Parameters
    ----------
    actual : float or array-like
        What was reached, in the KPI's unit; missing stays missing.
    target : float, array-like or pair
        What should be reached; for direction ``range`` a pair (low, high) of such. Rule ``level`` needs none.
    rule : {"ratio", "inverse_ratio", "complement", "difference", "level"} or Scoring
        How the share is formed; a Scoring brings its own cap and floor.
    direction : {"higher", "lower", "range"}
        Which way is better.
    cap, floor : float, optional
        Bounds as shares: 1.2 caps at 120 points.

    Returns
    -------
    float or numpy.ndarray
        Points, in the shape of the broadcast inputs. Raising an actual never lowers them where higher is better, never
        raises them where lower is better.

    Raises
    ------
    InputError
        When the rule does not fit the direction or the target's sign, or cap and floor cross.

    Notes
    -----
    With actual a and target t the share is

    - ``ratio``: a / t where higher is better, t / a where lower is better, t > 0;
    - ``inverse_ratio``: t / a, for lower only, t > 0; without a cap at most 2, which it is at every a <= 0 too;
    - ``complement``: 2 - a / t, for lower only, t > 0;
    - ``difference``: 1 + d (a - t) / abs(t), d = 1 or -1, t != 0: the one rule for targets below zero;
    - ``level``: a itself, for higher only.

    In a range the share is 1; below it the rule holds against ``low`` as where higher is better, above it against
    ``high`` as where lower is better, at most 1.

    Examples
    --------
    >>> score(120, 100), score(16, 20, "inverse_ratio", "lower"), score(25, 20, "complement", "lower")
    (120.0, 125.0, 75.0)
    >>> score(1.5, (2, 3), direction="range")
    75.0
    """
    import numpy as np

    scoring = _scoring(rule, cap, floor)
    figures = _array(actual, "actual")
    with np.errstate(over="ignore"):
        if direction == "range":
            share = _range_share(figures, target, scoring)
        else:
            share = _share(figures, _target(target, scoring.rule), scoring, direction)
    low = -np.inf if scoring.floor is None else scoring.floor
    high = np.inf if scoring.cap is None else scoring.cap
    # numpy's clip lets NaN through: a missing actual has missing points.
    points = 100.0 * np.clip(share, low, high)
    return float(points) if points.ndim == 0 else points


def _scoring(rule: str | Scoring, cap: float | None, floor: float | None) -> Scoring:
    given = rule if isinstance(rule, Scoring) else None
    name = given.rule if given else str(rule)
    if name not in RULES:
        raise unknown("scoring rule", name, RULES)
    if given is not None:
        cap = given.cap if cap is None else cap
        floor = given.floor if floor is None else floor
    if cap is not None and not cap > 0:
        raise InputError(f"cap == {cap}, must be above 0.")
    if cap is not None and floor is not None and floor > cap:
        raise InputError(f"floor == {floor}, must not be above the cap {cap}.")
    return Scoring.model_construct(rule=cast("Rule", name), cap=cap, floor=floor)


def _array(value: Any, name: str) -> Array:
    import numpy as np

    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} == {value!r:.60}, must be a number or an array of numbers.") from error


def _target(target: Any, rule: str) -> Array:
    """Target as an array, refused where the rule can't divide by it."""
    import numpy as np

    if rule == "level":
        return np.asarray(np.nan)
    if isinstance(target, tuple):
        raise InputError(f"target == {target!r:.60}, a pair is for direction 'range'; give one number here.")
    values = _array(target, "target")
    if rule == "difference" and (values == 0).any():
        raise InputError("target == 0, rule 'difference' divides by it; a KPI with target 0 needs another rule.")
    if rule != "difference" and (values <= 0).any():
        worst = float(np.nanmin(values))
        raise InputError(
            f"target == {worst:g}, must be above 0 for rule {rule!r}; for targets below 0 use 'difference'."
        )
    return values


def _share(actual: Array, target: Array, scoring: Scoring, direction: str) -> Array:
    rule = scoring.rule
    if direction not in ("higher", "lower"):
        raise InputError(f"direction == {direction!r}, must be 'higher', 'lower' or 'range' to be scored.")
    if (rule, direction) in _UNFIT:
        raise InputError(f"rule == {rule!r}, does not fit direction {direction!r}: {_UNFIT[rule, direction]}.")
    limit = INVERSE_LIMIT if scoring.cap is None else scoring.cap
    return _SHARES[rule, direction](actual, target, limit)


def _inverse(actual: Array, target: Array, limit: float) -> Array:
    """Target over actual, at the limit where the actual is that small, zero or below."""
    import numpy as np

    larger = actual * limit > target
    share = np.where(larger, target / np.where(larger, actual, 1.0), limit)
    return np.where(np.isnan(actual) | np.isnan(target), np.nan, share)


_SHARES: dict[tuple[str, str], Callable[[Array, Array, float], Array]] = {
    ("ratio", "higher"): lambda a, t, _: a / t,
    ("ratio", "lower"): _inverse,
    ("inverse_ratio", "lower"): _inverse,
    ("complement", "lower"): lambda a, t, _: 2 - a / t,
    ("difference", "higher"): lambda a, t, _: 1 + (a - t) / abs(t),
    ("difference", "lower"): lambda a, t, _: 1 - (a - t) / abs(t),
    ("level", "higher"): lambda a, _t, _: a,
}
_UNFIT = {
    ("inverse_ratio", "higher"): "t / a would reward a lower actual; use 'ratio'",
    ("complement", "higher"): "2 - a / t would reward a lower actual; use 'ratio'",
    ("level", "lower"): "a higher level would score more; use 'complement' or 'inverse_ratio'",
}


def _range_share(actual: Array, target: Any, scoring: Scoring) -> Array:
    import numpy as np

    rule = scoring.rule
    if rule == "level":
        raise InputError("rule == 'level', does not fit direction 'range'; use 'ratio', 'complement' or 'difference'.")
    if not isinstance(target, tuple | list) or len(target) != 2:
        raise InputError(f"target == {target!r:.60}, must be a pair (low, high) for direction 'range'.")
    low, high = (_target(each, rule) for each in target)
    if (low > high).any():
        raise InputError(f"target == {target!r:.60}, must be (low, high) with low <= high.")
    below = _SHARES["difference" if rule == "difference" else "ratio", "higher"](actual, low, 1.0)
    above = _SHARES[rule, "lower"](actual, high, 1.0)
    outside = np.where(actual < low, below, above)
    share = np.where((actual >= low) & (actual <= high), 1.0, outside)
    return np.where(np.isnan(low) | np.isnan(high), np.nan, share)


def fits(rule: str, direction: str) -> bool:
    """Whether a rule can score a KPI of this direction 「规则与方向是否匹配」.

    Examples
    --------
    >>> fits("complement", "lower"), fits("complement", "higher"), fits("ratio", "none")
    (True, False, False)
    """
    if direction == "range":
        return rule != "level"
    return (rule, direction) in _SHARES
