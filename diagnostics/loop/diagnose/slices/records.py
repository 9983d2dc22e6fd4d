"""Largest slices of sliceable KPIs at the focal entities 「焦点切片」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe import observe
from diagnostics.data.observe.meanings import counted_in
from diagnostics.data.suppress import Fewest, blanked
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.loop.diagnose.drivers import against, skipped_record
from diagnostics.loop.diagnose.pooled import FEWEST_PEERS, peers_of, pooled_cells, units_of
from diagnostics.loop.diagnose.slices.across import Across, beyond, figures_of
from diagnostics.loop.diagnose.slices.calm_cells import calm_cells, calm_pairs
from diagnostics.loop.diagnose.slices.cube import MOST_DIMENSIONS
from diagnostics.loop.diagnose.slices.largest import largest
from diagnostics.loop.diagnose.slices.locate import locate
from diagnostics.loop.diagnose.slices.people import Crowd, told_together
from diagnostics.loop.diagnose.slices.told import of_one_dimension, with_own
from diagnostics.loop.diagnose.spans import Span
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.loop.diagnose.slices.calm_cells import Cells
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
# Before the name of a dimension among the leaves.
_BY = "by "


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
        unfavourable gap comes before a favourable one. Slices beyond chance bear ``own``, the part that no other one
        told has; where there is none, up to 3 slices of one dimension are told. People are left out.
    """
    entities, fewest = units_of(engine.engagement, entities), Fewest.of(engine.engagement)
    made: list[Record] = []
    skipped: list[Record] = []
    for dimensions, kpis in _groups(engine, period).items():
        spans = {kpi.id: Span.of(kpi, period, engine.engagement.calendar) for kpi in kpis}
        cells = _cells(engine, dimensions, spans, entities)
        calm = calm_cells(engine, dimensions, spans, cells, observations.table["period"].unique().tolist())
        for kpi in kpis:
            own, before = (_shown(each[each["kpi"] == kpi.id], observations, fewest) for each in (cells, calm))
            told: list[Record] = []
            for entity in entities:
                few = _few(observations, kpi, entity, spans[kpi.id].now, fewest)
                if few is None:
                    continue
                pairs, broken = _pairs(kpi, entity, spans[kpi.id], (own, before), engine.engagement)
                found, reason = ([], "suppressed") if few else _told_first(kpi, entity, pairs, fewest.at(kpi.id))
                reason = "basis" if broken and reason == "missing" else reason
                told += found
                if not found:
                    skipped.append(skipped_record("slices", kpi.id, entity, reason))
            across = Across.of(engine.engagement, (kpi, spans[kpi.id].now), cells, own, observations.of(kpi.id))
            made += (kept := across.kept(told))
            lost = {each["entity"] for each in told} - {each["entity"] for each in kept}
            skipped += [skipped_record("slices", kpi.id, each, "suppressed") for each in entities if each in lost]
    return made, skipped


def _told_first(kpi: Kpi, entity: str, pairs: Sequence[_Pair], least: int) -> tuple[list[Record], str]:
    """Slices of every pair that has some, unfavourable gaps first, and why the last had none."""
    found: list[tuple[bool, list[Record]]] = []
    told: list[Record] = []
    reason = "missing"
    for pair in pairs:
        ratio = not parse_measure(kpi.measure or "").additive
        if ratio and any((side["denominator"] < 0).any() for side in (pair.actual, pair.expected)):
            reason = "negative_base"
            continue
        if any(beyond(side) for each in [(pair.actual, pair.expected), *pair.calm] for side in each):
            reason = "beyond"
            continue
        located = _Located.of(kpi, pair)
        slices, kept = located.slices, located.kept(pair, least, told)
        told += kept
        reason = slices.reason if slices.reason not in ("", "quiet") else "suppressed"
        base: Record = {"kpi": kpi.id, "entity": entity, "comparison": pair.comparison}
        base |= {"period": pair.period, "reference_period": pair.reference_period, "gap": slices.total}
        base |= {"significant": located.sure, "small": not located.sure and len(slices.table) > 0}
        base |= {"reversals": [each.dimension[len(_BY) :] for each in slices.reversals]}
        if kept:
            found.append((not against(kpi, slices.total), [{**base, **row} for row in kept]))
    ordered = sorted(found, key=lambda each: each[0])
    return [record for _, records in ordered for record in records], reason


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


def _shown(cells: pd.DataFrame, observations: Observations, fewest: Fewest) -> pd.DataFrame:
    """Cells without those of figures that few people stand behind: such a figure is no reference either."""
    table = observations.table
    keys = ["kpi", "entity", "period"]
    few = table.loc[blanked(table, fewest), keys].drop_duplicates()
    return cells[cells[keys].merge(few, how="left", indicator=True)["_merge"].eq("left_only").to_numpy()]


def _few(observations: Observations, kpi: Kpi, entity: str, period: Period, fewest: Fewest) -> bool | None:
    """Whether a figure may not be published; None where there is none."""
    own = observations.of(kpi.id, entity=entity)
    here = own[(own["period"] == period.text) & own["value"].notna()]
    return bool(blanked(here, fewest).iloc[0]) if len(here) else None


@dataclass(frozen=True, eq=False)
class _Pair:
    """Cells of a figure, those that it is held against, and those of earlier pairs as far apart."""

    comparison: str
    period: str
    reference_period: str
    actual: pd.DataFrame
    expected: pd.DataFrame
    calm: Sequence[Cells] = ()


def _pairs(
    kpi: Kpi, entity: str, span: Span, seen: tuple[pd.DataFrame, pd.DataFrame], engagement: Engagement
) -> tuple[list[_Pair], bool]:
    """The first earlier period that has cells counted alike, the peers where there are enough; whether any broke."""
    now, (cells, calm) = span.now.text, seen
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
            earlier = calm_pairs(calm[calm["entity"] == entity], (span.now, then), bases, engagement.calendar)
            pairs.append(_Pair(comparison, now, then.text, actual, before, earlier))
            break
    peers = cells[cells["entity"].isin(peers_of(engagement, entity, span.now)) & (cells["period"] == now)]
    peers = peers[peers[BASIS].isin(bases)] if len(bases) == 1 else peers.iloc[:0]
    if peers["entity"].nunique() >= FEWEST_PEERS:
        dimensions = kpi.dimensions[:MOST_DIMENSIONS]
        pairs.append(_Pair("peers", now, now, actual, pooled_cells(kpi, peers, dimensions)))
    return pairs, broken


@dataclass(frozen=True, eq=False)
class _Located:
    """Slices beyond chance, and those to be told: the material ones, the largest where none is beyond chance."""

    slices: Slices
    sure: bool
    rows: list[Record]
    leaves: pd.DataFrame
    names: tuple[str, ...]
    columns: tuple[list[str], list[str], list[str]]

    @classmethod
    def of(cls, kpi: Kpi, pair: _Pair) -> _Located:
        names = kpi.dimensions[:MOST_DIMENSIONS]
        figures = figures_of(kpi)
        dimensions = [_BY + name for name in names]
        leaves, *earlier = (_beside(names, figures, *each) for each in [(pair.actual, pair.expected), *pair.calm])
        after, before = ([f"{each}_{side}" for each in figures] for side in ("actual", "expected"))
        slices = locate(leaves, dimensions, after, before, calm=earlier)
        table = slices.table[slices.table["materiality"] >= MATERIAL] if len(slices.table) else slices.table
        sure = len(table) > 0
        if not sure and slices.reason in ("", "quiet"):
            table = largest(leaves, dimensions, after, before)
        rows = [_told(row, names) for row in table.to_dict("records")]
        return cls(slices, sure, rows, leaves, names, (dimensions, after, before))

    def kept(self, pair: _Pair, least: int, before: Sequence[Record]) -> list[Record]:
        """First slices that may be told beside those told before; where none is sure, those of one dimension."""
        sides = [side for side in (pair.actual, pair.expected) if side["people"].notna().any()]
        crowds = [Crowd.of(side, self.names) for side in sides]
        if self.sure:
            shown = told_together(self.rows, crowds, least, MOST_SLICES, before)
            return with_own(shown, self.leaves, *self.columns)
        return of_one_dimension(self.rows, crowds, least, before)


def _beside(names: Sequence[str], figures: Sequence[str], actual: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    """Figures of both sides beside each other; a client's dimension may be called as a column of the result."""
    by = {name: _BY + name for name in names}
    blocks = [
        side[[*names, *figures]].rename(columns={**by, **{each: f"{each}_{name}" for each in figures}})
        for name, side in (("actual", actual), ("expected", expected))
    ]
    return blocks[0].merge(blocks[1], on=list(by.values()), how="outer")


def _told(row: dict[Any, Any], names: tuple[str, ...]) -> Record:
    told = {name: row[_BY + name] if isinstance(row[_BY + name], str) else None for name in names}
    parts = ("before", "after", "contribution", "share", "rate", "mix", "score", "p_value")
    return {"slice": told, **{name: row[name] for name in parts if name in row}}
