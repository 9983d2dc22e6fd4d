"""Points all or none, and points off for each event 「达标计分与扣分」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.dictionary.scoring.arrays import at_least

if TYPE_CHECKING:
    from diagnostics.dictionary.scoring.arrays import Array
    from diagnostics.model.scoring import Scoring

# Larger counts say no more, and nothing times this is still nothing.
_MOST = 1e300


def reached(actual: Array, ends: tuple[Array, Array], direction: str) -> Array:
    """Everything where the target is reached, nothing where it is not 「达标计分」."""
    import numpy as np

    low, high = ends
    met = np.ones(np.broadcast_shapes(actual.shape, low.shape, high.shape), dtype=bool)
    if direction != "lower":
        met &= at_least(actual, low)
    if direction != "higher":
        met &= at_least(-actual, -high)
    return np.where(np.isnan(actual) | np.isnan(low) | np.isnan(high), np.nan, met.astype(np.float64))


def deducted(actual: Array, ends: tuple[Array, Array], scoring: Scoring, direction: str) -> Array:
    """What is left of the whole when each event beyond the target takes its points 「扣分」.

    Notes
    -----
    With x by how much the actual is worse than the target, the share is 1 - per_event max(0, x / every - free) / 100;
    where it is better by y, 1 + bonus (y / every) / 100. In a range nothing is better than within it.
    """
    import numpy as np

    low, high = ends
    above, below = actual - high, low - actual
    worse, better = {"higher": (below, -below), "lower": (above, -above)}.get(
        direction, (np.maximum(above, below), np.zeros(1))
    )
    events, gains = (np.clip(each / scoring.every, 0, _MOST) for each in (worse, better))
    lost = (scoring.per_event or 0.0) * np.maximum(0.0, events - scoring.free)
    found: Array = 1.0 - lost / 100 + scoring.bonus * gains / 100 if direction != "range" else 1.0 - lost / 100
    return found
