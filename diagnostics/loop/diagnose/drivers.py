"""Decompositions of formula KPIs at the focal entities 「焦点驱动拆解」."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe.meanings import counted_in
from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.pooled import peers_of, pooled, units_of
from diagnostics.loop.diagnose.spans import Span
from diagnostics.model.basis import break_between, months_of
from diagnostics.model.observations import BASIS
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

Record = dict[str, Any]
# Comparison, period, factors, and the KPI's own value there.
Reference = tuple[str, str, dict[str, float], float]
# A KPI with a measure and a formula has two values; rounding in the data may part them by no more than this share.
AGREE = 1e-6
# In place of a comparison that figures counted otherwise rule out.
BROKEN = ""


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of observations by KPI, entity and period 「按键取数」.

    Parameters
    ----------
    rows : mapping
        (kpi, entity, period) to the row's value, target and people.
    bases : mapping
        How each was counted, by the same key.
    """

    rows: Mapping[tuple[str, str, str], tuple[float, float, float]]
    min_group: int
    bases: Mapping[tuple[str, str, str], str]

    @classmethod
    def of(cls, observations: Observations, entities: Sequence[str], min_group: int) -> Figures:
        """Figures of a few entities 「按键取数」."""
        table = observations.table[observations.table["entity"].isin(entities)]
        keys = list(zip(table["kpi"], table["entity"], table["period"], strict=True))
        figures = zip(table["value"], table["target"], table["people"], strict=True)
        return cls(dict(zip(keys, figures, strict=True)), min_group, dict(zip(keys, table[BASIS], strict=True)))

    def value(self, kpi: str, entity: str, period: Period) -> float:
        """Value, NaN where there is none 「实际值」."""
        return self._row(kpi, entity, period)[0]

    def target(self, kpi: str, entity: str, period: Period) -> float:
        """Target, NaN where there is none 「目标值」."""
        return self._row(kpi, entity, period)[1]

    def hidden(self, kpi: str, entity: str, period: Period) -> bool:
        """Whether too few people stand behind the figure to publish it 「是否须抑制」."""
        return self._row(kpi, entity, period)[2] < self.min_group

    def basis(self, kpi: str, entity: str, period: Period) -> str:
        """How the figure was counted, empty where there is none 「口径标记」."""
        return self.bases.get((kpi, entity, period.text), "")

    def broken(self, kpis: Iterable[str], entity: str, now: Period, then: Period) -> bool:
        """Whether any KPI was counted otherwise in one of two periods 「口径是否断开」."""
        return any(
            break_between(self.basis(each, entity, now), self.basis(each, entity, then))
            for each in kpis
            if not math.isnan(self.value(each, entity, then))
        )

    def _row(self, kpi: str, entity: str, period: Period) -> tuple[float, float, float]:
        return self.rows.get((kpi, entity, period.text), (math.nan, math.nan, math.nan))


def driver_records(
    engagement: Engagement, observations: Observations, period: Period, entities: Sequence[str]
) -> tuple[list[Record], list[Record]]:
    """Decompositions of each formula KPI at each focal entity, and those that could not be made 「焦点驱动拆解」.

    Returns
    -------
    tuple of list
        Of each KPI and entity the gap to the year before, else to the period before, else to the target where every
        factor has one; and the gap to a typical peer. An unfavourable gap comes before a favourable one. People are
        left out.
    """
    entities = units_of(engagement, entities)
    figures = Figures.of(observations, entities, engagement.settings.min_group)
    made: list[Record] = []
    skipped: list[Record] = []
    for stated in engagement.kpis.values():
        span = Span.of(stated, period, engagement.calendar)
        kpi = counted_in(stated, span.now, engagement.calendar)
        if kpi.formula is None:
            continue
        formula = parse_formula(kpi.formula)
        for entity in entities:
            if math.isnan(figures.value(kpi.id, entity, span.now)):
                continue
            earlier = _decomposed(kpi, entity, span, figures, _references(kpi, formula, span, entity, figures))
            peers = peer_reference(engagement, observations, kpi, formula, (entity, span))
            among = _decomposed(kpi, entity, span, figures, peers) if peers else ""
            if isinstance(earlier, str):
                skipped.append(skipped_record("decomposition", kpi.id, entity, earlier))
            found = [each for each in (earlier, among) if not isinstance(each, str)]
            made += sorted(found, key=lambda each: not against(kpi, each["total"]))
    return made, skipped


def against(kpi: Kpi, change: float) -> bool:
    """Whether a change goes against what is wanted of a KPI 「是否不利」."""
    return (change < 0 and kpi.direction == "higher") or (change > 0 and kpi.direction == "lower")


def peer_reference(
    engagement: Engagement, observations: Observations, kpi: Kpi, formula: Formula, place: tuple[str, Span]
) -> list[Reference]:
    """A typical peer's factors in the same period, nothing without enough peers 「同类参照」."""
    entity, span = place
    peers = peers_of(engagement, entity)
    table = observations.table
    rows = table[table["entity"].isin(peers) & (table["period"] == span.now.text)]
    rows = rows[~(rows["people"] < engagement.settings.min_group)]
    if rows.empty:
        return []
    # A peer whose figure covers another number of months is no yardstick.
    here = table[(table["entity"] == entity) & (table["period"] == span.now.text)]
    rows = rows[rows[BASIS] == rows["kpi"].map(dict(zip(here["kpi"], here[BASIS], strict=True)))]
    counted = {name: counted_in(engagement.kpis[name], span.now, engagement.calendar) for name in formula.names}
    factors = {name: pooled(each, rows[rows["kpi"] == name]) for name, each in counted.items()}
    return [("peers", span.now.text, factors, pooled(kpi, rows[rows["kpi"] == kpi.id]))]


def skipped_record(what: str, kpi: str, entity: str, reason: str) -> Record:
    """What could not be computed, and why, in both languages 「未能计算」."""
    note = {language: say(f"diagnose.skipped.{reason}", language) for language in LANGUAGES}
    return {"what": what, "kpi": kpi, "entity": entity, "reason": reason, "note": note}


def _decomposed(kpi: Kpi, entity: str, span: Span, figures: Figures, references: Iterable[Reference]) -> Record | str:
    """Decomposition against the first reference that allows it, else why none does."""
    formula = parse_formula(kpi.formula or "")
    if any(figures.hidden(each, entity, span.now) for each in (kpi.id, *formula.names)):
        return "suppressed"
    now = {name: figures.value(name, entity, span.now) for name in formula.names}
    reason = "missing"
    for comparison, text, before, whole in references:
        if comparison == BROKEN:
            reason = "basis"
            continue
        if any(map(math.isnan, [*before.values(), *now.values()])):
            continue
        reason = _unfit(formula, (before, whole), (now, figures.value(kpi.id, entity, span.now)))
        if reason:
            continue
        try:
            found = decompose(before, now, formula=kpi.formula or "")
        except InputError:
            # A formula may have no value in some mixture of before and after: that is said, and the run goes on.
            reason = "no_value"
            continue
        return {
            "kpi": kpi.id, "entity": entity, "comparison": comparison, "period": span.now.text,
            "reference_period": text, "formula": kpi.formula, "asked": found.asked, "method": found.method,
            "reason": found.reason, "before": found.before, "after": found.after, "total": found.total,
            "factors": found.table.to_dict("records"),
            "note": {language: found.note(language) for language in LANGUAGES},
        }  # fmt: skip
    return reason


def _references(kpi: Kpi, formula: Formula, span: Span, entity: str, figures: Figures) -> Iterator[Reference]:
    """Comparisons in order of preference; ``BROKEN`` stands for one that a change of meaning rules out."""
    names = (kpi.id, *formula.names)
    for comparison, then in span.earlier:
        if figures.broken(names, entity, span.now, then):
            yield BROKEN, then.text, {}, math.nan
            continue
        hidden = any(figures.hidden(each, entity, then) for each in (kpi.id, *formula.names))
        before = {name: math.nan if hidden else figures.value(name, entity, then) for name in formula.names}
        yield comparison, then.text, before, figures.value(kpi.id, entity, then)
    if any(months_of(figures.basis(each, entity, span.now)) > 1 for each in names):
        yield BROKEN, span.now.text, {}, math.nan
        return
    targets = {name: figures.target(name, entity, span.now) for name in formula.names}
    yield "target", span.now.text, targets, figures.target(kpi.id, entity, span.now)


def _unfit(formula: Formula, *sides: tuple[dict[str, float], float]) -> str:
    """Why the factors can't stand for the KPI: no value, or another value than the KPI's own."""
    for factors, whole in sides:
        value = float(formula.evaluate(factors))
        if math.isnan(value):
            return "no_value"
        if not math.isnan(whole) and abs(value - whole) > AGREE * max(abs(value), abs(whole)):
            return "not_equal"
    return ""
