"""What decides the place of a measure that the ledger has and that has not started 「计划措施的次序依据」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.loop.intervene.detectability.peers import touched
from diagnostics.loop.intervene.findings import cause_of, goes_against
from diagnostics.loop.intervene.priorities import Candidate, stake_of
from diagnostics.loop.intervene.priorities.stake import gap_row, level_of, stake_at
from diagnostics.model.planned import Planned
from diagnostics.model.priority import Priority, Stake

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.library_card import LibraryCard

_UNRANKED = Priority(0, None, 0.0, 0, 0)


def planned_measures(
    engagement: Engagement,
    states: Sequence[InterventionState],
    causes: Sequence[Mapping[str, Any]],
    gaps: pd.DataFrame,
    cards: Mapping[str, LibraryCard],
) -> tuple[Planned, ...]:
    """Measures that have not started, without what outsiders do, with what decides their place 「计划中的措施」.

    Notes
    -----
    At stake is what its confirmed cause costs there, the largest where several entities have it; where no cause is
    sized, what the parties expect of it, never more than the gap. Confidence and effort are its own, else its card's:
    nobody's are made up.
    """
    found = []
    for measure in (each.intervention for each in states if each.phase == "planned" and not each.intervention.external):
        cause, card = cause_of(engagement, measure), cards.get(measure.library)
        key = "" if cause is None else cause.id
        costs = list(_costs(measure, key, causes, gaps, engagement))
        said = costs or list(_expected(measure, gaps, engagement))
        stake = max(said, key=lambda each: each.share, default=None)
        sure = measure.confidence if measure.confidence is not None or card is None else card.sureness
        effort = measure.effort if measure.effort is not None or card is None else card.effort
        found.append(Planned(measure, key, stake, sure, effort, _UNRANKED, promised=bool(said and not costs)))
    return tuple(found)


def candidate_of(planned: Planned) -> Candidate:
    """Measure as what may be done; last in the order where anything is not known 「候选措施」."""
    stake = None if planned.lacks else planned.stake
    return Candidate(stake, planned.confidence or 0.0, planned.effort or 1)


def _costs(
    measure: Intervention, key: str, causes: Sequence[Mapping[str, Any]], gaps: pd.DataFrame, engagement: Engagement
) -> Iterator[Stake]:
    """What its cause costs, where it was confirmed and the measure reaches."""
    there = touched(measure.entities, engagement.entities)
    for told in causes:
        if key and told["cause"] == key and told["verdict"] == "confirmed" and str(told["entity"] or "") in there:
            stake = stake_of(told, gaps)
            if stake is not None:
                yield stake


def _expected(measure: Intervention, gaps: pd.DataFrame, engagement: Engagement) -> Iterator[Stake]:
    """What is expected of it, up to the gap; nothing of people, without a gap, and where the figure would get worse."""
    said, kpi = measure.expected, engagement.kpis.get(measure.kpi)
    if said is None or kpi is None or goes_against(measure, kpi.direction):
        return
    for entity in measure.entities:
        if entity not in engagement.entities or engagement.entities[entity].person:
            continue
        gap, level = gap_row(gaps, measure.kpi, entity), level_of(gaps, measure.kpi, entity)
        if gap is None:
            continue
        moved = abs(said.absolute if said.absolute is not None else (said.relative or 0.0) * level)
        # Who promises more than the gap shall not stand first for it.
        moved = min(moved, abs(float(gap["absolute"])))
        stake = stake_at(gaps, measure.kpi, entity, (moved, moved, moved))
        if stake is not None:
            yield stake
