"""Whether a KPI has a long tail upwards and is judged by ratios 「右偏指标」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.loop.track.early_warning.units import in_units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.early_warning.histories import History

    Floats = NDArray[np.float64]

# Skewness of normal figures of this number stays within a quarter of it; fewer tell no tail.
FEWEST = 24
SKEWED = 0.6


def by_ratios(histories: Sequence[History]) -> list[History]:
    """Histories of a KPI at a level, judged by ratios where that takes away a long tail 「右偏指标按比率判断」.

    Notes
    -----
    Minutes lost, amounts of an order and the like are seldom large and never below 0; limits as far up as down would
    call each large one special. Where all figures are above 0, their skewness about each entity's own mean is 0.6 or
    more, and less than half as large in logarithms, logarithms are judged.
    """
    import numpy as np

    there = [each.values[~np.isnan(each.values)] for each in histories]
    values = [each for each in there if len(each) > 2]
    if sum(len(each) for each in values) < FEWEST or any((each <= 0).any() for each in there):
        return list(histories)
    plain, logged = _skewness(values), _skewness([np.log(each) for each in values])
    if plain < SKEWED or abs(logged) >= plain / 2:
        return list(histories)
    return [replace(each, ratios=True) for each in histories]


def _skewness(series: Sequence[Floats]) -> float:
    """Third standardised moment over all series, each about its own mean in units of its own spread."""
    import numpy as np

    scaled = [in_units(each) for each in series]
    cubes = [((each - each.mean()) / each.std()) ** 3 for each in scaled if each.std() > 0]
    return float(np.concatenate(cubes).mean()) if cubes else 0.0
