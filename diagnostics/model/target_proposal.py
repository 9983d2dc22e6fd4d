"""A target proposed from history, benchmark and strategy 「目标值建议」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from diagnostics.look.numbers import show
from diagnostics.model._result import Result
from diagnostics.model.target import TIERS
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

AnchorKind = Literal["history", "benchmark", "strategy"]


@dataclass(frozen=True, slots=True)
class AnchorRange:
    """What one ground for a target asks for 「单项依据的范围」.

    Parameters
    ----------
    kind : {"history", "benchmark", "strategy"}
        Which ground.
    low, middle, high : float
        The easier end, the middle, the harder end, in the KPI's unit.
    reason : Text
        How the range came about.
    used : bool
        Whether the proposal rests on it: a benchmark that is already passed asks for nothing.
    """

    kind: AnchorKind
    low: float
    middle: float
    high: float
    reason: Text
    used: bool = True


@dataclass(frozen=True, eq=False)
class TargetProposal(Result):
    """A target proposed from history, benchmark and strategy 「目标值建议」.

    Parameters
    ----------
    anchors : tuple of AnchorRange
        Each ground with its range.
    base, target, stretch : float
        Medians over the grounds of the easier ends, the middles and the harder ends.
    direction, unit, currency : str
        Of the KPI.
    decimals : int, optional
        Decimals shown.
    reached : mapping
        By tier: share of past figures that reach it; empty where no figures were handed in.
    bounded : bool
        Whether a ground led beyond 100 % of a share, where it was cut.
    """

    anchors: tuple[AnchorRange, ...]
    base: float
    target: float
    stretch: float
    direction: str
    unit: str = "number"
    currency: str = "CNY"
    decimals: int | None = None
    reached: Mapping[str, float] = field(default_factory=dict)
    bounded: bool = False

    def frame(self) -> pd.DataFrame:
        """Grounds and the proposal, one a row 「依据与建议表」."""
        import pandas as pd

        rows = [(str(each.kind), each.low, each.middle, each.high, each.used) for each in self.anchors]
        rows.append(("proposal", self.base, self.target, self.stretch, True))
        return pd.DataFrame(rows, columns=["ground", "low", "middle", "high", "used"])

    def summary(self, language: Language = "zh") -> str:
        """Each ground with its range, and what is proposed 「一句话结论」."""
        gap = " " if language == "en" else ""
        lines = [self._ground(each, language) for each in self.anchors]
        told = {name: self._show(getattr(self, name), language) for name in TIERS}
        lines.append(say("targets.proposal", language, **told))
        if self.bounded:
            lines.append(say("targets.bounded", language))
        elif len({self.base, self.target, self.stretch}) < len(TIERS):
            lines.append(say("targets.same", language))
        if self.reached:
            shares = {name: f"{100 * self.reached[name]:.0f}%" for name in TIERS}
            lines.append(say("targets.reached", language, **shares))
        return gap.join(lines)

    @property
    def text(self) -> Text:
        """Grounds and proposal in both languages 「说明」."""
        return Text(zh=self.summary("zh"), en=self.summary("en"))

    def _ground(self, ground: AnchorRange, language: Language) -> str:
        reason = ground.reason.say(language)
        if not ground.used or ground.low == ground.high:
            return say(f"targets.point.{ground.kind}", language, reason=reason)
        low, high = (self._show(each, language) for each in (ground.low, ground.high))
        return say(f"targets.ground.{ground.kind}", language, reason=reason, low=low, high=high)

    def _show(self, value: float, language: Language) -> str:
        return show(None if math.isnan(value) else value, self.unit, language, self.currency, self.decimals)


@dataclass(frozen=True, slots=True)
class ItemProposal:
    """What is proposed for an item of a scorecard 「考核项的目标建议」."""

    card: str
    kpi: str
    now: float
    proposal: TargetProposal | None


@dataclass(frozen=True, eq=False)
class TargetProposals(Result):
    """What is proposed for the items of all scorecards 「目标值建议一览」.

    Parameters
    ----------
    items : tuple of ItemProposal
        In the order of the cards; ``proposal`` is None where neither figures nor grounds are known.
    """

    items: tuple[ItemProposal, ...]

    def frame(self) -> pd.DataFrame:
        """Items with what holds now and what is proposed 「建议表」."""
        import pandas as pd

        rows = [
            (each.card, each.kpi, each.now, *(getattr(each.proposal, name, math.nan) for name in TIERS))
            for each in self.items
        ]
        return pd.DataFrame(rows, columns=["card", "kpi", "now", *TIERS])

    def summary(self, language: Language = "zh") -> str:
        """For how many items something is proposed 「一句话结论」."""
        count = sum(each.proposal is not None for each in self.items)
        return say("targets.proposals", language, items=len(self.items), count=count)
