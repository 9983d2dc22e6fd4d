"""Figures of a KPI as a panel: units by periods 「指标面板」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.entity import Entities
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations

    Floats = NDArray[np.float64]

# A group is looked at by itself from this many units on.
FEWEST = 5


@dataclass(frozen=True, eq=False)
class Panel:
    """Figures of a KPI at one level: a row a unit, a column a period 「指标面板」.

    Parameters
    ----------
    kpi : Kpi
        Whose figures.
    level, group : str
        Level, and peer group; empty where all units of the level are there.
    entities : tuple of str
        Ids, by row.
    starts : DatetimeIndex
        First days of the periods, by column.
    values, targets, bases : array of float
        NaN where there is none.
    written : bool
        Whether figures are sums as they were reported, and no ratios.
    """

    kpi: Kpi
    level: str
    group: str
    entities: tuple[str, ...]
    starts: pd.DatetimeIndex
    values: Floats
    targets: Floats
    bases: Floats
    written: bool

    @property
    def met(self) -> Floats:
        """1 where a target was met, 0 where not, NaN where either is missing 「是否达标」."""
        import numpy as np

        known = np.isfinite(self.values) & np.isfinite(self.targets)
        good = self.values <= self.targets if self.kpi.direction == "lower" else self.values >= self.targets
        return np.where(known, good * 1.0, np.nan)

    @property
    def sign(self) -> float:
        """1 where higher is better, -1 where lower is 「方向」."""
        return -1.0 if self.kpi.direction == "lower" else 1.0

    def of(self, rows: list[int], group: str) -> Panel:
        """Some units of it 「部分对象」."""
        names = tuple(self.entities[at] for at in rows)
        parts = (self.values[rows], self.targets[rows], self.bases[rows])
        return Panel(self.kpi, self.level, group, names, self.starts, *parts, self.written)


def panel_of(seen: Observations, kpi: Kpi, level: str) -> Panel | None:
    """Figures of a KPI at a level, by its newest basis; None where there are none 「取面板」."""
    import pandas as pd

    rows = seen.table[(seen.table["kpi"] == kpi.id) & (seen.table["level"] == level)]
    # A figure of two months in one is no month's.
    rows = rows[rows["value"].notna() & ~rows["basis"].str.contains("+", regex=False)].sort_values("start")
    if rows.empty:
        return None
    # Figures counted otherwise are no history of these.
    rows = rows[rows["basis"] == rows["basis"].iloc[-1]]
    span = pd.date_range(rows["start"].min(), rows["start"].max(), freq=_FREQUENCY[kpi.cycle])
    starts = span.union(pd.DatetimeIndex(rows["start"].unique()))
    wide = {
        name: rows.pivot(index="entity", columns="start", values=name).reindex(columns=starts)
        for name in ("value", "target", "base")
    }
    arrays = [each.to_numpy(dtype=float) for each in wide.values()]
    written = bool(rows["denominator"].isna().all()) and kpi.unit not in ("share", "ratio", "index")
    return Panel(kpi, level, "", tuple(wide["value"].index), starts, arrays[0], arrays[1], arrays[2], written)


_FREQUENCY = {"day": "D", "week": "7D", "month": "MS", "quarter": "3MS", "year": "12MS"}


def grouped(panel: Panel, entities: Entities) -> Iterator[Panel]:
    """A panel, and each of its peer groups that is large enough, where there are several 「分组面板」."""
    yield panel
    groups: dict[str, list[int]] = {}
    for at, name in enumerate(panel.entities):
        groups.setdefault(entities[name].peer_group, []).append(at)
    if len(groups) > 1:
        for group, rows in groups.items():
            if group and len(rows) >= FEWEST:
                yield panel.of(rows, group)


def rows_of(panel: Panel, entities: Entities) -> pd.DataFrame:
    """Figures of a panel as rows; people have no name in them 「面板明细」."""
    import pandas as pd

    frame = pd.DataFrame(panel.values, index=list(panel.entities), columns=panel.starts)
    stacked: Any = frame.stack()
    found: pd.DataFrame = stacked.reset_index()
    found.columns = pd.Index(["entity", "start", "value"])
    targets = pd.DataFrame(panel.targets, index=list(panel.entities), columns=panel.starts).stack()
    found["threshold"] = targets.reindex(pd.MultiIndex.from_frame(found[["entity", "start"]])).to_numpy()
    people = found["entity"].map(lambda each: each in entities and entities[each].person)
    found["entity"] = found["entity"].where(~people, "")
    return found
