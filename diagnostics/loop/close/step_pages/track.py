"""Page of the fourth step: where measures stand, what warns, what is ahead, what is judged when 「固化跟踪页」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Headline, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import status_word
from diagnostics.loop.close.arrangement import APPENDIX, made
from diagnostics.loop.close.page import result_headline
from diagnostics.loop.close.sections.board import board_section
from diagnostics.loop.close.sections.focal_figure import focal_figure
from diagnostics.loop.close.sections.measures import measures_section
from diagnostics.loop.close.sections.period_end import period_end_section
from diagnostics.loop.close.sections.warnings import warnings_section
from diagnostics.loop.close.step_pages.screen import Screen, ask, joined, said, step_page
from diagnostics.loop.close.verdict_time import next_label, told_when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.look.page import Action, Page
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

MOST_ROWS, MOST_WARNINGS = 20, 3
# What does not go as planned comes first.
STATES = ("overdue", "lagging", "at_risk", "in_progress", "planned", "done", "stopped")
BEHIND = ("overdue", "lagging", "at_risk")


def track_page(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Page:
    """Board, warnings, forecasts, and from when each measure can be judged 「固化跟踪页」."""
    measures = [each for each in conclusions.reviews if not each.external]
    screen = Screen(
        step="track",
        title=_title(inputs, measures, wording),
        lead=conclusions.lead[:1],
        headlines=tuple(_headlines(inputs, measures, wording)),
        asked=tuple(_asked(inputs, wording, conclusions)),
        chart=focal_figure(inputs, wording),
    )
    sections = (
        board_section(inputs, measures, wording),
        _reviews_section(inputs, measures, wording),
        warnings_section(inputs, wording),
        period_end_section(inputs, wording),
        measures_section(conclusions.reviews, wording) if measures else None,
    )
    return step_page(screen, wording, conclusions, sections, made(APPENDIX, inputs, wording, conclusions))


def _warnings(inputs: Inputs) -> list[Record]:
    """Alerts on figures that are against us and go on."""
    found = (inputs.alerts or {}).get("alerts", ())
    return [each for each in found if each["kpi"] and each["against"] is not False and not each["calm"]]


def _title(inputs: Inputs, measures: list[MeasureReview], wording: Wording) -> str:
    counts = {each: sum(one.state == each for one in measures) for each in STATES}
    told = [
        said(wording, "track.state", state=status_word(name, wording.language).lower(), count=count)
        for name, count in counts.items()
        if count
    ]
    board = (
        said(wording, "track.title.board", count=len(measures), parts=wording.say("list.comma").join(told))
        if measures
        else said(wording, "track.title.none")
    )
    warned = len(_warnings(inputs))
    if inputs.alerts is None:
        return board
    return joined((board, said(wording, f"track.title.{'warned' if warned else 'calm'}", count=warned)), wording)


def _headlines(inputs: Inputs, measures: list[MeasureReview], wording: Wording) -> Iterator[Headline]:
    result = result_headline(inputs, wording)
    if result is not None:
        yield result
    if measures:
        behind = sum(each.state in BEHIND for each in measures)
        yield _headline("behind", behind, said(wording, "track.headline.behind.note", count=len(measures)), wording)
    if inputs.alerts is not None:
        warned = _warnings(inputs)
        new = sum(bool(each["new"]) for each in warned)
        yield _headline("warnings", len(warned), said(wording, "track.headline.warnings.note", count=new), wording)
    waiting = [each for each in measures if each.judge_from and not each.decided]
    if waiting:
        first = min(waiting, key=lambda each: (each.judge_from, each.title))
        yield Headline(label=next_label(first, wording), value=wording.period(first.judge_from), note=first.title)


def _headline(term: str, value: int, note: str, wording: Wording) -> Headline:
    told = said(wording, f"track.headline.{term}.value", value=value)
    return Headline(label=said(wording, f"track.headline.{term}.label"), value=told, note=note)


def _reviews_section(inputs: Inputs, measures: list[MeasureReview], wording: Wording) -> Section | None:
    """From when each measure can be judged, its day of decision, and its next report 「何时可以下结论」."""
    if not measures:
        return None
    keys = ("title", "judged", "decision", "report")
    columns = tuple(
        Column(key=each, label=said(wording, f"track.reviews.{'measure' if each == 'title' else each}"))
        for each in keys
    )
    rows = tuple(
        {
            "title": each.title,
            "judged": _judged(each, wording),
            "decision": wording.day(each.decision),
            "report": wording.day(inputs.board.get(each.id, {}).get("next_check_in")),
        }
        for each in measures[:MOST_ROWS]
    )
    more = len(measures) - len(rows)
    note = said(wording, "more", count=more) if more > 0 else ""
    table = Table(caption=said(wording, "track.reviews.caption"), columns=columns, rows=rows, note=note)
    lead = said(wording, "track.reviews.lead", count=sum(each.decided for each in measures), all=len(measures))
    return Section(id="reviews", title=said(wording, "track.reviews.title"), lead=lead, parts=(TablePart(table=table),))


def _judged(each: MeasureReview, wording: Wording) -> str:
    if each.decided:
        return said(wording, "track.reviews.now")
    return told_when(each, wording) or said(wording, "track.reviews.unknown")


def _asked(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Iterator[Action]:
    kinds = ("worse", "lagging", "no_evidence", "undecidable", "worked")
    for kind in kinds:
        for each in conclusions.steps:
            if each.kind == kind:
                yield ask(each.text, wording, owner=each.owner, due=each.due)
    yield from _of_warnings(inputs, wording)
    for row in inputs.tracking["board"]:
        if (row.get("check_ins_overdue") or 0) > 1 and row["state"] not in ("done", "stopped"):
            told = {"title": wording.words(row["title"]), "count": row["check_ins_overdue"]}
            yield ask(said(wording, "track.ask.report", **told), wording, owner=row["owner_name"])


def _of_warnings(inputs: Inputs, wording: Wording) -> Iterator[Action]:
    """Warnings of weight that no measure answers, each KPI and side once."""
    found: dict[tuple[str, str], Record] = {}
    for each in _warnings(inputs):
        if each["severity"] == "high" and not each["measures"]:
            found.setdefault((each["kpi"], each["side"]), each)
    for each in list(found.values())[:MOST_WARNINGS]:
        told = {"kpi": wording.kpi(each["kpi"]), "entity": wording.entity(each["entity"])}
        yield ask(said(wording, "track.ask.warning", **told), wording, owner=each["owner_name"] or "")
