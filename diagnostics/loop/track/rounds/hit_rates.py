"""How often targets are reached of KPIs set with staff, and of KPIs that were given 「共同制定与下达的达成率」."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from diagnostics.dictionary.bands import beyond
from diagnostics.loop.track.rounds.share_interval import difference_interval, share_interval
from diagnostics.model.rounds import HitRate, HitRates, SetBy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.dictionary.tiers.reach import ItemReach

# KPIs that each way needs, and figures that a KPI needs to count: of fewer no interval says anything.
FEWEST_KPIS, FEWEST_FIGURES = 5, 6


def hit_rates(items: Iterable[ItemReach]) -> HitRates | None:
    """How often targets are reached, by who set the KPI 「共同制定与下达的达成率」.

    Parameters
    ----------
    items : iterable of ItemReach
        Items of scorecards with their figures; each figure is held against the target of its own period.

    Returns
    -------
    HitRates or None
        Shares only where each way has at least five KPIs with six figures each; None where no KPI says how it was set.

    Notes
    -----
    Who sets a KPI also chooses which: easy ones may be those that staff were asked about. So the difference is told
    with its interval and never as what asking them did.
    """
    held: dict[str, list[ItemReach]] = {}
    for each in items:
        held.setdefault(each.kpi.id, []).append(each)
    counted = {kpi: found for kpi, found in held.items() if sum(len(one.with_target) for one in found)}
    ways = {kpi: found[0].kpi.set_with for kpi, found in counted.items()}
    if not any(ways.values()):
        return None
    staff, given = (_rate(way, [counted[kpi] for kpi in ways if ways[kpi] == way]) for way in ("staff", "given"))
    unsaid = sum(way is None for way in ways.values())
    if not (_told(staff) and _told(given)):
        return HitRates(_silent(staff), _silent(given), unsaid, FEWEST_KPIS)
    between = difference_interval(_ends(staff), _ends(given))
    return HitRates(staff, given, unsaid, FEWEST_KPIS, *between)


def met_of(item: ItemReach) -> NDArray[np.bool_]:
    """Whether each figure of an item reaches the target of its own period 「是否达标」."""
    import numpy as np

    rows, way = item.with_target, item.kpi.direction
    value, target, high = (rows[name].to_numpy(dtype=float) for name in ("value", "target", "target_high"))
    if way == "range":
        return np.asarray(beyond(value, target, np.where(np.isnan(high), target, high)) == 0)
    return np.asarray(value >= target if way == "higher" else value <= target)


def _rate(way: SetBy, kpis: Sequence[Sequence[ItemReach]]) -> HitRate:
    import numpy as np
    import pandas as pd

    enough = [each for each in kpis if sum(len(one.with_target) for one in each) >= FEWEST_FIGURES]
    if not enough:
        return HitRate(way, 0, 0)
    met = [np.concatenate([met_of(one) for one in each]) for each in enough]
    rows = pd.concat([one.with_target[["entity", "start"]] for each in enough for one in each])
    kpi = np.repeat(np.arange(len(enough)), [len(each) for each in met])
    beside = tuple(pd.factorize(rows[name])[0].astype(np.intp) for name in ("entity", "start"))
    share, low, high = share_interval(np.concatenate(met), kpi, beside)
    return HitRate(way, len(enough), len(rows), share, low, high)


def _told(rate: HitRate) -> bool:
    return rate.kpis >= FEWEST_KPIS


def _silent(rate: HitRate) -> HitRate:
    """Counts alone: a share of one way invites to be held against what everybody believes of the other."""
    return HitRate(rate.set_with, rate.kpis, rate.figures)


def _ends(rate: HitRate) -> tuple[float, float, float]:
    assert rate.share is not None
    assert rate.low is not None
    assert rate.high is not None
    return rate.share, rate.low, rate.high
