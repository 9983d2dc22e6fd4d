"""Target of a chart: one for all points, or one a point 「控制图目标」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from diagnostics.errors import InputError

if TYPE_CHECKING:
    import pandas as pd


def last_target(target: float | Sequence[float] | None, count: int) -> float | None:
    """Target that the last points are held against, None where there is none 「当前目标」.

    Raises
    ------
    InputError
        When a target is no number or infinite, or there are not as many as points.
    """
    if target is None:
        return None
    kind = np.asarray(target).dtype.kind
    if kind in "USmM":
        raise InputError(f"target == {target!r}, must be a number, or one a point, no text and no day.")
    try:
        figures = np.asarray(target, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise InputError(f"target == {target!r}, must be a number, or one a point: {problem}.") from None
    if figures.ndim and figures.shape != (count,):
        raise InputError(f"target has {figures.size} values for {count} points; it takes one, or one a point.")
    there = figures.ravel()[~np.isnan(figures.ravel())]
    if np.isinf(there).any():
        raise InputError(f"target == {target!r}, must be finite.")
    return float(there[-1]) if len(there) else None


def with_target(table: pd.DataFrame, target: Any) -> pd.DataFrame:
    """Table with a target a point, where it differs by point 「逐点目标」."""
    if target is None or not np.ndim(target):
        return table
    last_target(target, len(table))
    labels: Any = getattr(target, "index", None)
    named = hasattr(labels, "dtype") and "i" not in labels.dtype.kind + table.index.dtype.kind
    if named and list(map(str, labels)) != list(map(str, table.index)):
        raise InputError("The labels of target and points differ; each target stands under the label of its point.")
    return table.assign(target=np.asarray(target, dtype=np.float64))
