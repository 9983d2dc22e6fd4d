"""How far KPIs are from target, the period before, the year before, their peers 「差距比较」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from diagnostics.errors import InputError, unknown
from diagnostics.model.gap import COLUMNS, COMPARISONS, COUNTED, Gaps
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar, Period

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.entity import Entities
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Cycle

SERIES = ["kpi", "level", "entity", "cycle"]


def compare(
    observations: Observations,
    kpis: Mapping[str, Kpi] | Iterable[Kpi],
    period: Period | str,
    *,
    calendar: Calendar | None = None,
    entities: Entities | None = None,
    weights: Mapping[tuple[str, str], float] | None = None,
) -> Gaps:
    """Gaps of KPIs to target 目标差, previous period 环比, year ago 同比 and peers 同类对比 「差距比较」.

    Parameters
    ----------
    observations : Observations
        Without dimensions; earlier periods give the references and the usual range.
    kpis : mapping or iterable of Kpi
        Every KPI observed. One of another cycle than the period's is compared at its last period complete by then.
    period : Period or str
        Period compared.
    calendar : Calendar, optional
        How the client counts time.
    entities : Entities, optional
        Peer groups, and when entities open and close; without it there is no comparison with peers.
    weights : mapping of (entity, kpi) to float, optional
        Weight of a KPI on the entity's scorecard, 0 to 1.

    Returns
    -------
    Gaps
        One row a KPI, entity and comparison. A missing actual or reference stays missing and so does its gap. Order:
        weight × relative gap, the unfavourable first and largest, the favourable last, gaps that can't be computed at
        the end; ties by KPI, level, entity and comparison. A KPI off the entity's scorecard weighs 0; where an entity
        has no scorecard its KPIs weigh the same. A gap to a reference of 0 counts as 100 %.

    Raises
    ------
    InputError
        When the observations have dimensions, hold an unknown KPI, or the period's text has no known form.

    Notes
    -----
    ``usual_low`` and ``usual_high`` are the XmR limits of the series' last 24 points before the period; they need 8.
    Figures that were counted otherwise are no reference, and no part of the usual range: ``not_compared`` says why.
    """
    known = _by_id(kpis)
    calendar = calendar or Calendar()
    at = calendar.parse(period) if isinstance(period, str) else period
    if observations.by:
        raise InputError(f"compare takes observations without dimensions, got by={list(observations.by)}.")
    table = observations.table
    strange = sorted(set(table["kpi"].unique()) - known.keys())
    if strange:
        raise unknown("KPI", strange[0], known, "the observations")
    rows = _all_rows(table, known, at, calendar, entities)
    return Gaps(_ordered(rows, weights or {}), at.text)


def _by_id(kpis: Mapping[str, Kpi] | Iterable[Kpi]) -> dict[str, Kpi]:
    return dict(kpis) if isinstance(kpis, Mapping) else {each.id: each for each in kpis}


def _all_rows(
    table: pd.DataFrame, kpis: Mapping[str, Kpi], period: Period, calendar: Calendar, entities: Entities | None
) -> pd.DataFrame:
    """Actual, usual range and the four references of every series, one block a comparison."""
    import numpy as np
    import pandas as pd

    from diagnostics.loop.diagnose.gaps.judge import judge
    from diagnostics.loop.diagnose.gaps.references import (
        earlier_references,
        peer_references,
        series_at,
        target_references,
        whole_targets,
    )
    from diagnostics.loop.diagnose.usual import usual_ranges

    blocks = []
    for name, part in table.groupby("cycle", sort=True):
        cycle = cast("Cycle", name)
        now = calendar.last_complete(cycle, period.end) if cycle != period.cycle else period
        series = part.groupby(SERIES, sort=True, observed=True).ngroup().to_numpy().astype(np.intp)
        actual = series_at(part, series, now)
        actual = actual[_working(actual["entity"], now, entities)].copy()
        actual = whole_targets(usual_ranges(actual, part, series, now), kpis)
        before = {"previous": calendar.shift(now, -1), "year_ago": calendar.year_ago(now)}
        blocks.append(target_references(actual, kpis))
        for comparison, then in before.items():
            earlier = None if then is None else series_at(part, series, then)
            blocks.append(earlier_references(actual, earlier).assign(comparison=comparison))
        blocks.append(peer_references(actual, kpis, entities))
    # A column that is empty in one block only must not decide the type of the whole.
    filled = [each.astype({"reference": float}) for each in blocks]
    return judge(pd.concat(filled, ignore_index=True), kpis)


def _working(names: pd.Series, period: Period, entities: Entities | None) -> pd.Series:
    """Whether each entity was open at all in a period: one that was not has no gap, rather than a missing one."""
    if entities is None:
        return names.notna()
    lives = {each.id: entities.life(each.id) for each in entities}
    shut = {
        key
        for key, (first, last) in lives.items()
        if (first is not None and first >= period.end) or (last is not None and last < period.start)
    }
    return ~names.isin(shut)


def _ordered(rows: pd.DataFrame, weights: Mapping[tuple[str, str], float]) -> pd.DataFrame:
    """Rows in order of what is at stake, as the docstring of ``compare`` states it."""
    import numpy as np
    import pandas as pd

    pairs = pd.MultiIndex.from_arrays([rows["entity"], rows["kpi"]])
    weight = pd.Series(dict(weights), dtype=float).reindex(pairs).to_numpy() if weights else np.full(len(rows), np.nan)
    carded = rows["entity"].isin({entity for entity, _ in weights}).to_numpy()
    equal = 1 / rows.groupby("entity")["kpi"].transform("nunique").to_numpy()
    counted = np.where(np.isnan(weight), np.where(carded, 0.0, equal), weight)
    gap = rows["relative"].to_numpy()
    size = np.where(np.isnan(gap) & rows["absolute"].notna(), np.sign(np.abs(rows["absolute"])), np.abs(gap))
    side = rows["favourable"].map({True: -1.0, False: 1.0}).to_numpy(dtype=float, na_value=np.nan)
    # A gap that nobody judges stands between the unfavourable and the favourable; one that is missing comes last.
    stake = np.where(np.isnan(size), -np.inf, np.where(np.isnan(side), 0.0, side * counted * size))
    place = rows["comparison"].map({name: at for at, name in enumerate(COMPARISONS)})
    # Off the card everything weighs 0: among equals the larger gap comes first.
    keyed = rows.assign(weight=weight, _stake=-stake, _size=-np.nan_to_num(size * side), _place=place)
    keyed = keyed.sort_values(["_stake", "_size", "kpi", "level", "entity", "_place"], kind="stable", ignore_index=True)
    return keyed.assign(rank=np.arange(1, len(keyed) + 1))[[*COLUMNS, *COUNTED]]
