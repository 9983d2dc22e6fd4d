"""Facts of whole months or quarters give no figures of shorter periods 「数据周期过粗」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.observe.cycles import grain_of
from diagnostics.data.observe.plan import Batch
from diagnostics.dictionary.expression.measure import Expression
from diagnostics.errors import InputError
from diagnostics.model.period import CYCLES

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine


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
    grains = {name: engine.grains.get((batch.source, name), "day") for name in time.columns}
    # The longest counts: a day made of several columns is no finer than any of them.
    name, grain = min(grains.items(), key=lambda each: CYCLES.index(each[1]), default=("", "day"))
    calendar = engine.engagement.calendar
    for asked in batch.asked:
        if grain != "day" and grain_of((grain, asked.cycle), calendar) != grain:
            raise InputError(
                f"KPI {asked.kpi.id!r} is asked for by {asked.cycle}, but column {name!r} of source"
                f" {batch.source!r} names a whole {grain} in each row; give it a cycle that {grain}s make up."
            )
