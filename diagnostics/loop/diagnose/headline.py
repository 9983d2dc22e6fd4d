"""Facts that are told first, without prose 「要点」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.diagnosis import Focus

Record = dict[str, Any]
_OF_GAP = (
    "kpi", "entity", "period", "comparison", "actual", "reference", "absolute", "relative", "favourable", "status",
    "outside_usual", "usual_side",
)  # fmt: skip


def headline_facts(
    focus: Focus, gaps: pd.DataFrame, decompositions: Sequence[Record], slices: Sequence[Record]
) -> list[Record]:
    """The focal gaps, their largest driver and slice, and how many gaps there are 「要点」.

    Parameters
    ----------
    gaps : DataFrame
        Published gaps in order of rank.
    """
    here = gaps[(gaps["kpi"] == focus.kpi) & (gaps["entity"] == focus.entity) & gaps["absolute"].notna()]
    facts: list[Record] = [{"fact": "gap", **plain(row)} for row in here[list(_OF_GAP)].to_dict("records")]
    for found in decompositions:
        if (found["kpi"], found["entity"]) == (focus.kpi, focus.entity):
            largest = max(found["factors"], key=lambda each: abs(each["contribution"]))
            about = {name: found[name] for name in ("kpi", "entity", "comparison")}
            facts.append({"fact": "driver", **about, **largest})
    first = next((each for each in slices if (each["kpi"], each["entity"]) == (focus.kpi, focus.entity)), None)
    if first is not None:
        facts.append({"fact": "slice", **first})
    known = gaps["favourable"].notna()
    against = known & gaps["favourable"].astype("boolean").eq(False).fillna(False)
    outside = gaps["outside_usual"].astype("boolean").fillna(False)
    pairs = gaps.loc[outside, ["kpi", "entity"]].drop_duplicates()
    facts.append({"fact": "count", "known": int(known.sum()), "against": int(against.sum()), "outside": len(pairs)})
    return facts
