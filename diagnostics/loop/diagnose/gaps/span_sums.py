"""Periods of a span taken together: figures of weeks, targets to date 「累计」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.dictionary.over_time import ways
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Period


@dataclass(frozen=True, slots=True)
class Span:
    """Periods of a year up to one of them 「累计时段」.

    Parameters
    ----------
    first : date
        First day.
    last : Period
        Last period.
    count : int
        How many periods there are.
    """

    first: date
    last: Period
    count: int

    def holds(self, starts: pd.Series) -> NDArray[np.bool_]:
        """Which periods belong to it, by their first days 「是否在时段内」."""
        import numpy as np
        import pandas as pd

        days = pd.to_datetime(starts).to_numpy()
        return np.asarray((days >= np.datetime64(self.first)) & (days <= np.datetime64(self.last.start)))


def span_sums(seen: pd.DataFrame, span: Span, kpis: Mapping[str, Kpi]) -> pd.DataFrame:
    """Figures of a span from those of its periods, where they add up 「累计值」.

    Returns
    -------
    DataFrame
        By KPI and entity: ``value`` (sums; sums over sums of ratios; missing of anything else) and ``basis``, ``mixed``
        where periods were counted in several ways.
    """
    import numpy as np

    rows = seen[span.holds(seen["start"])]
    groups = rows.groupby(["kpi", "entity"], sort=False, observed=True)
    told = groups[["value", "numerator", "denominator"]].sum(min_count=1)
    way = told.index.get_level_values("kpi").map(ways(kpis)).to_numpy()
    below = told["denominator"].to_numpy()
    ratio = np.divide(told["numerator"].to_numpy(), below, out=np.full(len(told), np.nan), where=below != 0)
    value = np.select([way == "sum", way == "ratio"], [told["value"].to_numpy(), ratio], default=np.nan)
    basis = groups[BASIS].first().where(groups[BASIS].nunique() < 2, "mixed")
    return told.assign(value=value, **{BASIS: basis})


def targets_of(seen: pd.DataFrame, span: Span, kpis: Mapping[str, Kpi]) -> pd.DataFrame:
    """Targets of a span from those of its periods 「累计目标」.

    Of what grows with time, by its measure or its formula, it is the sum of the periods' targets. Of shares and levels
    it is the target itself where it never changed, or what the targets make of the bases there were. Missing where any
    period has none, or covers several months, and where nobody knows how a year's figure relates to the periods'.

    Returns
    -------
    DataFrame
        ``target`` by KPI and entity.
    """
    import numpy as np

    rows = seen[span.holds(seen["start"])]
    merged = rows[BASIS].fillna("").str.endswith("m") & rows[BASIS].fillna("").str.contains("+", regex=False)
    rows = rows.assign(_weighed=rows["target"] * rows["denominator"], _merged=merged)
    groups = rows.groupby(["kpi", "entity"], sort=False, observed=True)
    found = groups.agg(
        total=("target", "sum"), many=("target", "count"), least=("target", "min"), most=("target", "max"),
        weighed=("_weighed", "sum"), base=("denominator", "sum"), merged=("_merged", "any"),
    )  # fmt: skip
    way = found.index.get_level_values("kpi").map(ways(kpis)).to_numpy()
    base = found["base"].to_numpy(dtype=float)
    mean = np.divide(found["weighed"].to_numpy(dtype=float), base, out=np.full(len(found), np.nan), where=base > 0)
    same = (found["least"] == found["most"]).to_numpy()
    known = [way == "sum", same & np.isin(way, ["ratio", "level"]), way == "ratio"]
    target = np.select(known, [found["total"], found["least"], mean], default=np.nan)
    whole = (found["many"] == span.count).to_numpy() & ~found["merged"].to_numpy(dtype=bool)
    return found.assign(target=np.where(whole, target, np.nan))
