"""Figures of KPIs as others count them, observed like any KPI 「其他口径的观测」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe import observe
from diagnostics.model.kpi import Kpi, Reading

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.period import Period

# Together with the two underscores between them, ids stay as short as a KPI's may be.
_SHORT = 30


def read_readings(
    engine: Engine, kpis: Sequence[Kpi], levels: Iterable[str] | None, periods: Sequence[Period]
) -> dict[tuple[str, str], pd.DataFrame]:
    """Observations of every reading of these KPIs, by KPI and reading 「其他口径的观测」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement.
    kpis : sequence of Kpi
        KPIs with readings.
    levels : iterable of str, optional
        Levels of entities; all, where absent.
    periods : sequence of Period
        Periods to observe, of each KPI's own cycle.

    Raises
    ------
    InputError
        When a column is unknown, a fact has no day or names no known entity; the reading is named as
        ``<kpi>__<reading>``.
    """
    known = _as_kpis(kpis)
    engagement = engine.engagement
    places = dict(engagement.places)
    for (kpi, _), each in known.items():
        if ("kpi", kpi) in places:
            places[("kpi", each.id)] = places[("kpi", kpi)]
    # The same engine with the same facts; only its dictionary holds the readings too.
    wider = copy(engine)
    wider.engagement = replace(
        engagement, kpis={**engagement.kpis, **{each.id: each for each in known.values()}}, places=places
    )
    seen = observe(wider, levels=levels, periods=periods, kpis=[each.id for each in known.values()])
    return {key: seen.of(each.id) for key, each in known.items()}


def _as_kpis(kpis: Sequence[Kpi]) -> dict[tuple[str, str], Kpi]:
    """Readings as KPIs of their own, under ids that no other bears."""
    found: dict[tuple[str, str], Kpi] = {}
    taken: set[str] = {each.id for each in kpis}
    for kpi in kpis:
        for reading in kpi.readings:
            name = f"{kpi.id[:_SHORT]}__{reading.id[:_SHORT]}"
            key = next(each for each in _numbered(name) if each not in taken)
            taken.add(key)
            found[kpi.id, reading.id] = _as_kpi(kpi, reading, key)
    return found


def _numbered(name: str) -> Iterable[str]:
    yield name
    for number in range(2, 10_000):
        yield f"{name[:58]}_{number}"


def _as_kpi(kpi: Kpi, reading: Reading, key: str) -> Kpi:
    said: Mapping[str, Any] = {
        name: getattr(reading, name) for name in ("source", "measure", "where", "time", "entity", "definition")
    }
    return Kpi(id=key, name=kpi.name, unit=kpi.unit, direction=kpi.direction, cycle=kpi.cycle, **said)
