"""KPIs that a table suggests, and what is a guess about them 「指标草案」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.data.layout.header_unit import without_unit
from diagnostics.data.layout.money_words import is_money
from diagnostics.model.period import Cycle
from diagnostics.run.proposal.columns import Columns
from diagnostics.run.proposal.indicator import MONEY
from diagnostics.run.proposal.kinds import listed
from diagnostics.run.proposal.meaning import Manner, direction_of, is_rate, manner_of
from diagnostics.run.proposal.quoting import quoted
from diagnostics.run.proposal.rows import worth
from diagnostics.run.proposal.table import SOURCE

if TYPE_CHECKING:
    import pandas as pd

_MOST_KPIS = 60
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
    return entries, [*doubts, *_asked(entries)]


def _asked(entries: list[dict[str, Any]]) -> Iterator[str]:
    """What is to be confirmed of the directions that names suggest."""
    told = {each["name"]: direction_of(each["name"]) for each in entries}
    lower, higher, untold = ([name for name, way in told.items() if way == each] for each in ("lower", "higher", None))
    if lower:
        yield f"Less is taken to be better for {listed(lower)}. Is that so (kpis.yaml, direction)?"
    if higher:
        yield f"More is taken to be better for {listed(higher)}. Is that so?"
    if untold:
        yield (
            f"Nothing tells which way is better for {listed(untold)}: 'higher' stands in kpis.yaml until somebody says"
            " higher, lower or range."
        )


def _measures(table: pd.DataFrame, found: Columns, doubts: list[str]) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """Name, filter and measure of each KPI."""
    figures = sorted(found.figures, key=_rank)
    if not figures:
        counted = {"unit": "count", "direction": "higher", "source": SOURCE, "measure": "count(*)"}
        yield "记录数", found.where, counted
        return
    if found.indicator is not None:
        yield from _of_indicators(table, found, (found.indicator, figures[0]), doubts)
        return
    if len(figures) > _MOST_KPIS:
        doubts.append(f"{len(figures)} columns hold figures; the first {_MOST_KPIS} became KPIs.")
    taken = figures[:_MOST_KPIS]
    doubts += _summed_or_not({name: table[name].dropna() for name in taken})
    for name in taken:
        measured = _measure(name, table[name].dropna(), name)
        where, measured = _worth(table, (name, name), (found, found.where), measured, doubts)
        yield _without_unit(name, figures), where, measured


def _of_indicators(
    table: pd.DataFrame, found: Columns, columns: tuple[str, str], doubts: list[str]
) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """A KPI for each indicator that a column names."""
    indicator, figure = columns
    names = sorted((str(each) for each in table[indicator].dropna().unique()), key=_rank)
    if len(names) > _MOST_KPIS:
        doubts.append(f"Column {indicator!r} names {len(names)} indicators; the first {_MOST_KPIS} became KPIs.")
    others = [each for each in found.figures if each != figure]
    if others:
        doubts.append(f"The indicators' figures were taken from {figure!r}; no KPI was made of {listed(others)}.")
    taken = names[:_MOST_KPIS]
    values = {name: table.loc[table[indicator].astype(str) == name, figure].dropna() for name in taken}
    doubts += _summed_or_not(values)
    for name, own in values.items():
        text = name.replace("'", "''")
        parts = [f"{quoted(indicator)} = '{text}'", *([found.where] if found.where else [])]
        rows = table[table[indicator].astype(str) == name]
        told = (found, " and ".join(parts))
        where, measured = _worth(rows, (name, figure), told, _measure(name, own, figure), doubts)
        yield _without_unit(name.strip(), taken), where, measured


def _worth(
    rows: pd.DataFrame, names: tuple[str, str], told: tuple[Columns, str], measured: dict[str, Any], doubts: list[str]
) -> tuple[str, dict[str, Any]]:
    """Filter and measure in base units, where a column says in which unit each row is."""
    (name, column), (found, where) = names, told
    if found.unit is None or (is_money([name]) is False and column == name):
        return where, measured
    told_by = (name, quoted(column), found.unit)
    made = worth(rows, told_by, found.currency, doubts, is_said=column in found.said)
    manner = "mean" if made.is_share else str(measured["measure"]).partition("(")[0]
    unit = "share" if made.is_share else "money" if made.is_money else measured["unit"]
    both = " and ".join(each for each in (where, made.where) if each)
    return both, {**measured, "unit": unit, "measure": f"{manner}({made.number})"}


def _without_unit(name: str, names: Sequence[str]) -> str:
    """Name of a KPI without the unit in brackets that its column bears, where that tells it from no other."""
    short = without_unit(name)
    return short if [without_unit(each) for each in names].count(short) == 1 else name


def _rank(name: str) -> tuple[bool, int, bool]:
    """What comes first: results that add up, what is plainly better when more, results of any kind, the rest."""
    adds, first = manner_of(name) in ("sum", None), bool(_FIRST.search(name))
    ways = {"higher": 0 if adds else 2, "lower": 3}
    return not (first and adds), min(ways.get(direction_of(name) or "", 4), 1 if first else 4), not first


def _manner(name: str, values: pd.Series) -> Manner | None:
    """How figures become one figure, by their name; fractions between -1 and 1 are no amounts, whatever their name."""
    told = manner_of(name)
    if told is None and bool(values.between(-1, 1).all()) and not bool((values % 1 == 0).all()):
        return "mean"
    return told


def _summed_or_not(figures: Mapping[str, pd.Series]) -> Iterator[str]:
    """What is to be confirmed of how facts become one figure."""
    manners = {name: _manner(name, values) for name, values in figures.items()}
    averaged, ends, summed, untold = (
        [name for name, own in manners.items() if own == each] for each in ("mean", "last", "sum", None)
    )
    if averaged:
        first = quoted(averaged[0])
        yield (
            f"{listed(averaged)}: figures per unit, rates, indices or levels, never sums. They are averaged over facts"
            " that all weigh the same. Are there parts to divide, such as sum(a) / sum(b), or is there a weight, such"
            f" as sum({first} * weight) / sum(weight)?"
        )
    if ends:
        yield (
            f"{listed(ends)}: balances, so the last one of a period counts, added up over entities and never over time."
            " Is that so?"
        )
    if summed:
        yield f"{listed(summed)}: added up over facts. Is each an amount or a count of what happened?"
    if untold:
        yield (
            f"{listed(untold)}: nothing in the name tells whether these may be added up; they are. If one is a rate, a"
            " price or a level, its measure is mean(…) or a quotient of sums, if a balance last(…)."
        )


def _measure(name: str, values: pd.Series, column: str) -> dict[str, Any]:
    """Unit, direction and measure of a figure of this name that a column holds."""
    manner = _manner(name, values)
    rate = is_rate(name) and manner == "mean"
    if rate and bool(values.between(0, 1).all()):
        unit = "share"
    elif rate:
        # A share above 1, such as a target that was passed, is a ratio.
        unit = "ratio"
    elif MONEY.search(name):
        unit = "money"
    else:
        unit = "count" if manner != "mean" and bool((values % 1 == 0).all()) else "number"
    measure = f"{manner or 'sum'}({quoted(column)})"
    return {"unit": unit, "direction": direction_of(name) or "higher", "source": SOURCE, "measure": measure}


def _kpi_id(name: str, taken: set[str]) -> str:
    """Id for a column: its letters where it has any, else a number; never one that is taken."""
    slug = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()[:48]
    base = slug if re.match(r"[a-z]", slug) else "kpi"
    numbered = (f"{base}_{at}" for at in range(1, 10_000))
    return base if base != "kpi" and base not in taken else next(each for each in numbered if each not in taken)
