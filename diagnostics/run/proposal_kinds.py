"""What kind of values a column of a client's table holds 「列值类型」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def listed(names: Iterable[str]) -> str:
    """Names for a question, the first few 「列举」."""
    shown = [repr(each) for each in names]
    return ", ".join(shown[:8]) + (f" and {len(shown) - 8} more" if len(shown) > 8 else "")


def is_number(column: pd.Series) -> bool:
    """Whether a column holds numbers 「是否数值」."""
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(column)) and not pd.api.types.is_bool_dtype(column)


def is_day(column: pd.Series) -> bool:
    """Whether a column holds days or moments 「是否日期」."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column) or column.dtype != object:
        return bool(pd.api.types.is_datetime64_any_dtype(column))
    kinds = {str(each) for each in map(type, column.dropna())}
    return bool(kinds) and all("date" in each for each in kinds)


def few(column: pd.Series) -> bool:
    """Numbers that name something are whole, and far fewer than the facts 「是否少量整数」."""
    values = column.dropna()
    return bool((values % 1 == 0).all()) and values.nunique() * 5 <= len(values)
