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


def happened(column: pd.Series) -> pd.Series:
    """Whether something is written that says it happened: a day, a yes, any words but a no 「是否发生」."""
    return ~column.astype("str").str.strip().str.lower().isin(NO) & column.notna()


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
