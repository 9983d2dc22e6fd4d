"""Shares of a target that a rule forms 「完成率」."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from diagnostics.model.scoring import Scoring

if TYPE_CHECKING:
    from diagnostics.dictionary.scoring.arrays import Array

# Without a cap an inverse ratio has no end as the actual nears zero; it stops where the complement stops.
INVERSE_LIMIT = 2.0


def share_of(actual: Array, ends: tuple[Array, Array], scoring: Scoring, direction: str) -> Array:
    """Share of the target that the rule of a scoring forms, 1 where the target is met 「完成率」.

    Parameters
    ----------
    ends : tuple of array
        Lower and upper end of the target, the same where it is one figure.
    """
    limit = INVERSE_LIMIT if scoring.cap is None else scoring.cap
    if scoring.rule == "level":
        return actual / scoring.full
    if direction == "range":
        return _range(actual, ends, scoring.rule)
    return _SHARES[scoring.rule, direction](actual, ends[0], limit)


def plain_share(actual: Array, ends: tuple[Array, Array], direction: str) -> Array:
    """Share of the target for rules that form none of their own: a / t, t / a where lower is better 「目标占比」."""
    return share_of(actual, ends, Scoring(rule="ratio"), direction)


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
}


def _beside(end: Array, form: Callable[[Array, Array, float], Array], actual: Array) -> Array:
    """Share beyond one end of a range: nothing beyond an end of 0, of which no figure is a part."""
    import numpy as np

    return np.where(end == 0, 0.0, form(actual, np.where(end == 0, 1.0, end), 1.0))


def _range(actual: Array, ends: tuple[Array, Array], rule: str) -> Array:
    """Share of a range: 1 within, below it as where higher is better, above it as where lower is better."""
    import numpy as np

    low, high = ends
    below = _beside(low, _SHARES["difference" if rule == "difference" else "ratio", "higher"], actual)
    above = _beside(high, _SHARES[rule, "lower"], actual)
    outside = np.where(actual < low, below, above)
    share = np.where((actual >= low) & (actual <= high), 1.0, outside)
    return np.where(np.isnan(low) | np.isnan(high), np.nan, share)
