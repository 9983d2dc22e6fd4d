"""Points of a whole scorecard 「考核总分」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import unknown


@dataclass(frozen=True, slots=True)
class Total:
    """Points of a whole scorecard 「考核总分」.

    Parameters
    ----------
    points : float or numpy.ndarray
        Weighted sum of the points; missing where one of them is.
    missing : tuple of str
        KPIs of the card without points.
    """

    points: Any
    missing: tuple[str, ...] = ()


def weighted_total(points: Mapping[str, Any], weights: Mapping[str, float]) -> Total:
    """Weighted total of a scorecard 「加权总分」.

    Parameters
    ----------
    points : mapping
        Points by KPI, numbers or arrays of one shape.
    weights : mapping
        Weight by KPI, as shares.

    Raises
    ------
    UnknownNameError
        When there are points for a KPI that the card does not weigh.

    Examples
    --------
    >>> round(weighted_total({"revenue": 120, "clients": 100}, {"revenue": 0.6, "clients": 0.4}).points, 9)
    112.0
    """
    import numpy as np

    for name in points:
        if name not in weights:
            raise unknown("KPI", name, weights, "the points of a scorecard")
    missing = tuple(name for name in weights if name not in points or bool(np.isnan(points[name]).any()))
    total = sum(
        (weight * np.asarray(points.get(name, np.nan), dtype=np.float64) for name, weight in weights.items()),
        np.float64(0),
    )
    return Total(float(total) if np.ndim(total) == 0 else total, missing)
