"""Phases of a chart, each with the points that fix its limits 「分段与基准期」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from diagnostics.errors import InputError
from diagnostics.loop.track.chart.points import starts_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# Limits from fewer points are provisional, as Making Data Count has it.
FEWEST = 12


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """Stretch of points with limits of its own 「分段」.

    Parameters
    ----------
    number, start, stop : int
        Which phase; its first position and the one after its last.
    fixing : array of int
        Positions, of all points, that fix its limits: present ones of the phase.
    """

    number: int
    start: int
    stop: int
    fixing: NDArray[np.intp]


def phases_of(
    series: pd.Series, rebase: Sequence[Any] = (), baseline: int | Sequence[bool] | None = None
) -> list[Phase]:
    """Phases of a series 「分段」.

    Parameters
    ----------
    series : Series of float
        Points in order of time, NaN where one is missing.
    rebase : sequence
        Labels, positions or days at which a new phase begins.
    baseline : int or sequence of bool, optional
        How many present points at the start of each phase fix its limits, or a mark for each point that does.

    Raises
    ------
    InputError
        When fewer than two present points fix a phase's limits, or the baseline is longer than the series.
    """
    figures = series.to_numpy(dtype=np.float64)
    there = ~np.isnan(figures)
    starts = starts_of(series.index, rebase)
    counted, marks = _read_baseline(baseline, there)
    phases: list[Phase] = []
    for start, stop in zip(starts, [*starts[1:], len(figures)], strict=True):
        fixing = start + np.flatnonzero((there & marks)[start:stop])[:counted]
        if len(fixing) < 2:
            where = f"The phase that begins at {str(series.index[start])!r}" if start else "The chart"
            raise InputError(f"{where} has {len(fixing)} values to fix its limits; it takes at least two.")
        phases.append(Phase(len(phases), start, stop, fixing))
    return phases


def _read_baseline(baseline: Any, there: NDArray[np.bool_]) -> tuple[int | None, NDArray[np.bool_]]:
    """How many points of a phase count, and which may."""
    whole = np.ones(len(there), dtype=bool)
    if baseline is None:
        return None, whole
    if hasattr(baseline, "__len__") and not isinstance(baseline, str):
        marks = np.asarray(baseline)
        if marks.dtype != bool or marks.shape != there.shape:
            raise InputError(
                f"baseline has {marks.size} marks of {marks.dtype}, must be true or false for {len(there)}."
            )
        return None, marks
    if isinstance(baseline, bool) or not isinstance(baseline, int | np.integer) or baseline < 2:
        raise InputError(f"baseline == {baseline!r}, must be a whole number of points, at least 2.")
    if baseline > there.sum():
        raise InputError(f"baseline == {baseline}, but the series has {int(there.sum())} values; it can't be longer.")
    return int(baseline), whole
