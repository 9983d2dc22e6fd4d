"""Decompositions of formula KPIs at the focal entities 「焦点驱动拆解」."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.data.observe.meanings import counted_in
from diagnostics.data.suppress import Fewest
from diagnostics.dictionary.expression.formula import parse_formula
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.driver_figures import Figures, Reference, own_references, peer_reference
from diagnostics.loop.diagnose.driver_levels import bridge_record, formulas_below, tree_record, unfit
from diagnostics.loop.diagnose.driver_mixes import mix_records
from diagnostics.loop.diagnose.pooled import units_of
from diagnostics.loop.diagnose.spans import Span
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.decomposition import Decomposition, Method
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

Record = dict[str, Any]


def driver_records(
    engagement: Engagement, observations: Observations, period: Period, entities: Sequence[str]
) -> tuple[list[Record], list[Record]]:
    """Decompositions of each formula KPI at each focal entity, and those that could not be made 「焦点驱动拆解」.

    Returns
    -------
    tuple of list
        Of each KPI and entity first the gap to the year before, else to the period before, else to the target where
        every factor has one, and the gap to a typical peer, an unfavourable gap before a favourable one; then the gaps
        of the other comparisons. Each with the tree below it, where its drivers have formulas themselves. Of a ratio
        without a formula rate and mix among the units below. People are left out.
    """
    entities = units_of(engagement, entities)
    figures = Figures.of(observations, entities, Fewest.of(engagement))
    made: list[Record] = []
    skipped: list[Record] = []
    for stated in engagement.kpis.values():
        span = Span.of(stated, period, engagement.calendar)
        kpi = counted_in(stated, span.now, engagement.calendar)
        if kpi.formula is None:
            mixes = mix_records(engagement, observations, kpi, entities, span)
            made += sorted(mixes, key=lambda each: not against(kpi, each["total"]))
            continue
        formulas = _formulas(engagement, kpi, span)
        for entity in entities:
            if math.isnan(figures.value(kpi.id, entity, span.now)):
                continue
            case = _Case(kpi, entity, span, figures, formulas, engagement.settings.decomposition)
            peer = peer_reference(engagement, observations, entity, span)
            found, reason = case.records(peer)
            made += found
            if reason:
                skipped.append(skipped_record("decomposition", kpi.id, entity, reason))
    return made, skipped


def against(kpi: Kpi, change: float) -> bool:
    """Whether a change goes against what is wanted of a KPI 「是否不利」."""
    return (change < 0 and kpi.direction == "higher") or (change > 0 and kpi.direction == "lower")


def skipped_record(what: str, kpi: str, entity: str, reason: str) -> Record:
    """What could not be computed, and why, in both languages 「未能计算」."""
    note = {language: say(f"diagnose.skipped.{reason}", language) for language in LANGUAGES}
    return {"what": what, "kpi": kpi, "entity": entity, "reason": reason, "note": note}


def _formulas(engagement: Engagement, kpi: Kpi, span: Span) -> dict[str, str]:
    """Formulas of all KPIs of the same cycle, as they are counted in the period."""
    same = (each for each in engagement.kpis.values() if each.cycle == kpi.cycle)
    counted = (counted_in(each, span.now, engagement.calendar) for each in same)
    return {each.id: each.formula for each in counted if each.formula is not None}


@dataclass(frozen=True, eq=False)
class _Case:
    """A formula KPI at an entity in a period 「拆解对象」."""

    kpi: Kpi
    entity: str
    span: Span
    figures: Figures
    formulas: Mapping[str, str]
    method: Method

    def records(self, peer: Reference | None) -> tuple[list[Record], str]:
        """Decompositions of all comparisons, and why there is none to the entity's own figures 「各项对比」."""
        if any(self.figures.hidden(each, self.entity, self.span.now) for each in self._names()):
            return [], "suppressed"
        reason, own = "missing", list[Record]()
        for reference in own_references(self.span, self.entity, self.figures):
            found = self._decomposed(reference)
            if isinstance(found, dict):
                own.append(found)
            elif found != "missing":
                reason = found
        among = self._decomposed(peer) if peer else ""
        first = [*own[:1], *([among] if isinstance(among, dict) else [])]
        first.sort(key=lambda each: not against(self.kpi, each["total"]))
        return [*first, *own[1:]], "" if own else reason

    def _names(self) -> tuple[str, ...]:
        return (self.kpi.id, *parse_formula(self.kpi.formula or "").names)

    def _now(self, name: str) -> float:
        hidden = self.figures.hidden(name, self.entity, self.span.now)
        return math.nan if hidden else self.figures.value(name, self.entity, self.span.now)

    def _decomposed(self, reference: Reference) -> Record | str:
        """Decomposition against a reference, else why there is none."""
        formula = parse_formula(self.kpi.formula or "")
        if reference.broken(self._names()):
            return "basis"
        if any(map(reference.hidden, self._names())):
            return "missing"
        now = {name: self._now(name) for name in formula.names}
        before = {name: reference.value(name) for name in formula.names}
        if any(map(math.isnan, [*before.values(), *now.values()])):
            return "missing"
        sides = ((before, reference.value(self.kpi.id)), (now, self._now(self.kpi.id)))
        reason = next((told for factors, whole in sides if (told := unfit(formula, factors, whole))), "")
        if reason:
            return reason
        try:
            found = decompose(before, now, formula=self.kpi.formula or "", method=self.method)
        except InputError:
            # A formula may have no value in some mixture of before and after: that is said, and the run goes on.
            return "no_value"
        return self._record(found, reference)

    def _record(self, found: Decomposition, reference: Reference) -> Record:
        def then(name: str) -> float:
            shut = reference.hidden(name) or reference.broken((name,))
            return math.nan if shut else reference.value(name)

        sides = then, self._now
        return {
            "kpi": self.kpi.id, "entity": self.entity, "comparison": reference.comparison,
            "period": self.span.now.text, "reference_period": reference.period, "formula": self.kpi.formula,
            "asked": found.asked, "method": found.method, "reason": found.reason,
            "before": found.before, "after": found.after, "total": found.total,
            "factors": found.table.to_dict("records"),
            "tree": tree_record(self.kpi.id, formulas_below(self.kpi.id, self.formulas, sides), sides, self.method),
            "bridge": bridge_record(found),
            "note": {language: found.note(language) for language in LANGUAGES},
        }  # fmt: skip
