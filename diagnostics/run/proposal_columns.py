"""Which column of a client's table is the day, which names entities, which are figures 「列角色识别」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression import parse_filter, parse_measure
from diagnostics.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

_DAY = re.compile(r"date|day|month|time|日期|时间|月份|账期|年月", re.IGNORECASE)
_ENTITY = re.compile(
    r"store|shop|branch|team|line|depart|region|area|门店|店|班组|组|产线|车间|部门|区域|地区|大区|分公司|机构",
    re.IGNORECASE,
)
_PERSON = re.compile(r"employee|staff.?(id|name)|姓名|工号|员工|店员|收银员", re.IGNORECASE)
_KEY = re.compile(r"(^|[_ ])(id|no|number|code|seq)$|编号|工号|编码|单号|序号|电话|手机", re.IGNORECASE)
_CALENDAR = re.compile(
    r"^(year|month|week|quarter|day|day_?of_?week|weekday|年|月|年份|月份|季度|星期)$", re.IGNORECASE
)
_TARGET = re.compile(r"target|planned|budget|目标|计划|预算", re.IGNORECASE)
_YEAR, _MONTH = re.compile(r"year|年|年份", re.IGNORECASE), re.compile(r"month|月|月份", re.IGNORECASE)
_MOST_ENTITIES = 300
_MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a table seems to be 「列角色」.

    Parameters
    ----------
    time : str
        Column or expression that gives the day of a fact.
    entity : str or None
        Column that names entities.
    person : str or None
        Column that identifies people.
    figures, dimensions : tuple of str
        Columns of numbers, and columns by which they may be sliced.
    where : str
        Filter that leaves out facts without a day or an entity; empty where there are none.
    doubts : tuple of str
        What is a guess.
    """

    time: str
    entity: str | None
    person: str | None
    figures: tuple[str, ...]
    dimensions: tuple[str, ...]
    where: str
    doubts: tuple[str, ...]


def quoted(name: str) -> str:
    """Column as an expression names it 「引用列名」.

    Examples
    --------
    >>> quoted("THEN")
    '"THEN"'
    >>> quoted("sales"), quoted("营收(元)")
    ('sales', '"营收(元)"')
    """
    return name if _bare(name) else '"' + name.replace('"', '""') + '"'


def _bare(name: str) -> bool:
    """Whether the language reads a name as this column: its own words, such as THEN, need quotes."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return False
    try:
        read = (parse_measure(f"sum({name})").columns, parse_filter(f"{name} is not null").columns)
    except InputError:
        return False
    return read == ((name,), (name,))


def sort_columns(table: pd.DataFrame) -> Columns:
    """Columns of a table by what they seem to be 「识别列角色」.

    Raises
    ------
    InputError
        When no column gives the day of a fact, or none holds numbers.
    """
    time, used, doubts = _time(table)
    rest = [name for name in table.columns if name not in used]
    people = [name for name in rest if _PERSON.search(name) and not _is_day(table[name])]
    person = _person(table, people, doubts)
    rest = [name for name in rest if name not in people]
    entity = _entity(table, rest, doubts)
    rest = [name for name in rest if name != entity]
    numbers = [name for name in rest if _is_number(table[name])]
    flags = [name for name in numbers if _is_flag(table[name])]
    left_out = [name for name in numbers if name not in flags and _is_no_figure(table, name)]
    doubts += [
        f"Column {name!r} looks like a key, a target or a part of the day and became no KPI." for name in left_out
    ]
    figures = [name for name in numbers if name not in flags and name not in left_out]
    if not figures:
        raise InputError(f"No column holds figures; the columns are {', '.join(map(str, table.columns))}.")
    groups = [name for name in rest if name in flags or (name not in numbers and _is_group(table[name]))]
    where = _where(table, [*sorted(used), *([entity] if entity else [])], doubts)
    return Columns(time, entity, person, tuple(figures), tuple(groups), where, tuple(doubts))


def _where(table: pd.DataFrame, needed: Iterable[str], doubts: list[str]) -> str:
    """Filter that leaves out facts in which a needed column is blank: a run would refuse them."""
    parts = []
    for name in needed:
        blank = int(table[name].isna().sum())
        if blank:
            parts.append(f"{quoted(name)} is not null")
            doubts.append(f"{blank} facts are blank in column {name!r}; 'where' leaves them out. Should it?")
    return " and ".join(parts)


def _person(table: pd.DataFrame, people: list[str], doubts: list[str]) -> str | None:
    """Column that identifies people: the one with the most of them, for names may be shared."""
    if not people:
        return None
    chosen = max(people, key=lambda name: table[name].nunique())
    doubts.append(f"Columns {people} seem to identify people; {chosen!r} was taken, figures behind few are suppressed.")
    return chosen


def _is_group(column: pd.Series) -> bool:
    return not _is_day(column) and 2 <= column.nunique() <= _MOST_GROUPS


def _is_flag(column: pd.Series) -> bool:
    return column.nunique() == 2 and set(column.dropna().unique()) == {0, 1}


def has_days(table: pd.DataFrame) -> bool:
    """Whether the day of a fact can be told from some column as it is 「是否有日期列」."""
    try:
        _time(table)
    except InputError:
        return False
    return True


def _is_number(column: pd.Series) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(column)) and not pd.api.types.is_bool_dtype(column)


def _is_day(column: pd.Series) -> bool:
    import pandas as pd

    kind = column.dropna().map(type).astype(str)
    days = len(kind) > 0 and bool(kind.str.contains("date").all())
    return bool(pd.api.types.is_datetime64_any_dtype(column)) or days


def _time(table: pd.DataFrame) -> tuple[str, set[str], list[str]]:
    """Column or expression of the day, the columns it uses, and what is a guess about it."""
    days = [name for name in table.columns if _is_day(table[name]) or iso_text(table[name])]
    if days:
        chosen = next((name for name in days if _DAY.search(name)), days[0])
        others = [name for name in days if name != chosen]
        doubts = [f"Columns {others} hold days too; {chosen!r} was taken."] if others else []
        return quoted(chosen), {chosen}, doubts
    year = _whole(table, _YEAR, 1900, 2200)
    month = _whole(table, _MONTH, 1, 12)
    if year and month:
        return f"make_date({quoted(year)}, {quoted(month)}, 1)", {year, month}, []
    raise InputError(
        f"No column gives the day of a fact; the columns are {', '.join(map(str, table.columns))}. A day is a date, an"
        " ISO text such as 2025-03-09, or a year and a month in two columns."
    )


def iso_text(column: pd.Series) -> bool:
    """Whether a column of text holds ISO days and nothing else 「是否 ISO 日期文本」."""
    if _is_number(column):
        return False
    values = column.dropna().astype(str)
    return len(values) > 0 and bool(values.str.fullmatch(r"\d{4}-\d{2}-\d{2}([T ].*)?").all())


def _whole(table: pd.DataFrame, name: re.Pattern[str], low: int, high: int) -> str | None:
    fitting = (each for each in table.columns if name.search(each) and _is_number(table[each]))
    return next((each for each in fitting if table[each].dropna().between(low, high).all()), None)


def _entity(table: pd.DataFrame, names: Iterable[str], doubts: list[str]) -> str | None:
    """Column that names entities: by its header, else the text column with the most values."""
    fitting = [name for name in names if 2 <= table[name].nunique() <= _MOST_ENTITIES]
    named = [name for name in fitting if _ENTITY.search(name) and (not _is_number(table[name]) or _few(table[name]))]
    if named:
        # Several levels in one row: the finest is whom the facts are about.
        chosen = max(named, key=lambda name: table[name].nunique())
        if named != [chosen]:
            doubts.append(f"Columns {named} may all name entities; {chosen!r}, with the most of them, was taken.")
        return chosen
    texts = [name for name in fitting if not _is_number(table[name]) and not _is_day(table[name])]
    if not texts:
        doubts.append("No column names entities: all facts belong to the company as a whole.")
        return None
    chosen = max(texts, key=lambda name: table[name].nunique())
    doubts.append(f"Nothing in the headers says whom the facts are about; column {chosen!r} was taken for it.")
    return chosen


def _few(column: pd.Series) -> bool:
    """Numbers that name something are whole, and far fewer than the facts."""
    values = column.dropna()
    return bool((values % 1 == 0).all()) and values.nunique() * 5 <= len(values)


def _is_no_figure(table: pd.DataFrame, name: str) -> bool:
    return bool(_KEY.search(name) or _CALENDAR.search(name) or _TARGET.search(name)) or table[name].dropna().empty
