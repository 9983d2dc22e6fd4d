"""Two ways to share one gap, side by side 「算法对照」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

# Differences up to this share of the largest contribution are the rounding of floats.
SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Bridge(Result):
    """Step-by-step replacement beside a method that knows no order 「算法对照」.

    Parameters
    ----------
    formula : str
        Formula that both take apart.
    other : {"lmdi", "shapley"}
        Method beside ``chain``.
    table : DataFrame
        A row a factor in the formula's order: ``factor, chain, other, difference`` (chain less other). Both columns sum
        to the same gap, so the differences sum to 0.
    """

    formula: str
    other: str
    table: pd.DataFrame

    def frame(self) -> pd.DataFrame:
        """Factors with both contributions 「对照表」."""
        return self.table.rename(columns={"other": self.other})

    def summary(self, language: Language = "zh") -> str:
        """Why the two differ, in one sentence 「差异原因」."""
        from diagnostics.look.numbers import show
        from diagnostics.model.decomposition import factor_label
        from diagnostics.terms import say

        row = max(self.table.to_dict("records"), key=lambda each: abs(each["difference"]))
        if abs(row["difference"]) <= SAME * self.table[["chain", "other"]].abs().to_numpy().max():
            return say("diagnose.bridge.same", language)
        return say(
            f"diagnose.bridge.{self.other}",
            language,
            factor=factor_label(row["factor"], language),
            chain=show(row["chain"], "number", language),
            other=show(row["other"], "number", language),
        )
