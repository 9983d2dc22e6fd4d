"""Slices of a figure that a gap comes from 「切片定位」."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.look.charts import Size
    from diagnostics.terms import Language

# Slices that a sentence and a figure tell of.
MOST_TOLD, MOST_DRAWN = 3, 10
# Below this chance of so strong a slice in quiet times, a reader may be sure of it.
SURE = 1e-4
# A part beyond so many times the gap tells that parts nearly cancel: then amounts say more than shares.
MOST_SHARE = 2.0
# Figures, relative, that are the same but for rounding.
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Reversal:
    """Dimension whose values all move against the whole 「辛普森反转」.

    Parameters
    ----------
    dimension : str
        Which one.
    values : tuple of str
        Its values.
    rate, mix : float
        What their rates, and what their weights did to the whole; they sum to the gap.
    """

    dimension: str
    values: tuple[str, ...]
    rate: float
    mix: float


@dataclass(frozen=True, eq=False)
class Slices(Result):
    """Slices of a figure that a gap comes from, largest first 「切片定位」.

    Parameters
    ----------
    table : DataFrame
        A row a significant slice: each dimension's value, or null for "any"; ``before``, ``after`` (sums, or ratios of
        sums), ``contribution`` to the gap, its ``share`` of the gap (missing where the gap is 0), ``own`` (the part of
        the contribution that no narrower or stronger slice has), ``materiality`` (size of the contribution beside the
        gap, 0 up), ``score``, ``p_value`` (chance of so strong a slice anywhere in quiet times), and for a ratio the
        two parts of the contribution: ``rate`` (the slice does otherwise) and ``mix`` (it weighs otherwise).
    dimensions : tuple of str
        Dimension columns.
    before, after : float
        The whole, before and after.
    ratio : bool
        Whether the figure is a ratio of sums.
    reason : {"", "no_gap", "no_rows", "no_actual", "no_expected", "no_base", "alone", "quiet"}
        Why there is no slice to name, empty where there is one.
    reversals : tuple of Reversal
        Dimensions all of whose values move against the whole.
    left_out : tuple of str
        Leaves of a ratio with a numerator and no denominator: they are in the totals, yet not judged.
    """

    table: pd.DataFrame
    dimensions: tuple[str, ...]
    before: float
    after: float
    ratio: bool
    reason: str = ""
    reversals: tuple[Reversal, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def total(self) -> float:
        """Gap that is explained 「总差距」."""
        return self.after - self.before

    def frame(self) -> pd.DataFrame:
        """Significant slices as a table 「表格」."""
        return self.table

    def label(self, row: pd.Series) -> str:
        """What a slice is called: its dimension values 「切片名称」."""
        return " · ".join(str(row[each]) for each in self.dimensions if isinstance(row[each], str))

    def tree(self, language: Language = "zh") -> pd.DataFrame:
        """Slices under those that hold them, each with its own part; with the rest they sum to the gap 「切片树」.

        Returns
        -------
        DataFrame
            ``depth``, ``slice``, ``contribution`` (its own part), ``share`` of the gap, ``p_value``, ``sure`` (words).
        """
        import pandas as pd

        from diagnostics.terms import say

        rows = [
            {"depth": depth, "slice": self.label(row), "contribution": row["own"], "p_value": row["p_value"]}
            for depth, row in self._nested()
        ]
        rest = self.total - sum(each["contribution"] for each in rows)
        rows.append({"depth": 0, "slice": say("slices.rest", language), "contribution": rest})
        tree = pd.DataFrame(rows, columns=["depth", "slice", "contribution", "p_value"])
        tree["share"] = tree["contribution"] / self.total if self.total else float("nan")
        tree["sure"] = [
            "" if isnan(each) else say(f"slices.sure.{'very' if each < SURE else 'fairly'}", language)
            for each in tree["p_value"]
        ]
        return tree[["depth", "slice", "contribution", "share", "p_value", "sure"]]

    def _nested(self) -> list[tuple[int, pd.Series]]:
        """Slices in the order of a tree, with their depth."""
        rows = [row for _, row in self.table.iterrows()]
        fixed = [{(each, row[each]) for each in self.dimensions if isinstance(row[each], str)} for row in rows]
        parents: list[int | None] = []
        for mine in fixed:
            # The narrowest of those that hold it.
            wider = [at for at, other in enumerate(fixed) if other < mine]
            parents.append(max(wider, key=lambda at: len(fixed[at])) if wider else None)
        nested: list[tuple[int, pd.Series]] = []

        def add(parent: int | None, depth: int) -> None:
            for at, row in enumerate(rows):
                if parents[at] == parent:
                    nested.append((depth, row))
                    add(at, depth + 1)

        add(None, 0)
        return nested

    def summary(self, language: Language = "zh") -> str:
        """Which slices weigh most, or why none is named, and which dimensions turn the gap round 「一句话结论」."""
        from diagnostics.terms import say

        told = [say(f"slices.{self.reason}", language) if self.reason else self._largest(language)]
        for each in self.reversals:
            way = "fell" if self.total > 0 else "rose"
            told.append(say(f"slices.reversal.{way}", language, dimension=each.dimension))
        if self.left_out:
            named = say("diagnose.list", language).join(self.left_out[:MOST_TOLD])
            told.append(say("slices.left_out", language, count=len(self.left_out), named=named))
        return ("" if language == "zh" else " ").join(told)

    def _largest(self, language: Language) -> str:
        from diagnostics.look.numbers import show, show_change
        from diagnostics.terms import say

        parts = []
        first = self.table.head(MOST_TOLD)
        cancel = bool((first["own"].abs() > MOST_SHARE * abs(self.total)).any()) and self.total != 0
        for _, row in first.iterrows():
            # Of slices that overlap each is told without what another has, so that no part of the gap counts twice.
            shared = abs(row["own"] - row["contribution"]) > SAME * abs(row["contribution"])
            share = show(row["own"] / self.total if self.total else float("nan"), "share", language)
            share = show_change(row["own"], "share" if self.ratio else "number", language) if cancel else share
            kind = f"part{'_apart' if shared else ''}{'_amount' if cancel else '' if self.total else '_alone'}"
            parts.append(say(f"slices.{kind}", language, slice=self.label(row), share=share))
        told = say("slices.summary", language, parts=say("diagnose.list", language).join(parts))
        if not cancel:
            return told
        total = show_change(self.total, "share" if self.ratio else "number", language)
        return ("" if language == "zh" else " ").join([told, say("slices.cancel", language, total=total)])

    def plot(self, language: Language = "zh", size: Size = "wide") -> Figure:
        """Tree of slices: what, which share of the gap, how sure 「切片树图」."""
        from diagnostics.look.charts import Quantity, slice_tree_chart

        tree = self.tree(language)
        drawn = tree if len(tree) <= MOST_DRAWN + 1 else self._shortened(tree)
        return slice_tree_chart(drawn, Quantity("number", language, improvement="none"), size=size)

    def _shortened(self, tree: pd.DataFrame) -> pd.DataFrame:
        """The first rows of a tree, all others within the rest."""
        import pandas as pd

        first, rest = tree.head(MOST_DRAWN), tree.tail(1).copy()
        for name in ("contribution", "share"):
            rest[name] = tree[name].sum() - first[name].sum()
        return pd.concat([first, rest])
