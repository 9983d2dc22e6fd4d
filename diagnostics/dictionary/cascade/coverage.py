"""Whether what is asked of the parts gives what is asked of the whole 「目标覆盖」."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from diagnostics.dictionary.cascade.composition import across_units
from diagnostics.dictionary.cascade.dates import latest_period
from diagnostics.dictionary.targets import Holding, TargetBook, is_stated
from diagnostics.dictionary.tree import formula_names
from diagnostics.model.coverage import CoverageRow
from diagnostics.model.entity import Entity
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Period

# A target of an entity, where it states none that needs no data: KPI, entity, period -> target.
Observed = Callable[[str, str, Period], float | None]


def _none(_kpi: str, _entity: str, _period: Period) -> None:
    return None


@dataclass(frozen=True, eq=False)
class Cascade:
    """Targets of a company and its units, held against each other 「目标分解」.

    Parameters
    ----------
    kpis : mapping
        KPIs by id.
    book : TargetBook
        Which target holds for whom and when.
    period : Period, optional
        Period for which targets are read; the latest in which any of them begins to hold, where none is given.
    observed : callable
        Targets that need data; without it those are left out.
    """

    kpis: Mapping[str, Kpi]
    book: TargetBook
    period: Period | None = None
    observed: Observed = _none
    _periods: dict[str, Period] = field(default_factory=dict, repr=False)

    def rows(self) -> tuple[CoverageRow, ...]:
        """Every target that is made of others, from the top down 「覆盖明细」."""
        return tuple(
            row
            for kpi in self.kpis.values()
            if kpi.direction in {"higher", "lower"}
            for entity in self._from_the_top
            for row in self._of(kpi, entity)
        )

    def _of(self, kpi: Kpi, entity: Entity) -> Iterator[CoverageRow]:
        period = self._period(kpi)
        target = self.target(kpi, entity, period)
        if target is None or not self._works(entity, period):
            return
        made = (self._by_parts(kpi, entity, period, target), self._by_formula(kpi, entity, period, target))
        yield from (each for each in made if each is not None)

    def holding(self, kpi: str, entity: str) -> Holding | None:
        """Item that states the target of an entity 「生效的考核项」."""
        return self.book.holding(kpi, entity, self._period(self.kpis[kpi]))

    def target(self, kpi: Kpi, entity: Entity, period: Period) -> float | None:
        """Target tier of an entity, as one number; None where there is none, or a pair 「目标值」."""
        holding = self.book.holding(kpi.id, entity.id, period)
        tier = holding.item.targets.target if holding is not None and holding.item.targets is not None else None
        if tier is None:
            return None
        value = self.book.value(tier, period) if is_stated(tier) else self.observed(kpi.id, entity.id, period)
        return value if isinstance(value, float) and math.isfinite(value) else None

    def _by_parts(self, kpi: Kpi, entity: Entity, period: Period, target: float) -> CoverageRow | None:
        held: dict[str, float] = {}
        bare: list[Entity] = []
        composition = across_units(kpi, self.kpis)
        if not composition:
            return None
        for each in self._children(entity.id):
            self._collect(kpi, each, period, held, bare)
        if not held:
            return None
        levels = {self.book.entities[each].level for each in held}
        silent = tuple(each.id for each in bare if each.level in levels)
        adds = composition == "sum"
        return self._row(
            kpi, entity, period, target, tuple(held), silent, composition,
            given=math.fsum(held.values()) if adds else None, bounds=(min(held.values()), max(held.values())),
        )  # fmt: skip

    def _by_formula(self, kpi: Kpi, entity: Entity, period: Period, target: float) -> CoverageRow | None:
        names = formula_names(kpi)
        parts = {name: self.target(self.kpis[name], entity, period) for name in names if name in self.kpis}
        same = all(self.kpis[each].cycle == kpi.cycle for each in parts)
        if kpi.formula is None or not same or len(parts) < len(names) or None in parts.values():
            return None
        from diagnostics.dictionary.expression.formula import parse_formula

        given = float(parse_formula(kpi.formula).evaluate(parts))
        if not math.isfinite(given):
            return None
        return self._row(kpi, entity, period, target, names, (), "formula", given=given, bounds=(None, None))

    def _row(  # noqa: PLR0913, PLR0917 (a row has that many parts)
        self, kpi: Kpi, entity: Entity, period: Period, target: float, parts: tuple[str, ...],
        silent: tuple[str, ...], composition: str, *, given: float | None, bounds: tuple[float | None, float | None],
    ) -> CoverageRow:  # fmt: skip
        return CoverageRow(
            kpi=kpi.id, name=kpi.name, composition=composition, entity=entity.id,  # type: ignore[arg-type]
            label=entity.label, level=entity.level, period=period.text if self._dated else "", target=target,
            given=given, low=bounds[0], high=bounds[1], parts=parts, silent=silent, lower=kpi.direction == "lower",
            people=any(each in self.book.entities and self.book.entities[each].person for each in parts),
        )  # fmt: skip

    def _collect(self, kpi: Kpi, entity: Entity, period: Period, held: dict[str, float], bare: list[Entity]) -> None:
        """Nearest targets below: an entity's own, else those of its parts."""
        if not self._works(entity, period):
            return
        own = self.target(kpi, entity, period)
        if own is not None:
            held[entity.id] = own
            return
        before = len(held)
        for each in self._children(entity.id):
            self._collect(kpi, each, period, held, bare)
        if len(held) == before:
            # What went straight to its parts is no gap of its own.
            bare.append(entity)

    def _works(self, entity: Entity, period: Period) -> bool:
        first, last = self.book.entities.life(entity.id)
        return (first is None or first <= period.last_day) and (last is None or last >= period.start)

    def _period(self, kpi: Kpi) -> Period:
        if kpi.cycle not in self._periods:
            calendar = self.book.calendar
            self._periods[kpi.cycle] = (
                calendar.last_complete(kpi.cycle, self.period.end)
                if self.period is not None
                else latest_period(self.book, kpi.cycle)
            )
        return self._periods[kpi.cycle]

    @cached_property
    def _dated(self) -> bool:
        return self.period is not None or any(each.since or each.until for each in self.book.scorecards)

    @cached_property
    def _below(self) -> dict[str, tuple[Entity, ...]]:
        found: dict[str, list[Entity]] = {}
        for each in self.book.entities:
            if each.parent is not None:
                found.setdefault(each.parent, []).append(each)
        return {key: tuple(each) for key, each in found.items()}

    def _children(self, key: str) -> tuple[Entity, ...]:
        return self._below.get(key, ())

    @cached_property
    def _from_the_top(self) -> tuple[Entity, ...]:
        entities = self.book.entities
        return tuple(sorted(entities, key=lambda each: len(entities.path(each.id))))
