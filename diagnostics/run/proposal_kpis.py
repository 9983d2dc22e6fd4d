"""KPIs that a table suggests, and what is a guess about them 「指标草案」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.model.period import Cycle
from diagnostics.run.proposal_columns import Columns, quoted
from diagnostics.run.proposal_table import SOURCE

if TYPE_CHECKING:
    import pandas as pd

_MOST_KPIS = 60
_SHARE = re.compile(r"rate|ratio|share|percent|率|占比|比例|%", re.IGNORECASE)
_MEAN = re.compile(
    r"score|price|average|mean|temperature|productivity|efficiency|index|discount|unemployment|cpi$|效率|得分|评分|单价|均价|平均|满意度|折扣|指数",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"sales|revenue|turnover|amount|profit|cost|price|元|金额|收入|营收|利润|毛利|成本|费用|额$|业绩|回款",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"cost|complain|defect|scrap|loss|idle|delay|error|成本|费用|投诉|不良|报废|损失|停工|延误|差错|退货|事故|伤亡|killed|accident|injur|casualt",
    re.IGNORECASE,
)
_FIRST = re.compile(r"actual|实际|profit|revenue|sales|turnover|利润|营收|销售额|收入|金额", re.IGNORECASE)


def propose_kpis(table: pd.DataFrame, found: Columns, cycle: Cycle) -> tuple[list[dict[str, Any]], list[str]]:
    """Entries of kpis.yaml, the likeliest result first, and what is a guess about them 「指标草案」."""
    doubts: list[str] = []
    entries: list[dict[str, Any]] = []
    for name, where, measured in _measures(table, found, doubts):
        key = _kpi_id(name, {each["id"] for each in entries})
        entry = {"id": key, "name": name, "definition": f"{name} ({SOURCE})", **measured}
        entry |= {"dimensions": list(found.dimensions)} if found.dimensions else {}
        entry |= {"where": where} if where else {}
        entry |= {"cycle": cycle, "owner": "待定"}
        entry |= {"parent": entries[0]["id"]} if entries else {"mother": True}
        entries.append(entry)
    if len(entries) > 1:
        doubts.append(f"{entries[0]['name']!r} was taken for the mother metric and all others for its drivers.")
    lower = [each["name"] for each in entries if each["direction"] == "lower"]
    more = "more for all others" if len(lower) < len(entries) else "for all of them"
    shown = ", ".join(map(repr, lower[:8])) + (", …" if len(lower) > 8 else "")
    doubts.append(f"Less is taken to be better for {shown}, {more}." if lower else "More is better for all of them?")
    return entries, doubts


def _measures(table: pd.DataFrame, found: Columns, doubts: list[str]) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """Name, filter and measure of each KPI."""
    figures = sorted(found.figures, key=lambda name: not _FIRST.search(name))
    if not figures:
        counted = {"unit": "count", "direction": "higher", "source": SOURCE, "measure": "count(*)"}
        yield "记录数", found.where, counted
        return
    if found.indicator is not None:
        yield from _of_indicators(table, found, (found.indicator, figures[0]), doubts)
        return
    if len(figures) > _MOST_KPIS:
        doubts.append(f"{len(figures)} columns hold figures; the first {_MOST_KPIS} became KPIs.")
    for name in figures[:_MOST_KPIS]:
        yield _without_unit(name, figures), found.where, _measure(table, name, doubts)


def _of_indicators(
    table: pd.DataFrame, found: Columns, columns: tuple[str, str], doubts: list[str]
) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """A KPI for each indicator that a column names."""
    indicator, figure = columns
    names = [str(each) for each in table[indicator].dropna().unique()]
    if len(names) > _MOST_KPIS:
        doubts.append(f"Column {indicator!r} names {len(names)} indicators; the first {_MOST_KPIS} became KPIs.")
    doubts.append(f"An indicator's figure is the mean of {figure!r}; which may be added up, and which way is better?")
    for name in names[:_MOST_KPIS]:
        value = name.replace("'", "''")
        parts = [f"{quoted(indicator)} = '{value}'", *([found.where] if found.where else [])]
        direction = "lower" if _LOWER.search(name) else "higher"
        measure = {"unit": "number", "direction": direction, "source": SOURCE, "measure": f"mean({quoted(figure)})"}
        yield name.strip(), " and ".join(parts), measure


def _without_unit(name: str, names: Sequence[str]) -> str:
    """Name of a KPI without the unit in brackets that its column bears, where that tells it from no other."""
    short = re.sub(r"\s*[(（\[【][^()（）\[\]]*[)）\]】]\s*$", "", name).strip()
    shorts = [re.sub(r"\s*[(（\[【][^()（）\[\]]*[)）\]】]\s*$", "", each).strip() for each in names]
    return short if short and shorts.count(short) == 1 else name


def _measure(table: pd.DataFrame, name: str, doubts: list[str]) -> dict[str, Any]:
    column, values = quoted(name), table[name].dropna()
    unit = "money" if _MONEY.search(name) else "count" if bool((values % 1 == 0).all()) else "number"
    expression = f"sum({column})"
    if _SHARE.search(name) and bool(values.between(0, 1).all()):
        unit, expression = "share", f"mean({column})"
        doubts.append(
            f"{name!r} is a ratio already, so it is averaged; better its numerator and denominator, summed apart."
        )
    elif _SHARE.search(name) or _MEAN.search(name):
        # A share above 1, such as a target that was passed, is a ratio.
        unit = "ratio" if _SHARE.search(name) else "money" if unit == "money" else "number"
        expression = f"mean({column})"
        doubts.append(f"{name!r} is averaged over facts, not added up.")
    direction = "lower" if _LOWER.search(name) else "higher"
    return {"unit": unit, "direction": direction, "source": SOURCE, "measure": expression}


def _kpi_id(name: str, taken: set[str]) -> str:
    """Id for a column: its letters where it has any, else a number; never one that is taken."""
    slug = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()[:48]
    base = slug if re.match(r"[a-z]", slug) else "kpi"
    numbered = (f"{base}_{at}" for at in range(1, 10_000))
    return base if base != "kpi" and base not in taken else next(each for each in numbered if each not in taken)
