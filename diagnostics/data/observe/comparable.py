"""Entities that worked through two whole periods, and what was measured of them alone 「可比口径」."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from diagnostics.data.engine import Engine
from diagnostics.data.observe.formulas import needed
from diagnostics.data.observe.observing import observe
from diagnostics.data.observe.plan import batches
from diagnostics.model.engagement import Engagement
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.observations import Observations
from diagnostics.model.period import Period


@dataclass(frozen=True, slots=True)
class ComparableBasis:
    """Which entities worked through two whole periods, and which did not 「可比口径」.

    Parameters
    ----------
    only : frozenset of str
        Entities whose facts count.
    opened, closed : frozenset of str
        Lowest entities that opened or closed between the first day of the one period and the last of the other; what
        did both is among the opened.
    """

    only: frozenset[str]
    opened: frozenset[str]
    closed: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether nothing opened or closed: then the comparable figure is the full one 「是否无变动」."""
        return not self.opened and not self.closed


def comparable_basis(entities: Entities, now: Period, then: Period) -> ComparableBasis:
    """Entities that were open through both whole periods, by their days of opening and closing 「可比口径」.

    Parameters
    ----------
    entities : Entities
        An entity without days of its own has those of what it belongs to; where there are none it counts as open.
    now, then : Period
        The two periods compared.

    Notes
    -----
    Days alone decide: an entity without facts in one period may have sold nothing, and leaving it out would hide that.
    """
    first, last = min(now.start, then.start), max(now.last_day, then.last_day)

    def state(entity: Entity) -> str:
        opened, closed = entities.life(entity.id)
        if (opened is not None and opened > last) or (closed is not None and closed < first):
            return "absent"
        if opened is not None and opened > first:
            return "opened"
        return "closed" if closed is not None and closed < last else "open"

    # A person counts as long as the unit does: who joined or left is no opening.
    kept = [each.id for each in entities if state(_unit(entities, each)) == "open"]
    units = {each.id: state(each) for each in entities.units}
    return ComparableBasis(
        frozenset(kept),
        frozenset(each for each, told in units.items() if told == "opened"),
        frozenset(each for each, told in units.items() if told == "closed"),
    )


def _unit(entities: Entities, entity: Entity) -> Entity:
    """Nearest entity that is no person; a person with nothing above is its own."""
    return next((each for each in entities.path(entity.id) if not each.person), entity)


def observe_comparable(
    engine: Engine, basis: ComparableBasis, periods: Iterable[Period], levels: Collection[str], kpis: Iterable[str]
) -> Observations:
    """Observations of entities on a comparable basis, from their facts alone 「可比口径的观测」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement.
    basis : ComparableBasis
        Whose facts count.
    periods : iterable of Period
        The two periods.
    levels : collection of str
        Levels wanted.
    kpis : iterable of str
        KPIs wanted; those whose facts name no entity are left out, as nobody can tell whose they are.

    Raises
    ------
    InputError
        As for ``observe``.
    """
    named = [each for each in kpis if names_entities(engine.engagement, each)]
    return observe(engine, levels=levels, periods=periods, kpis=named, only=basis.only)


def names_entities(engagement: Engagement, kpi: str) -> bool:
    """Whether all facts behind a KPI name an entity 「事实是否注明对象」."""
    measured, _ = needed(engagement, [kpi])
    return all(each.entity is not None for each in batches(engagement, measured, ()))
