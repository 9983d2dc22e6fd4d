"""Measures that helped elsewhere, as cards to draft one's own from 「干预措施卡片」."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.intervention import ID, Dimension
from diagnostics.model.measure_terms import TaskName
from diagnostics.model.text import Text, Words

# 物质、精神、成长、团队: what people get besides the money, and the money.
Form = Literal["material", "spirit", "growth", "team"]
FORMS: tuple[Form, ...] = get_args(Form)
Level = Literal["top", "middle", "front"]
LEVELS: tuple[Level, ...] = get_args(Level)
CostClass = Literal["low", "medium", "high"]
# What stands behind a card: articles and vendors only, a firm's own trial, or an effect that was measured.
Backing = Literal["unverified", "tried", "measured"]
# How sure one may be of a card that says nothing of it.
CONFIDENCE: dict[Backing, float] = {"unverified": 0.4, "tried": 0.6, "measured": 0.8}
Word = Annotated[str, Field(min_length=2, max_length=40)]


class Answers(Noun):
    """Which causes a card answers 「适用原因」.

    Parameters
    ----------
    categories : tuple of str
        Categories of causes, such as ``people``; alone they propose a card only where it has no words.
    words : tuple of str
        Words of a cause's title or note, Chinese or English; case makes no difference.
    kpis : tuple of str
        Words of the names or ids of KPIs that it moves.
    """

    categories: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    kpis: tuple[Word, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Answers:
        if not (self.categories or self.words):
            raise ValueError("a card answers causes by 'categories' or 'words'; it has neither")
        return self


class CardTask(Noun):
    """Task of a card, so many days after the start of the work 「任务模板」."""

    name: TaskName
    after: int = Field(ge=0, le=730)


class Incentive(Noun):
    """Something that people get for it, by its form 「激励项」."""

    form: Form
    what: Words


class LibraryCard(Noun):
    """A measure that may answer a cause, to draft one's own from 「干预措施卡片」.

    Parameters
    ----------
    id, title : str, Text
        What it is called.
    dimension : {"skills", "process", "incentive", "culture"}
        Which of the four dimensions it belongs to.
    answers : Answers
        Which causes it answers.
    measure : Text
        How one sees that it is carried out and works.
    tasks : tuple of CardTask
        The work it consists of, at least one.
    incentives : tuple of Incentive
        What people get for it, money or not.
    levels : tuple of {"top", "middle", "front"}
        Whom in the company it is for; all, where absent.
    cost : {"low", "medium", "high"}
        Class of its cost; what it costs here is the consultant's to say.
    effort : int
        1 (a notice) to 5 (a rebuild).
    weeks : int
        Weeks until an effect can show.
    risks : tuple of Text
        What may go wrong.
    backing : {"unverified", "tried", "measured"}
        "unverified" where it comes from articles.
    source : str
        Where it comes from; needed unless it is unverified.
    confidence : float, optional
        How sure one is that it works, 0 to 1; by its backing, where absent.
    touches_pay : bool
        Whether it changes anyone's pay.
    """

    id: str = Field(pattern=ID)
    title: Words
    dimension: Dimension
    answers: Answers
    measure: Words
    tasks: tuple[CardTask, ...] = Field(min_length=1)
    incentives: tuple[Incentive, ...] = ()
    levels: tuple[Level, ...] = LEVELS
    cost: CostClass
    effort: int = Field(ge=1, le=5)
    weeks: int = Field(ge=0, le=156)
    risks: tuple[Words, ...] = ()
    backing: Backing = "unverified"
    source: str = Field(default="", max_length=200)
    confidence: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    touches_pay: bool = False

    @field_validator("title", "measure")
    @classmethod
    def _said(cls, value: Text) -> Text:
        if not value:
            raise ValueError("a card has a title and says how one sees that it works")
        return value

    @model_validator(mode="after")
    def _honest(self) -> LibraryCard:
        if self.backing != "unverified" and not self.source.strip():
            raise ValueError(f"card {self.id!r} is {self.backing!r} but names no 'source'; say where, or 'unverified'")
        if self.touches_pay and self.dimension != "incentive":
            raise ValueError(f"card {self.id!r} touches pay, so its dimension is 'incentive', not {self.dimension!r}")
        return self

    @property
    def sureness(self) -> float:
        """How sure one is that it works: its own figure, else that of its backing 「把握」."""
        return CONFIDENCE[self.backing] if self.confidence is None else self.confidence


class TrainingModule(Noun):
    """Training for those whose KPI is weakest 「专项培训」.

    Parameters
    ----------
    kpis : tuple of str
        Words of the names or ids of KPIs that it is for.
    hours : float
        How long it takes.
    """

    id: str = Field(pattern=ID)
    title: Words
    kpis: tuple[Word, ...] = Field(min_length=1)
    content: tuple[Words, ...] = Field(min_length=1)
    hours: float = Field(gt=0, le=400)


class LevelTools(Noun):
    """Which tools fit a level of the company 「分级工具」."""

    level: Level
    name: Words
    tools: tuple[Words, ...] = Field(min_length=1)
    why: Words
