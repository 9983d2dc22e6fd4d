"""What a measure consists of and what it brings to whom 「任务与收益」."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.ledger_day import LedgerDay
from diagnostics.model.text import Text, Words


def _named(value: Text) -> Text:
    if not value:
        raise ValueError("a task has a name that its owner understands")
    return value


TaskName = Annotated[Words, AfterValidator(_named)]


class Task(Noun):
    """One piece of work of a measure 「任务分解」.

    Parameters
    ----------
    name : Text
        What is done.
    owner : str
        Who does it; the measure's owner where empty.
    due, done : date, optional
        Day by which it is to be done, and day on which it was.
    """

    name: TaskName
    owner: str = Field(default="", max_length=64)
    due: LedgerDay | None = None
    done: LedgerDay | None = None


class Benefit(Noun):
    """What a measure brings to the firm and to its staff 「对企业与员工的好处」."""

    firm: Words = Text()
    staff: Words = Text()

    def __bool__(self) -> bool:
        """Whether either is said."""
        return bool(self.firm) or bool(self.staff)


class Tick(Noun):
    """One item of the legal checklist: done on a day, or not needed for a reason 「合规事项」."""

    on: date | None = None
    not_needed: Words = Text()

    @model_validator(mode="after")
    def _one(self) -> Tick:
        if (self.on is None) == (not self.not_needed):
            raise ValueError("an item of the checklist is either done 'on' a day or 'not_needed' for a reason")
        return self


class Checklist(Noun):
    """What labour law asks of a change of pay 「薪酬调整合规清单」.

    Parameters
    ----------
    consent : Tick
        Written consent of those whose pay changes 「书面同意」.
    consultation : Tick
        Discussion with staff or their representatives 「民主协商」.
    publication : Tick
        Announcement to everyone concerned 「公示」.
    trial : Tick
        A trial period is agreed 「试行期」.
    """

    consent: Tick
    consultation: Tick
    publication: Tick
    trial: Tick
