"""Whether a season stands out from chance 「季节性是否明显」."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.track.chart.phases import Phase
from diagnostics.loop.track.chart.points import days_of
from diagnostics.loop.track.chart.seasonal import season_parts
from diagnostics.model.control_chart import ChartNote

if TYPE_CHECKING:
    import pandas as pd

# Chance brings so clear a season in fewer than so many of series without any.
CLEAR = 0.05


def clear_season(series: pd.Series, phases: Sequence[Phase], length: int | None) -> tuple[int | None, ChartNote | None]:
    """Length of the season where it stands out, and what to say where history can't tell 「季节性判断」.

    Parameters
    ----------
    series : Series of float
        Points in order of time.
    phases : sequence of Phase
        Phases with the points that fix their limits.
    length : int, optional
        Points a season has; None where the cycle has none.

    Notes
    -----
    F test of a mean a part of the season beside a mean a phase and a slope.
    """
    from scipy.special import fdtrc

    if length is None or length == 1:
        return None, None
    if length == 52 and not _evenly(series.index):
        return None, ChartNote("season_absent")
    fixing = np.concatenate([each.fixing for each in phases])
    parts = season_parts(series.index, length)[fixing]
    if np.bincount(parts, minlength=length).min() < 2:
        if len(fixing) < 2 * length:
            return None, ChartNote("season_few", (("points", len(fixing)), ("needed", 2 * length)))
        return None, ChartNote("season_absent")
    numbers = np.concatenate([np.full(len(each.fixing), each.number) for each in phases])
    flat = np.column_stack([numbers[:, None] == np.arange(len(phases)), fixing / len(series)]).astype(np.float64)
    own = np.column_stack([flat, parts[:, None] == np.arange(1, length)]).astype(np.float64)
    figures = series.to_numpy()[fixing]
    left = [
        float(((figures - each @ np.linalg.lstsq(each, figures, rcond=None)[0]) ** 2).sum()) for each in (flat, own)
    ]
    free = len(fixing) - own.shape[1]
    if free < 1 or left[0] <= 1e-24 * float(figures @ figures):
        return None, None
    ratio = (left[0] - left[1]) / (length - 1) / max(left[1] / free, 1e-300)
    return (length, None) if fdtrc(length - 1, free, ratio) < CLEAR else (None, None)


def _evenly(index: pd.Index) -> bool:
    """Whether points begin whole weeks apart: only then do weeks tell the part of the year."""
    days = days_of(index) or []
    return len(days) > 1 and all((after - before).days % 7 == 0 for before, after in pairwise(days))
