"""Hand-over: on which days which level looks at what 「评审日历」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Page, Paragraph, Section, TablePart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.model.review_days import LevelReview
    from diagnostics.model.text import Text


def review_days(sheet: Sheet, days: Sequence[LevelReview], without: Sequence[Text]) -> Page:
    """Page of the review days, level by level, and of the scorecards that have none 「分层评审日历」."""
    levels = list(dict.fromkeys(each.level for each in days))
    sections = [
        _level(sheet, at, level, [each for each in days if each.level == level]) for at, level in enumerate(levels)
    ]
    if without or not days:
        sections.append(_unscheduled(sheet, without))
    return sheet.page("days", sections)


def _unscheduled(sheet: Sheet, without: Sequence[Text]) -> Section:
    names = sheet.wording.say("list.separator").join(each.say(sheet.wording.language) for each in without)
    text = sheet.say("days.unscheduled_text", cards=names) if names else sheet.say("days.no_card")
    return Section(id="unscheduled", title=sheet.say("days.unscheduled"), parts=(Paragraph(text=text),))


def _level(sheet: Sheet, at: int, level: str, days: Sequence[LevelReview]) -> Section:
    wording = sheet.wording
    title = sheet.say("days.of", level=wording.label(level)) if level else sheet.say("days.round")
    rows = [
        {
            "day": wording.day(each.day.isoformat()),
            "occasion": sheet.say(f"days.occasions.{each.occasion}"),
            "about": each.period if each.occasion == "decide" else wording.period(each.period),
            "cards": wording.say("list.separator").join(card.say(wording.language) for card in each.cards),
        }
        for each in days
    ]
    note = sheet.say("days.advised") if any(each.advised for each in days) else ""
    table = sheet.table("days", ("day", "occasion", "about", "cards"), rows, note)
    return Section(id=f"level-{at}", title=title, parts=(TablePart(table=table),))
