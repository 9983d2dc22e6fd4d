"""What a series lacks 「数据缺口」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.model.period import SEASON

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.panel import Panel


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a series lacks 「数据缺口」.

    Parameters
    ----------
    missing : tuple of str
        Periods from the first to the last in which a treated entity has no value, but for the next.
    begun : tuple of str
        Periods in which the measure started midway: neither before nor after.
    seasons_before : float
        Seasons that the periods with a value before the start make up; a year counts as one.
    """

    missing: tuple[str, ...]
    begun: tuple[str, ...]
    seasons_before: float


def lacking(panel: Panel) -> Lacking:
    """Missing periods, periods of a start midway, and how much of a season lies before the start 「数据缺口」.

    Notes
    -----
    A missing period is left out, never filled: its neighbours then remember each other over the gap. A figure of
    merged months is a rate when the number of months it covers is the exposure.
    """
    import numpy as np

    midway = {
        place
        for own, begun, start in zip(panel.treated, panel.begun.tolist(), panel.starts.tolist(), strict=True)
        if own
        for place in range(begun, start)
    }
    gone = set(np.flatnonzero(np.isnan(panel.series)).tolist()) - midway
    before = int((~np.isnan(panel.series[: panel.start])).sum())
    text = panel.line.text
    return Lacking(tuple(map(text, sorted(gone))), tuple(map(text, sorted(midway))), before / SEASON[panel.line.cycle])
