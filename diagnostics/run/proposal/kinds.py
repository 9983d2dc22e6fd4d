"""What kind of values a column of a client's table holds 「列值类型」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_KEY = re.compile(
    r"(?:^| )(?:id|no|number|code|seq|sku|barcode|zip)$|code$|^batch$"
    r"|编号|工号|编码|代码|代号|单号|序号|批号|批次|账号|卡号|条码|证号|税号|学号|电话|手机|邮编|[^a-z]id$",
    re.IGNORECASE,
)


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


def is_key(name: str) -> bool:
    """Whether a header says that its column holds keys or codes, which no sum makes sense of 「是否编码列名」.

    Examples
    --------
    >>> [is_key(each) for each in ("公司代码", "科目编码", "工号", "companyCode", "SHOP_ID", "id")]
    [True, True, True, True, True, True]
    >>> [is_key(each) for each in ("paid", "编制", "Number of visits", "barcode scans")]
    [False, False, False, False]
    """
    plain = re.sub(r"[_\s]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip()
    return bool(_KEY.search(plain))


def named_by(table: pd.DataFrame, column: str, names: Iterable[str]) -> str | None:
    """Column of texts of which each goes with one value of another, and each value with one text 「对应的名称列」.

    Parameters
    ----------
    column : str
        Column that may hold codes.
    names : iterable of str
        Columns among which its names are looked for.
    """
    values = table[column].nunique()
    for each in names:
        if each == column or is_number(table[each]) or is_day(table[each]) or table[each].nunique() != values:
            continue
        if len(table[[column, each]].dropna().drop_duplicates()) == values > 1:
            return each
    return None
