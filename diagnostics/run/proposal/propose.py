"""Proposals for the causes of a period's run, as lines and as a draft for the ledger 「措施建议输出」."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from diagnostics.errors import InputError
from diagnostics.model.planned import Planned

if TYPE_CHECKING:
    from diagnostics.model.priority import Priority, Stake
    from diagnostics.model.proposal import Proposal, Proposals
    from diagnostics.model.training import Training
    from diagnostics.terms import Language


def proposals_of_period(path: Path, period: str, seed: int = 0) -> Proposals:
    """What the library proposes for the causes that the period's current run confirmed 「本期措施建议」.

    Raises
    ------
    InputError
        When the period was not run.
    """
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.loop.intervene.proposals import propose
    from diagnostics.run.workspace import Workspace

    engagement = load_engagement(path)
    span = engagement.calendar.parse(period)
    run = Workspace(engagement.folder, span.text).current()
    if run is None:
        raise InputError(f"--period {span.text}: it was not run yet; 'perfloop run' it first, causes are judged there.")
    return propose(engagement, span.text, str(run.folder), seed=seed)


def proposal_lines(found: Proposals, language: Language = "en") -> Iterator[str]:
    """A line a proposal or planned measure in order, then training, and causes that no card fits 「建议清单」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of titles and causes; ids and all else are English.
    """
    for each in found.ordered():
        yield from _planned(each, language) if isinstance(each, Planned) else _proposed(each, language)
    if not found.settled:
        yield "the order is not settled: no measure is first in half of the draws"
    for training in found.training:
        what = training.module or "no module of the library fits"
        first = f"{training.kpi} comes first by gap and weight ({_apart(training)})"
        yield f"training for {training.entity}: {first}: {what}"
    for cause in found.unanswered:
        yield f"no card fits the confirmed cause {cause!r}: write your own measure, or a card in library/interventions/"
    for cause, measures in found.already.items():
        yield f"the ledger has measures for cause {cause!r}: {', '.join(measures)}"
    for past in found.past:
        yield f"past of {past['kind']} on {past['kpi']['id']}: {past['text']['en']}"
    for finding in found.findings:
        yield f"{finding.code} {finding.message.say('en')}"
    if not found.items:
        besides = " beside what the ledger has" if found.already else ""
        yield f"nothing is proposed: no confirmed cause that somebody can change has a card{besides}"


def _apart(training: Training) -> str:
    """How far a KPI is from its reference; shares differ in percentage points."""
    if training.points is None:
        return f"{training.relative:.1%}"
    return f"{100 * training.points:.1f} percentage points"


def _proposed(each: Proposal, language: Language) -> Iterator[str]:
    place, title = each.priority, each.card.title.say(language)
    kind = f"{each.card.dimension}; effort {each.card.effort}; {each.card.backing}"
    yield f"{place.rank}. {each.card.id}: {title} ({kind})"
    why = ", ".join(f"{kind} {word!r}" for kind, word in each.grounds)
    yield f"   draft {each.draft.id}: cause {each.cause} at {', '.join(each.draft.entities)}, for {why}"
    yield from _place(each.stake, place)
    sight = each.visibility
    if sight is not None and sight.smallest_relative is not None:
        far = "; closing the whole gap would not show" if each.hidden else ""
        yield f"   changes of {abs(sight.smallest_relative):.1%} or more would show by the end of {sight.judged}{far}"
    elif sight is not None:
        yield f"   nothing can be concluded of its effect: {sight.bar}"
    if sight is not None and sight.beside:
        yield f"   at the same time and place: {', '.join(sight.beside)}; the effects can't be told apart"


def _planned(each: Planned, language: Language) -> Iterator[str]:
    measure, place = each.measure, each.priority
    yield f"{place.rank}. {measure.id}: {measure.title.say(language)} ({measure.dimension}; planned in the ledger)"
    yield f"   cause {each.cause or measure.cause.say(language)} at {', '.join(measure.entities)}"
    if each.lacks:
        yield f"   not ranked: no {', no '.join(each.lacks)} is known"
    else:
        yield from _place(each.stake, place)


def _place(stake: Stake | None, place: Priority) -> Iterator[str]:
    if stake is None:
        yield "   not sized: no test says which share of a gap goes with the cause as a whole"
        return
    reach = "" if stake.low == stake.high else f" ({stake.low:.1%} to {stake.high:.1%})"
    yield f"   at stake {stake.share:.1%} of {stake.mother}{reach}"
    yield f"   first in {place.first_share:.0%} of draws, places {place.rank_low} to {place.rank_high}"


def draft_yaml(found: Proposals, card: str, cause: str = "") -> str:
    """Draft of a proposed card as a file for 'perfloop ledger add' 「措施草案文件」."""
    from diagnostics.loop.intervene.proposals.draft import draft_fields

    fields = draft_fields(found.draft(card, cause))
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=120)
