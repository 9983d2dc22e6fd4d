"""Difference-in-differences of entities that start at different times 「分批启动的双重差分（前后均值）」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.loop.track.effect.did import own_restlessness
from diagnostics.loop.track.effect.restless import widened
from diagnostics.loop.track.effect.staggered.against import changes, held_against, trends

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.panel import Panel


def stacked(panel: Panel, seed: int) -> Estimate:
    """Each treated entity's change from before its own start to after it, less the others' 「分批启动的双重差分」.

    Parameters
    ----------
    panel : Panel
        With entities that nothing was done to; no treated entity is compared with another.
    seed : int
        Of the placebo draws.

    Returns
    -------
    Estimate
        Needs no cohort of any size: the noise is that of the others. The mean of all periods before the start is surer
        than the last of them, which ``callaway_santanna`` takes, and asks more: equal trends all along.
    """
    trend = held_against(trends(panel, "mean"), seed)
    found = widened(held_against(changes(panel, "mean"), seed), own_restlessness(panel))
    return replace(found, pre_trend=trend.p_value, drift=trend.effect)
