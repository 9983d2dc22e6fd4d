"""What each way to share a difference hands back 「归因结果」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.decomposition import NEW, VANISHED

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.attribution.matched import Matched

    Figures = dict[str, NDArray[np.float64]]

COLUMNS = ["factor", "before", "after", "contribution"]


@dataclass(frozen=True, eq=False)
class Shared:
    """A difference shared among factors, row by row 「归因结果」.

    Parameters
    ----------
    rows : Matched
        Rows that both sides have, and those that one side alone has.
    parts : dict of array
        Contributions of each factor in the rows that both sides have.
    new, vanished : array
        Contributions of the rows that one side alone has, with their sign.
    before, after : float
        What is explained, before and after.
    worth : pair of float, optional
        What new rows have after and vanished ones before, where that is no contribution to a ratio.
    """

    rows: Matched
    parts: Figures
    new: NDArray[np.float64]
    vanished: NDArray[np.float64]
    before: float
    after: float
    worth: tuple[float, float] = (float("nan"), float("nan"))

    def table(self) -> pd.DataFrame:
        """A line a factor, then what is new and what vanished 「因素表」."""
        import pandas as pd

        rows, nothing = self.rows, float("nan")
        single = len(rows.keys) == 1 and not len(self.new) and not len(self.vanished)
        lines = [
            {
                "factor": name,
                "before": rows.before[name][0] if single and name in rows.before else nothing,
                "after": rows.after[name][0] if single and name in rows.after else nothing,
                "contribution": float(each.sum()),
            }
            for name, each in self.parts.items()
        ]
        if len(self.new):
            lines.append(dict(zip(COLUMNS, (NEW, nothing, self.worth[0], float(self.new.sum())), strict=True)))
        if len(self.vanished):
            told = (VANISHED, self.worth[1], nothing, float(self.vanished.sum()))
            lines.append(dict(zip(COLUMNS, told, strict=True)))
        return pd.DataFrame(lines, columns=COLUMNS)

    def detail(self) -> pd.DataFrame:
        """Contributions row by row 「明细」."""
        import pandas as pd

        blocks = [self.rows.keys.assign(factor=name, contribution=each) for name, each in self.parts.items()]
        blocks.append(self.rows.new_keys.assign(factor=NEW, contribution=self.new))
        blocks.append(self.rows.vanished_keys.assign(factor=VANISHED, contribution=self.vanished))
        return pd.concat([each for each in blocks if len(each)] or blocks[:1], ignore_index=True)
