"""Points of a series at which something special happened, by the rules of XmR charts 「异常信号」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from diagnostics.model.point_limits import PointLimits
from diagnostics.model.process_limits import ProcessLimits, finite_or_missing

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

RUN = 7
Signal = Literal["", "outside_high", "outside_low", "rising", "falling", "near_high", "near_low", "above", "below"]


def signals(values: ArrayLike, limits: ProcessLimits | PointLimits) -> list[Signal | None]:
    """Signal at each point by the "Making Data Count" rules 「异常信号」.

    Parameters
    ----------
    values : array-like of float
        Values in order of time.
    limits : ProcessLimits or PointLimits
        Limits that hold for all of them, or for each.

    Returns
    -------
    list of str or None
        ``""`` where nothing special is seen, None where the value is missing. Where several rules speak the first
        of these is named: outside a limit; 7 or more points rising or falling; 2 of 3 close to a limit, all three on
        that side of the mean; 7 or more on one side of the mean.
    """
    array = finite_or_missing(values)
    there = np.flatnonzero(~np.isnan(array))
    found: list[Signal | None] = [None] * len(array)
    limits = limits.at(there) if isinstance(limits, PointLimits) else limits
    for position, signal in zip(there, _signals(array[there], limits), strict=True):
        found[position] = signal
    return found


def _signals(values: Floats, limits: ProcessLimits | PointLimits) -> list[Signal]:
    low, high = limits.near
    # Rounding may put a value that equals the mean beside it: a constant series has no signal.
    hair = 1e-12 * float(np.abs(values).max(initial=0))
    side = np.where(np.abs(values - limits.mean) <= hair, 0, np.sign(values - limits.mean))
    outside = (values > limits.upper + hair) | (values < limits.lower - hair)
    close = ~outside & ((values > high + hair) | (values < low - hair))
    rising, falling = _trends(values)
    # Later entries win: the rules stand here from the weakest to the strongest.
    rules: list[tuple[Bools, Signal]] = [
        (_covered(side > 0, RUN), "above"),
        (_covered(side < 0, RUN), "below"),
        (_two_of_three(close, side > 0), "near_high"),
        (_two_of_three(close, side < 0), "near_low"),
        (falling, "falling"),
        (rising, "rising"),
        (outside & (side < 0), "outside_low"),
        (outside & (side > 0), "outside_high"),
    ]
    found: list[Signal] = [""] * len(values)
    for mask, name in rules:
        for position in mask.nonzero()[0]:
            found[position] = name
    return found


def _covered(hit: Bools, length: int) -> Bools:
    """Points that lie in a stretch of at least ``length`` hits."""
    covered = np.zeros(len(hit), dtype=bool)
    # Most series have too few hits for a stretch: counting them is cheaper than looking.
    if np.count_nonzero(hit) >= length:
        for start in np.flatnonzero(sliding_window_view(hit, length).all(axis=1)):
            covered[start : start + length] = True
    return covered


def _trends(values: Floats) -> tuple[Bools, Bools]:
    """Points of runs of seven, six steps, up and down; a turning point belongs to the run that it begins."""
    if len(values) < RUN:
        return np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    steps = np.diff(values)
    up, down = _covered(steps > 0, RUN - 1), _covered(steps < 0, RUN - 1)
    rising, falling = np.append(up, False), np.append(down, False)
    rising[1:] |= up & ~falling[1:]
    falling[1:] |= down & ~rising[1:]
    return rising, falling


def _two_of_three(close: Bools, side: Bools) -> Bools:
    """Close points of any three neighbours on one side of the mean of which two are close."""
    covered = np.zeros(len(close), dtype=bool)
    if np.count_nonzero(close) >= 2 and len(close) >= 3:
        windows = (sliding_window_view(close, 3).sum(axis=1) >= 2) & sliding_window_view(side, 3).all(axis=1)
        for start in np.flatnonzero(windows):
            covered[start : start + 3] = True
    return covered & close
