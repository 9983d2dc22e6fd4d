"""Points with the limits that hold for them, and their flags 「标记异常点」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

    rules = signals(values, limits)
    flags = [None if rule is None else flag_of(rule, improvement) for rule in rules]
    ends = {"mean": limits.mean, "lower": limits.lower, "upper": limits.upper}
    return pd.DataFrame({"value": values, **ends, "flag": flags, "rule": rules})


def flag_of(signal: Signal, improvement: Improvement) -> Flag:
    """What a signal means to those who want a figure higher or lower 「信号好坏」."""
    if signal == "":
        return "common_cause"
    if improvement == "none":
        return "special_cause_neutral"
    better = (signal in UPWARD) == (improvement == "higher")
    return "special_cause_improvement" if better else "special_cause_concern"
