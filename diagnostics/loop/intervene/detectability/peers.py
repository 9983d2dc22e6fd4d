"""Entities that a planned measure can be held against 「可用的对照对象」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.dictionary.family import family

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.entity import Entities
    from diagnostics.model.intervention_state import InterventionState


def free_peers(
    engagement: Engagement, kpi: str, treated: Iterable[str], states: Iterable[InterventionState], but: str = ""
) -> tuple[str, ...]:
    """Peers at which no measure on the KPI or a related one was begun or is planned 「可用的对照对象」.

    Parameters
    ----------
    treated : iterable of str
        Whom the measure is done to.
    states : iterable of InterventionState
        All measures; those stopped before they began are left out.
    but : str
        The measure itself, where the ledger has it.
    """
    whose, entities = list(treated), engagement.entities
    busy = touched(whose, entities)
    related = family(kpi, engagement.kpis)
    for state in states:
        alive = state.started is not None or state.phase != "stopped"
        if alive and state.intervention.kpi in related and state.intervention.id != but:
            busy |= touched(state.intervention.entities, entities)
    peers = {peer for key in whose if key in entities for peer in entities.peers(key)}
    return tuple(sorted(each for each in peers - busy if not entities[each].person))


def touched(keys: Iterable[str], entities: Entities) -> set[str]:
    """These entities, all under them, and all above them 「受影响对象」."""
    known = [each for each in keys if each in entities]
    return {*entities.below(known), *(above.id for key in known for above in entities.path(key))}
