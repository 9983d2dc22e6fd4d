"""Figures of measures: the series beside what was to be expected without them 「措施走势图」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.loop.close.sections.series_table import series_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import FigurePart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

# A page has room for so many; measures that changed something come first.
MOST = 3
_ORDER = {"worse": 0, "worked": 0, "no_evidence": 1}


def path_figures(reviews: Sequence[MeasureReview], wording: Wording) -> list[FigurePart]:
    """The series of decided measures beside what was to be expected without them 「措施走势图」.

    Parameters
    ----------
    reviews : sequence of MeasureReview
        In the page's order; at most three are drawn, those with an effect first.
    """
    effects = wording.inputs.effects
    shown = [each for each in reviews if each.decided and effects.get(each.id, {}).get("path")]
    chosen = sorted(shown, key=lambda each: _ORDER.get(str(each.verdict), 2))[:MOST]
    return [_figure(each, effects[each.id], wording) for each in chosen]


def _figure(review: MeasureReview, effect: Record, wording: Wording) -> FigurePart:
    import pandas as pd

    from diagnostics.look import charts
    from diagnostics.look.figure import figure_part

    frame = pd.DataFrame(effect["path"])
    known = frame["period"][frame["actual"].notna()]
    marks = {str(frame["period"][frame["low"].first_valid_index() or 0]): wording.say("measures.path_start")}
    last = str(known.iloc[-1])
    if last not in marks:
        marks[last] = wording.say("measures.path_as_of")
    events = [charts.Event(period, label) for period, label in marks.items()]
    kpi = wording.kpi(review.kpi)
    return figure_part(
        partial(charts.path_chart, frame, wording.quantity(review.kpi), events=events),
        wording.say("measures.path_alt", kpi=kpi, start=wording.period(effect["start"]), text=review.text),
        title=wording.say("measures.path", title=review.title, kpi=kpi),
        caption=wording.say("measures.path_caption"),
        table=series_table(
            frame.rename(columns={"actual": "value"}).drop(columns=["low", "high"], errors="ignore"),
            review.kpi,
            wording,
        ),
    )
