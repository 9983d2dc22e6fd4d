"""The four execution traps: what is known of a suspicion, and where the records lie 「执行陷阱」."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from diagnostics.model.base import ColumnName, Noun
from diagnostics.model.kpi import NAME
from diagnostics.model.text import Text, Words

Trap = Literal["gaming", "silos", "incentives", "culture"]
TRAPS: tuple[Trap, ...] = get_args(Trap)
TrapTest = Literal[
    "bunching", "digits", "smooth", "period_end", "limit", "base", "counter", "scores",
    "conflicts", "entries", "check_ins", "ledger",
    "pay_link", "fixed_rise", "deductions", "variable_share",
    "suggestions", "sponsors", "blame", "split",
]  # fmt: skip
TRAP_TESTS: tuple[TrapTest, ...] = get_args(TrapTest)
TESTS_OF: dict[Trap, tuple[TrapTest, ...]] = {
    "gaming": TRAP_TESTS[:8], "silos": TRAP_TESTS[8:12], "incentives": TRAP_TESTS[12:16], "culture": TRAP_TESTS[16:],
}  # fmt: skip
TRAP_OF: dict[TrapTest, Trap] = {test: trap for trap, tests in TESTS_OF.items() for test in tests}
# What tells of the sponsor, of blame, or of few people's pay: it stays with the consultant until it is released.
PRIVATE: frozenset[TrapTest] = frozenset({"sponsors", "blame", "pay_link", "fixed_rise"})
State = Literal["to_verify", "explained", "confirmed"]
STATES: tuple[State, ...] = get_args(State)


class TrapReview(Noun):
    """What became of a suspicion: the unit's reply, who verified it 「陷阱核实」.

    Parameters
    ----------
    id : str
        Name in evidence/traps.yaml.
    test : str
        Which test it is about.
    kpi, level, group : str, optional
        Which of its results; all that fit, where absent.
    state : {"to_verify", "explained", "confirmed"}
        Whether it was explained innocently, or confirmed.
    reply : Text
        What the unit says of it.
    by, at : str, date
        Who verified it, and when; needed unless it is still to be verified.
    released : bool
        Whether an item of the sponsor, of blame or of few people's pay may stand on pages.
    """

    id: Annotated[str, Field(pattern=f"^{NAME}$")]
    test: TrapTest
    kpi: str | None = None
    level: str | None = None
    group: str | None = None
    state: State = "to_verify"
    reply: Words = Text()
    by: str = ""
    at: date | None = None
    released: bool = False

    @model_validator(mode="after")
    def _verified(self) -> TrapReview:
        if self.state != "to_verify" and (not self.by or self.at is None or not self.reply):
            raise ValueError(
                f"{self.id!r} is {self.state!r}; say who verified it (by), when (at), and the unit's reply"
            )
        return self


class PayRecord(Noun):
    """Columns of a source that tell what was paid, one row an entity and month 「薪酬记录」.

    Parameters
    ----------
    source : str
        Source named in engagement.yaml, which gives time and entity.
    fixed, variable, deductions, rewards : str, optional
        Columns of money; deductions as positive amounts.
    kpi : str
        Result that pay is meant to follow.
    """

    source: str
    fixed: ColumnName | None = None
    variable: ColumnName | None = None
    deductions: ColumnName | None = None
    rewards: ColumnName | None = None
    kpi: str | None = None


class EventRecord(Noun):
    """Columns of a source with one row an event: a check-in, a suggestion, a review, an entry 「过程记录」.

    Parameters
    ----------
    source : str
        Source named in engagement.yaml, which gives the day.
    done : str, optional
        Column that tells whether it happened: a day, or yes and no; blank is no. Of check-ins: held; of suggestions:
        answered.
    sponsor, failed, blame : str, optional
        Of reviews: whether the sponsor was there, whether something had failed, whether the coder reads blame of a
        person in the notes.
    entered : str, optional
        Of entries: the day on which the row was entered or last changed.
    """

    source: str
    done: ColumnName | None = None
    sponsor: ColumnName | None = None
    failed: ColumnName | None = None
    blame: ColumnName | None = None
    entered: ColumnName | None = None


class TrapRecords(Noun):
    """Where the records lie that three of the traps are looked for in 「陷阱检验所用记录」.

    Parameters
    ----------
    pay : PayRecord, optional
        What was paid.
    check_ins, suggestions, reviews, entries : EventRecord, optional
        Planned check-ins, suggestions, reviews, and days of entry. What is absent is not looked at, and said so.
    """

    pay: PayRecord | None = None
    check_ins: EventRecord | None = None
    suggestions: EventRecord | None = None
    reviews: EventRecord | None = None
    entries: EventRecord | None = None

    @model_validator(mode="after")
    def _complete(self) -> TrapRecords:
        needed = {"check_ins": "done", "suggestions": "done", "entries": "entered"}
        for name, column in needed.items():
            record = getattr(self, name)
            if record is not None and getattr(record, column) is None:
                raise ValueError(f"records of {name} name no column {column!r}")
        if self.reviews is not None and not (self.reviews.sponsor or (self.reviews.failed and self.reviews.blame)):
            raise ValueError("records of reviews name 'sponsor', or 'failed' and 'blame'")
        if self.pay is not None and not any((self.pay.fixed, self.pay.variable, self.pay.deductions)):
            raise ValueError("records of pay name at least one of 'fixed', 'variable' and 'deductions'")
        return self
