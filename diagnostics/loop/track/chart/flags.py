"""Points with the limits that hold for them, and their flags 「标记异常点」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from diagnostics.model.control_chart import UPWARD, Flag, Improvement
from diagnostics.model.process_signals import Signal, signals

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.point_limits import PointLimits
    from diagnostics.model.process_limits import ProcessLimits


def flagged(values: NDArray[Any], limits: ProcessLimits | PointLimits, improvement: Improvement) -> pd.DataFrame:
    """Points with the limits that hold for them, and their flags 「标记异常点」.

    Parameters
    ----------
    values : array of float
        Points in order of time, NaN where one is missing.
    limits : ProcessLimits or PointLimits
        Limits of all of them, or of each.
    improvement : {"higher", "lower", "none"}
        Which way is better.

    Returns
    -------
    DataFrame
        ``value, mean, lower, upper, flag, rule``; flag and rule are missing where the value is.
    """
    import pandas as pd

    return pd.DataFrame(marked(values, limits, improvement))


def marked(values: NDArray[Any], limits: ProcessLimits | PointLimits, improvement: Improvement) -> dict[str, Any]:
    """Columns of ``flagged``, as arrays and lists 「标记异常点（列）」."""
    rules = signals(values, limits)
    flags = [None if rule is None else flag_of(rule, improvement) for rule in rules]
    ends = {name: np.broadcast_to(getattr(limits, name), values.shape) for name in ("mean", "lower", "upper")}
    return {"value": values, **ends, "flag": flags, "rule": rules}


def table_of(
    parts: Sequence[Mapping[str, Any]], index: pd.Index, columns: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """Table of a chart from the columns of its phases, with the number of the phase 「各段合并成表」.

    Parameters
    ----------
    parts : sequence of mapping
        Columns from ``marked``, a phase each.
    index : Index
        Labels of all points.
    columns : mapping, optional
        Further columns, for all points.
    """
    import pandas as pd

    texts = {name: list(chain.from_iterable(each[name] for each in parts)) for name in ("flag", "rule")}
    joint = {name: texts.get(name) or np.concatenate([each[name] for each in parts]) for name in parts[0]}
    phase = np.repeat(np.arange(len(parts)), [len(each["value"]) for each in parts])
    return pd.DataFrame({**joint, "phase": phase, **(columns or {})}, index=index)


def flag_of(signal: Signal, improvement: Improvement) -> Flag:
    """What a signal means to those who want a figure higher or lower 「信号好坏」."""
    if signal == "":
        return "common_cause"
    if improvement == "none":
        return "special_cause_neutral"
    better = (signal in UPWARD) == (improvement == "higher")
    return "special_cause_improvement" if better else "special_cause_concern"
