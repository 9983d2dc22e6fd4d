"""Effect of a measure that started at different times 「分批启动的双重差分」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.effect.estimate import Estimate
from diagnostics.loop.track.effect.staggered.against import changes, held_against, trends
from diagnostics.loop.track.effect.staggered.aggregate import Aggregates, dynamic, groups, overall
from diagnostics.loop.track.effect.staggered.group_time import Design, GroupTime, group_time
from diagnostics.loop.track.effect.staggered.spread import joint_share, spread

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.track.effect.panel import Panel


def callaway_santanna(panel: Panel, seed: int = 0, design: Design | None = None) -> Estimate:
    """Effect on each cohort in each period, and over all 「分批启动的双重差分」.

    Parameters
    ----------
    panel : Panel
        Cohorts are the entities that start in the same period. Covariates, where there are any, count in the earlier
        of the two periods that are compared.
    seed : int
        Of the draws behind the joint band and the placebos.
    design : Design, optional
        With whom and with which period a cohort is compared; never-treated entities and a varying base without it.

    Returns
    -------
    Estimate
        ``effect`` is the simple aggregate: every period of every treated entity from its start on counts alike.
        ``staggered`` holds the tables ``group_time``, ``dynamic``, ``group`` and ``overall`` on the scale of the
        analysis: ``error`` is the authors', of the influence functions; ``low`` and ``high`` hold for the very entities
        that were treated, by Student's t with a correction for small cohorts; ``joint_low`` and ``joint_high`` for all
        rows of ``dynamic`` at once.

    References
    ----------
    Callaway, B., Sant'Anna, P. (2021). Difference-in-differences with multiple time periods. Journal of Econometrics
    225.
    """
    cells = group_time(panel, design or Design())
    if not cells.after.any():
        return Estimate(math.nan, math.nan, math.nan)
    whole = overall(cells)
    sure = spread(whole.given, cells.starts)
    trend = held_against(trends(panel, "last"), seed)
    tables = {
        "group_time": _group_time(panel, cells),
        "dynamic": _dynamic(cells, seed),
        "group": _groups(panel, cells),
        "overall": _table(whole, cells, "aggregate"),
    }
    return Estimate(
        float(whole.effect[0]), float(sure.corrected[0]), float(sure.df[0]),
        held_against(changes(panel, "last"), seed).placebo, trend.p_value, trend.effect, staggered=tables,
    )  # fmt: skip


def _group_time(panel: Panel, cells: GroupTime) -> pd.DataFrame:
    keys = tuple(range(len(cells.effect)))
    whole = Aggregates(keys, cells.effect, cells.influence, cells.influence)
    table = _table(whole, cells, "cell").drop(columns="cell")
    texts = [[panel.line.text(int(each)) for each in places] for places in (cells.cohort, cells.period, cells.base)]
    for at, name in enumerate(("cohort", "period", "base")):
        table.insert(at, name, texts[at])
    table.insert(3, "since", cells.period - cells.cohort)
    return table


def _groups(panel: Panel, cells: GroupTime) -> pd.DataFrame:
    found = groups(cells)
    table = _table(found, cells, "cohort")
    table.insert(1, "entities", [cells.size(int(each)) for each in found.keys])
    return table.assign(cohort=[panel.line.text(int(each)) for each in found.keys])


def _dynamic(cells: GroupTime, seed: int) -> pd.DataFrame:
    import numpy as np

    found = dynamic(cells)
    table = _table(found, cells, "since")
    since = cells.period - cells.cohort
    table.insert(1, "cohorts", [len(np.unique(cells.cohort[since == each])) for each in found.keys])
    reach = spread(found.given, cells.starts).reach(joint_share(found.given, cells.starts, seed))
    return table.assign(joint_low=found.effect - reach, joint_high=found.effect + reach)


def _table(found: Aggregates, cells: GroupTime, name: str) -> pd.DataFrame:
    import pandas as pd

    reach = spread(found.given, cells.starts).reach()
    error = spread(found.influence, cells.starts).error
    columns: dict[str, Any] = {name: list(found.keys), "effect": found.effect, "error": error}
    return pd.DataFrame({**columns, "low": found.effect - reach, "high": found.effect + reach})
