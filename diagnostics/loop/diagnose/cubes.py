"""Largest slices of sliceable KPIs at the focal entities 「焦点切片」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe import observe
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.loop.diagnose.cube import MOST_DIMENSIONS
from diagnostics.loop.diagnose.drivers import skipped_record
from diagnostics.loop.diagnose.locate import locate
from diagnostics.loop.diagnose.spans import Span

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period
    from diagnostics.model.slices import Slices

Record = dict[str, Any]
# Slices kept of each KPI and entity: more than a page shows, enough for a closer look.
MOST_SLICES = 12


def slice_records(
    engine: Engine, observations: Observations, period: Period, entities: Sequence[str]
) -> tuple[list[Record], list[Record]]:
    """Largest slices of each KPI with dimensions at each focal entity, and those not located 「焦点切片」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement's data: the cells are aggregated there.
    observations : Observations
        Without dimensions; they tell which earlier period has a figure.
    period : Period
        Period of the run.
    entities : sequence of str
        Focal entities.
    """
    made: list[Record] = []
    skipped: list[Record] = []
    for dimensions, kpis in _groups(engine).items():
        spans = {kpi.id: Span.of(kpi, period, engine.engagement.calendar) for kpi in kpis}
        cells = _cells(engine, dimensions, spans, entities)
        for kpi in kpis:
            for entity in entities:
                pair = _pair(kpi, entity, spans[kpi.id], observations)
                if pair is None:
                    continue
                here = cells[(cells["kpi"] == kpi.id) & (cells["entity"] == entity)]
                found = _slices(kpi, pair, here, engine.engagement.settings.min_group)
                if isinstance(found, str):
                    skipped.append(skipped_record("slices", kpi.id, entity, found))
                else:
                    made += [{"kpi": kpi.id, "entity": entity, **each} for each in found]
    return made, skipped


def _groups(engine: Engine) -> dict[tuple[str, ...], list[Kpi]]:
    """KPIs whose cells may be summed, by their dimensions: each set is aggregated once."""
    groups: dict[tuple[str, ...], list[Kpi]] = {}
    for kpi in engine.engagement.kpis.values():
        if kpi.dimensions and kpi.measure is not None and _summable(kpi):
            groups.setdefault(kpi.dimensions[:MOST_DIMENSIONS], []).append(kpi)
    return groups


def _summable(kpi: Kpi) -> bool:
    measure = parse_measure(kpi.measure or "")
    return measure.additive or measure.additive_pair


def _cells(
    engine: Engine, dimensions: tuple[str, ...], spans: dict[str, Span], entities: Sequence[str]
) -> pd.DataFrame:
    periods = {each.text: each for span in spans.values() for each in (span.now, *(then for _, then in span.earlier))}
    levels = {engine.engagement.entities[each].level for each in entities}
    seen = observe(engine, by=dimensions, levels=sorted(levels), periods=periods.values(), kpis=list(spans))
    return seen.table[seen.table["entity"].isin(entities)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """Period of a figure, and the earlier one it is held against, where there is one."""

    now: Period
    comparison: str = ""
    then: Period | None = None


def _pair(kpi: Kpi, entity: str, span: Span, observations: Observations) -> _Pair | None:
    """First earlier period with a figure; nothing where the period itself has none."""
    own = observations.of(kpi.id, entity=entity)
    measured = set(own.loc[own["value"].notna(), "period"])
    if span.now.text not in measured:
        return None
    found = next((each for each in span.earlier if each[1].text in measured), None)
    return _Pair(span.now) if found is None else _Pair(span.now, *found)


def _slices(kpi: Kpi, pair: _Pair, cells: pd.DataFrame, least: int) -> list[Record] | str:
    """Slices of one KPI at one entity, else why there are none."""
    if pair.then is None:
        return "missing"
    dimensions = kpi.dimensions[:MOST_DIMENSIONS]
    actual, expected = (cells[cells["period"] == each.text] for each in (pair.now, pair.then))
    sides = {"actual": actual, "expected": expected}
    found = _located(sides, dimensions, ratio=not parse_measure(kpi.measure or "").additive)
    if found.reason:
        return found.reason
    base = {"comparison": pair.comparison, "period": pair.now.text, "reference_period": pair.then.text}
    rows = found.table.to_dict("records")
    if not any(side["people"].notna().any() for side in sides.values()):
        shown = rows[:MOST_SLICES]
    else:
        shown = list(islice((row for row in rows if not _few(row, sides, dimensions, least)), MOST_SLICES))
    return [{**base, **_told(row, dimensions)} for row in shown] or "suppressed"


def _located(sides: dict[str, pd.DataFrame], dimensions: tuple[str, ...], *, ratio: bool) -> Slices:
    figures = ["numerator", "denominator"] if ratio else ["value"]
    blocks = [
        side[[*dimensions, *figures]].rename(columns={each: f"{each}_{name}" for each in figures})
        for name, side in sides.items()
    ]
    leaves = blocks[0].merge(blocks[1], on=list(dimensions), how="outer")
    names = {side: [f"{each}_{side}" for each in figures] for side in sides}
    return locate(leaves, dimensions, names["actual"], names["expected"])


def _told(row: dict[Any, Any], dimensions: tuple[str, ...]) -> Record:
    told = {each: row[each] if isinstance(row[each], str) else None for each in dimensions}
    parts = ("before", "after", "contribution", "share", "rate", "mix")
    return {"slice": told, **{name: row[name] for name in parts if name in row}}


def _few(row: dict[Any, Any], sides: dict[str, pd.DataFrame], dimensions: tuple[str, ...], least: int) -> bool:
    """Whether few people may stand behind a slice: its largest cell has at least so many."""
    for side in sides.values():
        cells = side
        for name in dimensions:
            if isinstance(row[name], str):
                cells = cells[cells[name].astype(str) == row[name]]
        if len(cells) and cells["people"].max() < least:
            return True
    return False
