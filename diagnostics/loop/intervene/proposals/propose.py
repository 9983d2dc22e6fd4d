"""Measures that the library proposes for the confirmed causes of a run 「措施建议」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_records, read_table
from diagnostics.data.suppress import publishable
from diagnostics.dictionary.library import Library, read_library
from diagnostics.errors import InputError
from diagnostics.loop.intervene.detectability import roll_out, visibility
from diagnostics.loop.intervene.detectability.peers import touched
from diagnostics.loop.intervene.findings import cause_of
from diagnostics.loop.intervene.planning import as_of_day
from diagnostics.loop.intervene.priorities import Candidate, rank, stake_of
from diagnostics.loop.intervene.priorities.rank import DRAWS
from diagnostics.loop.intervene.priorities.stake import gap_row
from diagnostics.loop.intervene.proposals.draft import draft_of, free_id
from diagnostics.loop.intervene.proposals.match import Match, matches
from diagnostics.loop.intervene.proposals.past import past_effects
from diagnostics.loop.intervene.proposals.planned import candidate_of, planned_measures
from diagnostics.loop.intervene.proposals.training import training_of
from diagnostics.loop.intervene.proposals.variety import of_proposals
from diagnostics.model.priority import Priority, Stake
from diagnostics.model.proposal import Proposal, Proposals, ordered_tools
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.root_cause import Hypothesis

_UNRANKED = Priority(0, None, 0.0, 0, 0)


@dataclass(frozen=True, eq=False)
class _Run:
    """What proposals are made from."""

    engagement: Engagement
    causes: Sequence[Mapping[str, Any]]
    gaps: pd.DataFrame
    observed: pd.DataFrame
    states: Sequence[InterventionState]
    as_of: date
    library: Library


def propose(
    engagement: Engagement, period: str, run: str, as_of: str = "", *, draws: int = DRAWS, seed: int = 0
) -> Proposals:
    """Measures that the library proposes for confirmed causes, first things first 「措施建议」.

    Parameters
    ----------
    period : str
        Period of the run, canonical text.
    run : str
        Folder of a run that diagnosed: its causes, gaps and observations are read.
    as_of : str
        Day as of which measures are drafted; the period's last day where empty.
    draws, seed : int
        How often the order is drawn, and from which seed.

    Returns
    -------
    Proposals
        At most one card of each dimension for a cause, with the value at stake, the order among themselves and the
        planned measures of the ledger and how it holds, whether an effect could be seen, training for the weakest KPI
        and tools by level.

    Raises
    ------
    InputError
        When the run lacks a hand-off, or a file of the library breaks a rule.

    Notes
    -----
    Only confirmed causes that somebody can change are answered. A cause that only people's figures show is answered
    without naming anyone: such measures name no entity and are left out.
    """
    if not run:
        raise InputError("propose needs the folder of a run: causes are confirmed there. Run the period first.")
    from diagnostics.loop.intervene.ledger import open_ledger

    day = as_of_day(engagement, period, as_of)
    folder = Path(run)
    told = read_records(folder, "causes")["causes"] if (folder / SCHEMAS["causes"][0]).is_file() else []
    states = tuple(open_ledger(engagement).replay(day).values())
    gaps, observed = read_table(folder, "gaps"), publishable(read_table(folder, "observations"), engagement)
    source = _Run(engagement, told, gaps, observed, states, day, read_library(engagement.folder))
    return _proposals(source, period, draws, seed)


def _proposals(source: _Run, period: str, draws: int, seed: int) -> Proposals:
    engagement, found, unanswered = source.engagement, list[Proposal](), list[str]()
    already: dict[str, tuple[str, ...]] = {}
    ids = {each.intervention.id for each in source.states}
    registered = {each.id: each for each in engagement.causes}
    for told in source.causes:
        cause = registered.get(told["cause"])
        if cause is None or told["verdict"] != "confirmed" or not told["actionable"]:
            continue
        entities = _named(told, engagement)
        there = _there(cause, entities, source)
        if there:
            already[cause.id] = tuple(dict.fromkeys((*already.get(cause.id, ()), *(each.id for each in there))))
        # What is done on one side of a cause is not proposed again; the other sides are.
        taken = {each.dimension for each in there}
        cards = [each for each in source.library.cards.values() if each.dimension not in taken]
        matched = matches(cause, cards, engagement.kpis, own=source.library.own)
        if not matched and not there:
            unanswered.append(cause.id)
        elif entities:
            found += _proposed(matched, cause, told, source, ids)
    planned = planned_measures(engagement, source.states, source.causes, source.gaps, source.library.cards)
    offered = [Candidate(each.stake, each.confidence, each.card.effort) for each in found]
    # What is planned already stands first among equals: somebody agreed to it.
    places = rank([*(candidate_of(each) for each in planned), *offered], draws, seed)
    planned = tuple(replace(each, priority=place) for each, place in zip(planned, places, strict=False))
    ranked = [
        replace(each, priority=place, visibility=_sight(each.draft, source))
        for each, place in zip(found, places[len(planned) :], strict=True)
    ]
    ranked.sort(key=lambda each: each.priority.rank)
    focus = engagement.settings.focus or tuple(dict.fromkeys(str(each["entity"] or "") for each in source.causes))
    shown = [each for each in focus if each in engagement.entities and not engagement.entities[each].person]
    return Proposals(
        period=period,
        items=tuple(ranked),
        unanswered=tuple(unanswered),
        training=training_of(shown, source.gaps, engagement.kpis, source.library.training),
        tools=ordered_tools(dict(source.library.tools)),
        findings=of_proposals(ranked),
        draws=draws,
        seed=seed,
        roll_outs=_roll_outs(ranked, source, seed),
        already=already,
        planned=tuple(sorted(planned, key=lambda each: each.priority.rank)),
        language=engagement.language,
        past=past_effects(engagement, [*(each.draft for each in ranked), *_waiting(source)]),
    )


def _waiting(source: _Run) -> list[Intervention]:
    """Measures of the ledger that have not started."""
    return [each.intervention for each in source.states if each.phase == "planned"]


def _there(cause: Hypothesis, entities: tuple[str, ...], source: _Run) -> list[Intervention]:
    """Measures of the ledger for a cause where it was found, without those that were stopped."""
    where = touched(entities, source.engagement.entities)
    alive = [each.intervention for each in source.states if each.phase != "stopped"]
    alive = [each for each in alive if not where or where & set(each.entities)]
    named = [(each, cause_of(source.engagement, each)) for each in alive]
    return [measure for measure, known in named if known is not None and known.id == cause.id]


def _named(told: Mapping[str, Any], engagement: Engagement) -> tuple[str, ...]:
    """Whose gap a cause explains: people are never named."""
    entity = str(told["entity"] or "")
    return (entity,) if entity in engagement.entities and not engagement.entities[entity].person else ()


def _proposed(
    matched: Sequence[Match], cause: Hypothesis, told: Mapping[str, Any], source: _Run, ids: set[str]
) -> Iterator[Proposal]:
    """A proposal for each card; ids that are given away are added."""
    entities = _named(told, source.engagement)
    gap = gap_row(source.gaps, cause.kpi, entities[0])
    stake: Stake | None = stake_of(told, source.gaps)
    title = Text.model_validate(told["title"])
    for each in matched:
        draft = draft_of(each, cause, entities, gap, engagement=source.engagement, as_of=source.as_of)
        draft = draft.model_copy(update={"id": free_id(each.card.id, cause.id, ids)})
        ids.add(draft.id)
        own = each.card.id in source.library.own
        yield Proposal(each.card, own, cause.id, title, each.grounds, each.confidence, stake, draft, _UNRANKED)


def _sight(draft: Intervention, source: _Run) -> Any:
    return visibility(source.engagement, draft, source.observed, source.as_of, source.states)


def _roll_outs(found: Sequence[Proposal], source: _Run, seed: int) -> tuple[Any, ...]:
    """One roll-out for each KPI and entity that measures are proposed for."""
    first = {(each.draft.kpi, each.draft.entities): each.draft for each in reversed(found)}
    told = [
        roll_out(source.engagement, each, source.observed, source.as_of, source.states, seed)
        for each in dict(sorted(first.items())).values()
    ]
    return tuple(each for each in told if each is not None)
