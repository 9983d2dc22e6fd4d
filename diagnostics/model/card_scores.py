"""Points of scorecards, item by item and in total 「考核得分」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

TOTALS = ("card", "entity", "period", "points", "missing")
ITEMS = ("card", "entity", "period", "kpi", "weight", "value", "target", "target_high", "points", "reason", "reason_zh")


@dataclass(frozen=True, eq=False)
class CardScores(Result):
    """Points of scorecards, item by item and in total 「考核得分」.

    Parameters
    ----------
    totals : DataFrame
        Columns ``card, entity, period, points, missing``: a row a card, entity and period. ``points`` is the weighted
        sum of all items, and NaN where one of them has no points; ``missing`` names those, with ``; `` between. Weights
        are never spread over the items that are there.
    items : DataFrame
        Columns ``card, entity, period, kpi, weight, value, target, target_high, points, reason,
        reason_zh``: a row a figure, in the KPI's own cycle; ``reason`` says in English, ``reason_zh`` in Chinese, why a
        figure can't be scored against its target; both are empty where it can.
    """

    totals: pd.DataFrame
    items: pd.DataFrame

    def __post_init__(self) -> None:
        """Check the columns once, so that every reader can rely on them."""
        for name, wanted in (("totals", TOTALS), ("items", ITEMS)):
            have = list(getattr(self, name).columns)
            if lacking := [each for each in wanted if each not in have]:
                raise InputError(f"The {name} of CardScores lack the columns {lacking}; they have {have}.")

    def frame(self) -> pd.DataFrame:
        """Totals as a table 「总分表」."""
        return self.totals

    def summary(self, language: Language = "zh") -> str:
        """How many totals there are, and how many are missing 「概况」."""
        from diagnostics.terms import say

        missing = int(self.totals["points"].isna().sum())
        counts = {each: self.totals[each].nunique() for each in ("card", "entity", "period")}
        told = say("scores.summary", language, **counts, scored=len(self.totals) - missing)
        return f"{told}{say('scores.missing', language, count=missing)}" if missing else told
