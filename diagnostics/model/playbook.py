"""A question that clients ask, what it needs, and how its answer is read 「诊断剧本」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.kpi import NAME
from diagnostics.model.playbook_matches import ColumnMatch, EntityMatch, EvidenceMatch, HistoryMatch, KpiMatch
from diagnostics.model.text import Text, Words

StepName = Literal["align", "diagnose", "intervene", "track", "close"]
# The loop's order; the same as that of the notebooks (a test holds both together).
STEPS: tuple[StepName, ...] = get_args(StepName)
ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
MOST_WORDS = 600


def playbook_id(said: str) -> str:
    """Id of a playbook as its folder writes it 「剧本编号」.

    Examples
    --------
    >>> playbook_id(" store_turnaround ")
    'store-turnaround'
    """
    return said.strip().replace("_", "-")


def _both(value: Text) -> Text:
    """Words that a reader gets in his language, whichever it is, and that fit a paragraph."""
    for language, words in (("zh", value.zh), ("en", value.en)):
        if not words.strip():
            raise ValueError(f"has no words in {language!r}; write both: {{zh: …, en: …}}")
        if len(words) > MOST_WORDS:
            raise ValueError(f"has {len(words)} characters in {language!r}, must have at most {MOST_WORDS}")
    return value


class _Told(Noun):
    """What bears words in both languages."""

    @field_validator("*")
    @classmethod
    def _in_both_languages(cls, value: Any) -> Any:
        return _both(value) if isinstance(value, Text) else value


class Requirement(_Told):
    """Something that a playbook needs, in words and so that a machine can check it 「剧本要求」.

    Parameters
    ----------
    id : str
        Name in the playbook: one of its own.
    what, without : Text
        What is needed, and what is impossible without it.
    need : {"must", "should"}
        Without a ``must`` nothing runs; a ``should`` that is not met is told.
    at_least : int
        How many of what matches there must be; for history, how many periods.
    """

    id: str = Field(pattern=f"^{NAME}$")
    what: Words
    without: Words
    need: Literal["must", "should"] = "must"
    at_least: int = Field(default=1, ge=1, le=10_000)


class KpiNeed(Requirement):
    """KPIs that the dictionary must hold 「指标要求」."""

    match: KpiMatch = KpiMatch()


class ColumnNeed(Requirement):
    """Columns that the sources must bear, by what they mean 「字段要求」."""

    match: ColumnMatch


class EntityNeed(Requirement):
    """Entities that there must be 「对象要求」."""

    match: EntityMatch = EntityMatch()


class EvidenceNeed(Requirement):
    """What must be known besides figures 「证据要求」."""

    match: EvidenceMatch


class HistoryNeed(Requirement):
    """How far the figures must reach, in periods 「历史要求」."""

    match: HistoryMatch


AnyNeed = KpiNeed | ColumnNeed | EntityNeed | EvidenceNeed | HistoryNeed


class Requires(Noun):
    """Everything that a playbook needs, by kind 「剧本要求清单」."""

    kpis: tuple[KpiNeed, ...] = Field(default=(), max_length=40)
    columns: tuple[ColumnNeed, ...] = Field(default=(), max_length=40)
    entities: tuple[EntityNeed, ...] = Field(default=(), max_length=40)
    evidence: tuple[EvidenceNeed, ...] = Field(default=(), max_length=40)
    history: tuple[HistoryNeed, ...] = Field(default=(), max_length=40)

    def fields(self) -> Iterator[tuple[str, AnyNeed]]:
        """Every requirement with its field, such as ``requires.kpis[0]`` 「要求及其字段」."""
        for kind in ("kpis", "columns", "entities", "evidence", "history"):
            yield from ((f"requires.{kind}[{at}]", each) for at, each in enumerate(getattr(self, kind)))

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        ids = [each.id for _, each in self.fields()]
        if again := sorted({each for each in ids if ids.count(each) > 1}):
            raise ValueError(f"requirement id {again[0]!r} occurs {ids.count(again[0])} times; each has one of its own")
        return self


class PlaybookStep(Noun):
    """A step that a playbook runs, and its parameters 「剧本步骤」.

    Parameters
    ----------
    step : str
        One of the loop's five.
    parameters : dict
        Values by the names that the step's notebook declares.
    """

    step: StepName
    parameters: dict[str, Any] = Field(default_factory=dict)


class Reading(_Told):
    """What a step's part of the page answers, how it is read, what it can't tell 「读法」."""

    answers: Words
    read: Words
    limits: Words


class Playbook(_Told):
    """A question that clients ask, what it needs, and how its answer is read 「诊断剧本」.

    Parameters
    ----------
    id : str
        Name of its folder: words of small letters and digits, joined by hyphens.
    title, question : Text
        What readers see.
    requires : Requires
        What an engagement must hold, each with what is impossible without it.
    steps : tuple of PlaybookStep
        Steps that a run takes where its command names none, in the loop's order.
    reader : dict
        By step, how its part of the page is read.
    cause_categories : dict
        Categories of causes beside the built-in ones.
    demo : str
        Demo case on which it can be tried.
    """

    id: str = Field(pattern=ID, max_length=64)
    title: Words
    question: Words
    requires: Requires = Requires()
    steps: tuple[PlaybookStep, ...] = Field(min_length=1)
    reader: dict[StepName, Reading] = Field(default_factory=dict)
    cause_categories: dict[str, Words] = Field(default_factory=dict)
    demo: Literal["", "a", "b"] = ""

    @field_validator("steps")
    @classmethod
    def _in_the_order_of_the_loop(cls, value: tuple[PlaybookStep, ...]) -> tuple[PlaybookStep, ...]:
        for before, after in pairwise(value):
            if STEPS.index(after.step) <= STEPS.index(before.step):
                raise ValueError(
                    f"step {after.step!r} comes after {before.step!r}; steps run once, in the order {', '.join(STEPS)}"
                )
        return value

    @model_validator(mode="after")
    def _reads_what_runs(self) -> Self:
        runs = [each.step for each in self.steps]
        if strangers := [each for each in self.reader if each not in runs]:
            raise ValueError(f"reader tells of step {strangers[0]!r}, which 'steps' lacks ({', '.join(runs)})")
        return self

    def needs(self) -> Iterator[tuple[str, AnyNeed]]:
        """Every requirement with its field 「要求及其字段」."""
        return self.requires.fields()
