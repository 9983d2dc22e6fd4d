"""What a KPI's quiet figures are like at a level: how many, how alike, how often below base 「序列特征」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.loop.track.early_warning.events import QUIET
from diagnostics.loop.track.early_warning.expected_alerts import A_YEAR, USUAL_MISSES
from diagnostics.loop.track.early_warning.units import in_units
from diagnostics.model.process_limits import MOST

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.early_warning.histories import History

# Periods that what "base" means counts for, beside those there are: a dozen figures tell a share badly.
_PRIOR = 8
MOST_BELOW = 0.5
# Quantiles far out need figures; by chance normal ones of this number hardly ever look long-tailed.
FEWEST_FOR_TAIL, NORMAL_RATIO, LONG_TAIL = 80, 2.906, 1.2
# From the first to the third quartile of normal figures, in standard deviations; and where figures count as far out.
NORMAL_QUARTILES, _FARTHEST = 1.349, 2.5


@dataclass(frozen=True, slots=True)
class Traits:
    """What a KPI's quiet figures are like at a level 「序列特征」.

    Parameters
    ----------
    periods : float
        Periods with a figure in a year.
    history : float
        Figures that tell what is usual, at the middle entity; 24 at most.
    correlation : float
        Correlation of a figure with the one before, 0 to 0.9, over all entities.
    below : float
        Share of figures that miss, over all entities, at most one half.
    tail : float
        How much wider figures spread than their middle half makes one expect; 1 for normal ones, 2 at most.
    """

    periods: float
    history: float
    correlation: float
    below: float
    tail: float = 1.0


def traits(found: Sequence[History], missed: Sequence[NDArray[np.bool_]]) -> Traits:
    """Traits of a KPI at a level, over all entities together 「序列特征」.

    Parameters
    ----------
    found : sequence of History
        One KPI at one level.
    missed : sequence of array of bool
        Which figures of each miss.

    Notes
    -----
    ``below`` is drawn towards one fifth, as base is what four in five reach, with the weight of eight figures.
    """
    import numpy as np

    adjusted = [each.adjusted for each in found]
    present = [int((~np.isnan(each)).sum()) for each in adjusted]
    figures = sum(int((~np.isnan(each.values)).sum()) for each in found)
    misses = sum(int(each.sum()) for each in missed)
    return Traits(
        periods=A_YEAR[found[0].kpi.cycle] * float(np.mean([each.density for each in found])),
        history=float(min(MOST, np.median(present))),
        correlation=_correlation(adjusted),
        below=min(MOST_BELOW, (misses + _PRIOR * USUAL_MISSES) / (figures + _PRIOR)),
        tail=_tail(adjusted),
    )


def _tail(series: Sequence[NDArray[np.float64]]) -> float:
    """Range of 95 in 100 figures by that of the middle half, in those of normal ones; 1 where too few or no tail.

    The last three figures of each series are left out: a fall at all places at once is an event, and no tail.
    """
    import numpy as np

    there = [in_units(each[~np.isnan(each)][:-QUIET]) for each in series]
    spreads = [(each - np.median(each)) / each.std() for each in there if len(each) > 2 and each.std() > 0]
    pooled = np.concatenate(spreads) if spreads else np.empty(0)
    if len(pooled) < FEWEST_FOR_TAIL:
        return 1.0
    low, first, third, high = np.quantile(pooled, [0.025, 0.25, 0.75, 0.975])
    ratio = (high - low) / (third - first) / NORMAL_RATIO if third > first else 1.0
    return float(min(ratio, 2.0)) if ratio > LONG_TAIL else 1.0


def _held(figures: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Departures from the middle, none of them far out, of unit variance; None where figures never move."""
    import numpy as np

    first, middle, third = np.nanquantile(figures, [0.25, 0.5, 0.75])
    spread = float(third - first) / NORMAL_QUARTILES or float(np.nanstd(figures))
    if spread == 0:
        return None
    held = np.clip((figures - middle) / spread, -_FARTHEST, _FARTHEST)
    held = held - np.nanmean(held)
    size = float(np.nanstd(held))
    return held / size if size else None


def _correlation(series: Sequence[NDArray[np.float64]]) -> float:
    """Correlation of neighbours over all series, allowed for that short ones make it look too small.

    Figures far out count as no farther than ``_FARTHEST`` spreads: two in a row at the end are what is looked for, and
    would else make every series look like one whose neighbours are alike, and its limits too wide to see them.
    """
    import numpy as np

    products, squares, lengths = 0.0, 0.0, []
    for each in series:
        there = ~np.isnan(each)
        if there.sum() < 3:
            continue
        centred = _held(in_units(each))
        if centred is None:
            continue
        both = there[1:] & there[:-1]
        products += float((centred[1:] * centred[:-1])[both].sum())
        squares += float((centred[:-1][both] ** 2).sum())
        lengths.append(int(there.sum()))
    if squares == 0:
        return 0.0
    found = products / squares
    # Kendall's bias of a first-order correlation.
    return float(np.clip(found + (1 + 3 * found) / np.mean(lengths), 0, 0.9))
