"""Largest slices of sliceable KPIs at the focal entities 「焦点切片」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe import observe
from diagnostics.data.observe.meanings import counted_in
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.loop.diagnose.drivers import against, skipped_record
from diagnostics.loop.diagnose.pooled import FEWEST_PEERS, peers_of, pooled_cells, units_of
from diagnostics.loop.diagnose.slices.cube import MOST_DIMENSIONS
from diagnostics.loop.diagnose.slices.largest import largest
from diagnostics.loop.diagnose.slices.locate import locate
from diagnostics.loop.diagnose.spans import Span
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period
    from diagnostics.model.slices import Slices

Record = dict[str, Any]
# Slices kept of each KPI and entity: more than a page shows, enough for a closer look.
MOST_SLICES = 12
# A slice that moved the whole by less than this part of the gap is left out of reports, however sure it is.
MATERIAL = 0.05


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

    Returns
    -------
    tuple of list
        Of each KPI and entity the gap to the year before, else to the period before, and the gap to a typical peer. An
        unfavourable gap comes before a favourable one. People are left out.
    """
    entities = units_of(engine.engagement, entities)
    least = engine.engagement.settings.min_group
    made: list[Record] = []
    skipped: list[Record] = []
    for dimensions, kpis in _groups(engine, period).items():
        spans = {kpi.id: Span.of(kpi, period, engine.engagement.calendar) for kpi in kpis}
        cells = _cells(engine, dimensions, spans, entities)
        for kpi in kpis:
            own = _shown(cells[cells["kpi"] == kpi.id], observations, least)
            for entity in entities:
                people = _people(observations, kpi, entity, spans[kpi.id].now)
                if people is None:
                    continue
                pairs, broken = _pairs(kpi, entity, spans[kpi.id], own, engine.engagement)
                found, reason = ([], "suppressed") if people < least else _told_first(kpi, entity, pairs, least)
                reason = "basis" if broken and reason == "missing" else reason
                made += found
                if not found:
                    skipped.append(skipped_record("slices", kpi.id, entity, reason))
    return made, skipped


def _told_first(kpi: Kpi, entity: str, pairs: Sequence[_Pair], least: int) -> tuple[list[Record], str]:
    """Slices of every pair that has some, unfavourable gaps first, and why the last had none."""
    found: list[tuple[bool, list[Record]]] = []
    reason = "missing"
    for pair in pairs:
        slices, rows = _located(kpi, pair)
        reason = slices.reason if slices.reason not in ("", "quiet") else "suppressed"
        kept = _kept(rows, slices, pair, least)
        base: Record = {"kpi": kpi.id, "entity": entity, "comparison": pair.comparison}
        base |= {"period": pair.period, "reference_period": pair.reference_period}
        base |= {"significant": not slices.reason, "reversals": [each.dimension for each in slices.reversals]}
        told = [{**base, **_told(row, slices.dimensions)} for row in kept]
        if told:
            found.append((not against(kpi, slices.total), told))
    ordered = sorted(found, key=lambda each: each[0])
    return [record for _, told in ordered for record in told], reason


def _groups(engine: Engine, period: Period) -> dict[tuple[str, ...], list[Kpi]]:
    """KPIs, as they are counted now, whose cells may be summed, by their dimensions: each set is aggregated once."""
    groups: dict[tuple[str, ...], list[Kpi]] = {}
    calendar = engine.engagement.calendar
    for stated in engine.engagement.kpis.values():
        kpi = counted_in(stated, Span.of(stated, period, calendar).now, calendar)
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
    return observe(engine, by=dimensions, levels=sorted(levels), periods=periods.values(), kpis=list(spans)).table


def _shown(cells: pd.DataFrame, observations: Observations, least: int) -> pd.DataFrame:
    """Cells without those of figures that few people stand behind: such a figure is no reference either."""
    table = observations.table
    keys = ["kpi", "entity", "period"]
    few = table.loc[table["people"] < least, keys].drop_duplicates()
    return cells[cells[keys].merge(few, how="left", indicator=True)["_merge"].eq("left_only").to_numpy()]


def _people(observations: Observations, kpi: Kpi, entity: str, period: Period) -> float | None:
    """People behind a figure, NaN where the source names none; None where there is no figure."""
    own = observations.of(kpi.id, entity=entity)
    here = own[(own["period"] == period.text) & own["value"].notna()]
    return float(here["people"].iloc[0]) if len(here) else None


@dataclass(frozen=True, eq=False)
class _Pair:
    """Cells of a figure, and those that it is held against."""

    comparison: str
    period: str
    reference_period: str
    actual: pd.DataFrame
    expected: pd.DataFrame


def _pairs(kpi: Kpi, entity: str, span: Span, cells: pd.DataFrame, engagement: Engagement) -> tuple[list[_Pair], bool]:
    """The first earlier period that has cells counted alike, the peers where there are enough; whether any broke."""
    now = span.now.text
    own = cells[cells["entity"] == entity]
    actual = own[own["period"] == now]
    pairs = []
    bases, broken = set(actual[BASIS]), False
    for comparison, then in span.earlier:
        before = own[own["period"] == then.text]
        if before["value"].notna().any():
            # Cells of merged months or of another meaning would make slices of what only the counting did.
            if set(before[BASIS]) != bases or len(bases) > 1:
                broken = True
                continue
            pairs.append(_Pair(comparison, now, then.text, actual, before))
            break
    peers = cells[cells["entity"].isin(peers_of(engagement, entity, span.now)) & (cells["period"] == now)]
    peers = peers[peers[BASIS].isin(bases)] if len(bases) == 1 else peers.iloc[:0]
    if peers["entity"].nunique() >= FEWEST_PEERS:
        dimensions = kpi.dimensions[:MOST_DIMENSIONS]
        pairs.append(_Pair("peers", now, now, actual, pooled_cells(kpi, peers, dimensions)))
    return pairs, broken


def _located(kpi: Kpi, pair: _Pair) -> tuple[Slices, pd.DataFrame]:
    """Slices beyond chance, and those to be told: the material ones, the largest where none is beyond chance."""
    dimensions = kpi.dimensions[:MOST_DIMENSIONS]
    figures = ["value"] if parse_measure(kpi.measure or "").additive else ["numerator", "denominator"]
    sides = {"actual": pair.actual, "expected": pair.expected}
    blocks = [
        side[[*dimensions, *figures]].rename(columns={each: f"{each}_{name}" for each in figures})
        for name, side in sides.items()
    ]
    leaves = blocks[0].merge(blocks[1], on=list(dimensions), how="outer")
    after, before = ([f"{each}_{side}" for each in figures] for side in sides)
    slices = locate(leaves, dimensions, after, before)
    if slices.reason and slices.reason != "quiet":
        return slices, slices.table
    table = slices.table[slices.table["materiality"] >= MATERIAL]
    return slices, table if len(table) else largest(leaves, dimensions, after, before)


def _kept(rows: pd.DataFrame, slices: Slices, pair: _Pair, least: int) -> list[dict[Any, Any]]:
    """First slices that enough people stand behind."""
    sides = [side for side in (pair.actual, pair.expected) if side["people"].notna().any()]
    ordered = rows.to_dict("records")
    shown = (row for row in ordered if not any(_few(row, side, slices.dimensions, least) for side in sides))
    return list(islice(shown, MOST_SLICES))


def _told(row: dict[Any, Any], dimensions: tuple[str, ...]) -> Record:
    told = {each: row[each] if isinstance(row[each], str) else None for each in dimensions}
    parts = ("before", "after", "contribution", "share", "rate", "mix", "p_value")
    return {"slice": told, **{name: row[name] for name in parts if name in row}}


def _few(row: dict[Any, Any], cells: pd.DataFrame, dimensions: tuple[str, ...], least: int) -> bool:
    """Whether few people may stand behind a slice: its largest cell alone tells of at least so many."""
    for name in dimensions:
        if isinstance(row[name], str):
            cells = cells[cells[name].astype(str) == row[name]]
    return len(cells) > 0 and bool(cells["people"].max() < least)
