"""Who is recognised for a measure, with what they did for it and their consent 「表彰」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.check_in_days import reached_on
from diagnostics.model.ledger_day import LedgerDay
from diagnostics.model.text import Text, Words

if TYPE_CHECKING:
    from diagnostics.model.intervention_state import InterventionState


class Recognised(Noun):
    """Whom an entry of the ledger recognises, or takes from the recognised 「表彰对象」.

    Parameters
    ----------
    person : str
        Id of somebody who acts; empty where a team is recognised.
    team : str
        Id of an entity that is no person, in place of ``person``.
    consent : date, optional
        Day on which the person agreed to be named; a team has none.
    """

    person: str = Field(default="", max_length=64)
    team: str = Field(default="", max_length=64)
    consent: LedgerDay | None = None

    @model_validator(mode="after")
    def _one(self) -> Recognised:
        if bool(self.person) == bool(self.team):
            raise ValueError("a recognition is of a 'person' or of a 'team'")
        if self.team and self.consent is not None:
            raise ValueError("consent is a person's; a team has none")
        return self

    @property
    def who(self) -> str:
        """Id of the person or team 「对象编号」."""
        return self.person or self.team


class Recognition(Noun):
    """A person or team recognised for a measure, as the ledger has it 「表彰记录」.

    Parameters
    ----------
    event : str
        Entry that recorded it.
    at : date
        Day of the entry.
    whom : Recognised
        Person or team, with the day of consent.
    note : Text
        What for, in the words of who recorded it.
    withdrawn : date, optional
        Day from which the person or team is no longer named.
    """

    event: str
    at: date
    whom: Recognised
    note: Words = Text()
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True)
class Contributions:
    """What the ledger has of somebody's part in a measure 「贡献」.

    Parameters
    ----------
    owner : bool
        Whether they answer for it and it is carried out.
    tasks, milestones, check_ins : int
        Tasks they did, milestones met of a measure they answer for, reports they made.
    """

    owner: bool = False
    tasks: int = 0
    milestones: int = 0
    check_ins: int = 0

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self.owner or self.tasks + self.milestones + self.check_ins > 0


def contributions_of(state: InterventionState, person: str) -> Contributions:
    """What the ledger has of a person's part in a measure 「个人贡献」.

    Parameters
    ----------
    state : InterventionState
        The measure as it stands.
    person : str
        Id of somebody who acts.

    Notes
    -----
    Having planned, signed or approved a measure is no contribution: it is what everyone of a plan does.
    """
    measure = state.intervention
    owns = measure.owner == person
    return Contributions(
        owner=owns and state.phase == "completed",
        tasks=sum(each.done is not None and (each.owner or measure.owner) == person for each in measure.tasks),
        milestones=sum(owns and reached_on(state, each.progress) is not None for each in measure.milestones),
        check_ins=sum(each.actor == person for each in state.check_ins),
    )


def standing(found: Iterable[Recognition]) -> Iterator[Recognition]:
    """Those that were not withdrawn 「有效表彰」."""
    return (each for each in found if each.withdrawn is None)


def withdrawn_in(states: Iterable[InterventionState]) -> frozenset[str]:
    """Entries by which somebody was recognised who is to be named no more 「已撤回的表彰」."""
    return frozenset(each.event for state in states for each in state.recognitions if each.withdrawn is not None)


def recognition_records(
    state: InterventionState, people: Mapping[str, str], silent: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Who is recognised for a measure, as the hand-off has it 「表彰交接内容」.

    Parameters
    ----------
    people : mapping
        Display names of those who act; whoever is none of them is left out.
    silent : collection of str
        Entries withdrawn since, whatever the day as of which the ledger was read: nobody is named who no longer agrees.
    """
    found = []
    for each in standing(state.recognitions):
        whom = each.whom
        if each.event in silent or (whom.person and whom.person not in people):
            continue
        part = None if whom.team else asdict(contributions_of(state, whom.person))
        found.append({
            "person": whom.person, "name": people.get(whom.person, ""), "team": whom.team, "at": each.at.isoformat(),
            "consent": None if whom.consent is None else whom.consent.isoformat(), "note": each.note.model_dump(),
            "part": part,
        })  # fmt: skip
    return found
