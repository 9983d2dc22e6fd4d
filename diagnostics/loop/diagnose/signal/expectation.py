"""What many series make one expect of their next figure 「下一期预期」."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Next figure of many series on the scale they are judged on 「下一期预期」.

    Parameters
    ----------
    centre : array of float
        What is expected.
    square : array of float
        Mean squared residual.
    width : array of float
        Variance of the next figure about ``centre``, as a ratio to ``square``.
    freedom : array of float
        Degrees of freedom of ``square``.
    slope : array of float
        Change a period; 0 where no trend is believed.
    season : array of float
        How much of the season's own means is believed, 0 to 1.
    seasonal : array of bool
        Whether the season stands out from noise.
    phi : array of float
        Autocorrelation of neighbouring figures, 0 to 0.9.
    wandering : array of bool
        Whether the level wanders, so that the last figure is the guide.
    effects : array of float
        Effect of each part of the season, the next figure's first.
    residuals : array of float
        One row a series; 0 where nothing is there or an exception was left out.
    kept : array of float
        1 where a figure was used.
    count : array of float
        Figures used.
    """

    centre: Floats
    square: Floats
    width: Floats
    freedom: Floats
    slope: Floats
    season: Floats
    seasonal: Flags
    phi: Floats
    wandering: Flags
    effects: Floats
    residuals: Floats
    kept: Floats
    count: Floats

    def put(self, rows: Rows, other: Expectation) -> None:
        """Take over the rows of another fit."""
        for each in fields(self):
            getattr(self, each.name)[rows] = getattr(other, each.name)
