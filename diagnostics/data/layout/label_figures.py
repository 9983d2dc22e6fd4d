"""Figures of a table by the names in one of its columns, for the arithmetic that tells totals 「按名称汇集数值」."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def label_figures(
    table: pd.DataFrame, label: str, times: Sequence[str], figures: Sequence[str]
) -> dict[str, dict[Hashable, float]]:
    """Sums of the figures of each name, by time and column; names in the order in which they stand 「按名称汇集」.

    Parameters
    ----------
    table : pandas.DataFrame
        Facts.
    label : str
        Column of names; blank ones are left out.
    times, figures : sequence of str
        Columns that tell a cell from another, and columns of numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"shop": ["a", "b", "a"], "month": [1, 1, 2], "sales": [5, 6, 7]})
    >>> label_figures(table, "shop", ["month"], ["sales"])
    {'a': {((1,), 'sales'): 5.0, ((2,), 'sales'): 7.0}, 'b': {((1,), 'sales'): 6.0}}
    """
    import pandas as pd

    named = table[table[label].notna()]
    found: dict[str, dict[Hashable, float]] = {}
    for name in dict.fromkeys(named[label].astype(str)):
        found[name] = {}
    keys: list[Any] = [named[label].astype(str), *times]
    sums = named.groupby(keys, dropna=False)[list(figures)].sum(min_count=1)
    for key, row in zip(sums.index, sums.itertuples(index=False), strict=True):
        # Without times the index holds names alone.
        name, *cell = key if times else (key,)
        for figure, value in zip(figures, row, strict=True):
            if pd.notna(value) and isfinite(value):
                found[name][tuple(cell), figure] = float(value)
    return found
