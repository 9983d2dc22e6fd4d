"""From an actual and a target to points 「计分」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, cast, get_args

from diagnostics.dictionary.scoring.anchored import anchored
from diagnostics.dictionary.scoring.arrays import at_least, figures, require_one_shape, targets_of
from diagnostics.dictionary.scoring.bands import banded
from diagnostics.dictionary.scoring.events import deducted, reached
from diagnostics.dictionary.scoring.fitting import misfit
from diagnostics.dictionary.scoring.level import with_full
from diagnostics.dictionary.scoring.shares import plain_share, share_of
from diagnostics.errors import InputError, unknown
from diagnostics.model.kpi import Direction
from diagnostics.model.scoring import RULES, SHARE_RULES, Rule, Scoring, too_large_share

if TYPE_CHECKING:
    from diagnostics.dictionary.scoring.arrays import Array

# Points stay finite whatever the actual, so that a total of them is a number.
_LARGEST = 1e300
_NEED_OPTIONS = {"deduction": "per_event", "bands": "bands", "anchors": "anchors"}


def score(  # noqa: PLR0913, PLR0917 (the public signature)
    actual: Any,
    target: Any,
    rule: str | Scoring | Mapping[str, Any] = "ratio",
    direction: str = "higher",
    cap: float | None = None,
    floor: float | None = None,
    *,
    full: float | None = None,
) -> Any:
    """Points of an actual against its target, 100 where the target is met 「计分」.

    Parameters
    ----------
    actual : float or array-like
        What was reached, in the KPI's unit; missing stays missing, and what is infinite is missing, as x / 0 is. For
        rule ``anchors`` the levels that were chosen.
    target : float, array-like or pair
        What should be reached; for direction ``range`` a pair (low, high) of such. Rules ``level``, ``anchors``, and
        ``bands`` of the actual need none; a ``deduction`` without one counts events from 0 where lower is better.
    rule : str, Scoring or mapping
        How points are formed: one of ``RULES``; a Scoring, or a mapping as in scorecards.yaml, brings its own options.
    direction : {"higher", "lower", "range"}
        Which way is better.
    cap, floor : float, optional
        Bounds as shares: 1.2 caps at 120 points.
    full : float, optional
        For rule ``level``, the level that is worth 100 points. Where nobody states it it is 1, for figures that are
        shares; others are refused, since nobody says whether 85 is of 100.

    Returns
    -------
    float or numpy.ndarray
        Points, in the shape of the broadcast inputs. A better actual never has fewer of them.

    Raises
    ------
    InputError
        When the rule does not fit the direction or the target's sign, lacks its options, or cap and floor cross; when
        something is no number (a text of digits is none), or actuals and targets are of different lengths.

    Notes
    -----
    With actual a and target t the share is

    - ``ratio``: a / t where higher is better, t / a where lower is better, t > 0;
    - ``inverse_ratio``: t / a, for lower only, t > 0; without a cap at most 2, which it is at every a <= 0 too;
    - ``complement``: 2 - a / t, for lower only, t > 0;
    - ``difference``: 1 + d (a - t) / abs(t), d = 1 or -1, t != 0: the one of these for targets below zero;
    - ``level``: a / full, for higher only;
    - ``threshold``: 1 where the target is reached, else 0;
    - ``deduction``: 1 less ``per_event`` points for each ``every`` beyond the target and the ``free`` ones, at least 0;
    - ``bands``: the points of the band in which a (or a / t) lies;
    - ``anchors``: the points of the level chosen, for higher only.

    In a range the share is 1; below it a share rule holds against ``low`` as where higher is better, above it against
    ``high`` as where lower is better, at most 1; beyond an end of 0 it is 0. Below ``start`` the share is 0. A mark is
    reached from within a 1e-12 part of it, as 0.18 / 0.2 reaches 0.9 on paper.

    Examples
    --------
    >>> score(120, 100), score(16, 20, "inverse_ratio", "lower"), score(25, 20, "complement", "lower")
    (120.0, 125.0, 75.0)
    >>> score(1.5, (2, 3), direction="range")
    75.0
    >>> score([0, 2, 5], None, Scoring(rule="deduction", per_event=5, free=1), "lower").tolist()
    [100.0, 95.0, 80.0]
    >>> score([79, 100], 100, Scoring(start=0.8)).tolist()
    [0.0, 100.0]
    """
    import numpy as np

    rule = as_rule(rule)
    scoring = _scoring(rule, cap, floor)
    _require_fit(scoring, direction)
    stated = isinstance(rule, Scoring) and "full" in rule.model_fields_set
    if full is not None or (scoring.rule == "level" and not stated):
        scoring = with_full(scoring, full, actual, target)
    ends = targets_of(target, scoring, direction)
    with np.errstate(over="ignore"):
        share = anchored(actual, scoring) if scoring.rule == "anchors" else _share(actual, ends, scoring, direction)
    low = (0.0 if scoring.rule == "deduction" else -_LARGEST) if scoring.floor is None else scoring.floor
    high = _LARGEST if scoring.cap is None else scoring.cap
    # numpy's clip lets NaN through: a missing actual has missing points.
    points = 100.0 * np.clip(share, low, high)
    return float(points) if points.ndim == 0 else points


def as_rule(rule: str | Scoring | Mapping[str, Any]) -> str | Scoring:
    """Rule as given, a mapping as a Scoring 「计分规则的写法」.

    Raises
    ------
    InputError
        When a mapping has options that don't fit, or it is none of these.
    """
    if isinstance(rule, Mapping):
        return Scoring(**{str(name): value for name, value in rule.items()})
    if not isinstance(rule, str | Scoring):
        raise InputError(
            f"rule == {rule!r:.60}, must be the name of a rule, a Scoring, or a mapping such as"
            " {'rule': 'ratio', 'cap': 1.2}."
        )
    return rule


def _scoring(rule: str | Scoring, cap: float | None, floor: float | None) -> Scoring:
    given = rule if isinstance(rule, Scoring) else None
    name = given.rule if given else str(rule)
    if name not in get_args(Rule):
        raise unknown("scoring rule", name, RULES)
    if given is None and name in _NEED_OPTIONS:
        raise InputError(
            f"rule == {name!r} by its name alone, needs {_NEED_OPTIONS[name]!r}; give a Scoring with its options."
        )
    if given is not None:
        cap = given.cap if cap is None else cap
        floor = given.floor if floor is None else floor
    for option, bound in (("cap", cap), ("floor", floor)):
        if bound is not None and (isinstance(bound, bool) or not isinstance(bound, Real) or not math.isfinite(bound)):
            raise InputError(f"{option} == {bound!r:.60}, must be a finite number.")
        if fault := too_large_share(option, bound):
            raise InputError(f"{fault}.")
    if cap is not None and not cap > 0:
        raise InputError(f"cap == {cap}, must be above 0.")
    if cap is not None and floor is not None and floor > cap:
        raise InputError(f"floor == {floor}, must not be above the cap {cap}.")
    if given is not None and given.start is not None and floor not in {None, 0}:
        raise InputError(f"floor == {floor} for a rule with a start of pay, must be 0: that is what stands below it.")
    base = given or Scoring.model_construct(rule=cast("Rule", name))
    return base.model_copy(update={"cap": cap, "floor": floor})


def _require_fit(scoring: Scoring, direction: str) -> None:
    if direction not in {"higher", "lower", "range"}:
        raise InputError(f"direction == {direction!r}, must be 'higher', 'lower' or 'range' to be scored.")
    if why := misfit(scoring, cast("Direction", direction)):
        raise InputError(f"rule == {scoring.rule!r}, does not fit direction {direction!r}: {why}.")


def _share(actual: Any, ends: tuple[Array, Array], scoring: Scoring, direction: str) -> Array:
    import numpy as np

    told = figures(actual, "actual")
    require_one_shape(told, *ends)
    if scoring.rule in SHARE_RULES:
        found = share_of(told, ends, scoring, direction)
        part = found
    else:
        found = _looked_up(told, ends, scoring, direction)
        part = found if scoring.start is None else plain_share(told, ends, direction)
    if scoring.start is None:
        return found
    # Below the start of pay there is nothing, whatever the rule would give.
    found = np.where(at_least(part, scoring.start), found, 0.0)
    return np.where(np.isnan(part), np.nan, found)


def _looked_up(actual: Array, ends: tuple[Array, Array], scoring: Scoring, direction: str) -> Array:
    if scoring.rule == "threshold":
        return reached(actual, ends, direction)
    if scoring.rule == "deduction":
        return deducted(actual, ends, scoring, direction)
    return banded(actual, ends[0], scoring, direction)
