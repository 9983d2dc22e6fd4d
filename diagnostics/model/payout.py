"""What a plan pays for given results, part by part 「发放结果」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from diagnostics.terms import Language

    Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, eq=False)
class Payout(Result):
    """What a plan pays for given results, part by part 「发放结果」.

    Parameters
    ----------
    entities : tuple of str
        Whose pay it is, along the arrays' last axis; empty where figures named none.
    results : dict
        Result of each item as a share of its target, by KPI.
    personal, result : array
        Weighted result of the items; the same with department, company and difficulty.
    share : array
        Share of the variable pay.
    fixed, variable, commission : array
        Parts of the pay a month, not rounded.
    floor : array
        What the minimum wage or a guarantee adds.
    """

    entities: tuple[str, ...]
    results: dict[str, Array]
    personal: Array
    result: Array
    share: Array
    fixed: Array
    variable: Array
    commission: Array
    floor: Array

    @property
    def total(self) -> Array:
        """Pay a month, not rounded 「应发合计」."""
        total: Array = self.fixed + self.variable + self.commission + self.floor
        return total

    def frame(self) -> pd.DataFrame:
        """One row an entity, the total rounded to cents so that rows keep their sum, its parts as computed 「发放表」.

        Raises
        ------
        InputError
            When the figures were draws or levels, not one figure an entity.
        """
        import numpy as np
        import pandas as pd

        from diagnostics.errors import InputError
        from diagnostics.model.cents import to_cents

        if self.total.ndim > 1:
            raise InputError(f"A table needs one figure an entity; these are of shape {self.total.shape}.")
        names = list(self.entities) or [""] * int(np.size(self.total))
        parts = {
            "entity": names, "result": np.ravel(self.result), "share": np.ravel(self.share),
            "fixed": np.ravel(self.fixed), "variable": np.ravel(self.variable),
            "commission": np.ravel(self.commission), "floor": np.ravel(self.floor),
        }  # fmt: skip
        return pd.DataFrame(parts).assign(total=to_cents(np.ravel(self.total)))

    def summary(self, language: Language = "zh") -> str:
        """How many are paid, and what it comes to 「概况」."""
        import numpy as np

        from diagnostics.look.numbers import show
        from diagnostics.terms import say

        count = int(np.shape(self.total)[-1]) if np.ndim(self.total) else 1
        return say(
            "pay.payout", language, count=count, total=show(float(np.mean(self.total)) * count, "money", language)
        )
