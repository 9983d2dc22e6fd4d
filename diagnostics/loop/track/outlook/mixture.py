"""Several distributions as one, each with its weight 「混合分布」."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr

if TYPE_CHECKING:
    from diagnostics.loop.track.outlook.foretell import Foretold

# Halvings of a range of two dozen spreads: far finer than any figure is shown.
_STEPS = 26


def below(found: Foretold, at: float) -> float:
    """Chance that a sum is at most so large 「不超过的概率」."""
    line = np.full(len(found.middle), at)
    if found.logs.any():
        line[found.logs] = np.log(at) if at > 0 else -np.inf
    return float(found.weight @ stdtr(found.freedom, (line - found.middle) / found.spread))


def quantile(found: Foretold, share: float) -> float:
    """Sum that is not exceeded in a share of cases 「分位数」."""
    kept = found.weight > 1e-6
    middle, spread = found.middle[kept], found.spread[kept]
    reach = 12 * spread
    logs = found.logs[kept]
    low = float(np.where(logs, np.exp(np.clip(middle - reach, -700, 700)), middle - reach).min())
    high = float(np.where(logs, np.exp(np.clip(middle + reach, -700, 700)), middle + reach).max())
    for _ in range(_STEPS):
        half = (low + high) / 2
        if below(found, half) < share:
            low = half
        else:
            high = half
    return (low + high) / 2
