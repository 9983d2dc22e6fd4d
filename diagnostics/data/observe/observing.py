"""From facts to what was measured, per KPI, entity and period 「观测」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from diagnostics.data.engine import Engine, open_engine
from diagnostics.data.observe.aggregate import aggregate
from diagnostics.data.observe.cycles import Window
from diagnostics.data.observe.formulas import compute, formula_of, needed
from diagnostics.data.observe.job import Wanted
from diagnostics.data.observe.meanings import MONTHS, SINCE, Meaning, basis
from diagnostics.data.observe.plan import batches
from diagnostics.data.observe.targets import TargetFinder
from diagnostics.data.personal import distinct_labels
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.model.observations import BASIS, FIGURES, KEYS, Known, Observations
from diagnostics.model.period import Cycle, Period

if TYPE_CHECKING:
    import pandas as pd

_Found = dict[tuple[str, Cycle], "pd.DataFrame"]


def observe(  # noqa: PLR0913 (one public name, its choices by keyword)
    engagement: Engagement | Engine,
    by: Sequence[str] = (),
    levels: Iterable[str] | None = None,
    periods: Iterable[Period | str] | None = None,
    until: Period | str | None = None,
    *,
    kpis: Iterable[str] | None = None,
    only: Collection[str] | None = None,
) -> Observations:
    """Observations of an engagement's KPIs, aggregated from facts by the engine 「观测」.

    Parameters
    ----------
    engagement : Engagement or Engine
        With its dictionary and data; an engine that is open already saves reading the files again.
    by : sequence of str
        Dimensions; KPIs that don't declare them all are left out.
    levels : iterable of str, optional
        Levels of entities; all, where absent.
    periods : iterable of Period or str, optional
        Periods to observe, of any cycle; all, where absent.
    until : Period or str, optional
        Facts after its last day are not looked at, and a period that isn't over by then is left out.
    kpis : iterable of str, optional
        KPIs to observe; all, where absent.
    only : collection of str, optional
        Ids of entities: facts that name another one are left out, at every level; all, where absent. Facts of a KPI
        without an entity column are those of the top entity.

    Returns
    -------
    Observations
        A row for each cell with facts. A KPI without an entity column is observed at the top level alone.

    Raises
    ------
    InputError
        When a file, column, KPI, level, dimension or entity is unknown, a fact has no day, or a value can't be
        computed with.

    Notes
    -----
    Facts are aggregated once for the finest cells (name, shortest period, slice); sums, counts, least and greatest
    values of every level and cycle follow from those, ratios are divided last. Distinct counts, medians, quantiles and
    balances are made from facts for each. Facts that pass the filter are counted in ``n``; a cell without any has no
    row, so nothing becomes 0 that was not measured.
    Sums of decimals are exact, so the same data give the same bytes with any number of threads.
    """
    client = engagement.engagement if isinstance(engagement, Engine) else engagement
    wanted = Wanted(
        _levels(client, levels),
        _dimensions(client, by),
        Window.of(client.calendar, until, periods),
        _entities(client, only),
    )
    chosen = tuple(client.kpis) if kpis is None else tuple(dict.fromkeys(client.kpi(each).id for each in kpis))
    if isinstance(engagement, Engine):
        return _observed(engagement, wanted, chosen)
    with open_engine(engagement) as engine:
        return _observed(engine, wanted, chosen)


def observe_window(
    engine: Engine, window: Window, levels: Iterable[str], kpis: tuple[str, ...], cycle: Cycle
) -> Observations:
    """Observations of KPIs in a window at a cycle that need not be their own, without targets 「按窗口观测」."""
    wanted = Wanted(_levels(engine.engagement, levels), (), window, None)
    found, _ = _found(engine, wanted, kpis, cycle)
    frames = [found[key, cycle] for key in kpis if len(found.get((key, cycle), ()))]
    return Observations(_table(frames, ()), ())


def _found(
    engine: Engine, wanted: Wanted, chosen: tuple[str, ...], cycle: Cycle | None = None
) -> tuple[_Found, list[tuple[Meaning, Cycle]]]:
    """Figures of KPIs, and which of them are arithmetic over others."""
    engagement, dimensions = engine.engagement, wanted.by
    measured, computed = needed(engagement, chosen, cycle)
    found: _Found = {}
    for batch in batches(engagement, measured, dimensions):
        for frame in aggregate(engine, batch, wanted):
            if len(frame):
                _add(found, frame)
    _compute(engagement, found, computed, dimensions)
    return found, computed


def _observed(engine: Engine, wanted: Wanted, chosen: tuple[str, ...]) -> Observations:
    engagement, dimensions = engine.engagement, wanted.by
    found, computed = _found(engine, wanted, chosen)
    finder = TargetFinder(engine)
    frames = []
    for key in dict.fromkeys(meaning.kpi.id for meaning, _ in computed):
        finder.refuse_expressions(key)
    for key in chosen:
        own = found.get((key, engagement.kpi(key).cycle))
        if own is not None and len(own):
            frames.append(finder.fill(own, sliced=bool(dimensions)))
    return Observations(_table(frames, dimensions), dimensions, partial(_traced, engagement), _known(engagement))


def _known(engagement: Engagement) -> Known:
    entities = engagement.entities
    directions = {each.id: each.direction for each in engagement.kpis.values()}
    settings = engagement.settings
    return Known(directions, entities.levels, entities.by_id, settings.currency, settings.language)


def _traced(engagement: Engagement, kpi: str, entity: str, period: str) -> pd.DataFrame:
    from diagnostics.data.observe.trace import fact_rows

    return fact_rows(engagement, kpi, entity, period)


def _levels(engagement: Engagement, levels: Iterable[str] | None) -> tuple[str, ...]:
    known = engagement.entities.levels
    if levels is None:
        return known
    asked = (levels,) if isinstance(levels, str) else tuple(levels)
    for each in asked:
        if each not in known:
            raise unknown("level", each, known)
    return tuple(each for each in known if each in asked)


def _entities(engagement: Engagement, only: Collection[str] | None) -> frozenset[str] | None:
    if isinstance(only, str):
        raise InputError(f"only == {only!r}, must be a collection of entity ids such as ['s1', 's2'].")
    return None if only is None else frozenset(engagement.entities[each].id for each in only)


def _dimensions(engagement: Engagement, by: Sequence[str]) -> tuple[str, ...]:
    names = (by,) if isinstance(by, str) else tuple(by)
    known = {each for kpi in engagement.kpis.values() for each in kpi.dimensions}
    for name in names:
        if name not in known:
            raise unknown("dimension", name, known)
        if name in {*KEYS, *FIGURES, BASIS}:
            raise InputError(
                f"Dimension {name!r} bears the name of a column of the observations; rename it in the source."
            )
    return names


def _add(found: _Found, frame: pd.DataFrame) -> None:
    import pandas as pd

    key = (str(frame["kpi"].iloc[0]), frame["cycle"].iloc[0])
    found[key] = pd.concat([found[key], frame], ignore_index=True) if key in found else frame


def _compute(engagement: Engagement, found: _Found, computed: list[tuple[Meaning, Cycle]], by: tuple[str, ...]) -> None:
    for meaning, cycle in computed:
        names = formula_of(meaning.kpi).names
        if all((name, cycle) in found for name in names):
            frame = compute(meaning, {name: found[name, cycle] for name in names}, by, engagement.calendar)
            if len(frame):
                _add(found, frame)


def _table(frames: list[pd.DataFrame], by: tuple[str, ...]) -> pd.DataFrame:
    """One table, columns and order fixed: the same observations are the same bytes."""
    import numpy as np
    import pandas as pd

    wanted = [*KEYS, *by, *FIGURES, BASIS]
    frames = [each.assign(**{BASIS: basis(each[SINCE], each[MONTHS])}) for each in frames]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=wanted)
    whole = whole.reindex(columns=wanted)
    for name in FIGURES:
        # Adding 0 turns a negative zero, which depends on the order of rows, into a zero.
        whole[name] = whole[name].astype("int64") if name == "n" else whole[name].astype("float64") + 0.0
        if name != "n":
            whole[name] = whole[name].where(np.isfinite(whole[name]))
    texts = [each for each in (*KEYS, *by, BASIS) if each != "start"]
    whole = whole.astype({**dict.fromkeys(texts, "str"), "start": "datetime64[us]"})
    for name in by:
        labels = distinct_labels(str(each) for each in whole[name].dropna().unique())
        if labels:
            whole[name] = whole[name].replace(labels)
    order = ["kpi", "level", "entity", "cycle", "start", *by]
    return whole.sort_values(order, kind="stable", na_position="last", ignore_index=True)
