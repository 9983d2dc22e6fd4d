"""What the tests of the four traps found 「陷阱检验结果」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.model._result import Result
from diagnostics.model.trap import PRIVATE, TESTS_OF, TRAP_OF, TRAP_TESTS, TRAPS, State, Trap, TrapTest
from diagnostics.model.trap_record import Record, about_record, told_record

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.model.text import Text
    from diagnostics.terms import Language

COLUMNS = (
    "trap",
    "test",
    "kpi",
    "counter",
    "level",
    "group",
    "score",
    "probability",
    "n",
    "finding",
    "state",
    "private",
)
# How rare a feature is that would be a finding, were it the only one looked for.
RARE = 0.05


@dataclass(frozen=True, eq=False)
class TrapEvidence:
    """What one test found in the figures of one KPI or record 「证据行」.

    Parameters
    ----------
    test : str
        Which test.
    kpi, counter : str
        KPI and its counterpart; empty where the test is about records.
    level, group : str
        Level of the units looked at together, and peer group; empty where all are.
    score : float
        0 to 100 on the test's own scale; never added up.
    probability : float
        How often figures without the trap look like this.
    n : int
        Figures or events looked at.
    finding : bool
        Whether it is to be verified: rare beyond the many tests of its trap, and large enough to matter.
    figures : mapping
        What the evidence line tells.
    rows : DataFrame
        The figures behind it; nobody by name.
    state : {"to_verify", "explained", "confirmed"}
        What became of it.
    reply : Text, optional
        What the unit says.
    by, at : str
        Who verified it, and on which day.
    released : bool
        Whether an item that stays with the consultant may stand on pages.
    material : bool
        Whether it is large enough to matter, rare or not.
    """

    test: TrapTest
    kpi: str
    counter: str
    level: str
    group: str
    score: float
    probability: float
    n: int
    finding: bool
    figures: Mapping[str, Any]
    rows: pd.DataFrame = field(repr=False)
    state: State = "to_verify"
    reply: Text | None = None
    by: str = ""
    at: str = ""
    released: bool = False
    material: bool = False

    @property
    def unsure(self) -> bool:
        """Whether it is rare by itself and large enough, but not beyond the many tests of its trap 「不能确定」."""
        return not self.finding and self.material and self.probability <= RARE

    @property
    def trap(self) -> Trap:
        """Trap that it belongs to 「所属陷阱」."""
        return TRAP_OF[self.test]

    @property
    def private(self) -> bool:
        """Whether it stays with the consultant until released 「仅顾问可见」."""
        return self.test in PRIVATE

    @property
    def published(self) -> bool:
        """Whether leadership and client pages may show it 「可展示」."""
        return self.finding and self.state != "to_verify" and (self.released or not self.private)


@dataclass(frozen=True, eq=False)
class Traps(Result):
    """What the tests of the four traps found: features of the data, to be verified 「四大执行陷阱」.

    Parameters
    ----------
    evidence : tuple of TrapEvidence
        In the order of traps and tests, findings first; a score each and no total.
    unseen : mapping of str
        Tests that had nothing to look at, and why: "record" (no source is declared), "few" (too few figures, or
        no KPI of the kind), "whole" (facts of whole weeks or months, which have no days).
    period : str
        Last period looked at.
    names : mapping of Text
        Names of KPIs.
    unfitting : mapping
        Reviews of evidence/traps.yaml that fit no finding, each with what it fits that is not certain, else the nearest
        finding.
    later : tuple of str
        Reviews dated after the day as of which is told: they wait.
    as_of : str
        That day.
    least_paid : int
        Fewest people behind a published figure on pay.
    """

    evidence: tuple[TrapEvidence, ...]
    unseen: Mapping[str, str]
    period: str
    names: Mapping[str, Text]
    unfitting: Mapping[str, TrapEvidence | None] = field(default_factory=dict)
    later: tuple[str, ...] = ()
    as_of: str = ""
    least_paid: int = 10

    def frame(self) -> pd.DataFrame:
        """One row a test and KPI or record 「陷阱检验表」."""
        import pandas as pd

        rows = [{name: getattr(each, name) for name in COLUMNS} for each in self.evidence]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    @property
    def findings(self) -> tuple[TrapEvidence, ...]:
        """What is to be verified, or was 「需核实项」."""
        return tuple(each for each in self.evidence if each.finding)

    def of(self, test: str, kpi: str | None = None) -> tuple[TrapEvidence, ...]:
        """Evidence of one test 「某项检验」.

        Raises
        ------
        UnknownNameError
            When there is no such test.
        """
        if test not in TRAP_TESTS:
            raise unknown("test", test, TRAP_TESTS)
        return tuple(each for each in self.evidence if each.test == test and kpi in (None, each.kpi))

    def rows(self, test: str, kpi: str | None = None) -> pd.DataFrame:
        """Figures behind a test, as they were looked at; nobody by name 「证据明细」."""
        import pandas as pd

        found = [each.rows.assign(kpi=each.kpi) for each in self.of(test, kpi) if len(each.rows)]
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame()

    def told(self, each: TrapEvidence, language: Language = "zh") -> str:
        """Evidence line: what was seen, worded as a feature of the data 「证据」."""
        from diagnostics.model.trap_words import evidence_line

        return evidence_line(each, self.names, language)

    def cards(self, language: Language = "zh") -> tuple[Record, ...]:
        """One card a trap: each test with its score, rule, evidence, innocent explanations and state 「陷阱卡」.

        There is no total: tests speak of different things.
        """
        from diagnostics.model.trap_words import card_of

        return tuple(card_of(self, trap, language) for trap in TRAPS)

    def summary(self, language: Language = "zh") -> str:
        """How many features of the data are to be verified 「概况」."""
        from diagnostics.terms import say

        waiting = sum(each.state == "to_verify" for each in self.findings)
        looked = len({each.test for each in self.evidence})
        variant = "found" if self.findings else "calm"
        told = say(f"traps.summary.{variant}", language, looked=looked, tests=len(TRAP_TESTS), count=len(self.findings),
                   waiting=waiting, unseen=len(self.unseen))  # fmt: skip
        unsure = sum(each.unsure for each in self.evidence)
        return told + (say("traps.summary.unsure", language, count=unsure) if unsure else "")

    def plot(self, language: Language = "zh", test: str | None = None, kpi: str | None = None) -> Figure:
        """Figure of one test, else of the finding with the highest score 「检验图」.

        Raises
        ------
        InputError
            When nothing was looked at.
        """
        from diagnostics.model.trap_figure import trap_figure

        chosen = self.of(test, kpi) if test is not None else self.findings or self.evidence
        if not chosen:
            raise InputError(
                "Nothing was looked at that could be drawn; .frame() and .unseen say what was and was not."
            )
        return trap_figure(max(chosen, key=lambda each: (each.finding, each.score)), language)

    def record(self) -> Record:
        """Content of the hand-off ``traps``: what pages may show, and how many wait 「交接内容」.

        What stays with the consultant is not even counted.
        """
        told = [told_record(each, self.least_paid) for each in self.evidence if each.published]
        waiting = {
            trap: sum(each.finding and each.state == "to_verify" for each in self.evidence
                      if each.test in tests and not each.private)
            for trap, tests in TESTS_OF.items()
        }  # fmt: skip
        near = {
            name: None if each is None or each.private else about_record(each) for name, each in self.unfitting.items()
        }
        return {
            "period": self.period, "items": told, "waiting": waiting, "unseen": dict(self.unseen), "unfitting": near,
            "later": list(self.later), "as_of": self.as_of,
        }  # fmt: skip
