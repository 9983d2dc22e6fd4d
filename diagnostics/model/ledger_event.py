"""One entry of the improvement ledger 「台账事件」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from diagnostics.errors import nearest
from diagnostics.model.agreement import HASH, Outcome
from diagnostics.model.base import Noun
from diagnostics.model.decision import Decision, Standing, key_of, typed_revision
from diagnostics.model.intervention import ID, Expected, Intervention
from diagnostics.model.ledger_day import LedgerDay
from diagnostics.model.measure_account import Money
from diagnostics.model.measure_terms import Checklist
from diagnostics.model.recognition import Recognised
from diagnostics.model.standard_work import CourseKind, Home
from diagnostics.model.text import Text, Words

EventKind = Literal[
    "planned", "started", "check_in", "completed", "stopped", "changed", "signed", "objection", "answered", "cleared",
    "recognised", "withdrawn", "costed", "approved", "embedded", "concluded", "decided", "revised", "reviewed",
]  # fmt: skip
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
# Those about what a meeting decided; the others are about a measure.
DECISION_KINDS: frozenset[EventKind] = frozenset({"decided", "revised", "reviewed"})

# Fields that only some kinds bear, and these can't do without, but for the optional ones.
_OWN: dict[str, tuple[EventKind, ...]] = {
    "party": ("signed", "objection"),
    "hash": ("signed", "cleared", "approved"),
    "expected": ("signed",),
    "answers": ("answered",),
    "outcome": ("answered",),
    "checklist": ("cleared",),
    "whom": ("recognised", "withdrawn"),
    "money": ("costed", "approved"),
    "home": ("embedded",),
    "course": ("concluded",),
    "decision": ("decided",),
    "revision": ("revised",),
    "standing": ("reviewed",),
}
_OPTIONAL = {"expected"}
# Whoever records one may be who objects: that is told nowhere in passing.
CONFIDENTIAL: frozenset[str] = frozenset({"objection", "answered"})
# Ids of entries that commands record begin so; those of ledger.yaml never do. That tells a recorded entry which the
# file lost from one it never had.
COMMAND = "cmd:"
EVENT_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$"


def command_id(kind: str, own: str) -> str:
    """Id of an entry that a command records 「命令记录的编号」.

    Examples
    --------
    >>> command_id("check_in", "3f9a1c2b")
    'cmd:check_in-3f9a1c2b'
    """
    return f"{COMMAND}{kind}-{own}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Place in the ledger's log that a published figure can be checked against 「台账锚点」.

    Parameters
    ----------
    seq : int
        Number of the last entry; 0 for an empty ledger.
    hash : str
        SHA-256 of that entry, which covers every entry before it.
    """

    seq: int
    hash: str


class LedgerEvent(Noun):
    """One entry of the improvement ledger 「台账事件」.

    Parameters
    ----------
    event : str
        Id of the entry, unique in the ledger for ever.
    at : date
        Day on which it happened.
    actor : str
        Who did it.
    kind : {"planned", "started", "check_in", "completed", "stopped", "changed", "signed", "objection", "answered", \
"cleared", "recognised", "withdrawn", "costed", "approved", "embedded", "concluded", "decided", "revised", "reviewed"}
        What happened; the last three are about a decision of a meeting.
    id : str
        Measure or decision it is about; a planned entry bears the measure itself in ``intervention``, a decided one the
        decision in ``decision``.
    progress : float, optional
        With check_in: share of the measure that is carried out, 0 to 1.
    note, reason, next_step : Text
        What was said, why it was done (needed with stopped and changed), what comes next.
    change : mapping
        With changed: fields of the measure and their new values.
    party : str
        With signed and objection: whose signature or objection it is.
    hash : str
        With signed and cleared: fingerprint of the terms; with approved: of the figures that the benefit rests on.
    expected : Expected, optional
        With signed: what this party expects of the measure.
    answers : str
        With answered: id of the objection's entry.
    outcome : {"upheld", "partly", "rejected"}
        With answered: what was decided; ``reason`` says why.
    checklist : Checklist
        With cleared: written consent, consultation, publication and trial period, as ``actor`` ticked them.
    whom : Recognised
        With recognised and withdrawn: the person or team, and the day on which a person agreed to be named.
    money : Money
        With costed: what was spent, or will have been; with approved: the benefit that ``actor`` confirms.
    home : Home
        With embedded: rule, course or document in which the measure lives on.
    course : {"standardise", "continue", "extend", "stop"}
        With concluded: what is to become of the measure; ``reason`` says why.
    decision : Decision
        With decided: what the meeting decided.
    revision : mapping
        With revised: fields of the decision and their new values; ``reason`` says why.
    standing : {"open", "done", "dropped"}
        With reviewed: where the decision stands; ``note`` says what was said about it.
    """

    event: str = Field(pattern=EVENT_ID)
    at: LedgerDay
    actor: str = Field(min_length=1, max_length=64)
    kind: EventKind
    id: str = Field(default="", pattern=f"^$|{ID}")
    intervention: Intervention | None = None
    progress: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    note: Words = Field(default=Text(), repr=False)
    reason: Words = Field(default=Text(), repr=False)
    next_step: Words = Field(default=Text(), alias="next")
    change: dict[str, Any] = Field(default_factory=dict)
    party: str = Field(default="", max_length=64, repr=False)
    hash: str = Field(default="", pattern=f"^$|{HASH}")
    expected: Expected | None = None
    answers: str = Field(default="", pattern=f"^$|{EVENT_ID}")
    outcome: Outcome | None = None
    checklist: Checklist | None = None
    whom: Recognised | None = None
    money: Money | None = None
    home: Home | None = None
    course: CourseKind | None = None
    decision: Decision | None = None
    revision: dict[str, Any] = Field(default_factory=dict)
    standing: Standing | None = None

    @property
    def about(self) -> str:
        """Id of the measure, or key of the decision 「措施或决议编号」."""
        if self.kind in DECISION_KINDS:
            return key_of(self.decision.id if self.decision is not None else self.id)
        return self.intervention.id if self.intervention is not None else self.id

    @field_validator("change")
    @classmethod
    def _typed(cls, value: dict[str, Any]) -> dict[str, Any]:
        """Give each new value the type of its field, so that equal changes are written with equal bytes."""
        return {name: _value(name, each) for name, each in value.items()}

    @field_validator("revision")
    @classmethod
    def _revisable(cls, value: dict[str, Any]) -> dict[str, Any]:
        return typed_revision(value)

    @model_validator(mode="after")
    def _about_one(self) -> LedgerEvent:
        if self.kind == "planned":
            if self.intervention is None:
                raise ValueError(f"event {self.event!r} plans nothing; give the measure as 'intervention'")
            if self.id not in ("", self.intervention.id):
                raise ValueError(f"event {self.event!r} has id {self.id!r}, but plans {self.intervention.id!r}")
        elif self.intervention is not None:
            raise ValueError(f"event {self.event!r} is {self.kind!r}; only a planned event bears an 'intervention'")
        elif self.decision is not None and self.id not in ("", self.decision.id):
            raise ValueError(f"event {self.event!r} has id {self.id!r}, but decides {self.decision.id!r}")
        elif not self.id and self.kind != "decided":
            about = "decision" if self.kind in DECISION_KINDS else "measure"
            raise ValueError(f"event {self.event!r} names no {about}; give its 'id'")
        return self

    @model_validator(mode="after")
    def _fits_kind(self) -> LedgerEvent:
        if self.kind == "check_in" and self.progress is None and not self.note:
            raise ValueError(f"check-in {self.event!r} says nothing; give 'progress' or 'note'")
        if self.kind != "check_in" and self.progress is not None:
            raise ValueError(f"event {self.event!r} is {self.kind!r}; only a check_in bears 'progress'")
        if self.kind != "changed" and self.change:
            raise ValueError(f"event {self.event!r} is {self.kind!r}; only a changed event bears 'change'")
        if self.kind == "changed" and not self.change:
            raise ValueError(f"event {self.event!r} changes nothing; give 'change: {{field: new value}}'")
        if self.kind in ("stopped", "changed", "answered", "revised", "concluded") and not self.reason:
            raise ValueError(f"event {self.event!r} is {self.kind!r} and has no 'reason'; say why")
        if self.kind == "objection" and not self.note:
            raise ValueError(f"event {self.event!r} is 'objection' and has no 'note'; say what is objected to")
        if self.standing in ("open", "dropped") and not self.note:
            raise ValueError(f"event {self.event!r} leaves a decision {self.standing} and has no 'note'; say why")
        return self

    @model_validator(mode="after")
    def _bears_its_own(self) -> LedgerEvent:
        for name, kinds in _OWN.items():
            there = bool(getattr(self, name))
            if there and self.kind not in kinds:
                raise ValueError(f"event {self.event!r} is {self.kind!r}; only {' or '.join(kinds)} bears {name!r}")
            if not there and self.kind in kinds and name not in _OPTIONAL:
                raise ValueError(f"event {self.event!r} is {self.kind!r} and has no {name!r}")
        return self

    def content(self) -> Mapping[str, Any]:
        """What the ledger keeps of the entry: plain values, without what is not said 「事件内容」."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _value(name: str, value: Any) -> Any:
    known = [each for each in Intervention.model_fields if each != "id"]
    if name not in known:
        hint = nearest(name, known)
        meant = f", did you mean {hint!r}?" if hint else f"; its fields are {', '.join(known)}"
        raise ValueError(f"{name!r} is no field of a measure that can change{meant}")
    field = Intervention.model_fields[name]
    adapter: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    try:
        typed = adapter.validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in first["loc"])
        said = first["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
        why = "must be a list, such as [a, b]" if first["type"] == "tuple_type" else said
        raise ValueError(f"{name}{place} == {first['input']!r}: {why}") from error
    return adapter.dump_python(typed, mode="json", by_alias=True, exclude_defaults=True)
