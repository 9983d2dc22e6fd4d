"""Years, months and days that a written date is made of 「日期的年月日」."""

from __future__ import annotations

from datetime import date

# Years outside are slips of the pen: 0000-00-00, 20240304 read as a year.
FIRST_YEAR, LAST_YEAR = 1900, 2200
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def full_year(text: str) -> int:
    """Year of four figures, or of two: 25年 is 2025, 98年 is 1998 「两位年份」.

    Examples
    --------
    >>> full_year("2025"), full_year("25"), full_year("98")
    (2025, 2025, 1998)
    """
    number = int(text)
    return number if len(text) > 2 else number + (2000 if number < 70 else 1900)


def real_day(year: int, month: int, day: int) -> date | None:
    """Day of these figures, None where there is none 「是否存在该日」.

    Examples
    --------
    >>> real_day(2024, 2, 30) is None
    True
    """
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def month_number(name: str) -> int | None:
    """Number of a month by its English name 「英文月份」.

    Examples
    --------
    >>> month_number("Sept"), month_number("march"), month_number("Marc")
    (9, 3, None)
    """
    low = name.casefold()
    for names in (_MONTHS, _FULL):
        if low in names:
            return names.index(low) + 1
    return 9 if low == "sept" else None
