"""What a firm keeps of closed measures: a record of every one, and cards of those that worked 「最佳实践」."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.canonical import canonical, plain
from diagnostics.model.effect import EffectMethod, Verdict
from diagnostics.model.intervention import Dimension
from diagnostics.model.kpi import Unit
from diagnostics.model.period import Cycle
from diagnostics.model.text import Text, Words

SLUG = r"^[a-z][a-z0-9_]{0,47}$"
# Of an engagement, and of one of its measures: drawn or hashed, so that neither tells whose it is.
PSEUDONYM = r"^e[0-9a-f]{8}$"
KEY = r"^e[0-9a-f]{8}-[0-9a-f]{8}$"
SHA = r"^[0-9a-f]{64}$"
# Words that people may better at any time; all else is what was measured, and sealed.
PROSE = ("title", "context", "cause", "done", "steps", "conditions", "home", "review")
# What a card has from the record that it rests on, word for word.
SHARED = ("id", "kind", "industry", "dimension", "kpi", "verdict", "source", "synthetic", "effect")
_TITLE, _WORDS = 200, 4_000
_Finite = Annotated[float, Field(allow_inf_nan=False)]
Scale = Literal["relative", "points"]


class MeasuredEffect(Noun):
    """Effect of a measure with its 95 % interval, and how it was found 「效果」.

    Parameters
    ----------
    scale : {"relative", "points"}
        Share of the level without the measure (0.1 is 10 % more), or difference of a share (0.1 is 10 percentage
        points).
    value, low, high : float
        Estimate and 95 % interval, as the KPI moved.
    method : EffectMethod
        How it was estimated.
    rung : int
        Rung of the evidence ladder reached, 0 to 4.
    periods : int
        Periods with a figure since the start.
    comparisons : int
        How many entities it was held against.
    """

    scale: Scale
    value: _Finite
    low: _Finite
    high: _Finite
    method: EffectMethod
    rung: int = Field(ge=0, le=4)
    periods: int = Field(ge=0)
    comparisons: int = Field(ge=0)

    @model_validator(mode="after")
    def _inside(self) -> MeasuredEffect:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"effect {self.value} lies outside its interval {self.low} to {self.high}")
        if self.scale == "points" and max(abs(self.low), abs(self.high)) > 1:
            raise ValueError(f"an effect in points lies between -1 and 1, the interval is {self.low} to {self.high}")
        return self


class Yardstick(Noun):
    """KPI that a measure was to move, in the firm's own words 「衡量指标」."""

    id: str = Field(pattern=SLUG)
    name: Words
    unit: Unit
    direction: Literal["higher", "lower"]
    cycle: Cycle


class Source(Noun):
    """What a record was made from: nothing in it names a client 「来源」.

    Parameters
    ----------
    engagement : str
        Pseudonym, drawn once; which client it is stands in the engagement's own folder alone.
    year : int
        Year in which the measure ended.
    tracking, ledger : str
        SHA-256 of the hand-off that the effect was read from, and of the ledger's last entry.
    """

    engagement: str = Field(pattern=PSEUDONYM)
    year: int = Field(ge=1990, le=2200)
    tracking: str = Field(pattern=SHA)
    ledger: str = Field(pattern=SHA)


class _Recorded(Noun):
    """What card and record share."""

    id: str = Field(pattern=KEY)
    kind: str = Field(pattern=f"^$|{SLUG}")
    industry: str = Field(pattern=f"^$|{SLUG}")
    dimension: Dimension
    kpi: Yardstick
    verdict: Verdict
    source: Source
    synthetic: bool = False

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is 「方向」."""
        return 1 if self.kpi.direction == "higher" else -1

    @model_validator(mode="after")
    def _of_its_engagement(self) -> _Recorded:
        if not self.id.startswith(f"{self.source.engagement}-"):
            raise ValueError(f"id {self.id!r} belongs to another engagement than {self.source.engagement!r}")
        return self


class ClosedMeasure(_Recorded):
    """A closed measure, whatever became of it: what was expected, what was measured 「措施结果记录」.

    Parameters
    ----------
    id : str
        Pseudonym of its engagement, and a hash of its id there.
    kind : str
        Kind of measure, such as ``follow_up_calls``; empty where nobody said it yet.
    phase : {"completed", "stopped", "started"}
        How it ended; ``started`` where a verdict stands already.
    effect : MeasuredEffect or None
        None where there is no interval.
    shared : bool
        Whether other measures acted at the same place and time, so that the effect is not its own.
    expected : float or None
        What had been expected, on the effect's scale.
    """

    phase: Literal["completed", "stopped", "started"]
    effect: MeasuredEffect | None = None
    shared: bool = False
    expected: float | None = Field(default=None, allow_inf_nan=False)
    seal: str = Field(default="", pattern=f"^$|{SHA}")

    @model_validator(mode="after")
    def _sound(self) -> ClosedMeasure:
        _hold_verdict(self, self.effect)
        return self


class Cost(Noun):
    """What a measure was planned to cost, to two digits 「成本」."""

    amount: float = Field(ge=0, allow_inf_nan=False)
    currency: str = Field(pattern="^[A-Z]{3}$")


class Practice(_Recorded):
    """A measure that worked, so that others can follow it; no client, entity or person is named 「最佳实践」.

    Parameters
    ----------
    title, cause, done : Text
        What it is called, what it answered, what was done.
    context : Text
        Where it was done: line of business, size, kind of entity.
    steps, conditions : tuple of Text
        The work it consisted of, and what has to be there for it to work.
    effect : MeasuredEffect
        What it did; its interval lies on the good side of no effect.
    cost : Cost, optional
        Planned cost.
    home : Text
        Rule or training that it became part of; open where empty 「固化去向」.
    review : str
        Month in which that is looked at again, such as ``2026-06``.
    seal : str
        SHA-256 of all but the words: shows that a figure was edited.
    """

    kind: str = Field(pattern=SLUG)
    title: Words
    context: Words = Text()
    cause: Words
    done: Words
    steps: tuple[Words, ...] = Field(default=(), max_length=40)
    conditions: tuple[Words, ...] = Field(default=(), max_length=40)
    verdict: Literal["worked"]
    effect: MeasuredEffect
    cost: Cost | None = None
    home: Words = Text()
    review: str = Field(default="", pattern=r"^$|^\d{4}-(0[1-9]|1[0-2])$")
    seal: str = Field(default="", pattern=f"^$|{SHA}")

    @field_validator("title", "cause", "done")
    @classmethod
    def _said(cls, value: Text) -> Text:
        if not value:
            raise ValueError("a card has a title, a cause and what was done")
        return value

    @field_validator("title", "context", "cause", "done", "home", "steps", "conditions")
    @classmethod
    def _short(cls, value: Text | tuple[Text, ...], info: ValidationInfo) -> Text | tuple[Text, ...]:
        most = _TITLE if info.field_name == "title" else _WORDS
        texts = (value,) if isinstance(value, Text) else value
        longest = max((len(text) for each in texts for text in (each.zh, each.en)), default=0)
        if longest > most:
            raise ValueError(f"a text of {longest:,} signs is no part of a card, at most {most:,} are kept")
        return value

    @model_validator(mode="after")
    def _sound(self) -> Practice:
        _hold_verdict(self, self.effect)
        if self.effect.rung != 4:
            raise ValueError(
                f"the evidence reached rung {self.effect.rung}; a card needs 4, attributable to the measure"
            )
        return self


def _hold_verdict(each: ClosedMeasure | Practice, effect: MeasuredEffect | None) -> None:
    """Refuse a verdict that its interval doesn't bear."""
    if each.verdict not in ("worked", "worse"):
        return
    sign = each.sign if each.verdict == "worked" else -each.sign
    if effect is None or min(sign * effect.low, sign * effect.high) <= 0:
        told = "no effect with an interval" if effect is None else f"an interval from {effect.low} to {effect.high}"
        raise ValueError(f"verdict {each.verdict!r} has {told}; it must lie on one side of no effect")


def slug(name: str) -> str:
    """Id of a client or a card as the library writes it 「规范编号」.

    Examples
    --------
    >>> slug("Peak-Staffing"), slug("2nd_call"), slug("")
    ('peak_staffing', 'x2nd_call', '')
    """
    found = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name.lower())[:47]
    return found if found[:1].isalpha() or not name else f"x{found}"


def seal_of(each: ClosedMeasure | Practice) -> str:
    """SHA-256 of what was measured, words left out 「封签」."""
    left_out = {"seal", *PROSE}
    return sha256(canonical(plain(each.model_dump(mode="json", exclude=left_out))).encode()).hexdigest()
