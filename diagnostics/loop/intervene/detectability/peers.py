"""Entities that a planned measure can be held against 「可用的对照对象」."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.dictionary.family import family

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.entity import Entities
    from diagnostics.model.intervention import Intervention
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


def beside(
    engagement: Engagement, measure: Intervention, states: Iterable[InterventionState], start: date
) -> tuple[str, ...]:
    """Measures on the KPI or a related one, at work at its entities when it starts or later 「重叠措施」.

    Notes
    -----
    A measure is at work until it was stopped, else to the end of its trial or its decision, else without end.
    """
    own, related = touched(measure.entities, engagement.entities), family(measure.kpi, engagement.kpis)
    return tuple(
        each.intervention.id
        for each in states
        if each.intervention.id != measure.id
        and each.intervention.kpi in related
        and own & set(each.intervention.entities)
        and _last(each) >= start
    )


def _last(state: InterventionState) -> date:
    """Last day on which a measure is at work; one stopped before it began never was."""
    if state.phase == "stopped":
        return state.ended if state.started is not None and state.ended is not None else date.min
    trial = state.intervention.trial
    ends = [each for each in (trial and trial.until, state.intervention.decision) if each]
    return max(ends, default=date.max)


def touched(keys: Iterable[str], entities: Entities) -> set[str]:
    """These entities, all under them, and all above them 「受影响对象」."""
    known = [each for each in keys if each in entities]
    return {*entities.below(known), *(above.id for key in known for above in entities.path(key))}
