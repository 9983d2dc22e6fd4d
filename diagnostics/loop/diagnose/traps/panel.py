"""Figures of a KPI as a panel: units by periods 「指标面板」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.traps.lattice import unit_of

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
# Periods after which a year is over; of days, whole weeks.
YEAR = {"day": 364, "week": 52, "month": 12, "quarter": 4, "year": 1}


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
    sizes, steps : array of float
        Of ratios: denominators, and the least by which a figure could differ (one unit of its numerator); else NaN.
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
    sizes: Floats
    steps: Floats

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
        parts = (each[rows] for each in (self.values, self.targets, self.bases, self.sizes, self.steps))
        values, targets, bases, sizes, steps = parts
        return Panel(
            self.kpi, self.level, group, names, self.starts, values, targets, bases, self.written, sizes, steps
        )


def panel_of(seen: Observations, kpi: Kpi, level: str) -> Panel | None:
    """Figures of a KPI at a level, by its newest basis; None where there are none 「取面板」."""
    import numpy as np
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
    numbers, entities = pd.factorize(rows["entity"], sort=True)
    at, size = (numbers, starts.get_indexer(rows["start"])), (len(entities), len(starts))
    arrays = []
    for name in ("value", "target", "base", "denominator", "numerator"):
        arrays.append(np.full(size, np.nan))
        arrays[-1][at] = rows[name].to_numpy(dtype=float)
    written = bool(rows["denominator"].isna().all()) and kpi.unit not in ("share", "ratio", "index")
    values, targets, bases, sizes, numerators = arrays
    names = tuple(entities)
    steps = _steps(numerators, sizes)
    return Panel(kpi, level, "", names, starts, values, targets, bases, written, sizes, steps)


def _steps(numerators: Floats, sizes: Floats) -> Floats:
    """Least by which each ratio could differ: one unit of its numerator; NaN where that has none."""
    import numpy as np

    unit = unit_of(numerators)
    known = np.isfinite(numerators) & (sizes > 0)
    return np.where(known & (unit > 0), unit / np.where(known, sizes, 1.0), np.nan)


_FREQUENCY = {"day": "D", "week": "7D", "month": "MS", "quarter": "3MS", "year": "12MS"}


def grouped(panel: Panel, entities: Entities, min_group: int = FEWEST) -> Iterator[Panel]:
    """A panel, and each of its peer groups that is large enough, where there are several 「分组面板」.

    Parameters
    ----------
    min_group : int
        Fewest people of whom anything may be told; units that are no people need five.
    """
    yield panel
    groups: dict[str, list[int]] = {}
    for at, name in enumerate(panel.entities):
        groups.setdefault(entities[name].peer_group, []).append(at)
    if len(groups) > 1:
        for group, rows in groups.items():
            people = any(entities[panel.entities[at]].person for at in rows)
            if group and len(rows) >= (max(min_group, FEWEST) if people else FEWEST):
                yield panel.of(rows, group)


def adds_up(panel: Panel, lower: Panel, entities: Entities) -> bool:
    """Whether figures, targets and bases of a level are those of a level below, added up 「只是下级之和」.

    Where a unit has a target of its own, its figures can show what those below it do not.
    """
    import numpy as np

    levels = entities.levels
    if levels.index(lower.level) >= levels.index(panel.level) or not (panel.written and lower.written):
        return False
    above = [entities.above(each, panel.level) for each in lower.entities]
    columns = lower.starts.get_indexer(panel.starts)
    for own, below in ((panel.values, lower.values), (panel.targets, lower.targets), (panel.bases, lower.bases)):
        for row, name in enumerate(panel.entities):
            parts = below[[each == name for each in above]][:, columns]
            known = np.isfinite(own[row]) & (columns >= 0)
            if not known.any():
                continue
            whole = np.nansum(parts, axis=0)
            if not len(parts) or not np.allclose(own[row, known], whole[known], rtol=1e-9, atol=1e-9):
                return False
    return True


def rows_of(panel: Panel, entities: Entities) -> pd.DataFrame:
    """Figures of a panel as rows; people have no name in them 「面板明细」."""
    import pandas as pd

    frame = pd.DataFrame(panel.values, index=list(panel.entities), columns=panel.starts)
    stacked: Any = frame.stack()
    found: pd.DataFrame = stacked.reset_index()
    found.columns = pd.Index(["entity", "start", "value"])
    targets = pd.DataFrame(panel.targets, index=list(panel.entities), columns=panel.starts).stack()
    found["threshold"] = targets.reindex(pd.MultiIndex.from_frame(found[["entity", "start"]])).to_numpy()
    people = [each for each in panel.entities if each in entities and entities[each].person]
    found["entity"] = found["entity"].where(~found["entity"].isin(people), "")
    return found
