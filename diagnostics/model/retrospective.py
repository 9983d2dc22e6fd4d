"""What a round of improvement came to 「复盘」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.look.page import Page
    from diagnostics.terms import Language

# As expected, worked and better than expected, worked where nothing was expected in figures, worked but less than
# expected, shown not to reach what was expected, not yet to be told, made worse.
Outcome = Literal["achieved", "above_expected", "worked", "below_expected", "not_achieved", "cannot_tell", "made_worse"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class MeasureReview:
    """One measure: what was expected, what was seen, how far the evidence reaches 「单项措施复盘」.

    Parameters
    ----------
    expected, actual, low, high : float or None
        Change of the KPI, relative where ``relative`` is true, else in the KPI's unit. Interval is 95 %.
    verdict : {"worked", "no_evidence", "worse", "insufficient"} or None
        None where the measure was never started.
    rungs : tuple of bool
        What is known of each rung of the evidence ladder (reached, not reached, nothing): carried out, process KPI
        moved, result outside its usual range, attributable. Only the last is a verdict.
    judge_from : str
        Period in which a verdict becomes possible, empty where there is one.
    external : bool
        Whether it is an event from outside; nobody is asked to continue or stop it.
    caveats : tuple of {"shared", "alone", "within_range"}
        What a reader of the verdict has to know: other measures acted at the same time, there are no peers, no single
        figure left its usual range. Empty where nothing worked or got worse.
    """

    id: str
    title: str
    kpi: str
    entities: tuple[str, ...]
    owner: str
    state: str
    due: str
    decision: str
    relative: bool
    expected: float | None
    actual: float | None
    low: float | None
    high: float | None
    verdict: str | None
    outcome: Outcome
    rungs: tuple[bool | None, bool | None, bool | None, bool | None]
    judge_from: str
    reasons: tuple[str, ...]
    text: str
    external: bool = False
    caveats: tuple[str, ...] = ()

    @property
    def standing(self) -> str:
        """Where the judgement stands: the verdict, else whether waiting helps 「判断状态」.

        Returns
        -------
        str
            ``worse``, ``worked``, ``no_evidence``; ``insufficient`` where a later period can decide, ``undecidable``
            where it can't, ``waiting`` where nothing was estimated.
        """
        if self.verdict is None:
            return "waiting"
        return "undecidable" if self.verdict == "insufficient" and not self.judge_from else self.verdict

    @property
    def decided(self) -> bool:
        """Whether there is a verdict: without one a figure means nothing yet and is not shown 「已有结论」."""
        return self.verdict in {"worse", "worked", "no_evidence"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to be decided or done, with an owner and a date 「下一步」."""

    kind: str
    text: str
    owner: str
    due: str


@dataclass(frozen=True, eq=False)
class Retrospective(Result):
    """What a round of improvement came to 「复盘」.

    Parameters
    ----------
    measures : tuple of MeasureReview
        All measures of the ledger as of the date.
    lead : tuple of str
        Conclusions, computed from the results, in the page's language.
    steps : tuple of NextStep
        Decisions asked for and next steps.
    lessons : tuple of str
        What the verdicts teach; an undecided measure teaches nothing yet.
    content : Page
        The page that leadership reads.
    sections : mapping
        By the id of each of its sections the fingerprint of its figures, which notes are read against, and whether it
        is folded.
    figures : tuple of mapping
        Figures of title, lead, headlines and verdicts, each with the stored value it was rounded from and where that
        stands.
    """

    language: Language
    period: str
    as_of: str
    measures: tuple[MeasureReview, ...]
    lead: tuple[str, ...]
    steps: tuple[NextStep, ...]
    lessons: tuple[str, ...]
    content: Page
    sections: Mapping[str, Mapping[str, str | bool]] = field(default_factory=dict)
    figures: tuple[Mapping[str, object], ...] = ()

    def frame(self) -> pd.DataFrame:
        """One row a measure 「措施复盘表」."""
        import pandas as pd

        columns = list(MeasureReview.__dataclass_fields__)
        return pd.DataFrame([plain(each) for each in self.measures], columns=columns)

    def summary(self, language: Language | None = None) -> str:  # noqa: ARG002 (a page has one language)
        """Conclusions in the page's language 「结论」."""
        return " ".join(self.lead)

    def page(self) -> Page:
        """Page that leadership reads 「页面」."""
        return self.content
