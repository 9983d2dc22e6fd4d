"""Causes by what they cost, and the few that make most of it 「帕累托分析」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model._result import Result
from diagnostics.terms import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.terms import Language

COLUMNS = ("cause", "amount", "share", "cumulative", "vital", "merged")


@dataclass(frozen=True, eq=False)
class Pareto(Result):
    """Causes by what they cost, the largest first 「帕累托分析」.

    Parameters
    ----------
    table : DataFrame
        One row a cause: ``cause``, ``amount``, ``share`` and ``cumulative`` share of the whole (0 to 1), ``vital``
        (one of the few that make most of it), ``merged`` (how many small causes a row stands for; 0 for one by itself).
    total : float
        The whole.
    rule : float
        Share that the vital few reach together, 0 to 1.
    unreadable : int
        Rows without an amount; they are in no figure.
    """

    table: pd.DataFrame
    total: float
    rule: float
    unreadable: int = 0

    @property
    def vital(self) -> tuple[str, ...]:
        """The vital few 「关键少数」."""
        return tuple(str(each) for each in self.table.loc[self.table["vital"], "cause"])

    def frame(self) -> pd.DataFrame:
        """Causes as a table 「表格」."""
        return self.table.copy()

    def summary(self, language: Language = "zh") -> str:
        """How many causes make how much 「一句话结论」."""
        from diagnostics.look.numbers import show

        if not self.total:
            return say("pareto.nothing", language)
        few = self.table[self.table["vital"]]
        count = int((self.table["merged"].clip(lower=1)).sum())
        told = say("pareto.summary", language, few=len(few), count=count,
                   share=show(float(few["share"].sum()), "share", language))  # fmt: skip
        left = say("pareto.unreadable", language, count=self.unreadable) if self.unreadable else ""
        return told + left

    def rows(self, language: Language = "zh") -> pd.DataFrame:
        """Rows for the chart, words and figures written 「图的行」."""
        import pandas as pd

        from diagnostics.look.numbers import show

        def label(row: dict[str, object]) -> str:
            return say("pareto.merged", language, count=row["merged"]) if row["merged"] else str(row["cause"])

        told = self.table.to_dict("records")
        return pd.DataFrame({
            "label": [label({str(key): value for key, value in row.items()}) for row in told],
            "amount": [row["amount"] for row in told],
            "told": [
                say("pareto.told", language, amount=f"{row['amount']:,.10g}",
                    share=show(row["cumulative"], "share", language, decimals=0))
                for row in told
            ],
            "vital": [bool(row["vital"]) for row in told],
        })  # fmt: skip

    def plot(self, language: Language = "zh") -> Figure:
        """Causes as bars, the vital few above a line 「图」."""
        from diagnostics.look.charts import pareto_chart

        return pareto_chart(self.rows(language))
