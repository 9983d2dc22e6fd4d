"""Result, driver and confounders side by side: entities × periods 「面板」."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SEASON = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 7}
DAYS = {"week": 7, "day": 1}
ENOUGH = 5


@dataclass(frozen=True, eq=False)
class Panel:
    """Figures of one level and cycle, entities × periods, NaN where there are none 「面板」.

    Parameters
    ----------
    y, x : array of float
        Result and driver; ``x`` is all NaN where there is no driver.
    z : array of float
        Confounders × entities × periods.
    entities : tuple of str
        Ids of the rows.
    starts : DatetimeIndex
        First days of the columns, without a hole.
    """

    y: Floats
    x: Floats
    z: Floats
    level: str
    cycle: str
    entities: tuple[str, ...]
    starts: pd.DatetimeIndex

    @property
    def season(self) -> int:
        """Periods in a season 「季节长度」."""
        return SEASON[self.cycle]

    def shifted(self, lag: int) -> Panel:
        """Driver and confounders so many periods earlier, and what the result was one period earlier 「滞后」."""
        late = self.y.copy()
        late[:, 1:], late[:, :1] = self.y[:, :-1], np.nan
        moved = np.full_like(self.x, np.nan)
        moved[:, lag:] = self.x[:, : self.x.shape[1] - lag]
        z = np.concatenate([self.z, late[None]]) if len(self.entities) >= ENOUGH else self.z
        return Panel(self.y, moved, z, self.level, self.cycle, self.entities, self.starts)


def panel(frames: Sequence[pd.DataFrame], level: str, cycle: str) -> Panel:
    """Panel of a result, a driver and confounders at a level 「组成面板」.

    Parameters
    ----------
    frames : sequence of DataFrame
        Rows of the result, then of the driver, then of confounders; the driver may have none.
    """
    import pandas as pd

    kept = [_at(each, level, cycle) for each in frames]
    entities = tuple(sorted(set(kept[0]["entity"])))
    starts = pd.DatetimeIndex(kept[0]["start"].unique()).sort_values()
    if len(starts):
        starts = _without_holes(starts, cycle)
    arrays = [_array(each, entities, starts) for each in kept]
    none = np.full((len(entities), len(starts)), np.nan)
    z = np.stack(arrays[2:]) if len(arrays) > 2 else np.zeros((0, *none.shape))
    return Panel(arrays[0], arrays[1] if len(arrays) > 1 else none, z, level, cycle, entities, starts)


def _at(rows: pd.DataFrame, level: str, cycle: str) -> pd.DataFrame:
    """Rows of a level and cycle; all of them, uncopied, where there are no others."""
    kept = ((rows["level"] == level) & (rows["cycle"] == cycle)).to_numpy()
    return rows if kept.all() else rows[kept]


def _without_holes(starts: pd.DatetimeIndex, cycle: str) -> pd.DatetimeIndex:
    """First days of every period from the first to the last; a hole is a period without figures."""
    import pandas as pd

    # A year of account may begin in any month, and a month on any day: step from the first.
    months = {"year": 12, "quarter": 3, "month": 1}
    rule = pd.DateOffset(months=months[cycle]) if cycle in months else pd.DateOffset(days=DAYS[cycle])
    whole = pd.date_range(starts[0], starts[-1], freq=rule)
    return whole if len(starts.difference(whole)) == 0 else starts


def _array(rows: pd.DataFrame, entities: tuple[str, ...], starts: pd.DatetimeIndex) -> Floats:
    import pandas as pd

    found = np.full((len(entities), len(starts)), np.nan)
    at = pd.Index(entities, dtype=object).get_indexer(pd.Index(rows["entity"].to_numpy(dtype=object)))
    when = starts.get_indexer(pd.DatetimeIndex(rows["start"]))
    values = rows["value"].to_numpy(dtype=np.float64)
    kept = np.flatnonzero((at >= 0) & (when >= 0) & np.isfinite(values))
    found[at[kept], when[kept]] = values[kept]
    return found


def level_of(frames: Sequence[pd.DataFrame], preferred: str) -> tuple[str, str] | None:
    """Level and cycle at which all have figures: the preferred one with five, else the most entities 「层级」."""
    known = [set(zip(each["level"], each["cycle"], each["entity"], strict=True)) for each in frames]
    counts = Counter((level, cycle) for level, cycle, _ in set.intersection(*known))
    if not counts:
        return None
    order = sorted(counts, key=lambda each: (not (each[0] == preferred and counts[each] >= ENOUGH), -counts[each],
                                             each[0] != preferred, each))  # fmt: skip
    return order[0]
