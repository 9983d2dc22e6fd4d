"""A day as people write it into a table, year first: 2019/5/1, 2019年5月1日 「日期写法」."""

from __future__ import annotations

import re
from datetime import date

_YEAR_FIRST = re.compile(r"\s*([0-9]{4})\s*([-/.年])\s*([0-9]{1,2})\s*(?:\2|月)\s*([0-9]{1,2})\s*日?\s*")


def iso_day(text: str) -> str:
    """ISO text of a day whose year stands first; any other text as it is 「转为标准日期」.

    Notes
    -----
    A day whose year stands last may be two days, and is left to be refused.

    Examples
    --------
    >>> iso_day("2019/5/1"), iso_day("2019年5月1日"), iso_day("1/5/2019"), iso_day("2019/2/30")
    ('2019-05-01', '2019-05-01', '1/5/2019', '2019/2/30')
    """
    found = _YEAR_FIRST.fullmatch(text)
    if found is None:
        return text
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        return text
