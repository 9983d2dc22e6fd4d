"""The same KPI as several departments count it, side by side 「口径冲突」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe import observe
from diagnostics.data.reconcile.readings import read_readings
from diagnostics.data.reconcile.side_by_side import in_order, side_by_side, with_lacking
from diagnostics.data.reconcile.units import unit_difference
from diagnostics.data.suppress import publishable
from diagnostics.dictionary.reading_difference import definition_differences, kpi_at
from diagnostics.errors import InputError
from diagnostics.model.conflicts import STATES, Conflicts, DefinitionDifference
from diagnostics.model.kpi import Kpi, Reading
from diagnostics.model.period import Calendar, Period
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations

PERIODS = 12


def find_conflicts(
    engine: Engine,
    at: Period | str,
    levels: Iterable[str] | None = None,
    *,
    periods: int = PERIODS,
    seen: Observations | None = None,
) -> Conflicts:
    """Figures of every KPI with readings beside each of them, never averaged 「口径冲突」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement.
    at : Period or str
        Last period; a KPI of another cycle is looked at up to its last one complete by then.
    levels : iterable of str, optional
        Levels of entities; all, where absent.
    periods : int
        Periods looked at, of each KPI's own cycle, 1 to 120; fewer where the data are shorter.
    seen : Observations, optional
        Observations of the same data: what is withheld there is blank here.

    Returns
    -------
    Conflicts
        What may be published: rows about people are left out, figures behind few people blank. Empty where no KPI has a
        reading.

    Raises
    ------
    InputError
        When ``periods`` is out of range, or the data of a KPI or reading can't be read.

    Notes
    -----
    Each side is observed from its own facts at every level that both name; a reading without an entity column stands
    beside the top level alone. A difference is within tolerance up to ``tolerance × abs(authoritative)``; differences
    below 1e-9 of the figures are none, as engines round.
    """
    if not 1 <= periods <= 120:
        raise InputError(f"periods == {periods!r}, must be in [1, 120].")
    engagement = engine.engagement
    calendar = engagement.calendar
    last = calendar.parse(at) if isinstance(at, str) else at
    kpis = [each for each in engagement.kpis.values() if each.readings]
    if not kpis:
        return Conflicts(in_order([]), (), (), last.text, {})
    asked = None if levels is None else (levels,) if isinstance(levels, str) else tuple(levels)
    window = [period for cycle in {each.cycle for each in kpis} for period in _until(last, cycle, periods, calendar)]
    own = observe(engine, levels=asked, periods=window, kpis=[each.id for each in kpis])
    others = read_readings(engine, kpis, asked, window)
    frames: list[pd.DataFrame] = []
    differences: list[DefinitionDifference] = []
    for kpi in kpis:
        for reading in kpi.readings:
            rows = side_by_side(own.of(kpi.id), others[kpi.id, reading.id], kpi, reading.id)
            frames.append(with_lacking(rows, engagement.entities))
            holding = kpi_at(kpi, last, calendar)
            differences += definition_differences(holding, reading, engagement.settings.sources)
            differences += unit_difference(kpi.id, reading.id, rows)
    table = in_order([_published(each, engagement, seen) for each in frames])
    pairs = tuple(_pair(engagement, kpi, each, table) for kpi in kpis for each in kpi.readings)
    return Conflicts(table, pairs, tuple(differences), last.text, {each.id: each.name for each in kpis})


def _until(last: Period, cycle: Any, count: int, calendar: Calendar) -> list[Period]:
    now = last if cycle == last.cycle else calendar.last_complete(cycle, last.end)
    return [calendar.shift(now, -steps) for steps in range(count)]


def _published(rows: pd.DataFrame, engagement: Engagement, seen: Observations | None) -> pd.DataFrame:
    """Rows that may be published; where few people stand behind a figure even its state is told by no word."""
    kept = publishable(rows, engagement, None if seen is None else seen.table)
    return kept.assign(state=kept["state"].mask(kept["suppressed"], "suppressed")).drop(columns="suppressed")


def _pair(engagement: Engagement, kpi: Kpi, reading: Reading, table: pd.DataFrame) -> dict[str, Any]:
    """Whose two counts these are, and how many of their figures are in which state."""
    own = table[(table["kpi"] == kpi.id) & (table["reading"] == reading.id)]
    counts = own["state"].value_counts()
    return {
        "kpi": kpi.id,
        "reading": reading.id,
        "source": kpi.source,
        "department": _department(engagement, kpi.source, Text(), kpi.owner),
        "other_source": reading.source,
        "other_department": _department(engagement, reading.source, reading.department, ""),
        "tolerance": kpi.tolerance,
        "periods": int(own["period"].nunique()),
        "entities": int(own["entity"].nunique()),
        "compared": int(counts.get("conflict", 0) + counts.get("within", 0)),
        **{state: int(counts.get(state, 0)) for state in STATES},
    }


def _department(engagement: Engagement, source: str, own: Text, owner: str) -> Text:
    """Who keeps a figure: the reading's department, the source's, its owner, else the source's name."""
    declared = engagement.settings.sources.get(source)
    if own:
        return own
    if declared is not None and declared.department:
        return declared.department
    name = owner or (declared.owner if declared is not None else "") or source
    named = engagement.person(name)
    return Text(zh=named, en=named)
