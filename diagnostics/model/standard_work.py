"""What becomes of a measure: its course, and the rule or document in which it lives on 「固化」."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import field_validator, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.ledger_day import LedgerDay
from diagnostics.model.text import Text, Words

if TYPE_CHECKING:
    from diagnostics.model.intervention_state import InterventionState

# Made the standard, carried on as it is, carried to further entities, given up.
CourseKind = Literal["standardise", "continue", "extend", "stop"]
COURSES: tuple[CourseKind, ...] = get_args(CourseKind)
HomeKind = Literal["rule", "training", "document", "system"]
HOMES: tuple[HomeKind, ...] = get_args(HomeKind)


class Home(Noun):
    """Rule, course or document in which a practice lives on 「制度落点」.

    Parameters
    ----------
    name : Text
        Name of the rule, course, document or system.
    kind : {"rule", "training", "document", "system"}
        What it is.
    change : Text
        What was changed in it.
    review : date
        Day on which it is looked at again.
    """

    name: Words
    kind: HomeKind = "rule"
    change: Words = Text()
    review: LedgerDay

    @field_validator("name")
    @classmethod
    def _named(cls, value: Text) -> Text:
        if not value:
            raise ValueError("the home of a practice has a name that its readers can look up")
        return value


class HomeEntry(Noun):
    """A home as the ledger has it 「固化记录」.

    Parameters
    ----------
    event : str
        Entry that recorded it.
    at : date
        Day of the entry.
    actor : str
        Who recorded it.
    home : Home
        Where the practice lives on.
    """

    event: str
    at: date
    actor: str
    home: Home

    @model_validator(mode="after")
    def _ahead(self) -> HomeEntry:
        if self.home.review <= self.at:
            raise ValueError(f"the review on {self.home.review} does not lie after {self.at}, the day of the entry")
        return self


class CourseEntry(Noun):
    """What was decided to become of a measure 「去留决定」.

    Parameters
    ----------
    event : str
        Entry that recorded it.
    at : date
        Day of the entry.
    actor : str
        Who decided.
    course : {"standardise", "continue", "extend", "stop"}
        What was decided.
    reason : Text
        Why.
    """

    event: str
    at: date
    actor: str
    course: CourseKind
    reason: Words = Text()


def standard_record(state: InterventionState, people: Mapping[str, str]) -> dict[str, Any]:
    """What became of a measure, as the hand-off has it 「固化交接内容」.

    Returns
    -------
    dict
        ``course``: the last decision, or None; ``homes``: where it lives on, in order, a later entry of the same name
        in place of the earlier one.
    """
    course = state.courses[-1] if state.courses else None
    homes = {each.home.name.zh or each.home.name.en: each for each in state.homes}
    return {
        "course": None if course is None else {
            "kind": course.course, "at": course.at.isoformat(), "by": course.actor,
            "name": people.get(course.actor, course.actor), "reason": course.reason.model_dump(),
        },
        "homes": [
            {
                "name": each.home.name.model_dump(), "kind": each.home.kind, "change": each.home.change.model_dump(),
                "review": each.home.review.isoformat(), "at": each.at.isoformat(),
                "by": people.get(each.actor, each.actor),
            }
            for each in homes.values()
        ],
    }  # fmt: skip
