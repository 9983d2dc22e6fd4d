"""Sums of a source's figures by entity and day or month, computed once where the facts are 「按对象与期间汇总」."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from diagnostics.data.layout.hidden_sums import Figures
from diagnostics.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine.engine import Engine
    from diagnostics.data.engine.facts import Facts

# Beyond these nobody put a total among them by hand; and periods that tell a total, where there are years of them.
_MOST_NAMES, _MOST_CELLS = 20_000, 400
MOST_FIGURES = 60
# Above this many rows of a file nobody looks at what stands beside what.
MOST_ROWS = 1_000_000


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of figures by entity and time 「按对象与期间的合计」.

    Parameters
    ----------
    frame : DataFrame
        ``entity`` (number), ``day`` (or number of the month), ``rows`` and a column ``s0``, ``s1``, … for each of
        ``wanted``.
    names : list of str
        Ids of the entities, by number.
    written : list of tuple of str
        Names by which the facts call each.
    wanted : tuple of (str, str)
        Column and filter of each sum.
    order : list of int
        Entities in the order in which they stand; empty where nothing tells it.
    count : int
        Facts.
    """

    frame: pd.DataFrame
    names: list[str]
    written: list[tuple[str, ...]]
    wanted: tuple[tuple[str, str], ...]
    order: list[int]
    count: int

    @cached_property
    def periods(self) -> int:
        """Months, or days, that the facts lie in 「期间数」."""
        return int(self.frame["day"].nunique())

    def figures(self, at: int) -> Figures:
        """Figures of one sum, a row for each entity and a column for each period 「数值矩阵」."""
        import numpy as np

        frame = self.frame
        codes, known = frame["day"].factorize(sort=True)
        keep = (codes >= len(known) - _MOST_CELLS) if len(known) > _MOST_CELLS else np.ones(len(frame), dtype=bool)
        first = max(len(known) - _MOST_CELLS, 0)
        # Facts without a day are one time of their own.
        columns = np.where(codes < 0, min(len(known), _MOST_CELLS), codes - first)
        shape = (len(self.names), min(len(known), _MOST_CELLS) + int((codes < 0).any()))
        values, rows, filled = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
        own = frame[f"s{at}"].to_numpy(dtype=float)
        keep = (keep | (codes < 0)) & np.isfinite(own)
        places = (frame["entity"].to_numpy()[keep], columns[keep])
        np.add.at(values, places, own[keep])
        np.add.at(rows, places, frame["rows"].to_numpy(dtype=float)[keep])
        filled[places] = True
        return Figures(np.where(filled, values, np.nan), rows)


def entity_sums(
    engine: Engine, facts: Facts, label: str, wanted: tuple[tuple[str, str], ...], *, by_day: bool
) -> Sums | None:
    """Sums of figures by the names in a column and by time, in one query 「按对象汇总」.

    Parameters
    ----------
    label : str
        Column that names entities; names that none bears are left out.
    wanted : tuple of (str, str)
        Columns of figures, each with a filter; empty for all facts.
    by_day : bool
        Whether to sum by day; else by month.

    Returns
    -------
    Sums or None
        None where nothing can be summed.
    """
    if len(engine.engagement.entities.items) > _MOST_NAMES:
        return None
    chosen, figured = _chosen(engine, facts, label, wanted[:MOST_FIGURES], by_day=by_day)
    if not figured:
        return None
    sums = {f"s{at}": chosen[f"v{at}"].sum() for at in range(len(figured))}
    query = chosen.aggregate(by=["name", "day"], rows=chosen.count(), **sums)
    return sums_of(engine, facts, label, tuple(figured), engine.frame(query, f"reading {facts.place}"))


def sums_of(
    engine: Engine, facts: Facts, label: str, wanted: tuple[tuple[str, str], ...], frame: pd.DataFrame
) -> Sums | None:
    """Sums by entity, of those by the names that facts bear 「名称汇总到对象」.

    Parameters
    ----------
    label : str
        Column of the names.
    wanted : tuple of (str, str)
        Column and filter of each sum.
    frame : DataFrame
        ``name``, ``day``, ``rows``, ``s0``, ``s1``, …; names that no entity bears are left out.

    Returns
    -------
    Sums or None
        None where there are too many entities, or none.
    """
    entities = engine.engagement.entities
    if len(entities.items) > _MOST_NAMES:
        return None
    import pandas as pd

    count = int(frame["rows"].sum())
    frame["name"] = frame["name"].str.strip()
    frame = frame[frame["name"].isin(list(entities.names))].reset_index(drop=True)
    if frame.empty:
        return None
    numbers, names = pd.factorize(frame["name"].map(entities.names))
    frame["entity"] = numbers
    written: list[dict[str, None]] = [{} for _ in names]
    for at, name in zip(numbers.tolist(), frame["name"].tolist(), strict=True):
        written[at][name] = None
    place = {each: at for at, each in enumerate(names)}
    standing = (place.get(entities.names.get(each.strip(), "")) for each in _standing(engine, facts, label))
    order = list(dict.fromkeys(each for each in standing if each is not None))
    return Sums(frame, list(names), [tuple(each) for each in written], wanted, order, count)


def _standing(engine: Engine, facts: Facts, label: str) -> list[str]:
    """Names in the order in which they stand in a file that somebody wrote; none where nothing tells it."""
    if not _is_ordered(engine, facts):
        return []
    import ibis

    rows = facts.table.select(name=facts.value(label).cast("string"), place=ibis.row_number())
    frame = engine.frame(rows.group_by("name").aggregate(place=rows.place.min()), f"reading {facts.place}")
    return [each for each in frame.sort_values("place")["name"] if isinstance(each, str)]


def _chosen(
    engine: Engine, facts: Facts, label: str, wanted: tuple[tuple[str, str], ...], *, by_day: bool
) -> tuple[Any, list[tuple[str, str]]]:
    """Facts with name, day, figures and whether each counts; which figures."""
    import ibis

    conditions = {where: _condition(facts, where) for where in dict.fromkeys(where for _, where in wanted)}
    figured = [(column, where) for column, where in wanted if conditions[where] is not None]
    columns: dict[str, Any] = {"name": facts.value(label).cast("string"), "day": _day(engine, facts, by_day=by_day)}
    for at, (column, where) in enumerate(figured):
        value = facts.table[column].cast("float64")
        columns[f"v{at}"] = ibis.cases((conditions[where], value)) if where else value
    return facts.table.select(**columns), figured


def _condition(facts: Facts, where: str) -> Any:
    """Facts that pass a filter; None where whoever observes the KPI refuses it with its place."""
    import ibis

    from diagnostics.dictionary.expression import parse_filter
    from diagnostics.dictionary.expression.build import build_condition

    if not where:
        return ibis.literal(True)
    try:
        return build_condition(parse_filter(where), facts)
    except InputError:
        return None


def _day(engine: Engine, facts: Facts, *, by_day: bool) -> Any:
    """Day of a fact, or the number of its month; missing where none can be told."""
    import ibis

    from diagnostics.dictionary.expression import parse_time
    from diagnostics.dictionary.expression.build import build_day

    engagement = engine.engagement
    own = (each.time for each in engagement.kpis.values() if each.source == facts.source)
    time = engagement.settings.sources[facts.source].time or next((each for each in own if each), None)
    if time is None:
        return ibis.null("date")
    try:
        day = build_day(parse_time(time, facts.columns), facts).cast("date")
    except InputError:
        return ibis.null("date")
    # Groups by number are made in half the time of groups by the month's first day.
    return day if by_day else (day.year() * 12 + day.month()).cast("int32")


def _is_ordered(engine: Engine, facts: Facts) -> bool:
    """Whether rows stand in the engine as in a file that somebody wrote."""
    files = engine.files[facts.source]
    if not files or files[0].kind == "parquet" or not engine.in_duckdb(facts.table):
        return False
    return int(engine.frame(facts.table.aggregate(n=facts.table.count()))["n"][0]) <= MOST_ROWS
