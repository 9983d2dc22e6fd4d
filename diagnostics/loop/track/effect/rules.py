"""When data are enough, and for which method 「数据门槛」."""

from __future__ import annotations

from diagnostics.loop.track.effect.panel import Panel
from diagnostics.model.effect import EffectMethod
from diagnostics.model.period import SEASON, Cycle

# Fewer periods after the start show a start, not an effect.
FEWEST_AFTER = 6
FEWEST_BEFORE = 6
# One to four comparison entities give no spread to hold an effect against.
FEWEST_COMPARISONS = 5
_LONG: dict[Cycle, int] = {"month": 36, "year": 15}


def after_needed(cycle: Cycle) -> int:
    """Periods after the start without which there is no verdict: 6, and half a season 「启动后最少期数」.

    Examples
    --------
    >>> after_needed("month"), after_needed("week")
    (6, 26)
    """
    return max(FEWEST_AFTER, -(-SEASON[cycle] // 2))


def before_needed(cycle: Cycle, method: EffectMethod) -> int:
    """Periods before the start without which there is no verdict 「启动前最少期数」.

    6, and a whole season for a series that stands alone.
    """
    return FEWEST_BEFORE if method == "did" else max(FEWEST_BEFORE, SEASON[cycle])


def series_needed(cycle: Cycle) -> int:
    """Periods that a series without comparison needs in all: 36 months, 15 years, else 3 seasons 「单序列最少期数」."""
    return _LONG.get(cycle, 3 * SEASON[cycle])


def choose(panel: Panel) -> EffectMethod:
    """Default estimate for the data at hand 「自动选择方法」.

    Notes
    -----
    Any comparison entity: difference-in-differences (with 1 to 4 of them the rank is shown and there is no verdict).
    None, and a series long enough: interrupted series. Else the series is described on its chart.
    """
    import numpy as np

    if len(panel.comparisons):
        return "did"
    long = int((~np.isnan(panel.series)).sum()) >= series_needed(panel.line.cycle)
    return "its" if long else "xmr"
