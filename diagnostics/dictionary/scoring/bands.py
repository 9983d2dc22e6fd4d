"""Points by where a figure lies 「分档计分」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.dictionary.scoring.arrays import CLOSE

if TYPE_CHECKING:
    from diagnostics.dictionary.scoring.arrays import Array
    from diagnostics.model.scoring import Scoring


def banded(actual: Array, target: Array, scoring: Scoring, direction: str) -> Array:
    """Share of the points by the bands of a scoring 「分档计分」.

    Notes
    -----
    With steps a band holds from its figure on, towards the better; where lower is better that is up to it, in a range
    from it up. What is worse than every band has nothing. Lines run between the bands and end level.
    """
    import numpy as np

    counted = actual / target if scoring.of == "target" else actual
    ordered = sorted(scoring.bands, key=lambda each: each.at)
    marks = np.array([each.at for each in ordered])
    points = np.array([each.points for each in ordered]) / 100
    if scoring.between == "linear":
        return np.asarray(np.interp(counted, marks, points))
    width = CLOSE * np.abs(marks)
    if direction == "lower":
        found = np.append(points, 0.0)[np.searchsorted(marks + width, counted, side="left")]
    else:
        found = np.append(0.0, points)[np.searchsorted(marks - width, counted, side="right")]
    return np.where(np.isnan(counted), np.nan, found)
