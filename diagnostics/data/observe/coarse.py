"""Facts of whole months or quarters give no figures of shorter periods 「数据周期过粗」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.observe.cycles import grain_of
from diagnostics.data.observe.meanings import meanings
from diagnostics.data.observe.plan import Batch
from diagnostics.dictionary.expression.measure import Expression, parse_time
from diagnostics.errors import InputError
from diagnostics.model.period import CYCLES

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.period import Cycle


def refuse_coarse(engine: Engine, batch: Batch, time: Expression) -> None:
    """Refuse KPIs whose periods are no sums of those that the source's time column names 「拒绝过粗的数据」.

    Parameters
    ----------
    time : Expression
        Time of the batch's facts, however its columns are written there.

    Raises
    ------
    InputError
        Naming the KPI: a fact of a whole quarter would count as one of its first month.
    """
    name, grain = _named(engine, batch.source, time)
    calendar = engine.engagement.calendar
    for asked in batch.asked:
        if grain != "day" and grain_of((grain, asked.cycle), calendar) != grain:
            raise InputError(
                f"KPI {asked.kpi.id!r} is asked for by {asked.cycle}, but column {name!r} of source"
                f" {batch.source!r} names a whole {grain} in each row; give it a cycle that {grain}s make up."
            )


def named_cycle(engine: Engine, kpi: Kpi) -> Cycle:
    """Longest period that the facts of a measured KPI name as a whole; "day" where all of them have days 「数据粒度」.

    Every version of the KPI counts: a history of whole months gives no days.
    """
    found: list[Cycle] = ["day"]
    for counted in (each.kpi for each in meanings(kpi, engine.engagement.calendar)):
        written = counted.time or engine.engagement.settings.sources[counted.source].time
        if counted.measure is not None and written is not None:
            time = parse_time(written, engine.facts(counted.source).columns)
            found.append(_named(engine, counted.source, time)[1])
    return min(found, key=CYCLES.index)


def _named(engine: Engine, source: str, time: Expression) -> tuple[str, Cycle]:
    """Column of a time that names the longest periods, and their cycle: a day made of several is no finer than any."""
    grains: dict[str, Cycle] = {name: engine.grains.get((source, name), "day") for name in time.columns}
    return min(grains.items(), key=lambda each: CYCLES.index(each[1]), default=("", "day"))
