"""What a switch of strategy leaves behind on scorecards 「战略切换清单」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.model._result import Result
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """Item of a scorecard that serves the former strategy, or work that has been automated 「待调整的考核项」.

    Parameters
    ----------
    reason : {"former", "automated"}
        Why it stands here.
    weight : float
        Weight that becomes free.
    goal : Text
        Former goal that it served; empty for automated work.
    """

    card: str
    kpi: str
    name: Text
    reason: Literal["former", "automated"]
    weight: float
    goal: Text


@dataclass(frozen=True, eq=False)
class StrategySwitch(Result):
    """What a switch of strategy leaves behind on scorecards, and which goals still lack a KPI 「战略切换清单」.

    Parameters
    ----------
    rows : tuple of SwitchRow
        In the order of the scorecards.
    unserved : tuple of str
        Goals of today that no KPI is linked to.
    """

    rows: tuple[SwitchRow, ...]
    unserved: tuple[str, ...] = ()

    def frame(self, language: Language = "zh") -> pd.DataFrame:
        """Items with the weight that becomes free 「清单」."""
        import pandas as pd

        rows = [(e.card, e.kpi, e.name.say(language), e.reason, e.weight, e.goal.say(language)) for e in self.rows]
        return pd.DataFrame(rows, columns=["card", "kpi", "name", "reason", "weight", "goal"])

    def summary(self, language: Language = "zh") -> str:
        """How much is left behind 「一句话结论」."""
        if not self.rows and not self.unserved:
            return say("targets.switch.none", language)
        former = [each for each in self.rows if each.reason == "former"]
        return say(
            "targets.switch.summary", language, items=len(former), cards=len({each.card for each in former}),
            automated=len(self.rows) - len(former), goals=len(self.unserved),
        )  # fmt: skip
