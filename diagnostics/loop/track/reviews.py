"""On which days each level looks at its figures, by the rhythm of its scorecards 「评审日历」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.dictionary.rhythm import advised_rhythm, review_calendar
from diagnostics.dictionary.targets import TargetBook
from diagnostics.model.review_days import MEETINGS, LevelReview, Meeting, ReviewDays
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from datetime import date

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.scorecard import Scorecard


def reviews(engagement: Engagement, span: str) -> ReviewDays:
    """Days on which each level tracks, scores and sums up, and on which rounds are decided 「评审日历」.

    Parameters
    ----------
    engagement : Engagement
        With its scorecards, calendar and rounds.
    span : str
        Year, quarter or month, such as ``2025Q3``.

    Returns
    -------
    ReviewDays
        A day for each period of a card's rhythm that ends within the span, while the card is in force; cards of a level
        that meet on the same day stand together. A card that states no rhythm takes the one advised for its family and
        rank, and says so; one without either is named apart.

    Raises
    ------
    InputError
        When the span's text has no known form.
    """
    calendar = engagement.calendar
    at = calendar.parse(span)
    book = TargetBook.of(engagement)
    found: dict[tuple[date, str, Meeting, str], tuple[list[Text], bool]] = {}
    without = []
    for card in engagement.scorecards:
        rhythm = card.rhythm or advised_rhythm(card.family, card.rank)
        if rhythm is None:
            without.append(_name(card))
            continue
        for each in review_calendar(rhythm, calendar, at):
            if book.in_force(card, calendar.parse(each.period).last_day):
                key = (each.day, _level(engagement, card), each.occasion, each.period)
                cards, advised = found.get(key, ([], False))
                found[key] = ([*cards, _name(card)], advised or card.rhythm is None)
    days = [LevelReview(*key, tuple(cards), advised) for key, (cards, advised) in found.items()]
    for turn in engagement.settings.rounds:
        days += [LevelReview(day, "", "decide", turn.id, ()) for day in turn.decisions if at.start <= day < at.end]
    levels = {level: place for place, level in enumerate(engagement.entities.levels)}
    days.sort(key=lambda each: (each.day, levels.get(each.level, -1), MEETINGS.index(each.occasion)))
    return ReviewDays(at.text, tuple(days), tuple(without), engagement.language)


def _level(engagement: Engagement, card: Scorecard) -> str:
    return card.level if card.entity is None and card.level else engagement.entities[card.entity or ""].level


def _name(card: Scorecard) -> Text:
    return card.name if card.name != Text() else Text(zh=card.id, en=card.id)
