"""Which column of a client's table is the day, which names entities, which are figures 「列角色识别」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.period import Cycle
from diagnostics.run.proposal.entity_column import find_entity, names_entity
from diagnostics.run.proposal.indicator import find_indicator
from diagnostics.run.proposal.kinds import few, is_day, is_key, is_number, listed, named_by
from diagnostics.run.proposal.meaning import manner_of
from diagnostics.run.proposal.quoting import quoted
from diagnostics.run.proposal.rows import find_row_columns, mixed_column
from diagnostics.run.proposal.times import find_time
from diagnostics.terms.counted import counted

if TYPE_CHECKING:
    import pandas as pd

_PERSON = re.compile(
    r"employee(?!s\b)|staff.?(id|name)|agent|operator\b|cashier|manager|sales.?(rep|man|person)|worker.?(id|name)"
    r"|姓名|工号|员工|店员|收银员|经理|销售员|业务员|导购|顾问|负责人|责任人|操作员|操作工|店长|班长|经办人",
    re.IGNORECASE,
)
# A running total of the year repeats its months.
_RUNNING = re.compile(r"ytd|year.?to.?date|累计", re.IGNORECASE)
_CALENDAR = re.compile(
    r"^(year|month|week|quarter|day|day_?of_?week|weekday|年|月|日|号|周|周次|季|年份|月份|季度|星期)$", re.IGNORECASE
)
_TARGET = re.compile(
    r"target|planned|budget|forecast(?!.?(?:accuracy|error))|fcst|outlook|目标|计划|预算|预测(?!准确|偏差|误差)|预计|预估"
    r"|同期(?:数|值)?$",
    re.IGNORECASE,
)
# What holds figures, whatever else its name speaks of: 门店销售额 is no store.
_FIGURE = re.compile(
    r"额|收入|营收|成本|费|利润|毛利|量|数|率|价|sales|revenue|cost|amount|qty|profit|count", re.IGNORECASE
)
_MOST_GROUPS = 20
# Nothing says yet what the client counts in.
_UNIT_CELL = re.compile(
    r" has '[(（]?[十百千万亿]*(?:元|人|件|个|吨|台|次|%|千克|公斤|小时|天|kg|CNY|RMB)[)）]?' in column "
)
_UNREAD = "Correct the file, or say layout.missing or layout.scale, and write a KPI for it."


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a table seems to be 「列角色」.

    Parameters
    ----------
    time : str
        Column or expression that gives the day of a fact.
    entity : str or None
        Column that names entities.
    parents : tuple of str
        Columns that hold the levels above the entity, the nearest first.
    indicator : str or None
        Column that says which indicator a fact is about, where one column holds the figures of all.
    person : str or None
        Column that identifies people.
    figures, dimensions : tuple of str
        Columns of numbers, and columns by which they may be sliced.
    where : str
        Filter that leaves out facts without a day or an entity; empty where there are none.
    doubts : tuple of str
        What is a guess.
    grain : str, optional
        Cycle of the facts, where the columns of their day tell it.
    unit : str, optional
        Column that says in which unit the figures of a row are.
    said : tuple of str
        Columns whose cells say themselves what they are counted in.
    """

    time: str
    entity: str | None
    parents: tuple[str, ...]
    indicator: str | None
    person: str | None
    figures: tuple[str, ...]
    dimensions: tuple[str, ...]
    where: str
    doubts: tuple[str, ...]
    grain: Cycle | None = None
    unit: str | None = None
    currency: str = "CNY"
    said: tuple[str, ...] = ()


def names_people(column: str) -> bool:
    """Whether a header says that its column identifies people 「是否个人列名」."""
    return bool(_PERSON.search(column))


def sort_columns(table: pd.DataFrame, failed: Mapping[str, str] | None = None, currency: str = "CNY") -> Columns:
    """Columns of a table by what they seem to be 「识别列角色」.

    Parameters
    ----------
    table : pandas.DataFrame
        Facts.
    failed : mapping of str, optional
        Columns that are nearly figures or days, with the first cell that is neither.
    currency : str
        ISO code of what the engagement counts in.

    Raises
    ------
    InputError
        When no column gives the day of a fact.
    """
    time, used, doubts, grain = find_time(table, failed or {})
    unread = {name: told for name, told in (failed or {}).items() if _FIGURE.search(name) or not names_entity(name)}
    doubts += [f"Column {name!r} was left out: {told.rstrip('.')}. {_remedy(told)}" for name, told in unread.items()]
    rest = [name for name in table.columns if name not in used and name not in unread]
    people = [name for name in rest if _PERSON.search(name) and not is_day(table[name]) and _names_people(table[name])]
    person = _person(table, people, doubts)
    rest = [name for name in rest if name not in people]
    indicator = find_indicator(table, rest, doubts)
    rest = [name for name in rest if name != indicator]
    rows = find_row_columns(table, rest, currency, doubts)
    rest = [name for name in rest if name not in rows.names]
    entity, parents = find_entity(table, rest, doubts, alone=indicator is None)
    rest = [name for name in rest if name not in (entity, *parents)]
    numbers = [name for name in rest if is_number(table[name])]
    doubts += filter(None, (mixed_column(table[name], name) for name in numbers))
    flags = [name for name in numbers if _is_flag(table[name])]
    codes = _codes(table, [name for name in numbers if name not in flags], doubts)
    left_out = [name for name in numbers if name not in (*flags, *codes) and _is_no_figure(table, name)]
    if left_out:
        what = "Keys, targets, forecasts, running totals or parts of the day, and so no KPIs"
        doubts.append(f"{what}: {listed(left_out)}.")
    figures = [name for name in numbers if name not in (*flags, *codes, *left_out)]
    if not figures:
        doubts.append("No column holds figures; the facts themselves are counted.")
    groups = [name for name in rest if name in flags or (name not in numbers and _is_group(table[name]))]
    needed = _where(table, [*sorted(used), *([entity] if entity else [])], doubts)
    where = " and ".join(each for each in (needed, *rows.where) if each)
    told = tuple(doubts)
    return Columns(
        time, entity, parents, indicator, person, tuple(figures), tuple(groups), where, told, grain, rows.unit, currency
    )


def _remedy(told: str) -> str:
    """What to do about a column that can't be read: a unit below its header is a part of the header."""
    if _UNIT_CELL.search(told):
        return "That is a unit: where a row of units stands below the header, say layout.header_rows: 2."
    return _UNREAD


def _names_people(column: pd.Series) -> bool:
    """Whether a column may identify people: texts, or whole numbers that recur."""
    return not is_number(column) or few(column)


def _where(table: pd.DataFrame, needed: Iterable[str], doubts: list[str]) -> str:
    """Filter that leaves out facts in which a needed column is blank: a run would refuse them."""
    parts = []
    for name in needed:
        blank = int(table[name].isna().sum())
        if blank:
            parts.append(f"{quoted(name)} is not null")
            told = counted(blank, "fact is", "facts are")
            doubts.append(f"{told} blank in column {name!r}; 'where' leaves them out. Should it?")
    return " and ".join(parts)


def _person(table: pd.DataFrame, people: list[str], doubts: list[str]) -> str | None:
    """Column that identifies people: the one with the most of them, for names may be shared."""
    if not people:
        return None
    chosen = max(people, key=lambda name: table[name].nunique())
    doubts.append(
        f"People are identified by {listed(people)}; {chosen!r} was taken: figures behind few people are suppressed,"
        " and nobody is named."
    )
    return chosen


def _is_group(column: pd.Series) -> bool:
    return not is_day(column) and 2 <= column.nunique() <= _MOST_GROUPS


def _is_flag(column: pd.Series) -> bool:
    return column.nunique() == 2 and set(column.dropna().unique()) == {0, 1}


def _is_no_figure(table: pd.DataFrame, name: str) -> bool:
    patterns = (_CALENDAR, _TARGET, _RUNNING)
    return is_key(name) or any(each.search(name) for each in patterns) or table[name].dropna().empty


def _codes(table: pd.DataFrame, numbers: Iterable[str], doubts: list[str]) -> list[str]:
    """Columns of few whole numbers that go with one name each, though their headers say nothing of codes or figures."""
    found: dict[str, str] = {}
    for each in numbers:
        if not is_key(each) and manner_of(each) is None and not _FIGURE.search(each) and few(table[each]):
            found |= {each: name} if (name := named_by(table, each, table.columns)) else {}
    doubts += [
        f"Column {each!r} holds one whole number for each {name!r}: it was taken for its code, and no KPI made of it."
        " Is it a figure?"
        for each, name in found.items()
    ]
    return list(found)
