"""Whether what is asked of the parts gives what is asked of the whole 「目标覆盖」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.model._result import Result
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

# How the parts make the whole: they add up, a formula makes it of other KPIs, or it lies among them as a ratio does.
Composition = Literal["sum", "formula", "mix"]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A target beside what the targets of its parts give 「一项目标的覆盖」.

    Parameters
    ----------
    kpi : str
        KPI whose target it is.
    name : Text
        Its name.
    composition : {"sum", "formula", "mix"}
        How the parts make the whole.
    entity, label, level : str
        Whose target it is.
    period : str
        Period for which both hold; empty where neither is dated.
    target : float
        What is asked of the whole, in the KPI's unit.
    given : float or None
        What the targets of the parts give; None for a ratio, of which only bounds are known.
    low, high : float or None
        Bounds of what the parts give, for a ratio.
    parts : tuple of str
        Entities below with a target, or the KPIs of the formula.
    silent : tuple of str
        Entities below, of the same levels, that have no target of it.
    lower : bool
        Whether less is better: then the parts must not ask for more than the whole allows.
    people : bool
        Whether parts are persons: what tells of few of them, or of one, is nobody else's business.
    """

    kpi: str
    name: Text
    composition: Composition
    entity: str
    label: str
    level: str
    period: str
    target: float
    given: float | None
    low: float | None
    high: float | None
    parts: tuple[str, ...]
    silent: tuple[str, ...]
    lower: bool
    people: bool = False

    @property
    def label_text(self) -> Text:
        """Name of whose target it is, the same in both languages 「对象名称」."""
        return Text(zh=self.label, en=self.label)

    @property
    def share(self) -> float | None:
        """What the parts give as a share of the whole; None of a ratio, of a limit, of nothing 「覆盖率」."""
        return self.given / self.target if self.given is not None and self.target > 0 and not self.lower else None

    @property
    def short(self) -> float:
        """What the parts leave open, in the KPI's unit; 0 where they cover it 「未覆盖」."""
        if self.given is None:
            best, worst = (self.low, self.high) if self.lower else (self.high, self.low)
            assert best is not None
            assert worst is not None
            gap = best - self.target if self.lower else self.target - best
        else:
            gap = self.given - self.target if self.lower else self.target - self.given
        return max(gap, 0.0)

    def covered(self, tolerance: float) -> bool:
        """Whether the parts cover the whole, but for a share of it 「是否覆盖」."""
        # A limit is kept only by those who have one.
        unlimited = self.lower and self.composition == "sum" and bool(self.silent)
        return not unlimited and not self.fails(tolerance)

    def fails(self, tolerance: float) -> bool:
        """Whether what the parts give is known to miss the whole 「是否确定未覆盖」."""
        return self.short > tolerance * abs(self.target)

    def may_be_told(self, least: int) -> bool:
        """Whether it says nothing of few persons, nor of a single one 「可否公开」."""
        return not self.people or (self.composition == "sum" and len(self.parts) >= least)


@dataclass(frozen=True, eq=False)
class Coverage(Result):
    """Every target that is made of others, beside what those give 「目标覆盖表」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the reader.
    rows : tuple of CoverageRow
        From the top down, by KPI.
    tolerance : float
        Share of a target that may stay open by rounding.
    """

    language: Language
    rows: tuple[CoverageRow, ...]
    tolerance: float = 0.005

    @property
    def uncovered(self) -> tuple[CoverageRow, ...]:
        """Rows whose parts do not cover the whole 「未覆盖的目标」."""
        return tuple(each for each in self.rows if not each.covered(self.tolerance))

    def frame(self) -> pd.DataFrame:
        """One row a target, figures in the KPI's unit 「覆盖表」."""
        import pandas as pd

        names = ("kpi", "composition", "entity", "level", "period", "target", "given", "low", "high", "share", "short")
        rows = [
            {
                **{each: getattr(row, each) for each in names},
                "parts": len(row.parts),
                "silent": len(row.silent),
                "covered": row.covered(self.tolerance),
            }
            for row in self.rows
        ]
        columns = (*names, "parts", "silent", "covered")
        numbers = ("target", "given", "low", "high", "share", "short")
        return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(numbers, float))

    def summary(self, language: Language | None = None) -> str:
        """How many targets are covered 「一句话结论」."""
        told = language or self.language
        if not self.rows:
            return say("coverage.summary.none", told)
        open_ = len(self.uncovered)
        variant = "open" if open_ else "covered"
        return say(f"coverage.summary.{variant}", told, count=len(self.rows), open=open_)
