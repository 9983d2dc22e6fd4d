"""Review days of the next twelve months, as days of a calendar file 「评审日历文件」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.review_days import LevelReview
    from diagnostics.model.text import Text

AHEAD = timedelta(365)


def coming_reviews(engagement: Engagement, since: date) -> tuple[tuple[LevelReview, ...], tuple[Text, ...]]:
    """Review days within a year after a day, and scorecards that have none 「未来评审日」.

    Scorecards that name somebody who is measured stay out.
    """
    from diagnostics.loop.track.reviews import reviews

    found: list[LevelReview] = []
    without: list[Text] = []
    for year in (since.year, since.year + 1):
        told = reviews(engagement, str(year))
        without += _shown(engagement, told.without)
        for each in told.days:
            cards = _shown(engagement, each.cards)
            if since < each.day <= since + AHEAD and (cards or not each.cards):
                found.append(replace(each, cards=cards))
    # A fiscal year may begin within a calendar year, so that both hold a day.
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(without))


def _shown(engagement: Engagement, cards: Sequence[Text]) -> tuple[Text, ...]:
    from diagnostics.loop.intervene.ledger.known_people import names_measured

    return tuple(card for card in cards if not names_measured(engagement, f"{card.zh}\n{card.en}"))


def review_calendar(sheet: Sheet, days: Sequence[LevelReview], stamp: date) -> str:
    """Review days as a calendar file: the same days, the same bytes 「评审日历文件」."""
    from diagnostics.loop.intervene.icalendar import CalendarDay, calendar_text

    wording = sheet.wording
    made = [
        CalendarDay(
            uid=f"review-{each.day:%Y%m%d}-{at}@{sheet.engagement.settings.id}",
            day=each.day,
            summary=_summary(sheet, each),
            description=wording.say("list.separator").join(card.say(wording.language) for card in each.cards),
            stamp=stamp,
            category=sheet.say("days.title"),
        )
        for at, each in enumerate(days)
    ]
    return calendar_text(sheet.say("days.title"), made)


def _summary(sheet: Sheet, each: LevelReview) -> str:
    wording = sheet.wording
    whom = sheet.say("days.of", level=wording.label(each.level)) if each.level else sheet.say("days.round")
    about = each.period if each.occasion == "decide" else wording.period(each.period)
    return f"{whom} · {sheet.say(f'days.occasions.{each.occasion}')} · {about}"
