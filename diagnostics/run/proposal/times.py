"""Which column, or which columns together, give the day of a fact 「日期列识别」."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model.period import Cycle
from diagnostics.run.proposal.kinds import is_day, is_number
from diagnostics.run.proposal.quoting import quoted

if TYPE_CHECKING:
    import pandas as pd

DAY_NAME = re.compile(
    r"date|day|month|time|period|fiscal|^fy$|日期|时间|月份|账期|年月|财年|年度|期间|季度|周期", re.IGNORECASE
)
_YEAR, _MONTH = re.compile(r"year|年|年份", re.IGNORECASE), re.compile(r"month|月|月份", re.IGNORECASE)
_QUARTER = re.compile(r"quarter|qtr|^q$|季", re.IGNORECASE)
_DAY = re.compile(r"日|号|日期|几[日号]|[天日]数?|day|dd|dom|day.?of.?(?:the.?)?month", re.IGNORECASE)
# Parts of a day that stand in a column of their own; a year that they lack is in another.
_PART = re.compile(r"^(?:month|mon|quarter|qtr|week|wk|day|月|月份|季|季度|周|周次|周数|日|号)$", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"^(?:year|yr|fy|fiscal.?year|年|年份|年度|财年|会计年度)$", re.IGNORECASE)
# When something began says nothing of the day of a fact.
_SINCE = re.compile(r"since|open|establish|founded|birth|hire|成立|开业|入职|出生|启用", re.IGNORECASE)


def find_time(table: pd.DataFrame, failed: Mapping[str, str]) -> tuple[str, set[str], list[str], Cycle | None]:
    """Column or expression of the day, the columns it uses, what is a guess about it, and its cycle where told.

    「识别日期列」

    Raises
    ------
    InputError
        When nothing gives the day of a fact, or a year stands beside a part of it that is no number.
    """
    days = [name for name in table.columns if is_day(table[name]) or (name not in failed and iso_text(table[name]))]
    if days:
        chosen = next((name for name in days if DAY_NAME.search(name)), days[0])
        _refuse_part(table, chosen if _YEAR_ALONE.search(chosen) else "")
        others = [name for name in days if name != chosen]
        doubts = [f"Columns {others} hold days too; {chosen!r} was taken."] if others else []
        return chosen, {chosen}, doubts, None
    year = _whole(table, _YEAR, 1900, 2200)
    month = _whole(table, _MONTH, 1, 12)
    if year and month:
        return _of_parts(table, year, month)
    quarter = _whole(table, _QUARTER, 1, 4)
    if year and quarter:
        told = f"The day was taken from {year!r} and {quarter!r}: the first of each calendar quarter. Is that so?"
        return f"make_date({quoted(year)}, {quoted(quarter)} * 3 - 2, 1)", {year, quarter}, [told], "quarter"
    _refuse_part(table, year or "")
    near = _nearly_days(table, failed)
    raise InputError(
        f"No column gives the day of a fact; the columns are {', '.join(map(str, table.columns))}.{near} A day is a"
        " date such as 2025-03-09 or 2025年3月9日, a month such as 2025年3月, or a year and a month in two columns;"
        " the order of days such as 03/04/2025 is said by --date-order. Where only a title, the sheet's or the file's"
        " name says when, add a column such as 月份 that says it in every row."
    )


def _of_parts(table: pd.DataFrame, year: str, month: str) -> tuple[str, set[str], list[str], Cycle | None]:
    """Day of a year and a month in two columns, and of the day in a third one where it has days that exist."""
    import pandas as pd

    day = next((each for each in table.columns if _DAY.fullmatch(each.strip()) and is_number(table[each])), None)
    if day is None:
        return f"make_date({quoted(year)}, {quoted(month)}, 1)", {year, month}, [], None
    parts = table[[year, month, day]].dropna().set_axis(["year", "month", "day"], axis=1)
    wrong = parts[pd.to_datetime(parts, errors="coerce").isna()]
    if wrong.empty:
        told = f"The day was taken from {year!r}, {month!r} and {day!r} together. Is that so?"
        return f"make_date({quoted(year)}, {quoted(month)}, {quoted(day)})", {year, month, day}, [told], "day"
    first = "-".join(f"{each:g}" for each in wrong.iloc[0])
    told = (
        f"Columns {year!r}, {month!r} and {day!r} give no day where they say {first}: {day!r} was left out, and facts"
        " are of the first of their month. What does it hold?"
    )
    return f"make_date({quoted(year)}, {quoted(month)}, 1)", {year, month, day}, [told], None


def _refuse_part(table: pd.DataFrame, year: str) -> None:
    """Refuse a year whose month, quarter or week stands beside it in a form that no expression takes."""
    part = next((each for each in table.columns if _PART.search(each.strip()) and table[each].notna().any()), None)
    if not year or part is None or is_day(table[part]):
        return
    one, other = (table[each].dropna().iloc[0] for each in (year, part))
    one = getattr(one, "year", one)
    raise InputError(
        f"Column {year!r} says {one} and column {part!r} {str(other)!r}: the two together are the day, and neither is"
        " alone. Write both into one column, such as 2025-03, 2025Q1 or 2025-W09, or the year as 2025 and the month or"
        f" quarter as a bare number (columns {', '.join(map(str, table.columns))})."
    )


def _nearly_days(table: pd.DataFrame, failed: Mapping[str, str]) -> str:
    """What is said of the column that nearly gives the day: its first cell that is none."""
    told = next((told for name, told in failed.items() if DAY_NAME.search(name)), next(iter(failed.values()), ""))
    if told:
        return f" {told}"
    name = next((each for each in table.columns if DAY_NAME.search(each) and table[each].notna().any()), None)
    if name is None:
        return ""
    return f" Column {name!r} holds {str(table[name].dropna().iloc[0])!r}, for example, which is no day."


def iso_text(column: pd.Series) -> bool:
    """Whether a column of text holds ISO days and nothing else 「是否 ISO 日期文本」."""
    if is_number(column):
        return False
    values = column.dropna().astype(str)
    return len(values) > 0 and bool(values.str.fullmatch(r"\d{4}-\d{2}-\d{2}([T ].*)?").all())


def _whole(table: pd.DataFrame, name: re.Pattern[str], low: int, high: int) -> str | None:
    fitting = (
        each for each in table.columns if name.search(each) and is_number(table[each]) and not _SINCE.search(each)
    )
    return next((each for each in fitting if table[each].dropna().between(low, high).all()), None)
