"""What a company agreed to measure, and what is wrong with it 「共识结果」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.consensus import Consensus
from diagnostics.model.coverage import Coverage
from diagnostics.model.finding import SEVERITIES, Finding
from diagnostics.model.goal_map import GoalMap
from diagnostics.model.grouping import Grouping
from diagnostics.model.mute import MutedFinding
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class CharterAnswer:
    """A question before any measuring, and its answer 「章程问答」.

    Parameters
    ----------
    question : str
        Field of the charter.
    answer : Text
        Empty where nobody answered.
    """

    question: str
    answer: Text


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A KPI in its tree 「指标树的一行」.

    Parameters
    ----------
    parent : str or None
        KPI under which it is shown.
    depth : int
        Steps below the top, from 0.
    path_to_mother : tuple of str
        Way up to a mother metric, both ends included; empty where there is none.
    """

    kpi: str
    name: Text
    parent: str | None
    depth: int
    path_to_mother: tuple[str, ...]
    mother: bool
    owner: str


@dataclass(frozen=True, eq=False)
class Alignment(Result):
    """What a company agreed to measure, and what is wrong with it 「共识结果」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the engagement.
    charter : tuple of CharterAnswer
        Its seven questions.
    tree : tuple of TreeRow
        Every KPI once, from the top down.
    findings : tuple of Finding
        Errors first.
    scorecards : int
        How many scorecards there are.
    coverage : Coverage
        Targets beside what those of their parts give.
    goals : GoalMap
        Which KPI serves which goal.
    records : mapping
        What the hand-off file ``alignment`` holds.
    consensus : Consensus or None
        How far people agree, where there are surveys or weights that were proposed.
    muted : tuple of MutedFinding
        Findings that somebody decided not to hear of, with the reason.
    groups : tuple of Grouping
        Misconceptions and landing difficulties that the findings speak for.
    unseen : str
        Period asked for, where the observations at hand have no figure of it; empty else.
    """

    language: Language
    charter: tuple[CharterAnswer, ...]
    tree: tuple[TreeRow, ...]
    findings: tuple[Finding, ...]
    scorecards: int
    coverage: Coverage
    goals: GoalMap
    records: Mapping[str, Any]
    consensus: Consensus | None = None
    muted: tuple[MutedFinding, ...] = ()
    groups: tuple[Grouping, ...] = ()
    unseen: str = ""

    @property
    def missing_answers(self) -> tuple[str, ...]:
        """Charter questions that nobody answered 「未答问题」."""
        return tuple(each.question for each in self.charter if not each.answer)

    def count(self, severity: str) -> int:
        """Number of findings of a severity 「发现数」."""
        return sum(each.severity == severity for each in self.findings)

    def frame(self) -> pd.DataFrame:
        """Findings, one a row, in the engagement's language 「发现表」."""
        import pandas as pd

        told = self.language
        rows = [
            (each.code, each.severity, each.place, each.about, each.message.say(told), each.remedy.say(told))
            for each in self.findings
        ]
        return pd.DataFrame(rows, columns=["code", "severity", "place", "about", "message", "remedy"], dtype=str)

    def findings_frame(self, language: Language | None = None) -> pd.DataFrame:
        """Findings as readers see them, with heads in their language 「发现表（供阅读）」."""
        from diagnostics.model.finding_frame import finding_frame

        return finding_frame(self.findings, language or self.language)

    def muted_frame(self, language: Language | None = None) -> pd.DataFrame:
        """Findings that somebody muted, with the reason and who it was 「已忽略的发现」."""
        from diagnostics.model.finding_frame import muted_frame

        return muted_frame(self.muted, self.records["people"], language or self.language)

    def groups_frame(self, language: Language | None = None) -> pd.DataFrame:
        """Misconceptions and landing difficulties with what speaks for them 「误区与落地难点」."""
        from diagnostics.model.finding_frame import grouping_frame

        return grouping_frame(self.groups, language or self.language)

    def charter_frame(self, language: Language | None = None) -> pd.DataFrame:
        """Charter questions with their answers 「章程问答表」."""
        import pandas as pd

        told = language or self.language
        rows = [
            (
                say(f"charter.question.{each.question}", told),
                each.answer.say(told) or say("align.charter.missing", told),
            )
            for each in self.charter
        ]
        return pd.DataFrame(rows, columns=_heads(told, "question", "answer"), dtype=str)

    def tree_frame(self, language: Language | None = None) -> pd.DataFrame:
        """KPI tree, indented by depth 「指标树表」."""
        import pandas as pd

        told = language or self.language
        names = {each.kpi: each.name.say(told) or each.kpi for each in self.tree}
        rows = [
            (
                "\u3000" * each.depth + names[each.kpi],
                names.get(each.parent or "", ""),
                say("align.column.is_mother", told) if each.mother else "",
                " → ".join(names[key] for key in each.path_to_mother[1:]),
                each.owner,
            )
            for each in self.tree
        ]
        return pd.DataFrame(rows, columns=_heads(told, "kpi", "parent", "mother", "path", "owner"), dtype=str)

    def coverage_frame(self, language: Language | None = None) -> pd.DataFrame:
        """Targets beside what those of their parts give, as readers see them 「目标覆盖表」."""
        from diagnostics.model.coverage_words import coverage_frame

        names = {each.kpi: each.name.say(language or self.language) or each.kpi for each in self.tree}
        return coverage_frame(self.coverage, self.units, names, self.records["currency"], language or self.language)

    @property
    def units(self) -> dict[str, str]:
        """Unit of measure by KPI 「计量单位」."""
        return {each["id"]: each["unit"] for each in self.records["kpis"]}

    def summary(self, language: Language | None = None) -> str:
        """How sound the system is, and whether the charter is answered 「一句话结论」."""
        told = language or self.language
        counts = {f"{each}s": self.count(each) for each in SEVERITIES}
        variant = "found" if self.findings else "clean"
        sizes = {"kpis": len(self.tree), "cards": self.scorecards}
        first = say(f"align.summary.{variant}", told, **sizes, **counts)
        missing = len(self.missing_answers)
        second = say("align.summary.open" if missing else "align.summary.charter", told, count=missing)
        third = [say("align.summary.unseen", told, period=self.unseen)] if self.unseen else []
        return (" " if told == "en" else "").join([first, second, *third])

    def _repr_html_(self) -> str:
        from diagnostics.look.tables import frame_html

        return frame_html(self.findings_frame(), caption=self.summary())


def _heads(language: Language, *columns: str) -> list[str]:
    return [say(f"align.column.{each}", language) for each in columns]
