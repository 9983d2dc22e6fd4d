"""Which method the data at hand allow, and why 「方法选择」."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from diagnostics.loop.track.effect.balanced import balanced
from diagnostics.loop.track.effect.did import usable
from diagnostics.loop.track.effect.panel import Panel
from diagnostics.model.detection import FEWEST_COMPARISONS, FEWEST_FOR_SYNTHESIS, MANY, series_needed
from diagnostics.model.effect import EffectMethod, Reason

# What speaks against the plain comparison and may be mended by weights.
DRIFTING: frozenset[Reason] = frozenset({"pre_trend", "drift"})
LARGEST = 300
# A cohort of fewer gives no spread of its own.
FEWEST_IN_COHORT = 5
# With one of these a synthesis answers no better than the plain comparison.
UNFIT: frozenset[Reason] = frozenset(
    {"pre_trend", "drift", "poor_fit", "untested_trend", "no_interval", "few_comparisons"}
)
Why = Literal[
    "asked", "counts", "alone", "short", "few", "others", "many", "clustered", "weighted", "unweighted", "stopped",
    "staggered", "staggered_few",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A method and what it was taken for 「方法及理由」.

    Parameters
    ----------
    method : str
        One of the methods.
    why : str
        Code of the reason; its words are ``effect.why.…``.
    """

    method: EffectMethod
    why: Why


def choose(panel: Panel, *, counted: bool = False) -> Choice:
    """Default estimate for the data at hand 「自动选择方法」.

    Parameters
    ----------
    panel : Panel
        Not yet transformed.
    counted : bool
        Whether the values are whole numbers of something, see ``is_count``.

    Notes
    -----
    Entities that start at different times: by cohorts, where each has 5 or more, else each against the others from its
    own start on. Nobody to compare with and a series long enough: interrupted
    series, of counts where they are counts; else the chart alone. 1 to 4 others: the series less theirs. From 5 on:
    difference-in-differences; with 10 on both sides each side has its own spread.
    """
    import numpy as np

    treated, others = int(panel.treated.sum()), len(usable(panel.comparisons, panel.after))
    if others and panel.staggered:
        small = min(cohorts(panel)) < FEWEST_IN_COHORT
        return Choice("did", "staggered_few") if small else Choice("callaway_santanna", "staggered")
    if others:
        if others < FEWEST_COMPARISONS:
            return Choice("controlled_its", "few")
        if treated >= MANY and others >= MANY:
            return Choice("did", "clustered")
        return Choice("did", "many" if others >= FEWEST_FOR_SYNTHESIS else "others")
    if int((~np.isnan(panel.series)).sum()) < series_needed(panel.line.cycle):
        return Choice("xmr", "short")
    return Choice("poisson_its", "counts") if counted else Choice("its", "alone")


def cohorts(panel: Panel) -> list[int]:
    """How many treated entities start in each period in which any does 「各批数量」."""
    starts = panel.starts[panel.treated].tolist()
    return [starts.count(each) for each in sorted(set(starts))]


def is_count(panel: Panel, unit: str, *, weighed: bool) -> bool:
    """Whether the values count something: whole, not negative, and no money 「是否为计数」.

    Parameters
    ----------
    unit : str
        The KPI's unit: ``count``, or ``number`` where nobody said and there is an exposure.
    weighed : bool
        Whether there is an exposure.
    """
    import numpy as np

    if unit != "count" and not (weighed and unit == "number"):
        return False
    own = panel.counts[panel.treated]
    there = own[~np.isnan(own)]
    return bool(len(there) and (there >= 0).all() and (there == np.floor(there)).all())


def may_synthesise(panel: Panel, reasons: Collection[Reason]) -> bool:
    """Whether weighting the others is worth trying where the plain comparison fails 「是否改用合成对象」.

    Notes
    -----
    A trend against the others before the start speaks against plain difference-in-differences alone: with few treated
    entities and 19 or more without gaps to compare with, some of these may have had the same trend. With more than 300
    the placebos take minutes, and weights are no better known. With covariates the plain comparison stays.
    """
    few = int(panel.treated.sum()) < MANY and not panel.staggered and not panel.predictors
    drifting = bool(DRIFTING.intersection(reasons))
    return few and drifting and FEWEST_FOR_SYNTHESIS <= len(balanced(panel).others) <= LARGEST
