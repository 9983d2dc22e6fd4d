"""Limits that differ from point to point 「逐点控制界限」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PointLimits:
    """Limits that differ from point to point, because sizes or seasons do 「逐点控制界限」.

    Parameters
    ----------
    mean, lower, upper : array of float
        Centre and limits of each point, in the values' unit; limits may be cut where no value can lie.
    half : array of float
        Half the width of the limits before any cut.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    half: Floats

    @property
    def near(self) -> tuple[Floats, Floats]:
        """Two thirds of the way to the limits: beyond lies what is called close 「警戒线」."""
        return self.mean - 2 / 3 * self.half, self.mean + 2 / 3 * self.half

    def at(self, places: NDArray[np.intp]) -> PointLimits:
        """Limits of some of the points 「部分点的界限」."""
        return PointLimits(self.mean[places], self.lower[places], self.upper[places], self.half[places])
