"""What the 90/10 rule asks of targets in the next round 「下一轮目标建议」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.text import Text

# What is asked: a harder or easier target, or that people look at it, for figures and grounds don't say where it lies.
Advice = Literal["raise", "lower", "decide", "keep", "few"]
ADVICE: tuple[Advice, ...] = ("raise", "lower", "decide", "keep", "few")


@dataclass(frozen=True, slots=True)
class NextTarget:
    """What the 90/10 rule asks of one target 「单项目标建议」.

    Parameters
    ----------
    card, kpi : str
        Item of a scorecard.
    advice : {"raise", "lower", "decide", "keep", "few"}
        ``raise`` from 90 % on and ``lower`` up to 10 %, where the figures and the item's other grounds point that way;
        ``decide`` where they don't; ``keep`` between; ``few`` below ten figures. Both ways are of difficulty: where
        lower is better, a target that is raised in difficulty is a smaller figure.
    share : float, optional
        Share of judged figures that reach the target, 0 to 1; None without one.
    count : int
        Figures judged.
    now : float, optional
        Target that holds now, in the KPI's unit; None where holders have different ones.
    proposed, low, high : float, optional
        What is proposed, and from the easier to the harder end of the grounds; None where nothing is.
    grounds : Text, optional
        The grounds in words.
    """

    card: str
    kpi: str
    advice: Advice
    share: float | None
    count: int
    now: float | None
    proposed: float | None = None
    low: float | None = None
    high: float | None = None
    grounds: Text | None = None


@dataclass(frozen=True, eq=False)
class NextTargets(Result):
    """What the 90/10 rule asks of targets in the next round; nothing is changed by it 「下一轮目标建议」.

    Parameters
    ----------
    items : tuple of NextTarget
        Items with figures, in the order of the scorecards.
    """

    items: tuple[NextTarget, ...]

    def count(self, *advice: Advice) -> int:
        """Items with one of some pieces of advice 「各类数量」."""
        return sum(each.advice in advice for each in self.items)

    def frame(self) -> pd.DataFrame:
        """Items with what is asked of them 「建议表」."""
        import pandas as pd

        names = ("card", "kpi", "advice", "share", "count", "now", "proposed", "low", "high")
        return pd.DataFrame([{name: getattr(each, name) for name in names} for each in self.items], columns=names)

    def summary(self, language: Language = "zh") -> str:
        """How many targets are asked to be looked at 「一句话结论」."""
        told = {each: self.count(each) for each in ADVICE}
        return say("rounds.targets.summary", language, items=len(self.items), **told)

    def record(self) -> list[dict[str, Any]]:
        """Items as the hand-off ``rounds`` has them 「交接内容」."""
        names = NextTarget.__dataclass_fields__
        return [{name: plain(getattr(each, name)) for name in names} for each in self.items]
