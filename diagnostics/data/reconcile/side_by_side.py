"""Two counts of one KPI, joined by entity and period 「并列比较」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.model.conflicts import COLUMNS, STATES

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.entity import Entities
    from diagnostics.model.kpi import Kpi

# Differences below this share of the figures come from rounding, not from counting.
NOISE = 1e-9
_KEYS = ["level", "entity", "cycle", "period"]


def side_by_side(own: pd.DataFrame, other: pd.DataFrame, kpi: Kpi, reading: str) -> pd.DataFrame:
    """Row for each entity and period that either count has, at the levels that both have 「并列比较」.

    Parameters
    ----------
    own, other : DataFrame
        Observations of the KPI, which is authoritative, and of the reading.
    kpi : Kpi
        Its ``tolerance`` says what is no conflict.
    reading : str
        Id of the reading.

    Returns
    -------
    DataFrame
        Columns of ``Conflicts.table`` but ``lacking`` and ``rank``, and ``people``: the fewest behind either figure.
    """
    import numpy as np

    both = set(own["level"]) & set(other["level"]) or set(own["level"]) | set(other["level"])
    wanted = [*_KEYS, "value", "people", *(["basis"] if "basis" in own.columns else [])]
    left, right = (each.loc[each["level"].isin(both), wanted] for each in (own, other))
    rows = left.merge(right, on=_KEYS, how="outer", suffixes=("_own", "_other"))
    authoritative, value = (rows[name].to_numpy("float64") for name in ("value_own", "value_other"))
    absolute = value - authoritative
    size = np.abs(authoritative)
    noise = NOISE * np.fmax(size, np.abs(value))
    absolute = np.where(np.abs(absolute) <= noise, 0.0, absolute)
    relative = np.divide(absolute, size, out=np.full(len(rows), np.nan), where=size > 0)
    apart = _spans_differ(rows)
    state = np.select(
        [np.isnan(authoritative) & np.isnan(value), np.isnan(authoritative), np.isnan(value), apart,
         np.abs(absolute) > kpi.tolerance * size + noise],
        ["neither", "missing_authoritative", "missing_reading", "other_span", "conflict"],
        default="within",
    )  # fmt: skip
    told = rows[_KEYS].assign(
        kpi=kpi.id, reading=reading, authoritative=authoritative, value=value,
        absolute=np.where(apart, np.nan, absolute), relative=np.where(apart, np.nan, relative),
        state=state, people=np.fmin(rows["people_own"], rows["people_other"]),
    )  # fmt: skip
    # What neither could count (0 ÷ 0 on both sides) is no difference.
    return told[told["state"] != "neither"].reset_index(drop=True)


def _spans_differ(rows: pd.DataFrame) -> pd.Series:
    """Whether one figure covers two months and the other one: they are about different spans."""
    from diagnostics.model.basis import months_of

    if "basis_own" not in rows.columns:
        return rows["value_own"].isna() & False
    spans = [rows[name].fillna("").map(months_of) for name in ("basis_own", "basis_other")]
    return spans[0] != spans[1]


def with_lacking(rows: pd.DataFrame, entities: Entities) -> pd.DataFrame:
    """Column ``lacking``: how many entities below have a figure on one side only, period by period 「下级缺数」."""
    alone = rows[rows["state"].isin(["missing_reading", "missing_authoritative"])]
    counts: dict[tuple[str, str], int] = {}
    for entity, period in zip(alone["entity"], alone["period"], strict=True):
        for above in entities.path(entity)[1:]:
            counts[above.id, period] = counts.get((above.id, period), 0) + 1
    keys = zip(rows["entity"], rows["period"], strict=True)
    return rows.assign(lacking=[float(counts.get(each, 0)) for each in keys])


def in_order(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """All rows: conflicts first and the largest first, then what one side lacks, then what agrees 「按大小排序」.

    The size is the relative difference; a difference from 0 counts as 100 %, as in the table of gaps.
    """
    import numpy as np
    import pandas as pd

    wanted = [each for each in COLUMNS if each != "rank"]
    filled = [each[wanted] for each in frames if len(each)]
    if not filled:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = pd.concat(filled, ignore_index=True)
    relative, absolute = (rows[name].to_numpy("float64") for name in ("relative", "absolute"))
    size = np.where(np.isnan(relative), np.sign(np.abs(absolute)), np.abs(relative))
    order = rows.assign(
        _state=rows["state"].map({each: at for at, each in enumerate(STATES)}),
        _size=-np.nan_to_num(size),
        _absolute=-np.nan_to_num(np.abs(absolute)),
    )
    keys = ["_state", "_size", "_absolute", "kpi", "reading", "period", "level", "entity"]
    ordered = order.sort_values(keys, kind="stable", ignore_index=True)
    return ordered.assign(rank=np.arange(1, len(ordered) + 1))[list(COLUMNS)]
