"""Entries that commands bring into the ledger, each in one transaction 「台账录入」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.noun_errors import explain, faults
from diagnostics.dictionary.problems import Problems
from diagnostics.errors import InputError, Place, unknown
from diagnostics.model.ledger_event import EventKind, LedgerEvent, command_id
from diagnostics.run.lock import hold

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.ledger_event import Anchor

# What commands call a field of an entry.
_OPTIONS: Mapping[str, str] = {
    "at": "--on", "actor": "--as", "id": "ID", "progress": "--progress", "note": "--note", "reason": "--reason",
    "next": "--next", "party": "--party", "hash": "--hash", "expected": "--expect", "answers": "--objection",
    "outcome": "--outcome", "whom": "--consent", "money": "--amount", "home": "--name", "course": "--course",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """Who says what happened, when, and which version they have seen 「录入人与日期」.

    Parameters
    ----------
    actor : str
        Who did it: an id of ``people``.
    on : str
        Day in ISO form; today in the engagement's time zone where empty.
    seen : int, optional
        Version of the measure that the writer has seen; another one in the ledger refuses the entry.
    """

    actor: str
    on: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a command recorded 「录入结果」.

    Parameters
    ----------
    events : tuple of LedgerEvent
        The entries.
    states : tuple of InterventionState
        Each measure that they are about, as it stands now.
    anchor : Anchor
        Where the log ends now.
    counted_from : date, optional
        As-of day from which a run reads them, where none that was made so far does.
    """

    events: tuple[LedgerEvent, ...]
    states: tuple[InterventionState, ...]
    anchor: Anchor
    counted_from: date | None = None


def ready(path: Path) -> Engagement:
    """Engagement whose ledger holds all of ledger.yaml: what commands record comes after it 「打开项目与台账」.

    Raises
    ------
    InputError
        When the engagement can't be opened, or an entry of ledger.yaml is refused.
    SurroundingsError
        When another process holds the engagement, or the ledger can't be written.
    """
    from diagnostics.loop.intervene.ledger import open_ledger, seed

    engagement = load_engagement(path)
    known = {each.event for each in open_ledger(engagement).entries()} if engagement.seeds else set()
    if any(each.event not in known for each in engagement.seeds):
        with hold(engagement.folder, "perfloop ledger"):
            engagement = load_engagement(path)
            seed(engagement)
    return engagement


def held(engagement: Engagement, measure: str) -> InterventionState:
    """Measure as the ledger holds it 「措施现状」.

    Raises
    ------
    UnknownNameError
        When the ledger has none of this id.
    """
    from diagnostics.loop.intervene.ledger import open_ledger

    states = open_ledger(engagement).states()
    if measure not in states:
        raise unknown("measure", measure, states, "the ledger")
    return states[measure]


def made(engagement: Engagement, said: Said, kind: EventKind, measure: str, **fields: Any) -> LedgerEvent:
    """Entry of a command 「生成记录」.

    Parameters
    ----------
    fields : Any
        Further fields of `LedgerEvent`; those that are None or empty are left out.

    Raises
    ------
    InputError
        When a field breaks a rule; every one is told, by the option it came from.
    """
    check_actor(engagement, said.actor)
    content = {
        "event": command_id(kind, token_hex(6)), "at": past_day(engagement, said.on), "actor": said.actor,
        "kind": kind, "id": measure, **{name: each for name, each in fields.items() if each not in (None, "", {})},
    }  # fmt: skip
    try:
        return LedgerEvent.model_validate(content)
    except ValidationError as error:
        details: Any = error.errors(include_url=False)
        problems = Problems()
        for fault in faults(details, content):
            place = _OPTIONS.get(str(fault.path[0]), str(fault.path[0])) if fault.path else f"{kind} {measure!r}"
            problems.add(explain(fault, LedgerEvent, f"measure {measure!r}", place))
        problems.raise_any()
        raise


def check_actor(engagement: Engagement, actor: str, place: str = "--as; people in engagement.yaml") -> None:
    """Refuse who is not among the people that act: a slip would stay in the log for ever 「核对录入人」."""
    people = engagement.settings.people
    if people and actor not in people:
        raise unknown("person", actor, people, place)


def day_of(engagement: Engagement, text: str) -> date:
    """Day that an option names; today in the engagement's time zone without one 「录入日期」.

    Raises
    ------
    InputError
        When it is no day.
    """
    from diagnostics.loop.intervene.ledger.today import today_of

    if not text:
        return today_of(engagement)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--on {text!r}, must be a day such as 2025-03-09.") from error


def past_day(engagement: Engagement, text: str) -> date:
    """Day of what is recorded: today or before, for dates of a measure never run backwards 「录入日期」.

    Raises
    ------
    InputError
        When it is no day, or is yet to come: nothing could be recorded before it any more.
    """
    day, today = day_of(engagement, text), day_of(engagement, "")
    if day > today:
        raise InputError(f"--on {text!r}, is yet to come (today is {today}); what is recorded has happened.")
    return day


def write(
    engagement: Engagement,
    events: Sequence[LedgerEvent],
    seen: int | Mapping[str, int] | None = None,
    source: str = "arguments",
) -> Written:
    """Bring entries into the ledger in one transaction: all of them or none 「写入台账」.

    Parameters
    ----------
    seen : int or mapping, optional
        Version that the writer has seen, or versions by measure.
    source : str
        Where the entries come from, for refusals.

    Raises
    ------
    StaleVersionError
        When the ledger holds another version than the writer has seen.
    InputError
        When an entry names something unknown, or can't follow what is recorded.
    SurroundingsError
        When the ledger can't be written.
    """
    from diagnostics.loop.intervene.ledger import open_ledger
    from diagnostics.loop.intervene.ledger.seed import check_event

    for event in events:
        check_event(engagement, event, Place(source, path=event.about))
    ledger = open_ledger(engagement, write=True)
    anchor = ledger.append_all(events, version=seen)
    states = ledger.states()
    measures = dict.fromkeys(each.about for each in events if each.about in states)
    return Written(tuple(events), tuple(states[each] for each in measures), anchor, _counted_from(engagement, events))


def _counted_from(engagement: Engagement, events: Sequence[LedgerEvent]) -> date | None:
    """Day as of which a run has to be made to read the entries; None where the latest run's day covers them."""
    from diagnostics.data.earlier_run import earlier_runs

    # A benefit is confirmed for the run that counted it, whenever that is said.
    last = max((each.at for each in events if each.kind != "approved"), default=date.min)
    runs, _ = earlier_runs(engagement.folder, date.max)
    return last if last.isoformat() > max((each.as_of for each in runs), default="") and last > date.min else None


def written_lines(done: Written) -> Iterable[str]:
    """A line a measure: what was recorded, its version and phase, who is still to sign 「录入结果清单」."""
    from diagnostics.model.contract import short_hash

    for state in done.states:
        measure = state.intervention
        kinds = ", ".join(f"{each.kind} ({each.event})" for each in done.events if each.about == measure.id)
        unsigned = (
            f"; still to sign {short_hash(state.contract)}: {', '.join(state.unsigned)}" if state.unsigned else ""
        )
        yield f"{measure.id}: {kinds}; version {state.version}, {state.phase}, {state.progress:.0%} done{unsigned}"
    if done.counted_from is not None:
        day = done.counted_from
        yield f"counts in runs as of {day} or later: of a period that ends then or later, or with -p as_of={day}"
