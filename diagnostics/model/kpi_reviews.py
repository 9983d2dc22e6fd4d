"""Three questions about every KPI, answered as far as figures can 「指标有效性评审表」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.model._result import Result
from diagnostics.model.kpi_review import QUESTIONS
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

DECISIONS = ("keep", "adjust", "drop", "open")


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """Three questions about one KPI 「一项指标的评审」.

    Parameters
    ----------
    kpi : str
        Whose review it is.
    name : Text
        Its name.
    strategy, ability, industry : int or None
        0 no, 1 partly, 2 yes; None where people have to answer.
    evidence : tuple of Text
        What each answer rests on, in order.
    decision : {"keep", "adjust", "drop", "open"}
        What the answers speak for; open while one is missing and none is 0.
    last : date, optional
        Day of the last review.
    due : date
        Day of the next.
    overdue : bool
        Whether that day is past.
    """

    kpi: str
    name: Text
    strategy: int | None
    ability: int | None
    industry: int | None
    evidence: tuple[Text, ...]
    decision: str
    last: date | None
    due: date
    overdue: bool


@dataclass(frozen=True, eq=False)
class KpiReviews(Result):
    """Three questions about every KPI that people are judged by 「指标有效性评审表」.

    Parameters
    ----------
    rows : tuple of ReviewRow
        In the order of the dictionary.
    day : date
        Day on which was looked.
    """

    rows: tuple[ReviewRow, ...]
    day: date

    def frame(self, language: Language = "zh") -> pd.DataFrame:
        """KPIs with answers, decision and evidence 「评审表」."""
        import pandas as pd

        gap = "; " if language == "en" else "\uff1b"
        rows = [
            (e.kpi, e.strategy, e.ability, e.industry, e.decision, e.last, e.due, e.overdue,
             gap.join(each.say(language) for each in e.evidence))
            for e in self.rows
        ]  # fmt: skip
        heads = ["kpi", *QUESTIONS, "decision", "last", "due", "overdue", "evidence"]
        return pd.DataFrame(rows, columns=heads).astype(dict.fromkeys(QUESTIONS, "Int64"))

    def summary(self, language: Language = "zh") -> str:
        """How many KPIs to keep, adjust, drop 「一句话结论」."""
        counts = {name: sum(each.decision == name for each in self.rows) for name in DECISIONS}
        due = sum(each.overdue for each in self.rows)
        return say("targets.review.summary", language, kpis=len(self.rows), due=due, **counts)
