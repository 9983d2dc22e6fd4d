"""Daily facts around the turn of a month 「日度数据检验」."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from diagnostics.loop.diagnose.traps.found import Looked
from diagnostics.loop.diagnose.traps.gaming.period_end import period_end

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

YEARS, MOST_KPIS = 3, 12


def look_at_days(engine: Engine, seen: Observations, at: Period) -> Iterator[Looked]:
    """Spikes before the end of a month and reversals after it, for KPIs whose facts have days 「月末冲量检验」."""
    import pandas as pd

    from diagnostics.data.observe.coarse import named_cycle
    from diagnostics.data.observe.cycles import Window
    from diagnostics.data.observe.observing import observe_window

    kpis = tuple(each.id for each in _summed(engine, seen) if named_cycle(engine, each) == "day")[:MOST_KPIS]
    if not kpis:
        return
    calendar, level = engine.engagement.calendar, engine.engagement.entities.levels[-1]
    window = Window.of(calendar, calendar.at(at.last_day, "day"), None)
    daily = observe_window(engine, window, [level], kpis, "day").table
    since = pd.Timestamp(at.end) - pd.DateOffset(years=YEARS)
    for kpi in kpis:
        own = daily[(daily["kpi"] == kpi) & (daily["start"] >= since) & daily["value"].notna()]
        days = own.groupby("start")["value"].sum(min_count=1)
        if len(days) < 200:
            continue
        days = days.reindex(pd.date_range(days.index.min(), days.index.max()))
        tested = period_end(pd.DatetimeIndex(days.index), days.to_numpy(dtype=float))
        if tested is not None:
            yield Looked("period_end", tested, partial(_rows, days), kpi, level=level)


def _rows(days: pd.Series) -> pd.DataFrame:
    return days.rename("value").rename_axis("start").reset_index().assign(entity="", threshold=float("nan"))


def whole_periods_only(engine: Engine, seen: Observations) -> bool:
    """Whether there are such sums, and the facts of all of them name whole weeks, months or more 「只有整期数据」."""
    from diagnostics.data.observe.coarse import named_cycle

    grains = [named_cycle(engine, each) for each in _summed(engine, seen)]
    return bool(grains) and "day" not in grains


def _summed(engine: Engine, seen: Observations) -> Iterator[Kpi]:
    """KPIs that are sums over facts of at least a month, in which somebody wants to be high."""
    ratios = set(seen.table.loc[seen.table["denominator"].notna(), "kpi"])
    for kpi in engine.engagement.kpis.values():
        measured = kpi.measure is not None and kpi.measure.strip().startswith(("sum(", "count("))
        if (
            measured
            and kpi.id not in ratios
            and kpi.direction == "higher"
            and kpi.cycle in ("month", "quarter", "year")
        ):
            yield kpi
