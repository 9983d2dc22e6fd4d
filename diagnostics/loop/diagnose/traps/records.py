"""Rows of the sources that records name 「记录读取」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.data.quality.extent import DAY, up_to
from diagnostics.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.period import Period

YES = frozenset({"1", "1.0", "yes", "y", "true", "t", "是", "有", "到场", "已", "√", "✓", "对"})
NO = frozenset(
    {"", "0", "0.0", "no", "n", "false", "f", "否", "无", "没有", "未", "缺席", "×", "✗", "nan", "none", "nat"}
)
# What stands for nothing.
BLANK = frozenset({"-", "--", "—", "——", "–", "/", "\\", "n/a", "na", "#n/a", "null", ".", "*"})
# Whole cells that say no; "不采纳：成本高" and "no budget for it" are answers.
DENIED = (
    r"(?:尚|还|暂|暂时)?(?:未|没有?|无|待)(?:答复|回复|反馈|回应|处理|办理?|进行|召开|举行|跟进|开展|沟通|发生|完成|定)?"
    r"|(?:已)?取消|处理中|进行中"
    r"|(?:not|never|no)(?: yet)?(?: (?:answered|answer|replied|reply|response|held|done))?"
    r"|pending|open|tbd|cancell?ed"
)
ENTITY = "perfloop_unit"


def read_rows(engine: Engine, source: str, columns: Sequence[str | None], at: Period) -> pd.DataFrame:
    """Columns of a source's rows up to a period, with their day and the entity they are about 「读取记录」.

    Returns
    -------
    DataFrame
        The columns; ``perfloop_day`` (missing where the source names no time) and ``perfloop_unit`` (id of the entity;
        empty where the source names none, or the name is nobody's).

    Raises
    ------
    UnknownNameError
        When the source lacks a column.
    """
    import pandas as pd

    facts = up_to(engine, source, at)
    wanted = [facts.check(each) for each in dict.fromkeys(columns) if each is not None]
    declared = engine.engagement.settings.sources[source]
    named = [declared.entity] if declared.entity and declared.entity not in wanted else []
    dated = [DAY] if DAY in facts.table.columns else []
    found = engine.frame(facts.table.select(*wanted, *named, *dated), f"reading records of source {source!r}")
    if not dated:
        found[DAY] = pd.NaT
    found[DAY] = pd.to_datetime(found[DAY])
    names, entities = engine.engagement.entities.names, engine.engagement.entities
    found[ENTITY] = found[declared.entity].astype("str").str.strip().map(names).fillna("") if declared.entity else ""
    if declared.entity:
        # Rows are shown: units stay, people and names that nobody knows have none.
        units = {each.id for each in entities if not each.person}
        found[declared.entity] = found[ENTITY].where(found[ENTITY].isin(units), "")
    return found


def few_people(engine: Engine, source: str, rows: pd.DataFrame, *, pay: bool = False) -> bool:
    """Whether fewer people stand behind the rows of a source than anything may be told of, where it names people.

    Parameters
    ----------
    rows : DataFrame
        From `read_rows`, with the source's ``person`` column where it names one.
    """
    settings, entities = engine.engagement.settings, engine.engagement.entities
    declared = settings.sources[source]
    if declared.person and declared.person != declared.entity:
        named = set(rows[declared.person].dropna())
    else:
        named = {each for each in rows[ENTITY] if each and (declared.person or entities[each].person)}
    return bool(named) and len(named) < (settings.min_group_pay if pay else settings.min_group)


def event_rows(engine: Engine, source: str, columns: Sequence[str | None], at: Period) -> pd.DataFrame:
    """Rows of events, without the people who stand behind them; none where those are few 「读取事件」."""
    person = engine.engagement.settings.sources[source].person
    rows = read_rows(engine, source, [*columns, person], at)
    found = rows.iloc[:0] if few_people(engine, source, rows) else rows
    named = engine.engagement.settings.sources[source].entity
    return found.drop(columns=[person]) if person and person not in (*columns, named) else found


def happened(column: pd.Series) -> pd.Series:
    """Whether something is written that says it happened: a day, a yes, any words but a no 「是否发生」.

    Examples
    --------
    >>> import pandas as pd
    >>> happened(pd.Series(["2024-05-06", "不采纳：成本高", "尚未答复。", "—", "pending", None])).tolist()
    [True, True, False, False, False, False]
    """
    told = column.astype("str").str.strip().str.lower()
    return ~told.isin(NO | BLANK) & ~told.str.rstrip("。.!！").str.fullmatch(DENIED) & column.notna()


def yes(column: pd.Series, place: str) -> pd.Series:
    """Whether a cell says yes; blank is no 「是否」.

    Raises
    ------
    InputError
        When a cell says neither.
    """
    told = column.astype("str").str.strip().str.lower().where(column.notna(), "")
    strange = told[~told.isin(YES | NO)]
    if len(strange):
        raise InputError(
            f"{strange.iloc[0]!r} in column {column.name!r} of {place} is neither yes nor no (1, 0, 是, 否)."
        )
    return told.isin(YES)
