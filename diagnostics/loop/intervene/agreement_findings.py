"""What is missing about who agreed to a measure, by code 「签字与申诉发现」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.intervene.findings import finding_of
from diagnostics.loop.intervene.scenario_content import scenario_hash
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState


def of_agreement(engagement: Engagement, state: InterventionState, day: date) -> tuple[Finding, ...]:
    """What is missing about who agreed to a measure as of a day 「签字与申诉」.

    Parameters
    ----------
    day : date
        As-of date: a start or an answer is late once it lies before it.

    Notes
    -----
    Signatories act and bear their names; who objects, and what was said, is told to nobody.
    """
    if state.intervention.external:
        return ()
    found = list(_of_objections(state, day))
    if state.phase != "stopped":
        found += [*_of_parties(engagement, state, day), *_of_pay(state), *_of_scenario(engagement, state)]
    return tuple(found)


def _of_objections(state: InterventionState, day: date) -> Iterator[Finding]:
    late = [each for each in state.open_objections if each.due < day]
    if late:
        first = min(each.due for each in late)
        yield finding_of("PI111", _place(state), _id(state), title=_title(state), count=len(late), due=first)


def _of_parties(engagement: Engagement, state: InterventionState, day: date) -> Iterator[Finding]:
    measure = state.intervention
    names = [engagement.person(each) for each in state.unsigned]
    who = Text(zh="、".join(names), en=", ".join(names))
    if state.unsigned and state.phase == "planned" and measure.start is not None and measure.start < day:
        yield finding_of("PI109", _place(state), _id(state), title=_title(state), who=who, start=measure.start)
    if state.unsigned and state.phase == "started":
        yield finding_of("PI112", _place(state), _id(state), title=_title(state), who=who)
    agreed = {*measure.parties} or {each.by for each in measure.approvals}
    if agreed and all(engagement.settings.roles.get(each) == "hr" for each in agreed):
        yield finding_of("PI110", _place(state), _id(state), title=_title(state))


def _of_pay(state: InterventionState) -> Iterator[Finding]:
    measure = state.intervention
    if not measure.changes_pay or state.phase != "planned":
        return
    if not measure.parties:
        yield finding_of("PI113", _place(state), _id(state), variant="parties", title=_title(state))
    elif not state.unsigned and state.clearance is None:
        yield finding_of("PI113", _place(state), _id(state), variant="checklist", title=_title(state))
    if not measure.scenario:
        yield finding_of("PI113", _place(state), _id(state), variant="scenario", title=_title(state))


def _of_scenario(engagement: Engagement, state: InterventionState) -> Iterator[Finding]:
    measure = state.intervention
    if not measure.scenario or not measure.scenario_hash or state.phase == "completed":
        return
    try:
        same = scenario_hash(engagement, measure.scenario) == measure.scenario_hash
    except InputError:
        yield finding_of(
            "PI114", _place(state), _id(state), variant="unread", title=_title(state), file=measure.scenario
        )
        return
    if not same:
        yield finding_of(
            "PI114", _place(state), _id(state), variant="differs", title=_title(state), file=measure.scenario
        )


def _place(state: InterventionState) -> str:
    return f"ledger.yaml ({state.intervention.id})"


def _id(state: InterventionState) -> str:
    return state.intervention.id


def _title(state: InterventionState) -> Text:
    return state.intervention.title
