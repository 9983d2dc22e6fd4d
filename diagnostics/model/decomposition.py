"""Gap of a KPI as the sum of its drivers' contributions 「驱动拆解」."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from diagnostics.errors import InputError
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.bridge import Bridge
    from diagnostics.terms import Language

Method = Literal["lmdi", "lmdi_multiplicative", "shapley", "chain", "kitagawa", "price_volume_mix"]
METHODS: tuple[Method, ...] = get_args(Method)
# Why another method than the one asked for was used.
Reason = Literal["", "sum_of_parts", "not_a_product", "negative_values", "ratio_of_sums"]
# Lines that are no name of the formula; brackets keep them apart from columns of the client.
NEW, VANISHED = "(new)", "(vanished)"
RATE, MIX, VOLUME, PRICE = "(rate)", "(mix)", "(volume)", "(price)"
_LINES = {NEW: "new", VANISHED: "vanished", RATE: "rate", MIX: "mix", VOLUME: "volume", PRICE: "price"}
_GROUP = "(group)"
# Those that a step-by-step replacement can be held against.
_BRIDGED = ("lmdi", "shapley", "chain")


@dataclass(frozen=True, eq=False)
class Decomposition(Result):
    """Gap of a KPI as the sum of its drivers' contributions 「驱动拆解」.

    Parameters
    ----------
    formula : str
        Formula that ties the KPI to its drivers.
    asked, method : {"lmdi", "lmdi_multiplicative", "shapley", "chain", "kitagawa", "price_volume_mix"}
        Method asked for, and method used.
    reason : {"", "sum_of_parts", "not_a_product", "negative_values", "ratio_of_sums"}
        Why they differ; empty where they don't.
    before, after : float
        KPI before and after, summed over the rows; of a ratio of sums the ratio.
    table : DataFrame
        A row a factor in the formula's order: ``factor, before, after, contribution``; a factor's own figures are
        missing where there are several rows. Rows that exist on one side only have the factors ``(new)`` and
        ``(vanished)``; a ratio of sums has ``(rate)`` and ``(mix)``, what is sold ``(volume)``, ``(mix)`` and
        ``(price)``. The contributions sum to ``after - before`` (multiplied, they give ``after / before``, where the
        method is ``lmdi_multiplicative``).
    detail : DataFrame
        Contributions per row: the columns of ``by``, ``factor``, ``contribution``; empty for a multiplicative one.
    again : callable, optional
        The same figures by another method.
    """

    formula: str
    asked: Method
    method: Method
    reason: Reason
    before: float
    after: float
    table: pd.DataFrame
    detail: pd.DataFrame
    again: Callable[[Method], Decomposition] | None = field(default=None, repr=False)

    @property
    def total(self) -> float:
        """Gap that is explained: a difference, or a ratio where the method is multiplicative 「总差距」."""
        return self.after / self.before if self.method == "lmdi_multiplicative" else self.after - self.before

    def frame(self) -> pd.DataFrame:
        """Factors with their contributions 「表格」."""
        return self.table

    def groups(self) -> pd.DataFrame:
        """A row a group, a column a factor, and the group's total 「分组贡献」."""
        keys = [each for each in self.detail if each not in {"factor", "contribution"}]
        factors = list(dict.fromkeys(self.detail["factor"]))
        # Numbers stand for the groups: a key that is missing is one too, and pivots lose it.
        groups = self.detail.groupby(keys, dropna=False, sort=False, observed=True).ngroup() if keys else 0
        told = self.detail.assign(**{_GROUP: groups})
        wide = told.pivot_table(index=_GROUP, columns="factor", values="contribution", aggfunc="sum", sort=False)
        wide = wide.reindex(columns=factors).assign(total=wide.sum(axis=1))
        wide.columns.name = None
        names = told.drop_duplicates(_GROUP).set_index(_GROUP)[keys]
        return names.join(wide, how="right").reset_index(drop=True)

    def bridge(self) -> Bridge:
        """Step-by-step replacement beside a method that knows no order, and why they differ 「算法对照」.

        Raises
        ------
        InputError
            When the method is not ``chain``, ``lmdi`` or ``shapley``, or the other one has no answer.
        """
        from diagnostics.model.bridge import Bridge

        if self.method not in _BRIDGED or self.again is None:
            raise InputError(f"A bridge holds chain against lmdi or shapley; this decomposition is {self.method}.")
        other = self.again("lmdi" if self.method == "chain" else "chain")
        chained, symmetric = (self, other) if self.method == "chain" else (other, self)
        table = self.table[["factor"]].assign(
            chain=chained.table["contribution"].to_numpy(), other=symmetric.table["contribution"].to_numpy()
        )
        return Bridge(self.formula, symmetric.method, table.assign(difference=table["chain"] - table["other"]))

    def summary(self, language: Language = "zh") -> str:
        """Which factors weigh most 「一句话结论」."""
        from diagnostics.look.numbers import show, show_change, show_ratio
        from diagnostics.terms import say

        ratios = self.method == "lmdi_multiplicative"
        largest = self.table.assign(size=(self.table["contribution"] - ratios).abs())
        largest = largest.sort_values("size", ascending=False, kind="stable").head(3)
        parts = [
            say(
                "diagnose.decomposition.part",
                language,
                factor=factor_label(factor, language),
                change=show_ratio(each - 1, language) if ratios else show_change(each, "number", language),
            )
            for factor, each in zip(largest["factor"], largest["contribution"], strict=True)
        ]
        return say(
            "diagnose.decomposition.summary",
            language,
            before=show(self.before, "number", language),
            after=show(self.after, "number", language),
            parts=say("diagnose.list", language).join(parts),
        )

    def note(self, language: Language = "zh") -> str:
        """Why another method was used than the one asked for, empty where none was 「方法说明」."""
        from diagnostics.terms import say

        return say(f"diagnose.decomposition.{self.reason}", language) if self.reason else ""

    def plot(self, language: Language = "zh") -> Figure:
        """Waterfall from before to after 「瀑布图」."""
        from diagnostics.look.charts import Quantity, waterfall_chart
        from diagnostics.terms import say

        bars = self.table.assign(label=[factor_label(each, language) for each in self.table["factor"]])
        before = (say("diagnose.decomposition.before", language), self.before)
        after = (say("diagnose.decomposition.after", language), self.after)
        return waterfall_chart(bars[["label", "contribution"]], (before, after), Quantity("number", language))


def factor_label(factor: str, language: Language) -> str:
    """What readers see for a factor that is no KPI 「因素名称」."""
    from diagnostics.terms import say

    return say(f"diagnose.decomposition.{_LINES[factor]}", language) if factor in _LINES else factor
