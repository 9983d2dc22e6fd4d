"""Series of the focal KPI with target, usual range and starts of measures 「焦点走势图」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import finite
from diagnostics.loop.close.sections.breaks import break_events
from diagnostics.loop.close.sections.gap_marks import ORDINARY, marked, series_icons
from diagnostics.loop.close.sections.series_table import series_table
from diagnostics.terms import say

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.look.charts import Event
    from diagnostics.look.page import FigurePart
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording


def focal_series(inputs: Inputs) -> pd.DataFrame:
    """Series of the focal KPI at the focal entity 「焦点序列」."""
    focus = inputs.diagnosis["focus"]
    rows = inputs.series[(inputs.series["kpi"] == focus["kpi"]) & (inputs.series["entity"] == focus["entity"])]
    ordered: pd.DataFrame = rows.sort_values("start", kind="stable")
    return ordered


def focal_figure(inputs: Inputs, wording: Wording) -> FigurePart | None:
    """Series with its usual range, the target and the starts of measures 「趋势图」."""
    from diagnostics.look import charts
    from diagnostics.look.figure import figure_part

    frame = marked(focal_series(inputs), inputs)
    if frame["value"].notna().sum() < 2:
        return None
    focus = inputs.diagnosis["focus"]
    breaks = break_events(frame, wording)
    events = (*_events(inputs, frame, wording), *breaks)
    way, own = str(inputs.kpis[focus["kpi"]]["direction"]), not inputs.diagnosis.get("marks")
    icons = series_icons(frame, way, own)
    draw = partial(charts.series_chart, frame, wording.quantity(focus["kpi"]), events=events, icons=icons)
    last = frame.dropna(subset=["value"]).iloc[-1]
    alt = _alt(frame, last, wording)
    title = wording.say("gaps.figure", kpi=wording.kpi(focus["kpi"]), entity=wording.entity(focus["entity"]))
    caption = _caption(frame, (len(events) > len(breaks), bool(breaks)), wording)
    return figure_part(draw, alt, title=title, caption=caption, table=series_table(frame, str(focus["kpi"]), wording))


def _alt(frame: pd.DataFrame, last: pd.Series[Any], wording: Wording) -> str:
    """What the series shows, with its usual range where there is one."""
    focus = wording.inputs.diagnosis["focus"]
    told = {
        "kpi": wording.kpi(focus["kpi"]),
        "entity": wording.entity(focus["entity"]),
        "first": wording.period(str(frame["period"].iloc[0])),
        "period": wording.period(str(last["period"])),
        "value": wording.value(focus["kpi"], float(last["value"])),
    }
    low, high = (finite(last[name]) for name in ("lower", "upper"))
    if low is None or high is None:
        return say("glance.trend.alt", wording.language, **told)
    usual = {"low": wording.value(focus["kpi"], low), "high": wording.value(focus["kpi"], high)}
    return wording.say("gaps.alt", **told, **usual)


def _caption(frame: pd.DataFrame, marks: tuple[bool, bool], wording: Wording) -> str:
    """What the band, the lines and the marks are, of those that there are."""
    flagged, own = (frame["flag"].fillna(ORDINARY) != ORDINARY).any(), bool(wording.inputs.diagnosis.get("marks"))
    (events, breaks), band = marks, frame["lower"].notna().any()
    there = {
        "band": band and not own, "own": band and own, "events": events, "flags": flagged and not own,
        "marks": flagged and own, "breaks": breaks,
    }  # fmt: skip
    told = [name for name, shown in there.items() if shown]
    return "".join(wording.say(f"gaps.figure_{each}") for each in told)


def _events(inputs: Inputs, frame: pd.DataFrame, wording: Wording) -> tuple[Event, ...]:
    """Starts of the measures that touch the focal KPI's entity, at the period that holds them."""
    from diagnostics.look.charts import Event

    focus = inputs.diagnosis["focus"]
    starts = list(zip(frame["start"].astype(str).str[:10], frame["period"].astype(str), strict=True))
    found = []
    for each in inputs.interventions["interventions"]:
        # What was only planned has not happened: no line for it.
        if focus["entity"] not in each["entities"] or not each.get("started"):
            continue
        at = [period for start, period in starts if start <= each["started"][:10]]
        if at:
            found.append(Event(period=at[-1], label=wording.words(each["title"])))
    return tuple(found)
