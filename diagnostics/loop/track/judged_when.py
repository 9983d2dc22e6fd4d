"""From when a measure can be judged, in words that a day long after the data doesn't turn false 「判断时间」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.periods import show_period
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.track.design import Evidence
    from diagnostics.model.effect import EffectEstimate


def judged_when(later: str, figures: pd.DataFrame, evidence: Evidence) -> Text:
    """When a verdict becomes possible; where that period is over, that its figures are lacking 「判断时间」.

    Parameters
    ----------
    later : str
        Period that decides.
    figures : DataFrame
        Figures of those the measure is for, with ``period`` and ``value``.
    """
    if evidence.engagement.calendar.parse(later).end > evidence.as_of:
        return Text(**{each: say("effect.judge_from", each, period=show_period(later, each)) for each in LANGUAGES})
    known = figures.loc[figures["value"].notna(), "period"]
    if known.empty:
        return Text(
            **{each: say("effect.judge_needs_all", each, period=show_period(later, each)) for each in LANGUAGES}
        )
    until = str(known.max())
    told = {each: {"period": show_period(later, each), "until": show_period(until, each)} for each in LANGUAGES}
    return Text(**{each: say("effect.judge_needs", each, **told[each]) for each in LANGUAGES})


def without_promise(estimate: EffectEstimate) -> Text:
    """What the estimate says, without when it can be judged 「去掉判断时间」."""
    kept = {}
    for each in LANGUAGES:
        promise = say("effect.judge_from", each, period=show_period(estimate.judge_from, each))
        kept[each] = estimate.text[each].removesuffix(promise).rstrip()
    return Text(zh=kept["zh"], en=kept["en"])
