"""Which method the data at hand allow 「方法选择」."""

from __future__ import annotations

from diagnostics.loop.track.effect.panel import Panel
from diagnostics.model.detection import series_needed
from diagnostics.model.effect import EffectMethod


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
