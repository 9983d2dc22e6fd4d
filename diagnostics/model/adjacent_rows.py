"""Rows that differ from the row before them 「相邻行比较」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def begins(table: pd.DataFrame, names: Sequence[str]) -> NDArray[np.bool_]:
    """Whether each row differs from the one before in any of some columns; the first does 「是否另起一段」.

    Notes
    -----
    Comparing whole columns of neighbours is ten times faster than giving every text a number.
    """
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(len(table), dtype=bool)
    found[:1] = True
    for name in names:
        column = arrow_texts(table, name)
        differs = pc.not_equal(column[1:], column[:-1]).fill_null(True)
        found[1:] |= differs.to_numpy(zero_copy_only=False)
    return found


def arrow_texts(table: pd.DataFrame, name: str) -> Any:
    """A column as an arrow array of texts 「文本列」."""
    import pyarrow as pa

    column = pa.array(table[name].astype("str"))
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def is_twice(table: pd.DataFrame, names: Sequence[str], ordered: str, beside: Sequence[str] = ()) -> bool:
    """Whether a combination of some columns and of one that orders rows stands in two of them 「是否有重复键」.

    Parameters
    ----------
    names : sequence of str
        Columns of texts.
    ordered : str
        Column of moments or figures; within a stretch of equal ``names`` it usually rises.
    beside : sequence of str
        Columns that belong to the combination and nearly always follow from the others.
    """
    import numpy as np

    if table.empty:
        return False
    first = begins(table, names)
    at = table[ordered].to_numpy()
    rising = bool((first[1:] | (at[1:] > at[:-1])).all())
    if rising and not table[list(names)].take(np.flatnonzero(first)).duplicated().any():
        return False
    return bool(table.duplicated([*names, ordered, *beside]).any())
