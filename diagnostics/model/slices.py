"""Slices of a figure that a gap comes from 「切片定位」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.terms import Language


@dataclass(frozen=True, eq=False)
class Slices(Result):
    """Slices of a figure that a gap comes from, largest first 「切片定位」.

    Parameters
    ----------
    table : DataFrame
        A row a slice: each dimension's value, or null for "any"; ``before``, ``after`` (sums, or ratios of sums),
        ``contribution`` to the gap, its ``share`` of the gap (missing where the gap is 0), and for a ratio the two
        parts of the contribution: ``rate`` (the slice does otherwise than before) and ``mix`` (it weighs otherwise).
    dimensions : tuple of str
        Dimension columns.
    before, after : float
        The whole, before and after.
    ratio : bool
        Whether the figure is a ratio of sums.
    reason : {"", "no_gap", "no_rows", "no_base"}
        Why there is no slice to name, empty where there is one.
    """

    table: pd.DataFrame
    dimensions: tuple[str, ...]
    before: float
    after: float
    ratio: bool
    reason: str = ""

    @property
    def total(self) -> float:
        """Gap that is explained 「总差距」."""
        return self.after - self.before

    def frame(self) -> pd.DataFrame:
        """Slices as a table 「表格」."""
        return self.table

    def label(self, row: pd.Series) -> str:
        """What a slice is called: its dimension values 「切片名称」."""
        return " · ".join(str(row[each]) for each in self.dimensions if isinstance(row[each], str))

    def summary(self, language: Language = "zh") -> str:
        """Which slices weigh most, or why none is named 「一句话结论」."""
        from diagnostics.look.numbers import show
        from diagnostics.terms import say

        if self.reason:
            return say(f"diagnose.slices.{self.reason}", language)
        first = self.table.head(3)
        parts = [
            say("diagnose.slices.part", language, slice=self.label(row), share=show(row["share"], "share", language))
            for _, row in first.iterrows()
        ]
        return say("diagnose.slices.summary", language, parts=say("diagnose.list", language).join(parts))

    def plot(self, language: Language = "zh") -> Figure:
        """Contributions of the first ten slices 「贡献图」."""
        from diagnostics.look.charts import Quantity, contribution_chart

        bars = self.table.head(10)
        drawn = bars.assign(label=[self.label(row) for _, row in bars.iterrows()])
        return contribution_chart(drawn[["label", "contribution"]], Quantity("number", language))
