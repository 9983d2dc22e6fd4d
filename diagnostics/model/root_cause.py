"""Hypotheses on why a gap is there, and the evidence for and against them 「根因」."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import Field, FiniteFloat, field_validator

from diagnostics.model.base import Noun
from diagnostics.model.cause_test import CauseTest
from diagnostics.model.kpi import NAME
from diagnostics.model.text import Text, Words

EvidenceKind = Literal["data", "interview", "document", "observation"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
Verdict = Literal["confirmed", "rejected", "open"]
# 人机料法环测, and the four of a business; a playbook or an engagement may bring its own.
CATEGORIES = ("people", "machine", "material", "method", "environment", "measurement", "market", "sales", "product",
              "operations")  # fmt: skip
ID = f"^{NAME}$"
MOST_TITLE = 120


class Evidence(Noun):
    """Something that speaks for or against a hypothesis 「证据」.

    Parameters
    ----------
    kind : {"data", "interview", "document", "observation"}
        How it was found; results of data tests are added by the diagnose step and are not written by hand.
    supports : bool, optional
        Whether it speaks for the hypothesis; absent where it says neither.
    text : Text
        What was found, in the consultant's words: verbatim quotes stay in the interview notes.
    source : str
        Id of an interview, name of a document, place of an observation.
    by : str
        Who found it.
    at : date
        When.
    """

    kind: EvidenceKind
    supports: bool | None = None
    text: Words
    source: str = ""
    by: str = Field(min_length=1)
    at: date


class Hypothesis(Noun):
    """A cause that someone suspects behind a gap 「原因假设」.

    Parameters
    ----------
    id : str
        Name in the register.
    title : Text
        The cause in one sentence.
    category : str
        人机料法环测, 市场/销售/产品/运营, or one that a playbook or the engagement brings.
    kpi : str
        KPI whose gap it would explain.
    entity : str, optional
        Whose gap; every focal entity's, where absent.
    slice : dict of str
        Dimension values within which it acts.
    parent : str, optional
        Hypothesis it is a part of.
    tests : tuple of CauseTest
        What in the data would show it.
    evidence : tuple of Evidence
        What else was found.
    raised_by, raised : str, date
        Who suspected it, and when.
    actionable : bool
        Whether somebody in the company can change it.
    no_data : Text
        Why no figures can show it; without it a cause that no test was declared for waits for one.
    """

    id: Annotated[str, Field(pattern=ID)]
    title: Words
    category: str = Field(min_length=1, max_length=40)
    kpi: str
    entity: str | None = None
    slice: dict[str, str] = Field(default_factory=dict)
    parent: str | None = None
    tests: tuple[CauseTest, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    raised_by: str = ""
    raised: date | None = None
    actionable: bool = True
    no_data: Words = Text()
    note: Words = Text()

    @field_validator("title")
    @classmethod
    def _titled(cls, value: Text) -> Text:
        longest = max(len(value.zh), len(value.en))
        if not value or longest > MOST_TITLE:
            raise ValueError(
                f"title has {longest} characters; a cause is one sentence of 1 to {MOST_TITLE}, more goes into note"
            )
        return value


class Interview(Noun):
    """A talk with someone whom a gap concerns 「访谈」.

    Parameters
    ----------
    id : str
        Name by which evidence refers to it.
    role : str
        Role of the person, such as 店长; never a name on a page, and its level where one person alone holds it.
    level : {"top", "middle", "front"}
        Where in the company.
    at : date
        When.
    notes : tuple of Note
        What was said.
    """

    id: Annotated[str, Field(pattern=ID)]
    role: str
    level: Literal["top", "middle", "front"]
    at: date
    by: str = ""
    holders: int = Field(default=1, ge=1)
    notes: tuple[Note, ...] = ()


class Note(Noun):
    """One thing that was said 「访谈记录」.

    Parameters
    ----------
    text : str
        As it was said; not published.
    codes : dict of str to str
        Which hypothesis each coder finds it to speak of.
    supports : bool, optional
        Whether it speaks for that hypothesis.
    share : bool
        Whether the person agreed that it may be quoted.
    """

    text: str = Field(min_length=1)
    codes: dict[str, str] = Field(default_factory=dict)
    supports: bool | None = None
    share: bool = False


class Why(Noun):
    """A link in a chain of whys 「五问法」.

    Parameters
    ----------
    because : Text
        The answer to "why".
    kind : {"fact", "opinion"}
        Whether it was seen or is thought.
    evidence : str
        What shows it.
    cause : str, optional
        Hypothesis that it leads to.
    whys : tuple of Why
        Answers to the next "why"; several where the chain branches.
    """

    because: Words
    kind: Literal["fact", "opinion"] = "opinion"
    evidence: str = ""
    cause: str | None = None
    actionable: bool = False
    whys: tuple[Why, ...] = ()


class WhyChain(Noun):
    """A problem and the whys behind it 「5 Why 链」."""

    id: Annotated[str, Field(pattern=ID)]
    problem: Words
    kpi: str | None = None
    whys: tuple[Why, ...] = Field(min_length=1)


class PerceivedCost(Noun):
    """How much a cause weighs: votes at the fishbone, and what is counted, such as minutes or money 「损失量」.

    Parameters
    ----------
    cause : str
        Hypothesis.
    amount : float, optional
        What was counted.
    unit : str
        In what.
    votes : int, optional
        Marks that people around the table gave it.
    """

    cause: str
    amount: FiniteFloat | None = Field(default=None, ge=0)
    unit: str = ""
    votes: int | None = Field(default=None, ge=0)


Interview.model_rebuild()
Why.model_rebuild()
