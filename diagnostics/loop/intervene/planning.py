"""The measures of the ledger as of a day, tied to the gaps they act on 「改进计划」."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.data.handoff import SCHEMAS, read_records, read_table, write_records
from diagnostics.dictionary.evidence.naming import public_titles
from diagnostics.errors import InputError
from diagnostics.model.decision import decided_on, open_ones
from diagnostics.model.measure_account import confirmed_later
from diagnostics.model.plan import Plan
from diagnostics.model.plan_item import PlanItem
from diagnostics.model.private_pay import pays_few
from diagnostics.model.recognition import withdrawn_in

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.text import Text


class InterventionPlan(Plan):
    """Plan that can be handed to the next steps 「改进计划」."""

    def save(self, run: str | Path) -> None:
        """Write the hand-off ``interventions``; an empty run writes nothing 「写交接记录」."""
        save(self, run)


def save(plan: Plan, run: str | Path) -> None:
    """Write the hand-off ``interventions`` of a run 「写干预交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_records(Path(run), "interventions", plan.record())


def plan(engagement: Engagement, period: str, as_of: str = "", run: str = "") -> InterventionPlan:
    """Measures as of a day, each with the gap it acts on and what is missing about it 「改进计划」.

    Parameters
    ----------
    period : str
        Period of the run, canonical text.
    as_of : str
        Day as of which the ledger is read, such as ``2025-06-30``; the period's last day where empty.
    run : str
        Folder of the run whose gaps the measures are tied to; none where empty.

    Returns
    -------
    InterventionPlan
        Measures in the order in which they were planned; a missing ledger is an empty one.

    Raises
    ------
    InputError
        When the period or the day has no known form, the gaps are not there, or the ledger can't be read.
    SurroundingsError
        When the ledger is locked by its surroundings.
    """
    from diagnostics.loop.intervene.agreement_findings import of_agreement
    from diagnostics.loop.intervene.findings import of_cause, of_ledger, of_measure, of_plan
    from diagnostics.loop.intervene.gap_links import gap_links, states_gap
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.loop.intervene.outlook import money_finding, proposals_of, sight_of
    from diagnostics.loop.intervene.public_decisions import public_decision

    day = as_of_day(engagement, period, as_of)
    gaps: pd.DataFrame | None = read_table(Path(run), "gaps") if run else None
    verdicts = _verdicts(run)
    ledger = open_ledger(engagement)
    states = tuple(ledger.replay(day).values())
    decisions = tuple(ledger.decisions(day).values())
    see = sight_of(engagement, run, day, states)
    private = private_measures(engagement, states)
    items = []
    for state in states:
        links = gap_links(state.intervention, _named(engagement, state), gaps)
        # A gap of people is not handed on, but the measure does state it.
        quantified = bool(links) or gaps is None or states_gap(state.intervention)
        found = of_measure(engagement, state, quantified=quantified) + of_cause(engagement, state, verdicts)
        found += of_agreement(engagement, state, day)
        sight, unseen = see(state)
        items.append(PlanItem(state, links, found + unseen, _named(engagement, state), sight))
    return InterventionPlan(
        as_of=day,
        anchor=ledger.anchor(day, measures=True),
        items=tuple(items),
        causes=_public_causes(engagement, [each.state.intervention for each in items]),
        findings=(
            *of_ledger(ledger.verify(), ledger.site.name),
            *of_plan(states),
            *money_finding(engagement, states),
        ),
        people=dict(engagement.settings.people),
        language=engagement.language,
        currency=engagement.settings.currency,
        proposals=proposals_of(engagement, period, run, as_of),
        check_ins=engagement.settings.ledger.check_ins,
        decided=decided_on(decisions),
        meetings=tuple(sorted({each.decision.meeting for each in decisions})),
        silent=withdrawn_in(ledger.states().values()),
        open_decisions=open_ones(public_decision(each, engagement, private) for each in decisions),
        private=private,
        confirmed=confirmed_later(ledger.states().values(), day, engagement.calendar.parse(period).text),
    )


def private_measures(engagement: Engagement, states: Iterable[InterventionState]) -> frozenset[str]:
    """Measures about the pay of few: what they are paid stays between the parties 「涉及少数人薪酬的措施」.

    Parameters
    ----------
    states : iterable of InterventionState
        Measures, as the ledger has them.
    """
    least = engagement.settings.min_group_pay
    measures = (each.intervention for each in states)
    return frozenset(each.id for each in measures if pays_few(each, engagement.entities, least))


def _public_causes(engagement: Engagement, measures: Iterable[Intervention]) -> dict[str, Text]:
    """Words for the causes of measures whose titles pages don't bear, by measure."""
    from diagnostics.loop.intervene.findings import cause_of

    titles, found = public_titles(engagement), {}
    for each in measures:
        cause = cause_of(engagement, each)
        if cause is not None and titles[cause.id] != cause.title:
            found[each.id] = titles[cause.id]
    return found


def _verdicts(run: str) -> dict[str, str]:
    """Verdict by cause, from the hand-off that a run has where causes are registered."""
    if not run or not (Path(run) / SCHEMAS["causes"][0]).is_file():
        return {}
    return {each["cause"]: each["verdict"] for each in read_records(Path(run), "causes")["causes"]}


def as_of_day(engagement: Engagement, period: str, as_of: str) -> date:
    """As-of date: the period's last day where none is given, never the clock's 「截至日」.

    Raises
    ------
    InputError
        When the text is no day.
    """
    last = engagement.calendar.parse(period).last_day
    if not as_of:
        return last
    try:
        return date.fromisoformat(as_of)
    except ValueError as error:
        raise InputError(f"as_of == {as_of!r}, must be a day such as '{last}'.") from error


def _named(engagement: Engagement, state: InterventionState) -> tuple[str, ...]:
    """Entities of a measure that may be named: people never are."""
    known = engagement.entities
    return tuple(each for each in state.intervention.entities if each not in known or not known[each].person)
