"""How far KPIs are from target, the period before, the year before, their peers 「差距比较」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from diagnostics.errors import InputError, expect, unknown
from diagnostics.model.gap import Gaps
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import Observations
from diagnostics.model.period import Calendar, Period

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.entity import Entities
    from diagnostics.model.period import Cycle

Pairs = Mapping[tuple[str, str], float]


def compare(  # noqa: PLR0913 (one public name, its choices by keyword)
    observations: Observations,
    kpis: Mapping[str, Kpi] | Iterable[Kpi],
    period: Period | str,
    *,
    calendar: Calendar | None = None,
    entities: Entities | None = None,
    weights: Pairs | None = None,
    benchmarks: Pairs | None = None,
) -> Gaps:
    """Gaps of KPIs to target 目标差, previous period 环比, year ago 同比 and peers 同类对比 「差距比较」.

    Parameters
    ----------
    observations : Observations
        Without dimensions; earlier periods give the references and what a figure does in quiet times.
    kpis : mapping or iterable of Kpi
        Every KPI observed. One of another cycle than the period's is compared at its last period complete by then.
    period : Period or str
        Period compared.
    calendar : Calendar, optional
        How the client counts time, and which festivals move from year to year.
    entities : Entities, optional
        Peer groups, and when entities open and close; without it there is no comparison with peers.
    weights : mapping of (entity, kpi) to float, optional
        Weight of a KPI on the entity's scorecard, 0 to 1.
    benchmarks : mapping of (entity, kpi) to float, optional
        What comparable companies reach, in the KPI's unit.

    Returns
    -------
    Gaps
        One row a KPI, entity and comparison. A missing actual or reference stays missing and so does its gap. Order:
        what is at stake for the mother metric, the unfavourable first and largest, the favourable last, gaps that
        can't be computed at the end; ties by KPI, level, entity and comparison. Where no formula leads to a mother
        metric, weight × relative gap is at stake; a KPI off the entity's scorecard weighs 0; where an entity has no
        scorecard its KPIs weigh the same. A gap to a reference of 0 counts as 100 %.

    Raises
    ------
    InputError
        When the observations have dimensions, hold an unknown KPI, or the period's text has no known form.

    Notes
    -----
    Figures that were counted otherwise are no reference, and no part of the usual range: ``not_compared`` says why.
    ``probability`` and ``signal`` are those of the room ``signal``: of the figure itself beside the target, of the
    change beside another period, of chance among peers. Signals are held to 5 % false ones a comparison.
    """
    expect("observations", observations, Observations, "Observations of dx.observe")
    known = _by_id(kpis)
    calendar = calendar or Calendar()
    expect("period", period, (str, Period), "a period such as '2025-06'")
    at = calendar.parse(period) if isinstance(period, str) else period
    if observations.by:
        raise InputError(f"compare takes observations without dimensions, got by={list(observations.by)}.")
    return Gaps(_table(observations, known, at, calendar, (entities, weights or {}, benchmarks or {})), at.text,
                observations.origin, observations.language)  # fmt: skip


def _by_id(kpis: Mapping[str, Kpi] | Iterable[Kpi]) -> dict[str, Kpi]:
    expect("kpis", kpis, Iterable, "the KPIs that were observed")
    found = list(kpis.values()) if isinstance(kpis, Mapping) else list(kpis)
    for each in found:
        expect("kpis", each, Kpi, "KPIs, such as those of dx.open_engagement(...).kpis")
    return {each.id: each for each in found}


def _table(
    observations: Observations,
    kpis: Mapping[str, Kpi],
    period: Period,
    calendar: Calendar,
    more: tuple[Entities | None, Pairs, Pairs],
) -> pd.DataFrame:
    """Rows of all cycles, in order of what is at stake."""
    import numpy as np

    from diagnostics.loop.diagnose.gaps.compared import Compared
    from diagnostics.loop.diagnose.gaps.series import Series
    from diagnostics.loop.diagnose.gaps.stacked import stacked
    from diagnostics.model.adjacent_rows import begins

    table = observations.table
    cycles = table["cycle"].take(np.flatnonzero(begins(table, ["cycle"]))).unique()
    blocks = []
    for name in sorted(cycles):
        cycle = cast("Cycle", name)
        part = table if len(cycles) == 1 else table[table["cycle"] == name].reset_index(drop=True)
        series = Series.of(part)
        strange = sorted(set(series.keys["kpi"].names) - kpis.keys())
        if strange:
            raise unknown("KPI", strange[0], kpis, "the observations")
        now = calendar.last_complete(cycle, period.end) if cycle != period.cycle else period
        blocks.append(Compared.of(series, now, kpis, calendar, more))
    return stacked(blocks)
