"""Causes with what speaks for and against each, and the verdict on it 「根因台账」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.cause_test_result import CauseTestResult
from diagnostics.model.root_cause import EvidenceKind, Hypothesis, Verdict
from diagnostics.terms import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.kpi import Kpi
    from diagnostics.model.text import Text
    from diagnostics.terms import Language

Why = Literal[
    "no_gap", "data_and_people", "people_alone", "data_against", "people_against", "needs_people", "needs_data",
    "conflicting", "little",
]  # fmt: skip
WHYS: tuple[Why, ...] = get_args(Why)
VERDICTS: tuple[Verdict, ...] = ("confirmed", "open", "rejected")
COLUMNS = (
    "cause", "title", "category", "kpi", "entity", "verdict", "why", "share", "share_low", "share_high", "kinds_for",
    "kinds_against", "tests", "raised_by", "raised", "actionable", "parent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedCause:
    """A hypothesis with its tests and the verdict on it 「已判断的原因」.

    Parameters
    ----------
    hypothesis : Hypothesis
        As it stands in the register.
    entity : str
        Whose gap it is held to.
    verdict : {"confirmed", "rejected", "open"}
        By the rule of ``verdict_of``.
    why : str
        Which part of the rule decided.
    tests : tuple of CauseTestResult
        In the order of the hypothesis.
    for_, against : tuple of str
        Kinds of evidence that speak for and against it, data among them.
    """

    hypothesis: Hypothesis
    entity: str
    verdict: Verdict
    why: Why
    tests: tuple[CauseTestResult, ...] = ()
    for_: tuple[EvidenceKind, ...] = ()
    against: tuple[EvidenceKind, ...] = ()

    @property
    def telling(self) -> CauseTestResult | None:
        """Test that says most: one that supports before one that contradicts, the rarest first 「最有力的检验」."""
        order = {"supports": 0, "contradicts": 1, "unclear": 2}
        found = [each for each in self.tests if each.outcome in order]
        return min(
            found, key=lambda each: (order[each.outcome], each.share != each.share, each.probability), default=None
        )

    def row(self, language: Language) -> dict[str, Any]:
        """Cause as a row of the register 「表格行」."""
        cause, test = self.hypothesis, self.telling
        shares = [getattr(test, name, float("nan")) for name in ("share", "share_low", "share_high")]
        told = (
            cause.id, cause.title.say(language), cause.category, cause.kpi, self.entity, self.verdict, self.why,
            *shares, list(self.for_), list(self.against), len(self.tests), cause.raised_by, cause.raised,
            cause.actionable, cause.parent,
        )  # fmt: skip
        return dict(zip(COLUMNS, told, strict=True))


@dataclass(frozen=True, eq=False)
class CauseRegister(Result):
    """Causes of the gaps, confirmed ones first 「根因台账」.

    Parameters
    ----------
    judged : tuple of JudgedCause
        Confirmed, open, rejected; within each the largest share first.
    period : str
        Period whose gaps are to be explained.
    rate : float
        Largest share of false ones among the tests that hold, on average.
    kpis : mapping of Kpi
        What readers call them.
    currency : str
        ISO code of money.
    labels : mapping of Text
        What readers call columns that are no KPI.
    """

    judged: tuple[JudgedCause, ...]
    period: str
    rate: float
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    currency: str = "CNY"
    labels: Mapping[str, Text] = field(default_factory=dict)

    def of(self, verdict: Verdict) -> tuple[JudgedCause, ...]:
        """Causes with a verdict 「按结论」."""
        return tuple(each for each in self.judged if each.verdict == verdict)

    def frame(self) -> pd.DataFrame:
        """A row for each cause 「表格」."""
        import pandas as pd

        return pd.DataFrame([each.row("zh") for each in self.judged], columns=list(COLUMNS))

    def tests(self) -> pd.DataFrame:
        """A row for each data test 「数据检验表」."""
        import pandas as pd

        names = list(CauseTestResult.__dataclass_fields__)
        return pd.DataFrame([asdict(each) for one in self.judged for each in one.tests], columns=names)

    def told(self, language: Language = "zh") -> list[str]:
        """A sentence for each data test, claiming no more than its design allows 「逐条说明」."""
        return [self._told(each)[language] for one in self.judged for each in one.tests]

    def summary(self, language: Language = "zh") -> str:
        """How many causes are confirmed, open and rejected 「概况」."""
        from diagnostics.terms import say

        if not self.judged:
            return say("causes.summary.none", language)
        counts = {each: len(self.of(each)) for each in VERDICTS}
        return say("causes.summary.some", language, count=len(self.judged), **counts)

    def plot(self, language: Language = "zh") -> Figure:
        """Shares of the gaps that causes go with, with their intervals 「图」."""
        from diagnostics.look.charts import Quantity, interval_chart

        return interval_chart(self.drawn(language), Quantity("share", language, relative=True))

    def drawn(self, language: Language = "zh") -> pd.DataFrame:
        """What the figure draws: causes with a share, at most twelve 「作图数据」."""
        import pandas as pd

        told = [(each.row(language), each.telling) for each in self.judged]
        shown = [(row, test) for row, test in told if test is not None and row["share"] == row["share"]][:12]
        kept = [row for row, _ in shown]
        labels = [f"{row['title']}{self._within(test, language)}" for row, test in shown]
        # Shares of different gaps are told apart.
        if len({each["kpi"] for each in kept}) > 1:
            names = {name: each.name.say(language) for name, each in self.kpis.items()}
            labels = [f"{names.get(row['kpi'], row['kpi'])} · {label}" for row, label in zip(kept, labels, strict=True)]
        return pd.DataFrame(
            {"label": labels, "effect": [each["share"] for each in kept],
             "low": [each["share_low"] for each in kept], "high": [each["share_high"] for each in kept]}
        )  # fmt: skip

    def _within(self, test: CauseTestResult, language: Language) -> str:
        """Slice whose gap the share is of."""
        from diagnostics.terms import say

        words = [self.labels[each].say(language) if each in self.labels else each for _, each in test.within]
        between = say("causes.section.list", language)
        return say("causes.section.within", language, title="", slices=between.join(words)) if words else ""

    def _told(self, test: CauseTestResult) -> dict[Language, str]:
        from diagnostics.model.cause_words import told_test

        return {name: told_test(test, self.kpis, name, self.currency, self.labels) for name in LANGUAGES}

    def record(self, titles: Mapping[str, Text] | None = None) -> dict[str, Any]:
        """Content of the hand-off ``causes``; ``titles`` are those that pages bear 「交接内容」."""
        causes, public = [], titles or {}
        for each in self.judged:
            cause, telling = each.hypothesis, each.telling
            tests = [test.record() | {"told": self._told(test)} for test in each.tests]
            title = public.get(cause.id, cause.title).model_dump()
            own = {"title": title, "slice": dict(cause.slice), "evidence": _counted(cause)}
            number = None if telling is None else telling.number
            causes.append({**plain(each.row("zh")), **own, "tests": tests, "telling": number})
        return {"period": self.period, "rate": self.rate, "causes": causes}


def _counted(cause: Hypothesis) -> list[dict[str, Any]]:
    """How much evidence of each kind speaks for and against; its words stay with the consultant."""
    kinds = sorted({each.kind for each in cause.evidence})
    told = {kind: [each.supports for each in cause.evidence if each.kind == kind] for kind in kinds}
    return [{"kind": kind, "for": sum(each is True for each in all_), "against": sum(each is False for each in all_)}
            for kind, all_ in told.items()]  # fmt: skip
