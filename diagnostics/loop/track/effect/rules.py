"""Which method the data at hand allow 「方法选择」."""

from __future__ import annotations

from collections.abc import Collection

from diagnostics.loop.track.effect.balanced import balanced
from diagnostics.loop.track.effect.panel import Panel
from diagnostics.model.detection import FEWEST_FOR_SYNTHESIS, MANY, series_needed
from diagnostics.model.effect import EffectMethod, Reason

# What speaks against the plain comparison and may be mended by weights.
DRIFTING: frozenset[Reason] = frozenset({"pre_trend", "drift"})
LARGEST = 300
# With one of these a synthesis answers no better than the plain comparison.
UNFIT: frozenset[Reason] = frozenset(
    {"pre_trend", "drift", "poor_fit", "untested_trend", "no_interval", "few_comparisons"}
)


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


def may_synthesise(panel: Panel, reasons: Collection[Reason]) -> bool:
    """Whether weighting the others is worth trying beside the plain comparison 「是否另用合成对象」.

    Notes
    -----
    A trend against the others before the start speaks against plain difference-in-differences alone: with few treated
    entities and 19 or more without gaps to compare with, some of these may have had the same trend. With more than 300
    the placebos take minutes, and weights are no better known.
    """
    few = int(panel.treated.sum()) < MANY
    drifting = bool(DRIFTING.intersection(reasons))
    return few and drifting and FEWEST_FOR_SYNTHESIS <= len(balanced(panel).others) <= LARGEST
