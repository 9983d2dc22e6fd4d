"""On which days each level looks at its figures 「评审日历」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from diagnostics.model._result import Result
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

Meeting = Literal["track", "assess", "summarise", "decide"]
MEETINGS: tuple[Meeting, ...] = ("track", "assess", "summarise", "decide")
COLUMNS = ("day", "level", "occasion", "period", "cards", "advised")


@dataclass(frozen=True, slots=True)
class LevelReview:
    """A day on which a level looks at its figures 「评审日」.

    Parameters
    ----------
    day : date
        First day after the period is over; of a decision the day itself.
    level : str
        Level of those whose figures are looked at; empty for a decision of the round, which is about all.
    occasion : {"track", "assess", "summarise", "decide"}
        Tracked, scored, summed up; or decided what continues.
    period : str
        Period that it is about; the round of a decision.
    cards : tuple of Text
        Scorecards that are looked at.
    advised : bool
        Whether a card states no rhythm, so that the one that fits its role was taken.
    """

    day: date
    level: str
    occasion: Meeting
    period: str
    cards: tuple[Text, ...]
    advised: bool = False


@dataclass(frozen=True, eq=False)
class ReviewDays(Result):
    """On which days each level looks at its figures 「评审日历」.

    Parameters
    ----------
    span : str
        Canonical text of the year, quarter or month.
    days : tuple of LevelReview
        In order of time, level and occasion.
    without : tuple of Text
        Scorecards that state no rhythm and no role to take one from.
    language : {"zh", "en"}
        Language of readers.
    """

    span: str
    days: tuple[LevelReview, ...]
    without: tuple[Text, ...]
    language: Language = "zh"

    def frame(self) -> pd.DataFrame:
        """One row a day, level and occasion 「表格」."""
        import pandas as pd

        table = pd.DataFrame([{name: getattr(each, name) for name in COLUMNS} for each in self.days], columns=COLUMNS)
        table["cards"] = [", ".join(card.say(self.language) for card in each.cards) for each in self.days]
        return table

    def summary(self, language: Language | None = None) -> str:
        """How many days there are, and what states no rhythm 「概况」."""
        from diagnostics.look.periods import show_period
        from diagnostics.terms import say

        language = self._spoken(language)
        counts = {name: sum(each.occasion == name for each in self.days) for name in MEETINGS}
        told = [say("track.reviews.summary", language, span=show_period(self.span, language), **counts)]
        if self.without:
            names = say("track.separator", language).join(each.say(language) for each in self.without)
            told.append(say("track.reviews.without", language, names=names))
        return ("" if language == "zh" else " ").join(told)
