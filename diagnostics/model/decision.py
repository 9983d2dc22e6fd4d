"""What a meeting decided, and how it stands 「会议决议」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, get_args

from pydantic import Field, field_validator, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.kpi import NAME
from diagnostics.model.ledger_day import LedgerDay
from diagnostics.model.text import Text, Words

Standing = Literal["open", "done", "dropped"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
# Long enough for a date and a number, short enough for the ledger's key with the prefix before it.
DECISION_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,47}$"
PREFIX = "decision:"
# What a later meeting may change; the words and the day of a decision stay as the meeting had them.
REVISABLE = ("owner", "due", "measure", "kpi", "entity")


def key_of(decision: str) -> str:
    """Key of a decision in the ledger's log, which no measure can have 「决议键」.

    Examples
    --------
    >>> key_of("D20250703-01")
    'decision:D20250703-01'
    """
    return f"{PREFIX}{decision}"


def named_item(key: str) -> str:
    """Key of the ledger as people call it 「台账条目称呼」.

    Examples
    --------
    >>> named_item("decision:D1"), named_item("pay_link")
    ("decision 'D1'", "measure 'pay_link'")
    """
    return f"decision {key.removeprefix(PREFIX)!r}" if key.startswith(PREFIX) else f"measure {key!r}"


class Decision(Noun):
    """What a meeting decided: who does what, and by when 「会议决议」.

    Parameters
    ----------
    id : str
        Name in the ledger.
    text : Text
        What is to be done.
    owner : str
        Who answers for it.
    due, meeting : date
        Day by which it is done, and day of the meeting that decided it.
    measure : str
        Measure of the ledger that it is about; empty where none.
    kpi : str, optional
        KPI that it is about.
    entity : str
        Entity that it is about; empty where none, and never a person.
    """

    id: str = Field(pattern=DECISION_ID)
    text: Words
    owner: str = Field(min_length=1, max_length=64)
    due: LedgerDay
    meeting: LedgerDay
    measure: str = Field(default="", max_length=64)
    kpi: str | None = Field(default=None, pattern=f"^{NAME}$")
    entity: str = Field(default="", max_length=64)

    @field_validator("text")
    @classmethod
    def _said(cls, value: Text) -> Text:
        if not value:
            raise ValueError("a decision says what is to be done")
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Decision:
        if self.due < self.meeting:
            raise ValueError(f"decision {self.id!r} is due {self.due}, before its meeting on {self.meeting}")
        return self


class DecisionState(Noun):
    """How a decision stands on a day, as the ledger tells it 「决议状态」.

    Parameters
    ----------
    decision : Decision
        As it holds now, with every revision.
    version : int
        How many entries the ledger has on it; a writer names the version it has seen.
    standing : {"open", "done", "dropped"}
        Where it stands.
    recorded, last : date
        Day on which it was recorded, and day of the last entry.
    ended : date, optional
        Day on which it was done or dropped; None while it is open.
    note : Text
        What was last said about it.
    """

    decision: Decision
    version: int = Field(ge=1)
    standing: Standing = "open"
    recorded: date
    last: date
    ended: date | None = None
    note: Words = Text()

    def overdue(self, day: date) -> bool:
        """Whether it is open though it was due before a day 「是否逾期」."""
        return self.standing == "open" and self.decision.due < day


def decided_on(decisions: Iterable[DecisionState]) -> dict[str, date]:
    """Day of the last meeting that decided something about each measure, dropped ones left out 「最近决议日」.

    Parameters
    ----------
    decisions : iterable of DecisionState
        As they stand; those about no measure are left out.
    """
    held = (each.decision for each in decisions if each.standing != "dropped" and each.decision.measure)
    return {each.measure: each.meeting for each in sorted(held, key=lambda each: each.meeting)}


def open_ones(decisions: Iterable[DecisionState]) -> tuple[DecisionState, ...]:
    """Decisions that nobody has carried out yet, those due first before the others 「未完成的决议」."""
    there = (each for each in decisions if each.standing == "open")
    return tuple(sorted(there, key=lambda each: (each.decision.due, each.decision.id)))


def open_records(decisions: Iterable[DecisionState], people: Mapping[str, str]) -> list[dict[str, Any]]:
    """Open decisions as the hand-off has them 「未完成决议的交接内容」.

    Parameters
    ----------
    people : mapping
        Display names of those who act.
    """
    return [
        {
            "id": each.decision.id, "text": each.decision.text.model_dump(), "owner": each.decision.owner,
            "owner_name": people.get(each.decision.owner, each.decision.owner), "due": each.decision.due.isoformat(),
            "measure": each.decision.measure, "meeting": each.decision.meeting.isoformat(),
        }
        for each in decisions
    ]  # fmt: skip


def typed_revision(revision: dict[str, Any]) -> dict[str, Any]:
    """Revision as plain values, so that equal ones are written with equal bytes 「修订内容」.

    Raises
    ------
    ValueError
        When it names a field that stays, or one that is none.
    """
    for name in revision:
        if name not in REVISABLE:
            raise ValueError(f"{name!r} of a decision doesn't change; what may is {', '.join(REVISABLE)}")
    return {name: each.isoformat() if isinstance(each, date) else each for name, each in revision.items()}
