"""Rows of observations as numbered series, figures of each at any period 「序列编号」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from diagnostics.loop.diagnose.gaps.coded import Coded

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.period import Period

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

KEYS = ("kpi", "level", "entity", "cycle")


@dataclass(frozen=True, eq=False)
class Series:
    """Rows of observations of one cycle, each series in one piece 「序列编号」.

    Parameters
    ----------
    table : DataFrame
        Rows of observations.
    whose : array of int
        Number of the series of each row.
    first : array of int
        First row of each series.
    """

    table: pd.DataFrame
    whose: Places
    first: Places

    @classmethod
    def of(cls, table: pd.DataFrame) -> Series:
        """Series of a table, which is sorted first where a series of it stands in pieces 「编号」."""
        import numpy as np

        begins = _begins(table)
        first = np.flatnonzero(begins)
        if table[list(KEYS)].take(first).duplicated().any():
            table = table.sort_values([*KEYS, "start"], kind="stable", ignore_index=True)
            begins = _begins(table)
            first = np.flatnonzero(begins)
        return cls(table, np.cumsum(begins) - 1, first)

    @property
    def count(self) -> int:
        """How many series there are 「序列数」."""
        return len(self.first)

    @cached_property
    def keys(self) -> dict[str, Coded]:
        """KPI, level, entity and cycle of each series 「序列键」."""
        return {name: Coded.of(self.table[name].take(self.first)) for name in KEYS}

    def at(self, period: Period | None) -> Moment:
        """Figures of every series at a period; none where there is no such period 「某期数值」."""
        import numpy as np
        import pyarrow.compute as pc

        places = np.full(self.count, -1, dtype=np.intp)
        if period is not None:
            same = pc.equal(_column(self.table, "period"), period.text)
            rows = np.flatnonzero(same.to_numpy(zero_copy_only=False))
            places[self.whose[rows]] = rows
        return Moment(self, places)


@dataclass(frozen=True, eq=False)
class Moment:
    """Figures of every series at one period 「某期数值」.

    Parameters
    ----------
    places : array of int
        Row of each series, -1 where it has none.
    """

    series: Series
    places: Places

    def figures(self, name: str) -> Floats:
        """Figures of a column, missing where a series has no row 「取数」."""
        import numpy as np

        column = self.series.table[name].to_numpy(dtype=float)
        there = self.places >= 0
        found = np.full(len(self.places), np.nan)
        found[there] = column[self.places[there]]
        return found

    def texts(self, name: str) -> Coded:
        """Texts of a column, empty where a series has no row 「取文本」."""
        import numpy as np

        there = self.places >= 0
        own = Coded.of(self.series.table[name].take(self.places[there]))
        names = own.names if "" in own.names else ("", *own.names)
        found = np.full(len(self.places), names.index(""), dtype=np.intp)
        found[there] = own.codes + len(names) - len(own.names)
        return Coded(names, found)


def _begins(table: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each row begins a series: its keys differ from those of the row before."""
    import numpy as np
    import pyarrow.compute as pc

    begins = np.zeros(len(table), dtype=bool)
    begins[:1] = True
    for name in KEYS:
        column = _column(table, name)
        differs = pc.not_equal(column[1:], column[:-1])
        begins[1:] |= differs.to_numpy(zero_copy_only=False)
    return begins


def _column(table: pd.DataFrame, name: str) -> Any:
    """A column of texts as an arrow array: comparing it whole is ten times faster than text by text."""
    import pyarrow as pa

    column = pa.array(table[name].astype("str"))
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
