"""Which column names entities, and which hold the levels above them 「考核对象列识别」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.run.proposal.kinds import few, is_day, is_key, is_number, listed, named_by

if TYPE_CHECKING:
    import pandas as pd

_ENTITY = re.compile(
    r"store|shop|branch|^company(?:.?(?:name|code|id|no))?$|subsidiary|team|line|depart|region|area|office|plant|city|province|门店|店|班组|组|产线|车间|部门|区域|地区|大区"
    r"|片区|省|城市|地市|分公司|子公司|(?:^|集团|下属|所属)公司(?:名称?|简称|全称|代码|编[码号])?$|机构|网点|支行|工厂|柜台|专柜|事业部",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"time$|时间|时段|时刻|备注|remark|comment|说明|note|星期|weekday|^day$", re.IGNORECASE)
MOST_ENTITIES = 300


def names_entity(column: str) -> bool:
    """Whether a header says that its column names entities 「是否对象列名」."""
    return bool(_ENTITY.search(column))


def find_entity(
    table: pd.DataFrame, names: Iterable[str], doubts: list[str], *, alone: bool
) -> tuple[str | None, tuple[str, ...]]:
    """Column that names entities, and the columns of the levels above it 「识别考核对象列」.

    Parameters
    ----------
    alone : bool
        Whether a column may be taken whose header says nothing of entities.
    """
    fitting = [name for name in names if 2 <= table[name].nunique() <= MOST_ENTITIES]
    named = [name for name in fitting if _ENTITY.search(name) and (not is_number(table[name]) or few(table[name]))]
    # A code beside its name says who it is once more.
    names = [name for name in named if not is_key(name)]
    named = [each for each in named if not (is_number(table[each]) or is_key(each)) or not named_by(table, each, names)]
    if named:
        # Several levels in one row: the finest is whom the facts are about.
        chosen = max(named, key=lambda name: table[name].nunique())
        parents = _above(table, chosen, [each for each in named if each != chosen])
        others = [each for each in named if each not in (chosen, *parents)]
        if parents:
            doubts.append(
                f"Each {chosen!r} lies in one {', one '.join(map(repr, parents))}: those became levels above."
            )
        if others:
            doubts.append(f"Columns {listed(named)} may all name entities; {chosen!r} was taken.")
        return chosen, parents
    texts = [name for name in fitting if not is_number(table[name]) and not is_day(table[name])]
    # Whom facts are about recurs; the time of day does too, and is nobody.
    texts = [each for each in texts if table[each].nunique() * 2 <= len(table) and not _NOBODY.search(each)]
    whole = [name for name in texts if not table[name].isna().any()]
    if not texts or not alone:
        doubts.append("No column names entities: all facts belong to the company as a whole.")
        return None, ()
    chosen = max(whole or texts, key=lambda name: table[name].nunique())
    doubts.append(f"Nothing in the headers says whom the facts are about; column {chosen!r} was taken for it.")
    return chosen, ()


def _above(table: pd.DataFrame, column: str, others: list[str]) -> tuple[str, ...]:
    """Columns in which each value of a column lies in one value, the nearest level first."""
    found: list[str] = []
    finer = column
    for each in sorted(others, key=lambda name: -table[name].nunique()):
        pairs = table[[finer, each]].dropna().drop_duplicates()
        known = set(table[finer].dropna().astype(str)) | {value for name in found for value in table[name].astype(str)}
        distinct = table[each].nunique() < table[finer].nunique() and not is_number(table[each])
        clash = known & set(table[each].dropna().astype(str))
        if distinct and not clash and len(pairs) == table[finer].nunique() and not pairs[finer].duplicated().any():
            found.append(each)
            finer = each
    return tuple(found)
