"""Hand-over: what worked, written so that others can do it, and what is not to be repeated 「标准做法」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show
from diagnostics.look.page import Bullets, Fact, Facts, Page, Paragraph, Section, TablePart
from diagnostics.loop.close.meeting.words import brief
from diagnostics.loop.close.sections.account.standard import standard_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.loop.close.inputs import Record
    from diagnostics.model.retrospective import MeasureReview

# Signs that a title and a cell of a page hold, and items of one list.
_TITLE, _CELL, _A_LIST = 240, 2_000, 60
# Verdicts after which the same is not simply done again.
_NOT_AGAIN = ("worse", "no_evidence")


def standard_work(sheet: Sheet, conclusions: Conclusions) -> Page:
    """Page of what worked, a guideline a measure, and of what did not 「标准做法与指引」."""
    own = [each for each in conclusions.reviews if not each.external]
    # What has to be doubted still is no standard yet: the page asks to check it first.
    worked = [each for each in own if each.verdict == "worked" and not each.caveats]
    sections = [_guideline(sheet, at, each) for at, each in enumerate(worked)]
    if not worked:
        title = sheet.say("work.none.title")
        sections = [Section(id="none", title=title, parts=(Paragraph(text=sheet.say("work.none.text")),))]
    reserved = _reserved(sheet, [each for each in own if each.verdict == "worked" and each.caveats])
    again = _not_again(sheet, [each for each in own if each.verdict in _NOT_AGAIN])
    return sheet.page("work", (*sections, reserved, again, standard_section(sheet.inputs, sheet.wording, conclusions)))


def _guideline(sheet: Sheet, at: int, each: MeasureReview) -> Section:
    record = next(one for one in sheet.inputs.interventions["interventions"] if one["id"] == each.id)
    rows = [(sheet.say(f"work.{name}"), text) for name, text in _rows(sheet, each, record) if text]
    facts = Facts(rows=tuple(Fact(label=label, value=_held(text)) for label, text in rows))
    tasks = tuple(sheet.wording.words(one["name"]) for one in record["tasks"])
    listed = [Bullets(items=tasks[first : first + _A_LIST]) for first in range(0, len(tasks), _A_LIST)]
    head = [Paragraph(text=sheet.say("work.tasks"))] if tasks else []
    title, lead = brief(each.title, _TITLE), sheet.say("work.guideline")
    return Section(id=f"guideline-{at}", title=title, lead=lead, parts=(facts, *head, *listed))


def _held(text: str) -> str:
    """Text as far as a cell holds it; the ledger's workbook beside the page keeps the whole."""
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"


def _rows(sheet: Sheet, each: MeasureReview, record: Record) -> Iterator[tuple[str, str]]:
    wording = sheet.wording
    yield "cause", wording.words(record["cause"])
    yield "done", wording.words(record["measure"])
    effect = wording.effect(each.kpi, each.actual, relative=each.relative)
    interval = wording.interval(each.kpi, each.low, each.high, relative=each.relative)
    yield "effect", sheet.say("work.effect_told", kpi=wording.kpi(each.kpi), effect=effect, interval=interval)
    started = wording.day(str(record["started"] or record["planned_start"] or ""))
    yield "where", sheet.say("work.where_told", entities=wording.entities(each.entities), day=started)
    yield "cost", _cost(sheet, record)
    yield "owner", each.owner
    yield "home", _home(sheet, record)


def _home(sheet: Sheet, record: Record) -> str:
    """Rules and documents that the practice went into, each with the day of its review."""
    wording = sheet.wording
    homes = (record.get("standard") or {}).get("homes", ())
    told = [
        sheet.say("work.home_told", name=wording.words(each["name"]), change=wording.words(each["change"]),
                  review=wording.day(each["review"]))
        for each in homes
    ]  # fmt: skip
    return "\n".join(told) or sheet.say("work.home_open")


def _cost(sheet: Sheet, record: Record) -> str:
    if record["cost"] is None:
        return ""
    currency = record["currency"] or sheet.inputs.alignment["currency"]
    return show(record["cost"], "money", sheet.inputs.language, currency=currency)


def _reserved(sheet: Sheet, reviews: list[MeasureReview]) -> Section | None:
    """What got better, and may have got so for other reasons: no guideline before somebody checked."""
    if not reviews:
        return None
    wording = sheet.wording
    rows = [
        {
            "measure": each.title,
            "kpi": wording.kpi(each.kpi),
            "interval": wording.interval(each.kpi, each.low, each.high, relative=each.relative),
            "caveats": wording.caveats(each.caveats),
            "owner": each.owner or sheet.say("nobody"),
        }
        for each in reviews
    ]
    table = sheet.table("work.reserved", ("measure", "kpi", "interval", "caveats", "owner"), rows)
    return Section(id="reserved", title=sheet.say("work.reserved.title"), parts=(TablePart(table=table),))


def _not_again(sheet: Sheet, reviews: list[MeasureReview]) -> Section | None:
    if not reviews:
        return None
    wording = sheet.wording
    rows = [
        {
            "measure": each.title,
            "kpi": wording.kpi(each.kpi),
            "found": wording.say(f"outcome.{each.outcome}"),
            "interval": wording.interval(each.kpi, each.low, each.high, relative=each.relative),
        }
        for each in reviews
    ]
    table = sheet.table("work.not_again", ("measure", "kpi", "found", "interval"), rows)
    return Section(id="not-again", title=sheet.say("work.not_again.title"), parts=(TablePart(table=table),))
