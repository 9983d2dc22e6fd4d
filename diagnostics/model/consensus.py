"""How far those who answered agree, and where management and staff part 「共识度」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.model._result import Result
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

Majority = Literal["agree", "open", "disagree"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that should hold an answer and does not 「读不出的答案」.

    Parameters
    ----------
    place : str
        Sheet and cell, or line.
    question : str
        Words of the question.
    written : str
        What stands there, its first letters.
    """

    place: str
    question: str
    written: str


@dataclass(frozen=True, slots=True)
class Share:
    """Share of those who agree, with its range 「认同率」.

    Parameters
    ----------
    n : int
        People who answered.
    value, low, high : float
        Share who agree, and where it may lie (95 %).
    """

    n: int
    value: float
    low: float
    high: float

    @property
    def majority(self) -> Majority:
        """Whether more than half agree, or less, beyond chance 「多数意见」."""
        return "agree" if self.low > 0.5 else "disagree" if self.high < 0.5 else "open"


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference of two shares, with its range 「认同率之差」."""

    value: float
    low: float
    high: float

    @property
    def tells(self) -> bool:
        """Whether it is beyond chance 「是否超出偶然」."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class QuestionConsensus:
    """What was answered to one question 「一题的共识」.

    Parameters
    ----------
    key : str
        Form in which headings are compared.
    text : str
        Words of the question.
    kpi : str or None
        KPI that it asks about.
    share : Share or None
        Who agree; None where fewer answered than may be shown.
    accord : Share or None
        How much answers are alike: 1 all the same, 0 as if at random, below 0 in two camps.
    management, staff : Share or None
        Of each side; both None where either is too small to be shown by itself.
    spread : Difference or None
        Management less staff.
    """

    key: str
    text: str
    kpi: str | None
    share: Share | None
    accord: Share | None
    management: Share | None = None
    staff: Share | None = None
    spread: Difference | None = None


@dataclass(frozen=True, slots=True)
class SurveyConsensus:
    """One survey: who answered, and what 「一次问卷」.

    Parameters
    ----------
    people, rows : int
        People who answered, and rows that hold an answer.
    duplicates : tuple of int
        Rows that a later one of the same person replaced.
    split : {"shown", "merged", "untold"}
        Whether management and staff are shown apart: ``merged`` where either is too small.
    alike : int
        Rows that may be one person's answers once more: nothing in them names anybody, and another is the same.
    """

    id: str
    when: Literal["before", "after"]
    people: int
    rows: int
    duplicates: tuple[int, ...]
    unread: tuple[Unread, ...]
    aside: tuple[str, ...]
    split: Literal["shown", "merged", "untold"]
    questions: tuple[QuestionConsensus, ...]
    alike: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """The same question before and after the workshop 「前后变化」."""

    key: str
    text: str
    before: Share
    after: Share
    difference: Difference


@dataclass(frozen=True, slots=True)
class WeightRow:
    """Weights that both sides proposed, and what was agreed 「权重提案」."""

    card: str
    kpi: str
    staff: float | None
    manager: float | None
    agreed: float


@dataclass(frozen=True, eq=False)
class Consensus(Result):
    """How far those who answered agree 「共识度」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the reader.
    surveys : tuple of SurveyConsensus
        Before the workshop first.
    changes : tuple of Change
        Questions asked both before and after.
    weights : tuple of WeightRow
        Items for which a side proposed a weight.
    min_group : int
        Fewest people behind a figure that is shown.
    slips : tuple of (str, str)
        Questions before and after that were taken for the same by their number, though a letter differs.
    once : tuple of str
        Questions asked only before or only after.
    """

    language: Language
    surveys: tuple[SurveyConsensus, ...]
    changes: tuple[Change, ...] = ()
    weights: tuple[WeightRow, ...] = ()
    min_group: int = 5
    slips: tuple[tuple[str, str], ...] = ()
    once: tuple[str, ...] = ()

    @property
    def latest(self) -> SurveyConsensus | None:
        """Survey that tells how things stand now 「最近一次问卷」."""
        return self.surveys[-1] if self.surveys else None

    def frame(self) -> pd.DataFrame:
        """One row a survey and question 「共识表」."""
        import pandas as pd

        rows = [_row(survey, each) for survey in self.surveys for each in survey.questions]
        columns = ["survey", "when", "question", "kpi", "n", "share", "low", "high", "accord", "management", "staff",
                   "spread", "spread_low", "spread_high"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)

    def summary(self, language: Language | None = None) -> str:
        """How many questions most agree with, and where the sides part 「一句话结论」."""
        told = language or self.language
        if self.latest is None:
            return say("consensus.summary.none", told)
        shown = [each for each in self.latest.questions if each.share is not None]
        if not shown:
            return say("consensus.summary.few", told, people=self.latest.people, least=self.min_group)
        agreed = sum(each.share.majority == "agree" for each in shown if each.share is not None)
        parted = sum(each.spread is not None and each.spread.tells for each in shown)
        variant = "parted" if parted else "plain"
        return say(f"consensus.summary.{variant}", told, people=self.latest.people, count=len(shown), agreed=agreed,
                   parted=parted)  # fmt: skip


def _row(survey: SurveyConsensus, each: QuestionConsensus) -> tuple[object, ...]:
    share, spread = each.share, each.spread
    return (
        survey.id, survey.when, each.text, each.kpi, share.n if share else None, share.value if share else None,
        share.low if share else None, share.high if share else None, each.accord.value if each.accord else None,
        each.management.value if each.management else None, each.staff.value if each.staff else None,
        spread.value if spread else None, spread.low if spread else None, spread.high if spread else None,
    )  # fmt: skip
