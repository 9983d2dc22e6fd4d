"""Base, target and stretch found from figures 「三级目标测算」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from diagnostics.model._result import Result
from diagnostics.model.target import TIERS
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    import pandas as pd

# What should reach each tier: most, half, few.
GOALS: Mapping[str, float] = {"base": 0.8, "target": 0.5, "stretch": 0.2}
# Whose figures were counted: people beside each other; where people are few, periods after each other, or else figures.
Over = Literal["people", "periods", "figures"]
# Why no tier can be told; then every value is missing.
REFUSALS = ("missing", "few", "constant", "dependent")
# What to know about tiers that can be told.
CAUTIONS = (
    "ties", "same_tier", "small", "unsure", "few_people", "no_periods", "seasonal", "one_season", "trend", "dependence",
    "shared", "different", "basis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TierEstimate:
    """One of the three tiers 「一档目标」.

    Parameters
    ----------
    name : {"base", "target", "stretch"}
        Which tier.
    value : float
        In the unit of the figures; NaN where it cannot be told.
    low, high : float
        Interval of the value, as sure as ``confidence`` says.
    share : float
        Share of the figures at hand that reach the value, 0 to 1.
    goal : float
        Share that should reach it: 0.8, 0.5, 0.2.
    attainable : bool
        Whether ties leave a value that about the wanted share reaches; where not, ``value`` is the nearest there is.
    confidence : float
        How often such an interval holds the true value, 0 to 1: 0.95, less where figures are too few for it.
    """

    name: str
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    share: float = math.nan
    goal: float = math.nan
    attainable: bool = True
    confidence: float = math.nan


@dataclass(frozen=True, eq=False)
class Calibration(Result):
    """Base, target and stretch found from figures: reached by 80, 50 and 20 % 「三级目标测算」.

    Parameters
    ----------
    base, target, stretch : TierEstimate
        The three tiers; their values become harder, never easier.
    direction : {"higher", "lower"}
        Which way is better.
    over : {"people", "periods", "figures"}
        Whether people beside each other were counted, or periods where people are few, or figures without periods.
    n, entities, periods : int
        Figures used, and the distinct entities and periods among them (0 where the figures name none).
    missing : int
        Figures that were missing and left out.
    flags : tuple of str
        Cautions, or one refusal, by code: ``REFUSALS`` and ``CAUTIONS``.
    season : mapping
        By position in the season, such as ``"03"`` for March: the factor that a tier takes there (added where
        ``additive``); empty where no season was found.
    additive : bool
        Whether ``season`` is added rather than multiplied.
    growth : float
        Change from one season to the next as a share of the mean; NaN where fewer than two seasons are known.
    effective : float
        Independent figures that the figures are worth.
    """

    base: TierEstimate
    target: TierEstimate
    stretch: TierEstimate
    direction: str
    over: Over
    n: int
    entities: int = 0
    periods: int = 0
    missing: int = 0
    flags: tuple[str, ...] = ()
    season: Mapping[str, float] = field(default_factory=dict)
    additive: bool = False
    growth: float = math.nan
    effective: float = math.nan

    @property
    def ok(self) -> bool:
        """Whether the tiers could be told 「能否测算」."""
        return not any(each in REFUSALS for each in self.flags)

    @property
    def tiers(self) -> tuple[TierEstimate, ...]:
        """The three, from base to stretch 「三档」."""
        return self.base, self.target, self.stretch

    def frame(self) -> pd.DataFrame:
        """Tiers, one a row 「三档表」."""
        import pandas as pd

        rows = [(e.name, e.value, e.low, e.high, e.share, e.goal, e.attainable, e.confidence) for e in self.tiers]
        columns = ["tier", "value", "low", "high", "share", "goal", "attainable", "confidence"]
        return pd.DataFrame(rows, columns=columns)

    def season_frame(self) -> pd.DataFrame:
        """Tiers in each part of the season, one a row; none where no season was found 「分季节目标表」."""
        import pandas as pd

        def at(value: float, factor: float) -> float:
            return value + factor if self.additive else value * factor

        rows = [(key, *(at(each.value, factor) for each in self.tiers)) for key, factor in self.season.items()]
        return pd.DataFrame(rows, columns=["position", *TIERS])

    @property
    def text(self) -> Text:
        """What was found, and what to know about it 「说明」."""
        return Text(zh=self.summary("zh"), en=self.summary("en"))

    def summary(self, language: Language = "zh") -> str:
        """What was found, and what to know about it 「一句话结论」."""
        gap = " " if language == "en" else ""
        if not self.ok:
            code = next(each for each in self.flags if each in REFUSALS)
            return say(f"tiers.refused.{code}", language, n=self.n, effective=f"{self.effective:.1f}")
        told = [
            say(f"tiers.tier.{e.name}", language, value=_number(e.value), low=_number(e.low), high=_number(e.high),
                share=f"{100 * e.share:.0f}%")
            for e in self.tiers
        ]  # fmt: skip
        mark = "; " if language == "en" else "\uff1b"
        lead = say(f"tiers.over.{self.over}", language, n=self.n, entities=self.entities, periods=self.periods)
        cautions = [self._caution(each, language) for each in self.flags]
        return gap.join([lead + gap + mark.join(told) + say("tiers.stop", language), *cautions])

    def _caution(self, code: str, language: Language) -> str:
        mark = ", " if language == "en" else "\u3001"
        off = [say(f"tiers.name.{each.name}", language) for each in self.tiers if not each.attainable]
        sure = [f"{name} {share}" for name, share in self._sure(language)]
        growth = f"{100 * self.growth:+.1f}%" if not math.isnan(self.growth) else ""
        return say(
            f"tiers.caution.{code}", language, tiers=mark.join(off), growth=growth, effective=f"{self.effective:.0f}",
            entities=self.entities, n=self.n, sure=mark.join(sure),
        )  # fmt: skip

    def _sure(self, language: Language) -> list[tuple[str, str]]:
        """Tiers whose interval is less sure than 95 %, with how sure it is."""
        return [
            (say(f"tiers.name.{each.name}", language), f"{math.floor(100 * each.confidence)}%")
            for each in self.tiers if each.confidence < 0.95
        ]  # fmt: skip


def _number(value: float) -> str:
    """Figure with four digits that count, and no exponent below a thousand million."""
    if math.isnan(value):
        return "\u2013"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
