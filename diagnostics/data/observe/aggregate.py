"""One scan of the facts answers all KPIs of a batch, at every level and cycle 「按层级聚合」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.data.engine import Engine
from diagnostics.data.engine.facts import Facts
from diagnostics.data.observe.apart import apart
from diagnostics.data.observe.cells import CellTable, leaves_of
from diagnostics.data.observe.coarse import refuse_coarse
from diagnostics.data.observe.job import Job, Wanted
from diagnostics.data.observe.match import top_entity
from diagnostics.data.observe.names_looked import looked
from diagnostics.data.observe.plan import Batch, time_of
from diagnostics.data.observe.scan import scanned
from diagnostics.data.observe.selector import selectors
from diagnostics.data.observe.strays import refuse_strays

if TYPE_CHECKING:
    import pandas as pd


def aggregate(engine: Engine, batch: Batch, wanted: Wanted) -> list[pd.DataFrame]:
    """Figures of a batch's KPIs, a frame for each KPI, level and cycle 「聚合」.

    Parameters
    ----------
    engine : Engine
        Where the facts are.
    batch : Batch
        KPIs that one scan answers; those that select rows of a long table by a key share a second scan, grouped by it.
    wanted : Wanted
        Levels, dimensions and window.

    Raises
    ------
    InputError
        When a column is missing, a fact has no day or names no known entity, or a value can't be computed with.
    """
    asked = tuple(each for each in batch.asked if wanted.window.span(each.cycle) is not None)
    levels = wanted.levels if batch.entity is not None else _top(engine, batch, wanted)
    if not asked or not levels:
        return []
    facts = engine.facts(batch.source, scanned=batch.entity)
    wanted = replace(wanted, levels=levels)
    batch = replace(batch, asked=asked)
    time = time_of(batch, facts.columns, facts.place)
    _check(facts, batch, wanted.by)
    refuse_coarse(engine, batch, time)
    frames = []
    for selector, own in selectors(asked, facts):
        frames += _made(Job(engine, batch, wanted, time, facts, own, selector))
    return frames


def _top(engine: Engine, batch: Batch, wanted: Wanted) -> tuple[str, ...]:
    """Top level, where facts that name no entity are asked for: they are those of its one entity."""
    entities = engine.engagement.entities
    if entities.levels[-1] not in wanted.levels:
        return ()
    own = top_entity(entities, batch.asked[0].kpi.id)
    return entities.levels[-1:] if wanted.only is None or own in wanted.only else ()


def _check(facts: Facts, batch: Batch, by: tuple[str, ...]) -> None:
    """Refuse unknown columns before anything is computed."""
    for asked in batch.asked:
        for each in (asked.measure, asked.where, *asked.targets.values()):
            if each is not None:
                each.check_columns(facts.columns, facts.place)
    for name in (*by, *([batch.entity] if batch.entity else [])):
        facts.check(name)


def _made(job: Job) -> list[pd.DataFrame]:
    leaves = {each: leaves_of(job, each) for each in job.asked}
    names = looked(job, leaves)
    job = names.job
    with scanned(job, leaves, names.ask) as found:
        if not names.has_padding(found):
            names.refuse_totals(found)
            with apart(job, found) as rest:
                refuse_strays(job, found)
                return [
                    frame
                    for cycle in job.cycles
                    for level in job.wanted.levels
                    for frame in CellTable(job, found, level, cycle).frames(rest)
                ]
    # Seldom: names without their blanks make other cells.
    return _made(replace(job, facts=job.engine.bare(job.batch.source)))
