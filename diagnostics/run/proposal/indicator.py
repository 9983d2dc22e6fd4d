"""Which column says what each figure measures, where one column holds the figures of all indicators 「指标列识别」."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.run.proposal.entity_column import MOST_ENTITIES, names_entity
from diagnostics.run.proposal.kinds import is_day, is_key, is_number
from diagnostics.run.proposal.meaning import is_rate, manner_of

if TYPE_CHECKING:
    import pandas as pd

_INDICATOR = re.compile(r"indicator|metric|^measures?$|^kpi|指标(?!值)|科目", re.IGNORECASE)
MONEY = re.compile(
    r"sales|revenue|turnover|amount|profit|cost|price|元|金额|收入|营收|利润|毛利|成本|费用|额$|业绩|回款",
    re.IGNORECASE,
)


def find_indicator(table: pd.DataFrame, names: list[str], doubts: list[str]) -> str | None:
    """Column of texts that say which indicator a fact is about, by its name or by its values 「识别指标列」.

    Parameters
    ----------
    doubts : list of str
        Where what is a guess is told.
    """
    fitting = [
        name
        for name in names
        if not is_number(table[name]) and not is_day(table[name]) and 2 <= table[name].nunique() <= MOST_ENTITIES
    ]
    named = sorted((name for name in fitting if _INDICATOR.search(name)), key=is_key)
    figures = [name for name in names if is_number(table[name])]
    # Of several figures none is all indicators'.
    told = [] if named or len(figures) != 1 else [each for each in fitting if _names_measures(table, each)]
    chosen = next(iter(named or told), None)
    if chosen is not None:
        doubts.append(f"Column {chosen!r} names indicators: each of them became a KPI of its own.")
    return chosen


def _names_measures(table: pd.DataFrame, name: str) -> bool:
    return not names_entity(name) and measures_several(str(each) for each in table[name].dropna().unique())


def measures_several(names: Iterable[str]) -> bool:
    """Whether names are mostly figures of several kinds, whose sum means nothing 「是否多种指标」.

    Examples
    --------
    >>> measures_several(["销售额", "客流"]), measures_several(["人工费", "水电费"]), measures_several(["食品", "饮料"])
    (True, False, False)
    """
    kinds = [(manner_of(each), bool(MONEY.search(each)), is_rate(each)) for each in names]
    told = [each for each in kinds if each[0] is not None]
    return len(told) * 2 > len(kinds) and len(set(told)) > 1
