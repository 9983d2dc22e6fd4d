"""Parts of a day or moment as whole numbers, the same on every engine 「日期部分」."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from diagnostics.dictionary.expression.refusal import Text

PARTS = frozenset({"year", "quarter", "month", "week", "day", "weekday", "hour"})


def part_of(moment: Any, part: str) -> Any:
    """Part of a day or moment 「取日期部分」.

    Parameters
    ----------
    moment : ibis date or timestamp
        Days or moments of the client's calendar.
    part : str
        ``year``, ``quarter`` 1 to 4, ``month`` 1 to 12, ``week`` of ISO 8601 1 to 53, ``day`` 1 to 31, ``weekday``
        1 (Monday) to 7 (Sunday), ``hour`` 0 to 23.

    Returns
    -------
    ibis int64
        Missing where the moment is.

    Notes
    -----
    An ISO week begins on Monday and belongs to the year of its Thursday: 2024-12-30 lies in week 1, 2027-01-01 in
    week 53.
    """
    if part == "weekday":
        return moment.day_of_week.index().cast("int64") + 1
    if part == "week":
        return moment.week_of_year().cast("int64")
    return getattr(moment, part)().cast("int64")


def days_between(first: Any, second: Any) -> Any:
    """Days from one day or moment to another, by the calendar 「相隔天数」.

    Parameters
    ----------
    first, second : ibis date or timestamp
        Days or moments of the client's calendar; of moments their days count.

    Returns
    -------
    ibis int64
        0 on the same day, below 0 where the second comes first, missing where one is.
    """
    first, second = (each.cast("date") if each.type().is_timestamp() else each for each in (first, second))
    return second.delta(first, unit="day").cast("int64")


def by_day(first: Any, others: list[Any]) -> tuple[Any, list[Any]]:
    """Moments beside a day as days, so that a whole day counts 「按日比较」."""
    values = [first, *others]
    if any(each.type().is_date() for each in values) and any(each.type().is_timestamp() for each in values):
        values = [each.cast("date") if each.type().is_timestamp() else each for each in values]
    return values[0], values[1:]


def moment_of(written: str, text: Text, at: int) -> Any:
    """Day or moment that a text in an expression names 「日期字面值」.

    Raises
    ------
    InputError
        When it is none.
    """
    import ibis

    try:
        return ibis.literal(date.fromisoformat(written) if len(written) == 10 else datetime.fromisoformat(written))
    except ValueError as error:
        raise text.refuse(f"{written!r} is no date such as '2025-03-09'", at, len(written) + 2) from error
