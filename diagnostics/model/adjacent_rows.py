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
    differs = None
    for name in names:
        column = arrow_texts(table, name)
        own = pc.not_equal(column[1:], column[:-1]).fill_null(True)
        differs = own if differs is None else pc.or_(differs, own)
    if differs is not None:
        found[1:] = differs.to_numpy(zero_copy_only=False)
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


def same_moments(moments: NDArray[np.datetime64], first: NDArray[np.intp]) -> int:
    """Rows of each stretch where all have the same moments in the same order; 0 where they do not 「规则面板」.

    Parameters
    ----------
    moments : array of datetime64
        Moment of each row.
    first : array of int
        First row of each stretch, from 0.

    Examples
    --------
    >>> import numpy as np
    >>> days = np.array(["2024-01-01", "2024-02-01"] * 2, dtype="datetime64[D]")
    >>> same_moments(days, np.array([0, 2])), same_moments(days, np.array([0, 1]))
    (2, 0)
    """
    import numpy as np

    count = len(first)
    length = len(moments) // count if count else 0
    if not length or length * count != len(moments) or not np.array_equal(first, np.arange(count) * length):
        return 0
    whole = moments.reshape(count, length)
    return length if bool((whole == whole[0]).all()) else 0
