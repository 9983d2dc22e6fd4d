"""The facts behind a figure, as they stand in the client's data 「追溯到明细」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.data.engine import open_engine
from diagnostics.data.observe.cycles import Window
from diagnostics.data.observe.formulas import needed
from diagnostics.data.observe.job import DAY, ENTITY, Job, Wanted
from diagnostics.data.observe.match import top_entity
from diagnostics.data.observe.plan import batches, time_of
from diagnostics.data.observe.scan import Partials
from diagnostics.data.personal import distinct_labels
from diagnostics.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.data.observe.plan import Asked, Batch
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Period

# More facts than a person reads; the engine would hand over millions otherwise.
MOST_ROWS = 100_000


def fact_rows(engagement: Engagement, kpi: str, entity: str, period: str) -> pd.DataFrame:
    """Facts that a figure was computed from, those of a formula KPI by the KPIs it names 「追溯到明细」.

    Parameters
    ----------
    kpi, entity, period : str
        Whose figure it is, and when; the period in canonical form.

    Returns
    -------
    DataFrame
        ``perfloop_kpi`` (which KPI a fact counts for), ``perfloop_source``, then the source's own columns, in order of
        days; at most 100,000 rows, and then ``attrs["facts"]`` is how many there are.

    Raises
    ------
    InputError
        When the KPI, entity or period is unknown, or the data can't be read.
    """
    import pandas as pd

    at = engagement.calendar.parse(period)
    measured, _ = needed(engagement, [engagement.kpi(kpi).id])
    level = engagement.entities[entity].level
    cycle = engagement.kpi(kpi).cycle
    if at.cycle != cycle:
        raise InputError(f"KPI {kpi!r} is counted by {cycle}, and {period!r} is a {at.cycle}.")
    frames, count = [], 0
    with open_engine(engagement) as engine:
        for batch in batches(engagement, measured, ()):
            for asked in batch.asked:
                if asked.meaning.within(pd.Series([pd.Timestamp(at.start)])).iloc[0]:
                    rows, many = _rows(engine, replace(batch, asked=(asked,)), asked, (level, entity), at)
                    frames.append(rows)
                    count += many
    found = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    found.attrs["facts"] = count
    return found


def _rows(
    engine: Engine, batch: Batch, asked: Asked, where: tuple[str, str], period: Period
) -> tuple[pd.DataFrame, int]:
    """Facts that one KPI counts, and how many there are."""
    level, entity = where
    facts = engine.facts(batch.source)
    wanted = Wanted((level,), (), Window.of(engine.engagement.calendar, None, [period]))
    job = Job(engine, batch, wanted, time_of(batch, facts.columns, facts.place), facts, (asked,))
    keyed = job.keyed(facts)
    condition = Partials(job, keyed).condition(job.rest(asked), asked.where.text if asked.where else asked.measure.text)
    table = keyed.table if condition is None else keyed.table.filter(condition)
    number = job.ids.index(entity)
    if job.named:
        table = job.at(table, level, asked.cycle)
        table = table.filter(table[ENTITY] == number)
    elif top_entity(engine.engagement.entities, asked.kpi.id) != entity:
        table = table.limit(0)
    own = [name for name in table.columns if not name.startswith("perfloop_")]
    about = f"listing the facts of KPI {asked.kpi.id!r}"
    many = int(engine.frame(table.aggregate(n=table.count()), about)["n"].iloc[0])
    listed = engine.frame(table.order_by([DAY, *own[:3]]).limit(MOST_ROWS).select(*own), about)
    for name in listed.columns[[str(each) in ("object", "str", "string") for each in listed.dtypes]]:
        # Whose number stands in a row is nobody's business who checks a figure.
        labels = distinct_labels(each for each in listed[name].dropna().unique() if isinstance(each, str))
        listed[name] = listed[name].replace(labels) if labels else listed[name]
    listed.insert(0, "perfloop_source", batch.source)
    listed.insert(0, "perfloop_kpi", asked.kpi.id)
    return listed, many
