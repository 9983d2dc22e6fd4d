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


def gap_row(gaps: pd.DataFrame, kpi: str, entity: str) -> dict[Any, Any] | None:
    """Unfavourable gap of a KPI, to the target before peers before the past 「对应差距」."""
    rows = gaps[(gaps["kpi"] == kpi) & (gaps["entity"] == entity)]
    against = {row["comparison"]: row for row in rows.to_dict("records") if str(row["favourable"]) == "False"}
    return next((against[each] for each in ORDER if each in against), None)


def stake_of(cause: Mapping[str, Any], gaps: pd.DataFrame) -> Stake | None:
    """What a cause costs, as a share of the level of the mother metric that its KPI leads to 「价值影响」.

    Parameters
    ----------
    cause : mapping
        Of the hand-off ``causes``: KPI, entity, share of the gap with its interval.
    gaps : DataFrame
        Hand-off ``gaps``.

    Returns
    -------
    Stake or None
        None where the KPI has no unfavourable gap, or its level is 0, missing or not finite.

    Notes
    -----
    ``|stake of the gap| / |level of the mother metric| · share of the gap that goes with the cause``. Shares of
    different mother metrics stand side by side as if each percent weighed the same. Without a share the whole gap is
    taken, from none of it to all of it: a confirmed cause costs something, nobody knows how much.
    """
    row = gap_row(gaps, str(cause["kpi"]), str(cause["entity"] or ""))
    if row is None:
        return None
    mother, whole, level = str(row.get("mother") or ""), _number(row.get("stake")), math.nan
    if mother and not math.isnan(whole):
        own = gaps[(gaps["kpi"] == mother) & (gaps["entity"] == cause["entity"]) & gaps["actual"].notna()]
        level = _number(own["actual"].iloc[0]) if len(own) else math.nan
    if not math.isfinite(level) or level == 0:
        mother, whole, level = str(cause["kpi"]), _number(row["absolute"]), _number(row["actual"])
    if not (math.isfinite(whole) and math.isfinite(level)) or level == 0:
        return None
    share, low, high = (_number(cause.get(name)) for name in ("share", "share_low", "share_high"))
    if math.isnan(share):
        share, low, high = 0.5, 0.0, 1.0
    low, high = (share if math.isnan(each) else each for each in (low, high))
    part, least, most = (min(max(each, 0.0), 1.0) for each in (share, min(low, high), max(low, high)))
    size = abs(whole / level)
    return Stake(size * part, size * least, size * most, mother, abs(whole) * part)


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
