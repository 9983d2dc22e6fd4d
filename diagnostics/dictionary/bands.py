"""In which band of its tiers a KPI stands 「达标档位」."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Figures that differ by no more than this share of them are the same.
SAME = 1e-12

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def bands(rows: pd.DataFrame, ways: NDArray[np.object_]) -> NDArray[np.object_]:
    """Band in which each actual stands; met or missed where only a target is set, none without one 「达标档位」.

    Parameters
    ----------
    rows : DataFrame
        Columns ``value``, ``base``, ``target``, ``target_high``, ``stretch``.
    ways : array of str
        Direction of each row's KPI.
    """
    import numpy as np

    sign = np.select([ways == "higher", ways == "lower"], [1.0, -1.0], default=np.nan)
    value, base, target, stretch = (sign * rows[name].to_numpy() for name in ("value", "base", "target", "stretch"))
    # What misses a tier by the rounding of sums meets it: 0.1 + 0.2 is 0.3.
    value = value + SAME * np.abs(value)
    has_base, has_stretch = ~np.isnan(base), ~np.isnan(stretch)
    inside = beyond(rows["value"].to_numpy(), rows["target"].to_numpy(), rows["target_high"].to_numpy())
    spans = (ways == "range") & ~np.isnan(inside)
    # The first that holds counts; every comparison with a missing figure is false.
    return np.select(
        [
            spans & (inside == 0),
            spans,
            np.isnan(target) | np.isnan(value),
            has_stretch & (value >= stretch),
            has_stretch & (value >= target),
            value >= target,
            has_base & (value >= base),
            has_base,
        ],
        ["met", "missed", "none", "above_stretch", "target_to_stretch", "met", "base_to_target", "below_base"],
        default="missed",
    ).astype(object)


def beyond(value: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed distance to a range, 0 inside, missing without the range 「区间外距离」.

    Examples
    --------
    >>> import numpy as np
    >>> beyond(np.array([0.8, 1.0, 1.3]), np.full(3, 0.9), np.full(3, 1.1)).round(9)
    array([-0.1,  0. ,  0.2])
    """
    import numpy as np

    return np.minimum(value - low, 0) + np.maximum(value - high, 0)
