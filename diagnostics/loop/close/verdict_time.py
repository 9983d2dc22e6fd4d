"""When a measure can be judged; where that day has passed, until when figures are lacking 「何时可下结论」."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from diagnostics.model.period import Calendar
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview


def lacks_figures(each: MeasureReview, inputs: Inputs) -> bool:
    """Whether the period that decides is over and only its figures are missing: a promise of it would be of the past.

    「所缺数据的周期是否已过」.
    """
    if not each.judge_from:
        return False
    return Calendar().parse(each.judge_from).end <= date.fromisoformat(inputs.tracking["as_of"])


def told_when(each: MeasureReview, wording: Wording) -> str:
    """Period from which a measure can be judged, or the figures that it needs, as a cell says it 「何时可下结论」."""
    if not each.judge_from:
        return ""
    if not lacks_figures(each, wording.inputs):
        return wording.period(each.judge_from)
    return say("glance.when.needs", wording.language, period=wording.period(each.judge_from))


def needs(each: MeasureReview, wording: Wording) -> str:
    """Sentence on the figures that a verdict needs, and where those there are end 「判断所缺的数据」."""
    until = wording.period(last_figure(each, wording.inputs))
    return say("glance.when.sentence", wording.language, period=wording.period(each.judge_from), until=until)


def last_figure(each: MeasureReview, inputs: Inputs) -> str:
    """Last period with a figure of the measure's KPI at its entities, else the page's own 「数据截止周期」."""
    series = inputs.series
    own = series[(series["kpi"] == each.kpi) & series["entity"].isin(each.entities) & series["value"].notna()]
    return str(own["period"].max()) if len(own) else str(inputs.diagnosis["period"])


def next_label(each: MeasureReview, wording: Wording) -> str:
    """Label of the period that decides next; one that has passed is no time to come 「下一个结论」."""
    return wording.say("headline.next_needs" if lacks_figures(each, wording.inputs) else "headline.next")
