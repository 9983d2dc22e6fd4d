"""One query answers all KPIs of a batch at a level 「按层级聚合」."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine import Engine
from diagnostics.data.engine.facts import Facts
from diagnostics.data.observe.cycles import Window, merged_months, name_periods, start_of
from diagnostics.data.observe.match import ID, NAME, UNMATCHED, has_people, name_table, top_entity, unmatched
from diagnostics.data.observe.meanings import MONTHS, SINCE
from diagnostics.data.observe.plan import Asked, Batch, time_of
from diagnostics.data.observe.scan import Scan, figures
from diagnostics.data.observe.selector import Selector, selectors
from diagnostics.dictionary.expression.build import build_condition, build_day
from diagnostics.dictionary.expression.measure import Expression
from diagnostics.dictionary.expression.nodes import Node
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement

if TYPE_CHECKING:
    import pandas as pd

_DAY, _START, _ENTITY, _RAW = "perfloop_day", "perfloop_start", "perfloop_entity", "perfloop_raw"
_KEY, _BY = "perfloop_key", "perfloop_by"


@dataclass(frozen=True, eq=False)
class Level:
    """What is asked of a batch: a level, dimensions, a window, entities whose facts count (all: None) 「聚合要求」."""

    level: str
    by: tuple[str, ...]
    window: Window
    only: frozenset[str] | None = None


def aggregate(engine: Engine, batch: Batch, wanted: Level) -> list[pd.DataFrame]:
    """Figures of a batch's KPIs at a level, a frame for each KPI 「聚合」.

    Parameters
    ----------
    engine : Engine
        Where the facts are.
    batch : Batch
        KPIs that one scan answers; those that select rows of a long table by a key share a second scan, grouped by it.
    wanted : Level
        Level, dimensions and window.

    Raises
    ------
    InputError
        When a column is missing, a fact has no day or names no known entity, or a value can't be computed with.
    """
    engagement = engine.engagement
    span = wanted.window.span(batch.cycle)
    if span is None or (batch.entity is None and not _about_the_top(engagement, batch, wanted)):
        return []
    facts = engine.facts(batch.source)
    time = time_of(batch, facts.columns, facts.place)
    _check(facts, batch, wanted.by)
    keyed = _keyed(engine, facts, batch, time, wanted)
    frames = []
    for selector, asked in selectors(batch.asked, facts):
        frames += _scanned(_Job(engine, keyed, batch, time, wanted), selector, asked)
    return frames


def _about_the_top(engagement: Engagement, batch: Batch, wanted: Level) -> bool:
    """Whether facts that name no entity, which are those of the top, are asked for."""
    if wanted.level != engagement.entities.levels[-1]:
        return False
    return wanted.only is None or top_entity(engagement.entities, batch.asked[0].kpi.id) in wanted.only


@dataclass(frozen=True, eq=False)
class _Job:
    """What the parts of one scan share."""

    engine: Engine
    facts: Facts
    batch: Batch
    time: Expression
    wanted: Level


def _check(facts: Facts, batch: Batch, by: tuple[str, ...]) -> None:
    """Refuse unknown columns before anything is computed, and look once over the float columns."""
    for asked in batch.asked:
        for each in (asked.measure, asked.where, *asked.targets.values()):
            if each is not None:
                each.check_columns(facts.columns, facts.place)
    for name in (*by, *([batch.entity] if batch.entity else [])):
        facts.check(name)
    facts.survey(name for asked in batch.asked for name in asked.columns)
    facts.refuse_vanishing(name for asked in batch.asked for name in asked.summed)


def _keyed(engine: Engine, facts: Facts, batch: Batch, time: Expression, wanted: Level) -> Facts:
    """Facts of the span, with day, first day of the period, and entity beside them."""
    calendar = engine.engagement.calendar
    day = build_day(time, facts).cast("date")
    table = facts.table.mutate(**{_DAY: day})
    first, end = wanted.window.span(batch.cycle) or (None, None)
    missing = table[_DAY].isnull()
    if first is not None:
        table = table.filter(missing | (table[_DAY] >= first))
    if end is not None:
        table = table.filter(table[_DAY].isnull() | (table[_DAY] < end))
    table = table.mutate(**{_START: start_of(table[_DAY], batch.cycle, calendar)})
    if batch.entity is None:
        return facts.over(table)
    import ibis

    table = table.mutate(**{_RAW: facts.over(table).value(batch.entity).cast("string")})
    names = engine.upload(name_table(engine.engagement.entities, wanted.level, wanted.only))
    joined = table.left_join(names, table[_RAW] == names[NAME])
    joined = joined.mutate(**{_ENTITY: ibis.cases((joined[NAME].isnull(), UNMATCHED), else_=joined[ID])})
    # A fact about something above this level belongs to no entity of it.
    return facts.over(joined.filter(joined[_ENTITY].notnull()))


def _scanned(job: _Job, selector: Selector | None, asked: tuple[Asked, ...]) -> list[pd.DataFrame]:
    facts, batch = job.facts, job.batch
    groups: dict[str, Any] = {_START: facts.table[_START]}
    if selector is not None:
        facts = facts.over(facts.table.filter(selector.condition(facts)))
        groups = {_START: facts.table[_START], _KEY: selector.key(facts)}
    if batch.entity is not None:
        groups[_ENTITY] = facts.table[_ENTITY]
    groups |= {f"{_BY}{at}": facts.value(name) for at, name in enumerate(job.wanted.by)}
    declared = job.engine.engagement.settings.sources[batch.source]
    named = batch.entity is not None and has_people(job.engine.engagement.entities)
    merged = merged_months(facts.table, facts.table[_DAY], facts.table[_START], batch.cycle)
    scan = Scan(facts, declared.person, named and not declared.person, merged)
    names = [scan.ask(each, _filter(each, selector)) for each in asked]
    about = f"aggregating source {batch.source!r} by {batch.cycle} at level {job.wanted.level!r}"
    found = job.engine.frame(facts.table.group_by(**groups).aggregate(**scan.aggregates), about)
    calendar = job.engine.engagement.calendar
    found = name_periods(found.rename(columns={_START: "start"}), batch.cycle, calendar, job.wanted.window)
    return [
        _of_kpi(job, each, found if selector is None else found[found[_KEY] == selector.value(each)], own)
        for each, own in zip(asked, names, strict=True)
    ]


def _filter(asked: Asked, selector: Selector | None) -> Node | None:
    """What of a KPI's filter the grouping has not done already."""
    if selector is not None:
        return selector.rest(asked)
    return asked.where.tree if asked.where else None


def _of_kpi(job: _Job, asked: Asked, found: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Rows of one KPI; where no fact passes its filter there is no row."""
    import pandas as pd

    found = found[(found[names["n"]] > 0) & asked.meaning.within(found["start"])]
    _refuse_strays(job, asked, found, names["n"])
    found = found[found["period"].notna()]
    columns: dict[str, Any] = {"kpi": asked.kpi.id, "level": job.wanted.level}
    if job.batch.entity is None:
        columns["entity"] = top_entity(job.engine.engagement.entities, asked.kpi.id)
    else:
        columns["entity"] = found[_ENTITY].to_numpy()
    columns |= {name: found[name].to_numpy() for name in ("cycle", "period", "start")}
    columns |= {name: found[f"{_BY}{at}"].to_numpy() for at, name in enumerate(job.wanted.by)}
    told = {SINCE: asked.meaning.since, MONTHS: math.nan, **figures(found, names, asked.measure)}
    return pd.DataFrame({**columns, **told}, index=range(len(found)))


def _refuse_strays(job: _Job, asked: Asked, found: pd.DataFrame, count: str) -> None:
    """Refuse facts without a day, and facts that name no known entity: neither may vanish silently."""
    place = f"KPI {asked.kpi.id!r}, {job.facts.place}"
    undated = found[found["start"].isna()]
    if len(undated):
        names = ", ".join(repr(each) for each in job.time.columns)
        rows = _matching(job, asked, job.facts.table[_START].isnull())
        first = job.engine.frame(rows.select(*(rows[each].cast("string") for each in job.time.columns)).limit(1))
        shown = ", ".join(repr(value) if isinstance(value, str) else "(empty)" for value in first.iloc[0])
        raise InputError(
            f"{int(undated[count].sum())} facts of {place} have no day: time {job.time.text.source!r} (column {names})"
            f" holds {shown}, for example. A day is a date, an ISO text such as 2025-03-09, or make_date(y, m, d)."
        )
    if job.batch.entity is not None and (found[_ENTITY] == UNMATCHED).any():
        rows = _matching(job, asked, job.facts.table[_ENTITY] == UNMATCHED)
        values = job.engine.frame(rows.select(_RAW).distinct().order_by(_RAW))[_RAW]
        number = int(found.loc[found[_ENTITY] == UNMATCHED, count].sum())
        listed = [each if isinstance(each, str) else None for each in values]
        told = f"{place}, column {job.batch.entity!r}"
        raise unmatched(listed, number, job.engine.engagement.entities, told)


def _matching(job: _Job, asked: Asked, condition: Any) -> Any:
    rows = job.facts.table.filter(condition)
    return rows if asked.where is None else rows.filter(build_condition(asked.where, job.facts.over(rows)))
