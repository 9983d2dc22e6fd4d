"""What a cause costs, as a share of the mother metric 「价值影响」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.model.priority import Stake

if TYPE_CHECKING:
    import pandas as pd

# What a company promised itself comes first, then what others reach, then what it reached itself.
ORDER = ("target", "peers", "previous", "year_ago")
# Comparison of the gaps that holds a figure against the same as a test of a cause does.
_SAME = {"peers": "peers", "before": "year_ago"}


def gap_row(gaps: pd.DataFrame, kpi: str, entity: str) -> dict[Any, Any] | None:
    """Unfavourable gap of a KPI, to the target before peers before the past 「对应差距」."""
    against = {key: row for key, row in _rows(gaps, kpi, entity).items() if str(row["favourable"]) == "False"}
    return next((against[each] for each in ORDER if each in against), None)


def stake_of(cause: Mapping[str, Any], gaps: pd.DataFrame) -> Stake | None:
    """What a cause costs, as a share of the level of the mother metric that its KPI leads to 「价值影响」.

    Parameters
    ----------
    cause : mapping
        Of the hand-off ``causes``: KPI, entity, slice, tests, and the number of the test that says most.
    gaps : DataFrame
        Hand-off ``gaps``.

    Returns
    -------
    Stake or None
        None where no test that supports the cause tells a share, where the cause acts in a slice alone (what a slice
        weighs in the whole is not known), where the gap is closed by now, or a level is 0, missing or not finite.

    Notes
    -----
    ``share · gap``, both of the test that says most: a share of the gap to peers says nothing of the gap to a target.
    The share counts for 1 at most, and no more than what is still open in the period, held against the same. It is
    led to the mother metric by what a unit of the KPI does to it in the gaps.
    """
    test = _telling(cause)
    if test is None or cause.get("slice"):
        return None
    kpi, entity, whole = str(cause["kpi"]), str(cause["entity"] or ""), abs(_number(test.get("gap")))
    rows = _rows(gaps, kpi, entity)
    open_ = rows.get(_SAME.get(str(test.get("reference")), ""))
    if any(_other_cycle(each, test) for each in rows.values()):
        return None
    if open_ is not None:
        if str(open_["favourable"]) == "True":
            return None
        left = abs(_number(open_["absolute"]))
        whole = min(whole, left) if math.isfinite(left) else whole
    share, low, high = (_number(test.get(name)) for name in ("share", "share_low", "share_high"))
    if not math.isfinite(share):
        return None
    low, high = (share if math.isnan(each) else each for each in (low, high))
    parts = [min(max(each, 0.0), 1.0) * whole for each in (share, min(low, high), max(low, high))]
    return stake_at(gaps, kpi, entity, (parts[0], parts[1], parts[2]))


def stake_at(gaps: pd.DataFrame, kpi: str, entity: str, moved: tuple[float, float, float]) -> Stake | None:
    """What a change of a KPI, with its range, is worth in the mother metric 「折合到母指标」.

    Parameters
    ----------
    moved : tuple of float
        Change in the KPI's unit, and its least and most, none below 0.
    """
    rows = _rows(gaps, kpi, entity)
    ordered = [rows[each] for each in ("peers", *ORDER) if each in rows]
    mother, rate, level = kpi, 1.0, level_of(gaps, kpi, entity)
    for row in ordered:
        named, stake, absolute = str(row.get("mother") or ""), _number(row.get("stake")), _number(row["absolute"])
        reached = level_of(gaps, named, entity)
        if math.isfinite(stake) and math.isfinite(absolute) and absolute and math.isfinite(reached) and reached:
            mother, rate, level = named, abs(stake / absolute), reached
            break
    if not math.isfinite(level) or level == 0 or not math.isfinite(moved[0] * rate) or moved[0] * rate == 0:
        return None
    part, low, high = (each * rate / abs(level) for each in moved)
    return Stake(part, low, high, mother, moved[0] * rate)


def level_of(gaps: pd.DataFrame, kpi: str, entity: str) -> float:
    """Level of a KPI in the period; NaN where the gaps have none 「本期水平」."""
    own = gaps[(gaps["kpi"] == kpi) & (gaps["entity"] == entity) & gaps["actual"].notna()]
    return _number(own["actual"].iloc[0]) if len(own) else math.nan


def _telling(cause: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Test that says most, where it speaks for the cause."""
    numbered = {each["number"]: each for each in cause.get("tests") or ()}
    test: Mapping[str, Any] | None = numbered.get(cause.get("telling"))
    return test if test is not None and test["outcome"] == "supports" else None


def _rows(gaps: pd.DataFrame, kpi: str, entity: str) -> dict[str, dict[Any, Any]]:
    rows = gaps[(gaps["kpi"] == kpi) & (gaps["entity"] == entity)]
    return {str(row["comparison"]): row for row in rows.to_dict("records")}


def _other_cycle(row: Mapping[Any, Any], test: Mapping[str, Any]) -> bool:
    """Whether the test was held by another cycle than the gap: a day's gap is none of a month's."""
    told, asked = str(row.get("cycle") or ""), str(test.get("cycle") or "")
    return bool(told and asked and told != asked)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
