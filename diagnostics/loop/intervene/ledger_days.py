"""Days on which something of the ledger is due 「台账日程」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from diagnostics.loop.intervene.icalendar import CalendarDay, calendar_text
from diagnostics.model.check_in_days import Every, due_check_ins
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.decision import DecisionState
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState

_OVER = ("completed", "stopped")


def ledger_calendar(
    engagement: Engagement,
    states: Iterable[InterventionState],
    every: Every = "month",
    owner: str = "",
    decided: Iterable[DecisionState] = (),
) -> str:
    """Calendar file of what is due: starts, milestones, tasks, ends, decisions, check-ins, answers 「台账日历」.

    Parameters
    ----------
    states : iterable of InterventionState
        The measures.
    every : {"week", "month", "quarter"}
        How often an owner reports.
    owner : str
        Only what this person has to do; all of it where empty.
    decided : iterable of DecisionState
        What meetings decided; what is open is due on its day.

    Notes
    -----
    Who objects, and to what, is not told: only that an answer is due.
    """
    language = engagement.language
    name = say("ledger.calendar.name", language, client=engagement.settings.client.say(language))
    writer = _Days(engagement, every, language)
    days = [each for state in states for each in writer.of(state)]
    days += [writer.of_meeting(each) for each in decided if each.standing == "open"]
    found = [each for who, each in days if owner in ("", who)]
    return calendar_text(name, sorted(found, key=lambda each: (each.day, each.uid)))


class _Days:
    """Days of measures in one language, each with who has to act."""

    def __init__(self, engagement: Engagement, every: Every, language: Language) -> None:
        self._engagement, self._every, self._language = engagement, every, language

    def of(self, state: InterventionState) -> Iterator[tuple[str, CalendarDay]]:
        measure = state.intervention
        made = partial(self._made, state)
        if measure.decision is not None and state.phase != "stopped":
            yield made("decision", measure.decision)
        for each in state.open_objections:
            yield made("answer", each.due, each.event)
        if state.phase not in _OVER:
            yield from self._ahead(state)

    def of_meeting(self, state: DecisionState) -> tuple[str, CalendarDay]:
        """Day on which an open decision of a meeting is due."""
        decision, language = state.decision, self._language
        told = say("ledger.calendar.told", language, owner=self._engagement.person(decision.owner), id=decision.id)
        summary = say("ledger.calendar.decided", language, title=decision.text.say(language))
        kind = say("ledger.calendar.kind.decided", language)
        uid = f"decided.{decision.id}@{self._engagement.settings.id}.perfloop"
        return decision.owner, CalendarDay(uid, decision.due, summary, told, state.last, state.version, kind)

    def _ahead(self, state: InterventionState) -> Iterator[tuple[str, CalendarDay]]:
        """What has to be done while the measure is not over."""
        measure = state.intervention
        made = partial(self._made, state)
        yield made("due", measure.due)
        if measure.start is not None and state.started is None:
            yield made("start", measure.start)
        if measure.trial is not None:
            yield made("trial_end", measure.trial.until)
        for report in due_check_ins(state, self._every):
            if not report.held:
                yield made("check_in", report.due, report.due.isoformat())
        stones, tasks = measure.milestones, measure.tasks
        for stone, named in zip(stones, _numbered(each.name.say(self._language) for each in stones), strict=True):
            if state.progress < stone.progress:
                yield made("milestone", stone.due, *named)
        for task, named in zip(tasks, _numbered(each.name.say(self._language) for each in tasks), strict=True):
            if task.due is not None and task.done is None:
                yield made("task", task.due, *named, who=task.owner or measure.owner)

    def _made(
        self, state: InterventionState, kind: str, day: date, part: str = "", place: int = 1, *, who: str = ""
    ) -> tuple[str, CalendarDay]:
        measure, language = state.intervention, self._language
        actor = who or measure.owner
        named = part if kind in ("milestone", "task") else ""
        title = measure.title.say(language)
        summary = say(f"ledger.calendar.{kind}", language, title=title, part=named)
        told = say("ledger.calendar.told", language, owner=self._engagement.person(actor), id=measure.id)
        # The part by what it is, not by its place: one that is put in before it must not move this one's id.
        # Two that are called the same are two all the same.
        called = part if place == 1 else f"{part}\n{place}"
        own = f"-{sha256(called.encode()).hexdigest()[:12]}" if part else ""
        uid = f"{kind}{own}.{measure.id}@{self._engagement.settings.id}.perfloop"
        return actor, CalendarDay(
            uid, day, summary, told, state.last, state.version, say(f"ledger.calendar.kind.{kind}", language)
        )


def _numbered(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Names, and which of those that are the same each is."""
    seen: Counter[str] = Counter()
    for each in names:
        seen[each] += 1
        yield each, seen[each]
