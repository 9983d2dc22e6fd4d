"""Figure: measures over time 「措施进度图」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.loop.close.step_pages.screen import said

if TYPE_CHECKING:
    from diagnostics.look.page import FigurePart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_DRAWN = 14


def schedule_figure(measures: list[Record], inputs: Inputs, wording: Wording) -> FigurePart | None:
    """From when until when each measure goes; nothing where no days are known 「措施进度图」."""
    import pandas as pd

    from diagnostics.look import charts
    from diagnostics.look.figure import figure_part

    day = inputs.interventions.get("as_of") or inputs.tracking["as_of"]
    known = [each for each in measures if each.get("started") or each.get("planned_start")]
    if not known or not day:
        return None
    rows = sorted((_row(each, wording) for each in known), key=lambda each: (each["end"], each["start"]))
    # Where there are many, those that go on or are ahead are what a meeting plans by.
    shown = rows[-MOST_DRAWN:]
    today = day, said(wording, "schedule.today", day=wording.day(day))
    alt = said(wording, "schedule.alt", parts=wording.say("list.semicolon").join(str(each["told"]) for each in shown))
    more = len(rows) - len(shown)
    caption = said(wording, "schedule.caption") + (said(wording, "more", count=more) if more else "")
    draw = partial(charts.schedule_chart, pd.DataFrame(shown), today)
    return figure_part(draw, alt, title=said(wording, "schedule.title"), caption=caption)


def _row(each: Record, wording: Wording) -> Record:
    start = str(each.get("started") or each["planned_start"])
    end = max(str(each.get("ended") or each["due"]), start)
    title, told = wording.words(each["title"]), wording.day(end)
    span = said(wording, "schedule.span", title=title, start=wording.day(start), end=told)
    return {
        "label": title, "start": start, "end": end, "text": told, "told": span, "open": each["state"] == "planned",
    }  # fmt: skip
