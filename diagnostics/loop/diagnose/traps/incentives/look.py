"""All tests of the third trap 「激励检验」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.data.quality.extent import DAY
from diagnostics.loop.diagnose.traps.found import Looked
from diagnostics.loop.diagnose.traps.incentives.pay import fixed_rise, pay_link
from diagnostics.loop.diagnose.traps.panel import panel_of
from diagnostics.loop.diagnose.traps.records import ENTITY, few_people, read_rows
from diagnostics.loop.diagnose.traps.share import too_many

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.data.engine import Engine
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

    Floats = NDArray[np.float64]

# Deductions above twice the rewards, variable pay below a tenth: in more than half of the months.
DEDUCTIONS, VARIABLE, MONTHS = 2.0, 0.1, 0.5


def look_for_incentives(engine: Engine, seen: Observations, at: Period) -> Iterator[Looked]:
    """Pay beside results, rises without effect, deductions beside rewards, the share of variable pay 「激励检验」."""
    record = engine.engagement.settings.records.pay
    if record is None:
        return
    columns = [each for each in (record.fixed, record.variable, record.deductions, record.rewards) if each]
    person = engine.engagement.settings.sources[record.source].person
    rows = read_rows(engine, record.source, [*columns, person], at)
    if few_people(engine, record.source, rows, pay=True):
        return
    rows = rows[rows[DAY].notna()]
    rows = rows.assign(start=rows[DAY].dt.to_period("M").dt.to_timestamp())
    rows[columns] = rows[columns].astype("float64")
    months = rows.groupby("start")[columns].sum(min_count=1)
    if record.deductions and record.rewards:
        over = months[record.deductions].abs() > DEDUCTIONS * months[record.rewards].fillna(0)
        yield from _months("deductions", over & (months[record.deductions].abs() > 0), months)
    if record.fixed and record.variable:
        whole = months[record.fixed] + months[record.variable]
        yield from _months("variable_share", (months[record.variable] / whole)[whole > 0] < VARIABLE, months)
    if record.kpi is not None:
        yield from _beside_results(engine, seen, rows)


def _months(test: str, over: pd.Series, months: pd.DataFrame) -> Iterator[Looked]:
    from dataclasses import replace

    tested = too_many(int(over.sum()), len(over), MONTHS)
    if tested is not None:
        columns = list(months.columns)
        sums = [float(months[each].sum()) for each in columns]
        told = replace(tested, figures={**tested.figures, "ratio": _ratio(test, sums)})
        yield Looked(test, told, months.reset_index)  # type: ignore[arg-type]


def _ratio(test: str, values: list[float]) -> float:
    """Of the whole time: share of variable pay, or deductions to one of rewards; by sums in the order of a record."""
    if test == "variable_share":
        return values[1] / (values[0] + values[1]) if values[0] + values[1] else float("nan")
    deductions, rewards = abs(values[-2]), values[-1]
    return deductions / rewards if rewards else float("inf")


def _beside_results(engine: Engine, seen: Observations, rows: pd.DataFrame) -> Iterator[Looked]:
    """Tests that hold pay against the KPI that it is meant to follow, for units that both know."""
    import numpy as np

    settings, entities = engine.engagement.settings, engine.engagement.entities
    record = settings.records.pay
    assert record is not None
    kpi = engine.engagement.kpis[str(record.kpi)]
    named = rows[rows[ENTITY] != ""]
    for level in dict.fromkeys(entities[each].level for each in named[ENTITY].unique()):
        panel = panel_of(seen, kpi, level)
        own = named[[entities[each].level == level for each in named[ENTITY]]]
        people = panel is not None and any(entities[each].person for each in panel.entities)
        if panel is None or kpi.cycle != "month" or (people and own[ENTITY].nunique() < settings.min_group_pay):
            continue
        columns = [each for each in (record.fixed, record.variable, record.rewards) if each]
        sums = own.groupby([ENTITY, "start"])[columns].sum(min_count=1)
        wide = {
            name: sums[name].unstack().reindex(index=list(panel.entities), columns=panel.starts).to_numpy(dtype=float)
            for name in columns
        }
        whole = np.nansum([np.where(np.isfinite(each), each, 0.0) for each in wide.values()], axis=0)
        paid = np.where(np.isfinite(wide[columns[0]]), whole, np.nan)
        found = {"pay_link": pay_link(paid, panel.values, sign=panel.sign)}
        if record.fixed:
            found["fixed_rise"] = fixed_rise(wide[record.fixed], panel.values, sign=panel.sign)
        for test, tested in found.items():
            if tested is not None:
                shown = own[[] if people else [ENTITY]].assign(
                    start=own["start"], **{each: own[each] for each in columns}
                )
                yield Looked(test, tested, lambda shown=shown: shown.reset_index(drop=True), kpi.id, level=level)  # type: ignore[arg-type,misc]
