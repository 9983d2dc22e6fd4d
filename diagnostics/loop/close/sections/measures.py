"""Section: did the measures work 「措施见效了吗」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from diagnostics.look.page import Paragraph, Section, TablePart, Verdict
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import Status

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
    figure = _figure(reviews, wording)
    parts: list[AnyPart] = [*(_verdict(each, wording) for each in reviews), *([figure] if figure else [])]
    parts.append(TablePart(table=_table(reviews, wording)))
    return Section(id="measures", title=title, lead=wording.say("measures.lead"), parts=tuple(parts))


def _verdict(each: MeasureReview, wording: Wording) -> Verdict:
    # No number without its verdict: two months of data show a figure that means nothing yet.
    told = each.verdict in {"worked", "no_evidence", "worse"}
    interval = wording.interval(each.kpi, each.low, each.high, relative=each.relative)
    return Verdict(
        title=each.title,
        status=cast("Status", each.verdict or "insufficient"),
        value=wording.effect(each.kpi, each.actual, relative=each.relative) if told else "",
        interval=wording.say("measures.interval", interval=interval) if told else "",
        text=each.text or wording.say("measures.not_started"),
        rung=each.rung,
        judge_from=wording.period(each.judge_from) if each.judge_from and not told else "",
        owner=each.owner,
    )


def _table(reviews: Sequence[MeasureReview], wording: Wording) -> Table:
    keys = ("title", "entities", "kpi", "expected", "actual", "interval", "outcome")
    right = {"expected", "actual", "interval"}
    columns = tuple(
        Column(key=each, label=wording.say(f"measures.column.{each}"), align="right" if each in right else "left")
        for each in keys
    )
    rows = tuple(
        {
            "title": each.title,
            "entities": wording.entities(each.entities),
            "kpi": wording.kpi(each.kpi),
            "expected": wording.effect(each.kpi, each.expected, relative=each.relative),
            "actual": wording.effect(each.kpi, each.actual, relative=each.relative),
            "interval": wording.interval(each.kpi, each.low, each.high, relative=each.relative),
            "outcome": wording.say(f"outcome.{each.outcome}"),
        }
        for each in reviews
    )
    return Table(caption=wording.say("measures.caption"), columns=columns, rows=rows, note=wording.say("measures.note"))


def _figure(reviews: Sequence[MeasureReview], wording: Wording) -> FigurePart | None:
    """Intervals of the relative effects; a KPI's own unit has no place on a common axis."""
    import pandas as pd

    from diagnostics.look import charts
    from diagnostics.look.charts import Quantity
    from diagnostics.look.figure import figure_part

    shown = [each for each in reviews if each.relative and each.low is not None and each.verdict]
    if not shown:
        return None
    frame = pd.DataFrame(
        {
            "label": [each.title for each in shown],
            "effect": [each.actual for each in shown],
            "low": [each.low for each in shown],
            "high": [each.high for each in shown],
            "expected": pd.array([each.expected for each in shown], dtype="Float64").to_numpy(
                "float64", na_value=float("nan")
            ),
            "status": [each.verdict for each in shown],
        }
    )
    ways = {wording.quantity(each.kpi).improvement for each in shown}
    quantity = Quantity("share", wording.language, improvement=ways.pop() if len(ways) == 1 else "none", relative=True)
    draw = partial(charts.interval_chart, frame, quantity)
    alt = wording.say("measures.alt", parts=wording.say("list.semicolon").join(_alt(each, wording) for each in shown))
    return figure_part(draw, alt, title=wording.say("measures.figure"), caption=wording.say("measures.figure_caption"))


def _alt(each: MeasureReview, wording: Wording) -> str:
    interval = wording.interval(each.kpi, each.low, each.high, relative=each.relative)
    return wording.say("measures.alt_part", title=each.title, interval=interval)
