"""Section: did the measures work 「措施见效了吗」."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from diagnostics.look.page import Fact, Facts, Paragraph, Section, TablePart, Verdict
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import Status
from diagnostics.loop.close.sections.appendix import facts_of
from diagnostics.loop.close.sections.paths import path_figures
from diagnostics.loop.close.verdict_time import lacks_figures, told_when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart, FigurePart
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview


def measures_section(reviews: Sequence[MeasureReview], wording: Wording) -> Section:
    """Each measure's verdict, with its interval and how far the evidence reaches 「措施结论」."""
    title = wording.say("measures.title")
    if not reviews:
        return Section(id="measures", title=title, parts=(Paragraph(text=wording.say("measures.none")),))
    parts: list[AnyPart] = [*(_verdict(each, wording) for each in reviews), *_figures(reviews, wording)]
    parts += path_figures(reviews, wording)
    parts.append(TablePart(table=_table(reviews, wording)))
    return Section(id="measures", title=title, lead=wording.say("measures.lead"), parts=tuple(parts))


def status_of(each: MeasureReview) -> str:
    """Status of a measure on the page: its verdict, or why there is none 「措施状态」."""
    if each.standing == "waiting":
        # One that has not started has no estimate, whatever speaks against its start.
        return "planned" if each.state in ("planned", "at_risk", "lagging") else "insufficient"
    return each.standing


def _verdict(each: MeasureReview, wording: Wording) -> Verdict:
    told = each.decided
    interval = wording.interval(each.kpi, each.low, each.high, relative=each.relative)
    return Verdict(
        title=each.title,
        status=cast("Status", status_of(each)),
        value=wording.effect(each.kpi, each.actual, relative=each.relative) if told else "",
        interval=wording.say("measures.interval", interval=interval) if told else "",
        text=each.text or wording.say("measures.no_data"),
        rungs=each.rungs,
        judge_from="" if told or lacks_figures(each, wording.inputs) else told_when(each, wording),
        owner=each.owner,
        facts=_facts(each, wording),
    )


def _facts(each: MeasureReview, wording: Wording) -> Facts | None:
    """With what it was compared, and how its KPI is counted."""
    if each.kpi not in wording.inputs.kpis:
        return None
    facts = facts_of(each.kpi, wording)
    why = wording.words(wording.inputs.effects.get(each.id, {}).get("why"))
    compared = (Fact(label=wording.say("facts.compared"), value=why),) if why else ()
    return facts.model_copy(update={"rows": (*compared, *facts.rows)})


def _table(reviews: Sequence[MeasureReview], wording: Wording) -> Table:
    keys = ("title", "entities", "kpi", "expected", "actual", "interval", "outcome")
    right = {"expected", "actual", "interval"}
    columns = tuple(
        Column(key=each, label=wording.say(f"measures.column.{each}"), align="right" if each in right else "left")
        for each in keys
    )
    rows = tuple(_row(each, wording) for each in reviews)
    return Table(caption=wording.say("measures.caption"), columns=columns, rows=rows, note=wording.say("measures.note"))


def _row(each: MeasureReview, wording: Wording) -> dict[str, str]:
    told = {
        "title": each.title,
        "entities": wording.entities(each.entities),
        "kpi": wording.kpi(each.kpi),
        "expected": wording.effect(each.kpi, each.expected, relative=each.relative),
        "outcome": wording.say(f"outcome.{each.outcome}"),
    }
    if each.caveats:
        told["outcome"] = wording.say("outcome.reserved", outcome=told["outcome"])
    if each.decided:
        told["actual"] = wording.effect(each.kpi, each.actual, relative=each.relative)
        told["interval"] = wording.interval(each.kpi, each.low, each.high, relative=each.relative)
    return told


def _figures(reviews: Sequence[MeasureReview], wording: Wording) -> list[FigurePart]:
    """Intervals of the effects, one figure for those in per cent and one for each other unit.

    One measure alone is compared with nobody: its interval is drawn where its verdict stands, at the top.
    """
    groups: dict[str, list[MeasureReview]] = {}
    for each in reviews:
        if each.decided and each.low is not None:
            groups.setdefault("relative" if each.relative else wording.quantity(each.kpi).unit, []).append(each)
    return [_figure(each, wording) for each in groups.values() if len(each) > 1]


def _figure(shown: list[MeasureReview], wording: Wording) -> FigurePart:
    import pandas as pd

    from diagnostics.look import charts
    from diagnostics.look.figure import figure_part

    figures = ("actual", "low", "high", "expected")
    frame = pd.DataFrame([{name: getattr(each, name) for name in figures} for each in shown], dtype="float64")
    frame = frame.rename(columns={"actual": "effect"}).assign(
        label=[each.title for each in shown], status=[str(each.verdict) for each in shown]
    )
    ways = {wording.quantity(each.kpi).improvement for each in shown}
    quantity = replace(
        wording.quantity(shown[0].kpi), improvement=ways.pop() if len(ways) == 1 else "none", relative=shown[0].relative
    )
    alt = wording.say("measures.alt", parts=wording.say("list.semicolon").join(_alt(each, wording) for each in shown))
    title = wording.say("measures.figure" if shown[0].relative else "measures.figure_unit")
    caption = wording.say("measures.figure_caption")
    return figure_part(partial(charts.interval_chart, frame, quantity), alt, title=title, caption=caption)


def _alt(each: MeasureReview, wording: Wording) -> str:
    interval = wording.interval(each.kpi, each.low, each.high, relative=each.relative)
    return wording.say("measures.alt_part", title=each.title, interval=interval)
