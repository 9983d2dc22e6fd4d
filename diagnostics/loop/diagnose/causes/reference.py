"""Gap that is to be explained, and how far the driver differs to the same reference 「差距与参照」."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.diagnose.causes.panels import SEASON

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

FEWEST_PEERS, FEWEST_PERIODS = 3, 3


@dataclass(frozen=True, slots=True)
class Reference:
    """Result and driver of an entity beside the same of others, or of its own past 「参照」.

    Parameters
    ----------
    gap, move : float
        Difference of the result and of the driver; NaN where unknown.
    kind : {"peers", "before", ""}
        What they are held against.
    within : tuple of (dimension, value)
        Slice whose gap it is; empty where it is the whole's.
    """

    gap: float = nan
    move: float = nan
    kind: str = ""
    within: tuple[tuple[str, str], ...] = ()


def reference_of(
    result: pd.DataFrame, driver: pd.DataFrame, entity: str, peers: Collection[str], direction: str
) -> Reference:
    """Unfavourable gap of an entity over its last season, to its peers or else to the season before 「差距与参照」.

    Parameters
    ----------
    result, driver : DataFrame
        Rows of observations; the driver's may be none.
    peers : collection of str
        Entities that the client compares it with.
    direction : str
        Which way is better for the result; "none" takes any gap for one.

    Notes
    -----
    Over one season, so that the season itself is no gap; peers are averaged entity by entity.
    """
    own = result[result["entity"] == entity]
    if not len(own):
        return Reference()
    cycle = own["cycle"].iloc[-1]
    last, before = _windows(own, cycle)
    for kind in ("peers", "before"):
        gap = _differs(result, (entity, peers), (last, before), kind)
        bad = gap != 0 and (direction not in ("higher", "lower") or (gap < 0) == (direction == "higher"))
        if gap == gap and bad:  # noqa: PLR0124 (missing is no gap)
            return Reference(gap, _differs(driver, (entity, peers), (last, before), kind), kind)
    return Reference()


def _windows(own: pd.DataFrame, cycle: str) -> tuple[set[pd.Timestamp], set[pd.Timestamp]]:
    """First days of the last season, and of the one before; halves where there are fewer."""
    starts = sorted(set(own["start"]))
    size = min(SEASON[cycle], max(len(starts) // 2, 1)) if len(starts) < 2 * SEASON[cycle] else SEASON[cycle]
    return set(starts[-size:]), set(starts[-2 * size : -size])


def _differs(
    rows: pd.DataFrame,
    who: tuple[str, Collection[str]],
    when: tuple[set[pd.Timestamp], set[pd.Timestamp]],
    kind: str,
) -> float:
    import pandas as pd

    entity, peers = who
    rows = rows[np.isfinite(rows["value"].to_numpy(dtype=np.float64))]
    values = rows["value"].to_numpy(dtype=np.float64)
    mine, levels = (rows["entity"] == entity).to_numpy(), rows["level"].to_numpy()
    last, before = (rows["start"].isin(each).to_numpy() for each in when)
    own = values[mine & last]
    fewest = max(1, min(FEWEST_PERIODS, len(when[0])))
    if len(own) < fewest:
        return nan
    if kind == "before":
        then = values[mine & before]
        return _beyond_rounding(own.mean(), then.mean()) if len(then) >= fewest else nan
    beside = rows["entity"].isin(peers).to_numpy() & ~mine & (levels == levels[mine][0]) & last
    codes, _ = pd.factorize(rows["entity"].to_numpy()[beside])
    sizes = np.bincount(codes)
    means = (np.bincount(codes, weights=values[beside]) / np.maximum(sizes, 1))[sizes >= fewest]
    return _beyond_rounding(own.mean(), means.mean()) if len(means) >= FEWEST_PEERS else nan


def _beyond_rounding(one: float, other: float) -> float:
    """Difference of two means; of equal figures rounding leaves one that no share may be held against."""
    left = float(one - other)
    return left if abs(left) > 1e-12 * max(abs(one), abs(other)) else 0.0
