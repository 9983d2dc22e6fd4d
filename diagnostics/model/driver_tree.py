"""Gap of a KPI as a tree of drivers, down to the leaves 「驱动树」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model._result import Result
from diagnostics.model.decomposition import Method, factor_label

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.terms import Language


@dataclass(frozen=True, eq=False)
class DriverTree(Result):
    """Gap of a KPI as a tree of drivers, down to the leaves 「驱动树」.

    Parameters
    ----------
    root : str
        KPI that is taken apart.
    asked : {"lmdi", "chain", "shapley"}
        Method asked for.
    before, after : float
        KPI before and after, summed over the rows.
    table : DataFrame
        A row a node, each parent before its children: ``node, parent, path, depth, leaf, method, before, after,
        contribution``. ``path`` is the names from the root, joined by ``/``; a name that stands in two formulas is two
        nodes. ``method`` is the one that shared the node among its children, empty for a leaf. A node's own figures are
        missing where there are several rows. Contributions of children sum to their parent's.
    """

    root: str
    asked: Method
    before: float
    after: float
    table: pd.DataFrame

    @property
    def total(self) -> float:
        """Gap that is explained 「总差距」."""
        return self.after - self.before

    def frame(self) -> pd.DataFrame:
        """Nodes with their contributions 「表格」."""
        return self.table

    def leaves(self) -> pd.DataFrame:
        """Leaves with their contributions, each name once: ``factor, contribution`` 「末级因素」."""
        leaves = self.table[self.table["leaf"]].rename(columns={"node": "factor"})
        return leaves.groupby("factor", sort=False)[["contribution"]].sum().reset_index()

    def summary(self, language: Language = "zh") -> str:
        """Which leaves weigh most 「一句话结论」."""
        from diagnostics.look.numbers import show, show_change
        from diagnostics.terms import say

        leaves = self.leaves()
        order = leaves["contribution"].abs().sort_values(ascending=False, kind="stable").index[:3]
        parts = [
            say(
                "diagnose.decomposition.part",
                language,
                factor=factor_label(row["factor"], language),
                change=show_change(row["contribution"], "number", language),
            )
            for row in leaves.loc[order].to_dict("records")
        ]
        return say(
            "diagnose.decomposition.summary",
            language,
            before=show(self.before, "number", language),
            after=show(self.after, "number", language),
            parts=say("diagnose.list", language).join(parts),
        )

    def plot(self, language: Language = "zh") -> Figure:
        """Waterfall of the leaves 「瀑布图」."""
        from diagnostics.look.charts import Quantity, waterfall_chart
        from diagnostics.terms import say

        leaves = self.leaves()
        bars = leaves.assign(label=[factor_label(each, language) for each in leaves["factor"]])
        before = (say("diagnose.decomposition.before", language), self.before)
        after = (say("diagnose.decomposition.after", language), self.after)
        return waterfall_chart(bars[["label", "contribution"]], (before, after), Quantity("number", language))
