"""A measure against a gap, with cause, owner, date and yardstick 「干预措施」."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, ValidationInfo, field_validator, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.check_in_days import Every
from diagnostics.model.kpi import NAME
from diagnostics.model.ledger_day import LedgerDay
from diagnostics.model.measure_terms import Benefit, Task
from diagnostics.model.text import Text, Words

Dimension = Literal["skills", "process", "incentive", "culture"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
SCENARIO = r"scenarios/[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.yaml"
ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"

# What every measure needs, and why: a row of the ledger without it is a wish.
_NEEDED = {
    "cause": "has no cause; a measure without a cause treats a symptom",
    "owner": "has no owner; someone answers for every measure",
    "due": "has no due date; write the day by which it is carried out",
    "measure": "has no measure; write how one will see that it is carried out and works",
}


def _needed() -> Any:
    # An absent field runs through the validators too, so that its refusal is a sentence and not "Field required".
    return Field(default=None, validate_default=True)


def _day(value: Any) -> Any:
    """Take the text of a day for the day: once a validator has seen a value, strict JSON no longer does."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


class Expected(Noun):
    """What someone expects of a measure 「预期效果」.

    Parameters
    ----------
    relative : float, optional
        Change of the KPI as a share of its level without the measure: 0.1 is 10 % more, -0.05 is 5 % less.
    absolute : float, optional
        Change in the KPI's unit, in place of ``relative``.
    by : str
        Who expects it.
    """

    relative: float | None = Field(default=None, ge=-1, allow_inf_nan=False)
    absolute: float | None = Field(default=None, allow_inf_nan=False)
    by: str = ""

    @model_validator(mode="after")
    def _one(self) -> Expected:
        if (self.relative is None) == (self.absolute is None):
            raise ValueError("an expected effect is either 'relative' or 'absolute'")
        return self


class Trial(Noun):
    """Window in which a measure is tried before it is decided 「试行期」."""

    since: LedgerDay = Field(alias="from")
    until: LedgerDay = Field(alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Trial:
        if self.until < self.since:
            raise ValueError(f"the trial ends {self.until}, before it starts {self.since}")
        return self


class Milestone(Noun):
    """How far a measure is to be on a day 「里程碑」.

    Parameters
    ----------
    name : Text
        What is there by then.
    due : date
        The day.
    progress : float
        Share of the whole measure that is done by then, above 0 and at most 1.
    """

    name: Words
    due: LedgerDay
    progress: float = Field(gt=0, le=1)


class Approval(Noun):
    """Someone who agreed to a measure, and when 「审批」."""

    by: str = Field(min_length=1)
    at: date


class Intervention(Noun):
    """A measure against a gap, with cause, owner, date and yardstick 「干预措施」.

    Parameters
    ----------
    id : str
        Name in the ledger.
    title, cause, measure : Text
        What is done, what it acts on, and how one sees that it is done and works 「衡量标准」.
    dimension : {"skills", "process", "incentive", "culture"}
        Which of the four dimensions it belongs to.
    kpi : str
        Result KPI that it is to move.
    process_kpi : str, optional
        KPI that moves first when the measure is lived.
    entities : tuple of str
        Whom it is done to.
    owner : str
        Who answers for it.
    due, start, decision : date
        Day by which it is carried out, planned first day, day on which it is decided what continues.
    baseline, target : float, optional
        Level of the KPI when it was planned, and level it is to reach, in the KPI's unit.
    cost : float, optional
        Planned cost in the base unit of ``currency`` (the engagement's where empty).
    external : bool
        Whether it is an event from outside that nobody here decided, such as a competitor's opening. Its effect is
        estimated like a measure's, but nobody is asked to continue or stop it.
    parties : tuple of str
        Who must sign before it starts 「签约方」.
    tasks : tuple of Task
        The work it consists of; reporting one done asks for no new signature.
    stop_rule : Text
        When it is broken off before its end 「止损规则」.
    benefit : Benefit
        What it brings to the firm and to its staff.
    touches_pay : bool
        Whether it changes anyone's pay; it then starts only with parties and a ticked legal checklist.
    effort : int, optional
        How hard it is to carry out, 1 (a notice) to 5 (a rebuild).
    confidence : float, optional
        How sure one is that it works, 0 to 1.
    library : str
        Card of the intervention library it came from; empty where none.
    objection_route : Text
        With whom, and how, someone objects 「申诉渠道」.
    objection_days : int
        Days within which an objection is answered.
    scenario : str
        Saved pay scenario, relative to the engagement, such as ``scenarios/new_plan.yaml``.
    scenario_hash : str
        SHA-256 of that file as it was agreed on.
    check_ins : {"week", "month", "quarter"}, optional
        How often its owner reports on it; as the engagement says where absent 「跟进节奏」.
    """

    id: str = Field(pattern=ID)
    title: Words
    dimension: Dimension
    cause: Words = _needed()
    kpi: str = Field(pattern=f"^{NAME}$")
    process_kpi: str | None = Field(default=None, pattern=f"^{NAME}$")
    entities: tuple[str, ...] = Field(min_length=1)
    owner: str = _needed()
    due: LedgerDay = _needed()
    measure: Words = _needed()
    baseline: float | None = Field(default=None, allow_inf_nan=False)
    target: float | None = Field(default=None, allow_inf_nan=False)
    expected: Expected | None = None
    start: LedgerDay | None = None
    decision: LedgerDay | None = None
    trial: Trial | None = None
    milestones: tuple[Milestone, ...] = ()
    cost: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    approvals: tuple[Approval, ...] = ()
    external: bool = False
    parties: tuple[Annotated[str, Field(min_length=1, max_length=64)], ...] = ()
    tasks: tuple[Task, ...] = ()
    stop_rule: Words = Text()
    benefit: Benefit = Benefit()
    touches_pay: bool = False
    effort: int | None = Field(default=None, ge=1, le=5)
    confidence: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    library: str = Field(default="", pattern=f"^$|{ID}")
    objection_route: Words = Text()
    objection_days: int = Field(default=10, ge=1, le=366)
    scenario: str = Field(default="", pattern=f"^$|^{SCENARIO}$")
    scenario_hash: str = Field(default="", pattern=r"^$|^[0-9a-f]{64}$")
    check_ins: Every | None = None

    @property
    def changes_pay(self) -> bool:
        """Whether anyone's pay changes with it: it says so, or a pay scenario is its terms 「是否涉及薪酬」."""
        return self.touches_pay or bool(self.scenario)

    @field_validator("cause", "owner", "due", "measure", mode="before")
    @classmethod
    def _there(cls, value: Any, info: ValidationInfo) -> Any:
        name = info.field_name or ""
        said = value.values() if isinstance(value, dict) else [value]
        if not any(each.strip() if isinstance(each, str) else each for each in said):
            raise ValueError(f"measure {info.data.get('id', '')!r} {_NEEDED[name]}")
        return _day(value) if name == "due" else value

    @field_validator("title")
    @classmethod
    def _titled(cls, value: Text) -> Text:
        if not value:
            raise ValueError("a measure has a title that readers see")
        return value

    @field_validator("entities")
    @classmethod
    def _once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({each for each in value if value.count(each) > 1})
        if twice:
            raise ValueError(f"entity {twice[0]!r} occurs {value.count(twice[0])} times; name each once")
        return value

    @field_validator("parties")
    @classmethod
    def _each_signs_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({each for each in value if value.count(each) > 1})
        if twice:
            raise ValueError(f"party {twice[0]!r} occurs {value.count(twice[0])} times; each signs once")
        return value

    @model_validator(mode="after")
    def _two_kpis(self) -> Intervention:
        if self.process_kpi == self.kpi:
            raise ValueError(f"process_kpi is {self.kpi!r} too; it is the KPI that moves before the result does")
        return self
