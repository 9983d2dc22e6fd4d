"""KPIs point by point against SMART 「SMART 逐项检查」."""

from __future__ import annotations

import math
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
    known : bool
        Whether what it needs is there: nobody can tell whether a target can be reached that there is not.
    """

    kpi: str
    name: Text
    point: Point
    findings: tuple[Finding, ...] = ()
    known: bool = True

    @property
    def score(self) -> float:
        """1 where nothing stands against it, 0.5 where tips do, 0 where a warning or an error does 「单项得分」.

        Where it is not known it is NaN, but for what stands against it all the same.
        """
        if any(each.severity != "tip" for each in self.findings):
            return MISSED
        if not self.known:
            return math.nan
        return ADVISED if self.findings else MET


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
        """A KPI and point a row, with its score (missing where it is not known) and the reasons 「逐项表」."""
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
        """Points a KPI has of five; those that are not known count nothing 「各指标得分」."""
        found: dict[str, float] = {}
        for each in self.points:
            found[each.kpi] = found.get(each.kpi, 0.0) + (0.0 if math.isnan(each.score) else each.score)
        return found

    def summary(self, language: Language = "zh") -> str:
        """How many KPIs meet all five, which point is missed most, and of how many one is not known 「一句话结论」."""
        scores = self.scores()
        if not scores:
            return say("wording.smart.none", language)
        whole = sum(each == len(POINTS) for each in scores.values())
        missed = {point: sum(e.point == point and e.score == MISSED for e in self.points) for point in POINTS}
        worst = max(POINTS, key=lambda each: missed[each])
        told = [say("wording.smart.summary", language, whole=whole, count=len(scores))]
        if missed[worst]:
            point = say(f"wording.smart.{worst}", language)
            told.append(say("wording.smart.worst", language, point=point, missed=missed[worst]))
        open_ = [each for each in self.points if math.isnan(each.score)]
        if open_:
            names = say("wording.smart.between", language).join(
                say(f"wording.smart.{point}", language) for point in POINTS if any(e.point == point for e in open_)
            )
            count = len({each.kpi for each in open_})
            told.append(say("wording.smart.unknown", language, count=count, points=names))
        return (" " if language == "en" else "").join(told)
