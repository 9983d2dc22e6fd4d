"""A KPI system built in six steps, each with a table and a check 「KPI体系搭建」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, Language, say

if TYPE_CHECKING:
    import pandas as pd

BuildStepId = Literal["strategy", "department", "person", "target", "weight", "period"]
# The order in which a system is built: what is wanted, by departments, by people, how much, how weighty, how often.
BUILD_STEPS: tuple[BuildStepId, ...] = get_args(BuildStepId)
BuildCheck = Literal["passed", "findings", "errors", "not_possible"]
Row = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class BuildTable:
    """Table that a step leaves, words in both languages 「步骤表」.

    Parameters
    ----------
    columns : tuple of str
        Names of the columns; readers see ``kpi_build.column.<name>``.
    rows : tuple of tuple of Text
        A cell a column.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def heads(self, language: Language) -> list[str]:
        """Heads as readers see them 「表头」."""
        return [say(f"kpi_build.column.{each}", language) for each in self.columns]

    def frame(self, language: Language) -> pd.DataFrame:
        """Table in one language 「表格」."""
        import pandas as pd

        rows = [[cell.say(language) for cell in row] for row in self.rows]
        return pd.DataFrame(rows, columns=self.heads(language), dtype=str)

    def filled(self) -> BuildTable:
        """Table without columns in which nothing stands 「去掉空列」."""
        kept = [at for at in range(len(self.columns)) if any(row[at] for row in self.rows)]
        columns = tuple(self.columns[at] for at in kept)
        return BuildTable(columns, tuple(tuple(row[at] for at in kept) for row in self.rows))

    def record(self) -> dict[str, Any]:
        """Table of JSON's own types 「表格记录」."""
        return {"columns": list(self.columns), "rows": [[plain(cell) for cell in row] for row in self.rows]}


@dataclass(frozen=True, slots=True)
class BuildStep:
    """One of the six steps: its table, its check 「搭建步骤」.

    Parameters
    ----------
    id : str
        Which of the six.
    table : BuildTable
        What the step leaves; without rows where it was not possible.
    findings : tuple of Finding
        What its check found, the gravest first.
    """

    id: BuildStepId
    table: BuildTable
    findings: tuple[Finding, ...] = ()

    @property
    def check(self) -> BuildCheck:
        """Whether the step holds 「检查结果」.

        Without a table there is nothing to check; tips alone leave a step passed.
        """
        found = {each.severity for each in self.findings}
        if "error" in found:
            return "errors"
        if not self.table.rows:
            return "not_possible"
        return "findings" if "warning" in found else "passed"

    def why(self, language: Language) -> str:
        """Why there is no table; empty where there is one 「为什么做不到」."""
        return "" if self.table.rows else say(f"kpi_build.missing.{self.id}", language)

    def told(self, language: Language) -> str:
        """Outcome of the check in a sentence 「检查结论」."""
        counts = {each: sum(one.severity == each for one in self.findings) for each in ("error", "warning", "tip")}
        variant = "passed_tips" if self.check == "passed" and counts["tip"] else self.check
        return say(f"kpi_build.check.{variant}", language, rows=len(self.table.rows), errors=counts["error"],
                   warnings=counts["warning"], tips=counts["tip"])  # fmt: skip


@dataclass(frozen=True, eq=False)
class KpiBuild(Result):
    """A KPI system built in six steps 「KPI体系搭建」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the engagement.
    steps : tuple of BuildStep
        All six, in their order.
    sheet : BuildTable
        The KPI sheet 「KPI表」: every KPI of every scorecard with its target, weight, scoring and rhythm.
    elsewhere : tuple of Finding
        Findings that belong to none of the steps.
    """

    language: Language
    steps: tuple[BuildStep, ...]
    sheet: BuildTable
    elsewhere: tuple[Finding, ...] = ()

    def step(self, name: BuildStepId) -> BuildStep:
        """One of the six 「某一步」."""
        return next(each for each in self.steps if each.id == name)

    @property
    def unresolved(self) -> tuple[Finding, ...]:
        """Errors that stand between this and a sheet that people can sign, each once 「未解决的错误」."""
        found = (*(each for step in self.steps for each in step.findings), *self.elsewhere)
        return tuple(dict.fromkeys(each for each in found if each.severity == "error"))

    def frame(self) -> pd.DataFrame:
        """One row a step: what it left, and what its check says 「六步一览」."""
        import pandas as pd

        rows = [
            (
                say(f"kpi_build.step.{each.id}", self.language),
                len(each.table.rows),
                each.check,
                each.told(self.language),
            )
            for each in self.steps
        ]
        return pd.DataFrame(rows, columns=["step", "rows", "check", "told"])

    def summary(self, language: Language | None = None) -> str:
        """How many steps hold, and what is unresolved 「一句话结论」."""
        checks = [each.check for each in self.steps]
        variant = "open" if self.unresolved else "clean" if "not_possible" not in checks else "part"
        return say(
            f"kpi_build.summary.{variant}",
            language or self.language,
            passed=checks.count("passed"),
            missing=checks.count("not_possible"),
            errors=len(self.unresolved),
            kpis=len(self.sheet.rows),
        )

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``kpi_build`` 「交接内容」."""
        return {
            "steps": [
                {
                    "id": each.id, "check": each.check, "table": each.table.record(),
                    "why": {one: each.why(one) for one in LANGUAGES},
                    "told": {one: each.told(one) for one in LANGUAGES},
                    "findings": [_finding(one) for one in each.findings],
                }
                for each in self.steps
            ],
            "sheet": self.sheet.record(),
            "unresolved": [_finding(each) for each in self.unresolved],
            "summary": {one: self.summary(one) for one in LANGUAGES},
        }  # fmt: skip

    def _repr_html_(self) -> str:
        from diagnostics.look.tables import frame_html

        return frame_html(self.frame(), caption=self.summary())


def _finding(each: Finding) -> dict[str, Any]:
    return {"code": each.code, "severity": each.severity, "place": each.place, "message": plain(each.message),
            "remedy": plain(each.remedy)}  # fmt: skip
