"""Hand-over: how figures, measures and pages are kept up to date without the consultants 「怎么自己更新」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Page, Section, TablePart

if TYPE_CHECKING:
    from diagnostics.loop.close.handover.sheet import Sheet

_EACH_PERIOD = ("files", "check", "run", "verify", "meet")


def updating(sheet: Sheet) -> Page:
    """Page that tells a successor which files change, which commands follow, and what to look at 「自助更新」."""
    sections = (_before(sheet), _each_period(sheet), _files(sheet), _changes(sheet), _wrong(sheet))
    return sheet.page("updating", sections, next=sheet.wording.period(_next(sheet)))


def _next(sheet: Sheet) -> str:
    """Period after the one that is handed over."""
    calendar = sheet.engagement.calendar
    return calendar.shift(calendar.parse(sheet.inputs.diagnosis["period"]), 1).text


def _before(sheet: Sheet) -> Section:
    """What has to be there before any of the commands can run: the folder is no copy of it."""
    items = tuple(sheet.say(f"updating.before.{each}") for each in ("program", "folder", "people"))
    return Section(id="before", title=sheet.say("updating.before.title"), parts=(Bullets(items=items),))


def _each_period(sheet: Sheet) -> Section:
    period = _next(sheet)
    items = tuple(sheet.say(f"updating.period.{each}", period=period) for each in _EACH_PERIOD)
    return Section(id="period", title=sheet.say("updating.period.title"), parts=(Bullets(items=items, ordered=True),))


def _files(sheet: Sheet) -> Section:
    """Every file to be brought, with who brings it: a name with a star stands for one more of its kind."""
    rows = [
        {
            "file": sheet.wording.say("list.separator").join(each.patterns) or str(each.table),
            "who": sheet.person(each.owner),
            "how": sheet.say(f"updating.bring.{_way(each.patterns)}"),
        }
        for each in sheet.engagement.settings.sources.values()
    ]
    table = sheet.table("updating.bring", ("file", "who", "how"), rows)
    return Section(id="files", title=sheet.say("updating.bring.title"), parts=(TablePart(table=table),))


def _way(patterns: tuple[str, ...]) -> str:
    if not patterns:
        return "table"
    return "beside" if any("*" in each for each in patterns) else "version"


def _changes(sheet: Sheet) -> Section:
    items = tuple(sheet.say(f"updating.changes.{each}") for each in ("kpi", "target", "measure", "people"))
    return Section(id="changes", title=sheet.say("updating.changes.title"), parts=(Bullets(items=items),))


def _wrong(sheet: Sheet) -> Section:
    items = tuple(sheet.say(f"updating.wrong.{each}") for each in ("restated", "refused", "conflict", "verdict"))
    return Section(id="wrong", title=sheet.say("updating.wrong.title"), parts=(Bullets(items=items),))
