"""Shares of one column written in two ways: 35 beside 0.36 「百分数混写」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.data.layout.full_width import narrow

_RATE = re.compile(
    r"率|占比|比例|比重|百分比|同比|环比|份额|[增涨跌降]幅|增速|%|\b(?:rates?|ratio|share|percent(?:age)?|pct|margin)\b",
    re.IGNORECASE,
)
_APART = 5


def is_share_name(name: str) -> bool:
    """Whether a column is called a share or a rate 「是否比率列名」.

    Examples
    --------
    >>> is_share_name("毛利率"), is_share_name("conversion_rate"), is_share_name("销售额")
    (True, True, False)
    """
    return bool(_RATE.search(narrow(name).replace("_", " ")))


def mixed_shares(small: Sequence[float], large: Sequence[float]) -> tuple[float, float] | None:
    """Two figures that seem to be shares of one column written in two ways, None where there are none 「混写比率」.

    Parameters
    ----------
    small : sequence of float
        Smallest and largest size among the figures up to 1 that are not 0; empty where there are none.
    large : sequence of float
        Smallest and largest size among the figures above 1.

    Returns
    -------
    (float, float) or None
        The smallest of either.

    Notes
    -----
    Growth of 0.4 beside 12 is no mixture: a hundred times each small figure must lie among the large ones, and nothing
    between.

    Examples
    --------
    >>> mixed_shares([0.36, 0.36], [35, 37]), mixed_shares([0.4, 0.9], [1.2, 12]), mixed_shares([0.4, 0.4], [12, 15])
    ((0.36, 35), None, None)
    """
    if not small or not large or small[1] * _APART > large[0]:
        return None
    if small[0] * 100 * 2 < large[0] or small[1] * 100 > large[1] * 2:
        return None
    return small[0], large[0]
