"""Section: every measure's verdict in one line, with its interval 「见效了吗」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.sparks import Spark
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.sections.measures import status_of
from diagnostics.loop.close.verdict_time import lacks_figures, needs, told_when
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

# More stand under the fold: the first screen is for those that matter most.
MOST_ROWS = 6
RIGHT = ("actual", "interval")


def effect_section(reviews: Sequence[MeasureReview], wording: Wording) -> Section:
    """Verdict, effect and likely range of each measure; when the first can be judged where none can 「见效了吗」."""
    title, lead = _say("effect.title", wording), _say("effect.lead", wording)
    if not reviews:
        return Section(id="effect", title=title, parts=(Paragraph(text=_say("effect.none", wording)),))
    parts: list[AnyPart] = []
    if not any(each.decided for each in reviews):
        parts.append(Paragraph(text=_unknown(reviews, wording)))
    parts.append(TablePart(table=_table(reviews, wording)))
    return Section(id="effect", title=title, lead=lead, parts=tuple(parts))


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"glance.{term}", wording.language, **values)


def _unknown(reviews: Sequence[MeasureReview], wording: Wording) -> str:
    """What is not known, and when it will be."""
    waiting = sorted((each for each in reviews if each.judge_from), key=lambda each: (each.judge_from, each.title))
    if not waiting:
        return _say("effect.never", wording)
    first = waiting[0]
    if lacks_figures(first, wording.inputs):
        return _say("effect.unknown_needs", wording, needs=needs(first, wording), title=first.title)
    return _say("effect.unknown", wording, period=wording.period(first.judge_from), title=first.title)


def _table(reviews: Sequence[MeasureReview], wording: Wording) -> Table:
    # What the client decided comes before what befell it.
    shown = sorted(reviews, key=lambda each: each.external)[:MOST_ROWS]
    rows = tuple(_row(each, wording) for each in shown)
    keys = [
        key
        for key in ("title", "kpi", "status", "actual", "interval", "reach", "judged")
        if key in {"title", "kpi", "status"} or any(row.get(key) for row in rows)
    ]
    kinds = {"status": "status", "reach": "spark"}
    columns = tuple(
        Column(
            key=key,
            label=_say(f"effect.column.{key}", wording),
            align="right" if key in RIGHT else "left",
            kind=kinds.get(key, "text"),
        )
        for key in keys
    )
    more = _say("effect.more", wording, shown=len(shown), count=len(reviews)) if len(shown) < len(reviews) else ""
    note = _say("effect.note", wording) if "reach" in keys else ""
    return Table(
        caption=_say("effect.caption", wording),
        columns=columns,
        rows=tuple({key: row[key] for key in keys if row.get(key)} for row in rows),
        note=("" if wording.language == "zh" else " ").join(each for each in (more, note) if each),
        sparks={"reach": _reaches(shown, wording)} if "reach" in keys else {},
    )


def _row(each: MeasureReview, wording: Wording) -> dict[str, str]:
    title = _say("effect.event", wording, title=each.title) if each.external else each.title
    if each.caveats:
        title = _say("effect.reserved", wording, title=title)
    # Measures of different KPIs stand in one table: an effect without its KPI would be read as one on the page's own.
    told = {"title": title, "kpi": wording.kpi(each.kpi), "status": status_of(each)}
    if not each.decided:
        return told | {"judged": told_when(each, wording)}
    effect, relative = wording.effect(each.kpi, each.actual, relative=each.relative), each.relative
    told |= {"actual": effect, "interval": wording.interval(each.kpi, each.low, each.high, relative=relative)}
    if _drawn(each):
        low, high = (wording.effect(each.kpi, one, relative=relative) for one in (each.low, each.high))
        told["reach"] = _say("effect.reach", wording, low=low, high=high)
    return told


def _drawn(each: MeasureReview) -> bool:
    return each.decided and None not in (each.low, each.actual, each.high)


def _reaches(shown: Sequence[MeasureReview], wording: Wording) -> tuple[Spark | None, ...]:
    """Intervals of a unit on one scale with nought in the middle, so that rows can be compared."""
    widest: dict[str, float] = {}
    for each in shown:
        if _drawn(each):
            unit = _unit(each, wording)
            widest[unit] = max(widest.get(unit, 0.0), abs(each.low or 0.0), abs(each.high or 0.0))
    return tuple(
        Spark(
            kind="reach",
            values=(each.low, each.actual, each.high),
            span=(-widest[_unit(each, wording)], widest[_unit(each, wording)]),
        )
        if _drawn(each)
        else None
        for each in shown
    )


def _unit(each: MeasureReview, wording: Wording) -> str:
    return "relative" if each.relative else wording.quantity(each.kpi).unit
