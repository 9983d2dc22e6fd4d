"""Hand-over: what is still open, with who answers for it and until when 「未了事项」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Action, Actions, Page, Paragraph, Section, TablePart
from diagnostics.loop.close.verdict_time import told_when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.model.decision import DecisionState
    from diagnostics.model.retrospective import MeasureReview

_OVER = ("done", "stopped")
# Items of one list.
_A_LIST = 60
# Verdict of a cause that nobody confirmed or rejected yet.
_OPEN_CAUSE = "open"


def open_items(sheet: Sheet, conclusions: Conclusions, decisions: Sequence[DecisionState]) -> Page:
    """Page of what is still open 「未了事项」."""
    open_decisions = [each for each in decisions if each.standing == "open"]
    sections = (
        _steps(sheet, conclusions),
        _measures(sheet, [each for each in conclusions.reviews if not each.external and _is_open(each)]),
        _decided(sheet, open_decisions),
        _causes(sheet),
        _findings(sheet),
    )
    return sheet.page("open", sections)


def _is_open(each: MeasureReview) -> bool:
    """A measure is open until it is over and judged: one that is over without a verdict still waits for it."""
    return each.state not in _OVER or (not each.decided and bool(each.judge_from))


def _section(sheet: Sheet, name: str, rows: list[dict[str, str]], keys: tuple[str, ...]) -> Section:
    title = sheet.say(f"open.{name}.title")
    if not rows:
        return Section(id=name, title=title, parts=(Paragraph(text=sheet.say(f"open.{name}.none")),))
    return Section(id=name, title=title, parts=(TablePart(table=sheet.table(f"open.{name}", keys, rows)),))


def _steps(sheet: Sheet, conclusions: Conclusions) -> Section:
    title = sheet.say("open.steps.title")
    items = tuple(
        Action(what=each.text, owner=each.owner or sheet.say("nobody"), due=each.due or sheet.say("no_day"))
        for each in conclusions.steps
    )
    if not items:
        return Section(id="steps", title=title, parts=(Paragraph(text=sheet.say("open.steps.none")),))
    lists = (Actions(items=items[first : first + _A_LIST]) for first in range(0, len(items), _A_LIST))
    return Section(id="steps", title=title, parts=tuple(lists))


def _measures(sheet: Sheet, reviews: Sequence[MeasureReview]) -> Section:
    wording = sheet.wording
    rows = [
        {
            "measure": each.title,
            "owner": each.owner or sheet.say("nobody"),
            "due": wording.day(each.due) or sheet.say("no_day"),
            "decision": wording.day(each.decision) or sheet.say("no_day"),
            "judge": sheet.say("open.measures.judged") if each.decided else told_when(each, wording)
            or sheet.say("open.measures.never"),
        }
        for each in reviews
    ]  # fmt: skip
    return _section(sheet, "measures", rows, ("measure", "owner", "due", "decision", "judge"))


def _decided(sheet: Sheet, decisions: Sequence[DecisionState]) -> Section:
    wording = sheet.wording
    rows = [
        {
            "text": wording.words(each.decision.text.model_dump()),
            "owner": sheet.person(each.decision.owner),
            "due": wording.day(each.decision.due.isoformat()),
            "meeting": wording.day(each.decision.meeting.isoformat()),
        }
        for each in sorted(decisions, key=lambda each: (each.decision.due, each.decision.id))
    ]
    return _section(sheet, "decisions", rows, ("text", "owner", "due", "meeting"))


def _causes(sheet: Sheet) -> Section | None:
    """Causes that nobody confirmed or rejected; None where none were ever registered."""
    if sheet.inputs.causes is None:
        return None
    wording = sheet.wording
    rows = [
        {
            "cause": wording.words(each["title"]) or each["cause"],
            "kpi": wording.kpi(each["kpi"]),
            "entity": wording.entity(each["entity"]),
            "raised": wording.day(each["raised"]),
        }
        for each in sheet.inputs.causes["causes"]
        if each["verdict"] == _OPEN_CAUSE
    ]
    return _section(sheet, "causes", rows, ("cause", "kpi", "entity", "raised"))


def _findings(sheet: Sheet) -> Section:
    wording = sheet.wording
    rows = [
        {"what": wording.words(each["message"]), "remedy": wording.words(each["remedy"])}
        for each in sheet.inputs.alignment["findings"]
        if each["severity"] != "tip" and not each["private"]
    ]
    return _section(sheet, "findings", rows, ("what", "remedy"))
