"""Rows of observations as numbered series, figures of each at any period 「序列编号」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.gaps.coded import Coded
from diagnostics.model.adjacent_rows import arrow_texts, begins, same_moments

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
        found = cls._as_it_stands(table)
        if found.in_pieces:
            found = cls._as_it_stands(table.sort_values([*KEYS, "start"], kind="stable", ignore_index=True))
        return found

    @classmethod
    def _as_it_stands(cls, table: pd.DataFrame) -> Series:
        """Stretches of rows with the same keys; the cycle is that of the whole table."""
        import numpy as np

        starts = begins(table, KEYS[:-1])
        return cls(table, np.cumsum(starts) - 1, np.flatnonzero(starts))

    @property
    def count(self) -> int:
        """How many series there are 「序列数」."""
        return len(self.first)

    @cached_property
    def keys(self) -> dict[str, Coded]:
        """KPI, level, entity and cycle of each series 「序列键」."""
        return {name: Coded.of(self.table[name].take(self.first)) for name in KEYS}

    @property
    def in_pieces(self) -> bool:
        """Whether two stretches of rows have the same keys 「序列是否断开」."""
        import numpy as np

        key = np.zeros(self.count, dtype=np.int64)
        for each in self.keys.values():
            key = key * (len(each.names) + 1) + each.codes + 1
        ordered = np.sort(key)
        return bool((ordered[1:] == ordered[:-1]).any())

    @cached_property
    def regular(self) -> int:
        """Rows of each series where all have the same periods in the same order; 0 where they don't 「规则面板」."""
        return same_moments(self.table["start"].to_numpy(), self.first)

    def at(self, period: Period | None) -> Moment:
        """Figures of every series at a period; none where there is no such period 「某期数值」."""
        import numpy as np
        import pyarrow.compute as pc

        places = np.full(self.count, -1, dtype=np.intp)
        if period is not None and self.regular:
            found = np.flatnonzero((self.table["period"].head(self.regular) == period.text).to_numpy())
            if len(found):
                places = self.first + found[-1]
        elif period is not None:
            same = pc.equal(arrow_texts(self.table, "period"), period.text)
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

        column = numbers(self.series.table, name)
        there = self.places >= 0
        found = np.full(len(self.places), np.nan)
        found[there] = column[self.places[there]]
        endless = np.flatnonzero(np.isinf(found))
        if len(endless):
            row = self.series.table.iloc[int(self.places[endless[0]])]
            raise InputError(
                f"{name} == {found[endless[0]]} for KPI {row['kpi']!r}, entity {row['entity']!r}, period"
                f" {row['period']!r}; figures are finite or missing."
            )
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


def numbers(table: pd.DataFrame, name: str) -> Floats:
    """Figures of a column of observations, refusing what is no number 「取数字列」.

    Raises
    ------
    InputError
        When the column holds texts or complex numbers.
    """
    import numpy as np
    from pandas.api.types import is_bool_dtype, is_complex_dtype, is_numeric_dtype, is_object_dtype

    column = table[name]
    kind = column.dtype
    if is_object_dtype(kind) and not any(isinstance(each, str | bytes | complex | bool) for each in column):
        kind = np.dtype(float)
    if not is_numeric_dtype(kind) or is_complex_dtype(kind) or is_bool_dtype(kind):
        raise InputError(f"Column {name!r} of the observations is {column.dtype}, must be numbers.")
    try:
        found: Floats = column.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InputError(f"Column {name!r} of the observations holds something that is no number: {error}.") from error
    return found
