"""Figures of a KPI so far, entities by periods 「历史面板」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.basis import months_of, version_of
from diagnostics.model.detection import PROPORTIONAL

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Cycle

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class History:
    """Figures of a KPI so far, on the scale of the analysis 「历史面板」.

    Parameters
    ----------
    values : array, (entities, periods)
        Logarithms where ``proportional``; NaN where missing.
    entities : tuple of str
        Names of the rows.
    levels : array, (entities,)
        Mean of the last season in the KPI's unit.
    proportional : bool
        Whether effects are shares of the level.
    cycle : str
        Length of a period.
    raw : array, (entities, periods)
        The same in the KPI's unit.
    unit : str
        The KPI's unit.
    """

    values: Floats
    entities: tuple[str, ...]
    levels: Floats
    proportional: bool
    cycle: Cycle
    raw: Floats
    unit: str

    def of(self, names: Sequence[str]) -> Floats:
        """Rows of these entities 「取行」."""
        return self.values[[self.entities.index(each) for each in names]]

    def level(self, names: Sequence[str]) -> float:
        """Mean level of these entities, in the KPI's unit 「平均水平」."""
        return float(self.levels[[self.entities.index(each) for each in names]].mean())

    def counted(self, names: Sequence[str]) -> Floats | None:
        """Whole counts of these entities together, by period; None where they are none 「计数合计」."""
        import numpy as np

        own = self.raw[[self.entities.index(each) for each in names]]
        there = own[~np.isnan(own)]
        counts = self.unit == "count" and bool((there >= 0).all() and (there == np.floor(there)).all())
        return np.asarray(own.sum(axis=0)) if counts else None

    def reporting(self, names: Sequence[str], periods: int) -> tuple[str, ...]:
        """Those of them with a figure in the last so many periods: there may well be more 「仍有数据的对象」."""
        import numpy as np

        there = dict(zip(self.entities, ~np.isnan(self.values[:, -periods:]), strict=True))
        return tuple(each for each in names if each in there and there[each].any())

    @property
    def whole(self) -> tuple[str, ...]:
        """Entities with a figure in every period 「数据完整的对象」."""
        import numpy as np

        return tuple(
            each for each, row in zip(self.entities, self.values, strict=True) if not bool(np.isnan(row).any())
        )


def history_of(kpi: Kpi, observed: pd.DataFrame, names: Sequence[str], season: int) -> History | None:
    """Figures of these entities that are counted as the newest are; None where there are none 「历史面板」.

    Parameters
    ----------
    observed : DataFrame
        Hand-off ``observations``.
    season : int
        Periods of a season, over which the level is taken.
    """
    import numpy as np

    rows = observed[(observed["kpi"] == kpi.id) & observed["entity"].isin(list(names)) & observed["value"].notna()]
    if rows.empty:
        return None
    rows = rows[rows["cycle"] == kpi.cycle] if (rows["cycle"] == kpi.cycle).any() else rows
    if "basis" in rows.columns:
        months = rows["basis"].map(months_of)
        rows = rows[months == months.mode().min()]
        newest = version_of(rows.sort_values("start")["basis"].iloc[-1])
        rows = rows[rows["basis"].map(version_of) == newest]
    grid = rows.pivot_table(index="entity", columns="start", values="value", aggfunc="first").sort_index()
    values = grid.to_numpy(dtype=float)
    proportional = kpi.unit in PROPORTIONAL and bool((values[~np.isnan(values)] > 0).all())
    levels = np.array([_level(row, season) for row in values])
    return History(
        np.log(values) if proportional else values,
        tuple(str(each) for each in grid.index),
        levels,
        proportional,
        rows["cycle"].iloc[0],
        values,
        kpi.unit,
    )


def _level(row: Floats, season: int) -> float:
    import numpy as np

    there = row[~np.isnan(row)]
    return float(there[-max(1, season) :].mean())
