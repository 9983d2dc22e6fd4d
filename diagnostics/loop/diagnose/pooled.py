"""Peers taken together: sums over sums, so that factors still multiply up to the whole 「同类合并」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression.measure import parse_measure

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Period

# The mean of one peer is that peer.
FEWEST_PEERS = 2


def units_of(engagement: Engagement, entities: Sequence[str]) -> tuple[str, ...]:
    """Those entities that are no people 「非个人对象」."""
    return tuple(each for each in entities if not engagement.entities[each].person)


def peers_of(engagement: Engagement, entity: str, period: Period) -> tuple[str, ...]:
    """Peers of an entity that may be shown together, none where they are too few 「同类对象」.

    As in the gap table, one that opened or closed within the period is no yardstick.
    """
    entities = engagement.entities
    units = units_of(engagement, entities.peers(entity))
    peers = tuple(each for each in units if entities.through(each, period.start, period.last_day))
    return peers if len(peers) >= FEWEST_PEERS else ()


def pooled(kpi: Kpi, rows: pd.DataFrame) -> float:
    """Figure of a typical entity among several: mean of sums, or sum over sum 「同类均值」.

    Parameters
    ----------
    kpi : Kpi
        What the rows measure.
    rows : DataFrame
        Observations of one period, an entity a row.

    Returns
    -------
    float
        NaN where there are too few, or where the measure can't be pooled from entities.
    """
    there = rows[rows["value"].notna()]
    if len(there) < FEWEST_PEERS or kpi.measure is None:
        return math.nan
    measure = parse_measure(kpi.measure)
    if measure.additive:
        return float(there["value"].mean())
    base = float(there["denominator"].sum())
    return float(there["numerator"].sum()) / base if measure.additive_pair and base else math.nan


def pooled_cells(kpi: Kpi, cells: pd.DataFrame, dimensions: Sequence[str]) -> pd.DataFrame:
    """Cells of a typical entity among several; a cell that one of them lacks counts for nothing there 「同类切片」."""
    entities = max(cells["entity"].nunique(), 1)
    sums = cells.groupby(list(dimensions), dropna=False, observed=True)[["value", "numerator", "denominator"]]
    table = sums.sum(min_count=1)
    if parse_measure(kpi.measure or "").additive:
        table["value"] /= entities
    people = cells.groupby(list(dimensions), dropna=False, observed=True)["people"].max()
    return table.assign(people=people).reset_index()
