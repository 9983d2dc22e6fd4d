"""KPIs point by point against SMART 「SMART 逐项检查」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.model._result import Result
from diagnostics.model.finding import Finding
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

Point = Literal["specific", "measurable", "attainable", "relevant", "time_bound"]
POINTS: tuple[Point, ...] = ("specific", "measurable", "attainable", "relevant", "time_bound")
# What a point is worth: met, met with advice (tips alone), missed.
MET, ADVISED, MISSED = 1.0, 0.5, 0.0


@dataclass(frozen=True, slots=True)
class SmartPoint:
    """One point of SMART for one KPI 「SMART 单项」.

    Parameters
    ----------
    kpi : str
        Its id.
    name : Text
        Its name as readers see it.
    point : {"specific", "measurable", "attainable", "relevant", "time_bound"}
        Which point.
    findings : tuple of Finding
        What stands against it; none where it is met.
    """

    kpi: str
    name: Text
    point: Point
    findings: tuple[Finding, ...] = ()

    @property
    def score(self) -> float:
        """1 where nothing stands against it, 0.5 where tips do, 0 where a warning or an error does 「单项得分」."""
        if not self.findings:
            return MET
        return ADVISED if all(each.severity == "tip" for each in self.findings) else MISSED


@dataclass(frozen=True, eq=False)
class SmartReading(Result):
    """KPIs point by point against SMART, with what stands against each 「SMART 逐项检查」.

    Parameters
    ----------
    points : tuple of SmartPoint
        Five a KPI, in file order.
    """

    points: tuple[SmartPoint, ...]

    def frame(self, language: Language = "zh") -> pd.DataFrame:
        """A KPI and point a row, with its score and the reasons 「逐项表」."""
        import pandas as pd

        rows = [
            (
                each.kpi,
                each.name.say(language),
                each.point,
                each.score,
                " ".join(found.code for found in each.findings),
                " ".join(found.message.say(language) for found in each.findings),
            )
            for each in self.points
        ]
        return pd.DataFrame(rows, columns=["kpi", "name", "point", "score", "codes", "reasons"])

    def scores(self) -> dict[str, float]:
        """Points a KPI has of five 「各指标得分」."""
        found: dict[str, float] = {}
        for each in self.points:
            found[each.kpi] = found.get(each.kpi, 0.0) + each.score
        return found

    def summary(self, language: Language = "zh") -> str:
        """How many KPIs meet all five, and which point is missed most 「一句话结论」."""
        scores = self.scores()
        if not scores:
            return say("wording.smart.none", language)
        whole = sum(each == len(POINTS) for each in scores.values())
        missed = {point: sum(e.point == point and e.score == MISSED for e in self.points) for point in POINTS}
        worst = max(POINTS, key=lambda each: missed[each])
        told = say("wording.smart.summary", language, whole=whole, count=len(scores))
        if not missed[worst]:
            return told
        joint = " " if language == "en" else ""
        point = say(f"wording.smart.{worst}", language)
        return told + joint + say("wording.smart.worst", language, point=point, missed=missed[worst])
