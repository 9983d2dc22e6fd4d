"""A series on its XmR chart: what is usual, what is special 「单值移动极差控制图」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.model._result import Result
from diagnostics.model.process_limits import LIMIT, ProcessLimits, finite_or_missing, process_limits
from diagnostics.model.process_signals import Signal, signals

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from diagnostics.terms import Language

Improvement = Literal["higher", "lower", "none"]
Flag = Literal["common_cause", "special_cause_improvement", "special_cause_concern", "special_cause_neutral"]
Assurance = Literal["consistent_pass", "inconsistent", "consistent_fail"]
_UPWARD: frozenset[Signal] = frozenset({"outside_high", "rising", "near_high", "above"})


@dataclass(frozen=True, eq=False)
class XmrChart(Result):
    """A series on its XmR chart 「单值移动极差控制图」.

    Parameters
    ----------
    table : DataFrame
        A row a point, in the order given: ``value, mean, lower, upper, flag, rule, phase``; flag and rule are missing
        where the value is.
    improvement : {"higher", "lower", "none"}
        Which way is better.
    target : float or None
        Target, in the values' unit.
    limits : tuple of ProcessLimits
        Limits of each phase.
    """

    table: pd.DataFrame
    improvement: Improvement
    target: float | None
    limits: tuple[ProcessLimits, ...]

    def frame(self) -> pd.DataFrame:
        """Points with limits and flags 「表格」."""
        return self.table

    @property
    def variation(self) -> Flag:
        """Flag of the last point that is there: the variation icon 「波动图标」."""
        flag: Flag = self.table["flag"].dropna().iloc[-1]
        return flag

    @property
    def assurance(self) -> Assurance | None:
        """Whether the process as it is reaches the target: the assurance icon 「达标图标」.

        None without a target, without a direction, or without limits.
        """
        last = self.limits[-1]
        if self.target is None or self.improvement == "none" or last.lower != last.lower:
            return None
        if last.lower <= self.target <= last.upper:
            return "inconsistent"
        return "consistent_pass" if (self.target < last.lower) == (self.improvement == "higher") else "consistent_fail"

    def summary(self, language: Language = "zh") -> str:
        """What the last point says 「一句话结论」."""
        from diagnostics.terms import say

        special = int((self.table["flag"].dropna() != "common_cause").sum())
        last = say(f"xmr.variation.{self.variation}", language)
        said = say("xmr.summary", language, points=int(self.table["value"].count()), special=special, last=last)
        return said if self.assurance is None else said + say(f"xmr.assurance.{self.assurance}", language)

    def plot(self, language: Language = "zh") -> Figure:
        """Chart of the series 「控制图」."""
        from diagnostics.look.charts import Quantity, series_chart

        drawn = self.table.drop(columns=["rule", "phase"]).reset_index(drop=True)
        drawn.insert(0, "period", [str(each) for each in self.table.index])
        if self.target is not None:
            drawn["target"] = self.target
        return series_chart(drawn, Quantity("number", language, improvement=self.improvement))


def xmr(  # noqa: PLR0913, PLR0917 (the public contract: each is a choice a chart needs)
    values: Any,
    improvement: Improvement = "higher",
    target: float | None = None,
    rebase: Sequence[Any] = (),
    baseline: int | None = None,
    screen: bool = True,
    *,
    factor: float = LIMIT,
) -> XmrChart:
    """Chart of single values with moving-range limits and "Making Data Count" flags 「单值移动极差控制图」.

    Parameters
    ----------
    values : sequence or Series of float
        Values in order of time; missing ones stay missing, and their neighbours count as adjacent.
    improvement : {"higher", "lower", "none"}
        Which way is better; with ``none`` a special point is neutral.
    target : float, optional
        Target, in the values' unit.
    rebase : sequence
        Points at which a new phase with its own limits begins: labels of the Series' index, or positions from 0.
    baseline : int, optional
        How many present points at the start of each phase fix its limits, at least 2; all of them where absent.
    screen : bool
        Whether moving ranges at or above 3.267 times their mean are left out of the limits.
    factor : float
        Half the width of the limits in mean moving ranges; ``3 / 1.128379`` is the textbook's unrounded figure.

    Raises
    ------
    InputError
        When there is no value, a value is infinite, or ``rebase`` or ``baseline`` name no point.

    References
    ----------
    NHS England, Making Data Count: Strengthening your decisions.

    Examples
    --------
    >>> chart = xmr([10, 12] * 6 + [30], improvement="lower")
    >>> chart.frame()["rule"].iloc[-1], chart.variation
    ('outside_high', 'special_cause_concern')
    """
    import numpy as np
    import pandas as pd

    if improvement not in get_args(Improvement):
        raise unknown("improvement", improvement, get_args(Improvement))
    series = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values, dtype=np.float64).ravel())
    figures = finite_or_missing(series.to_numpy(dtype=np.float64, na_value=np.nan))
    if np.isnan(figures).all():
        raise InputError(f"None of the {len(figures)} values is there; a chart needs at least one.")
    starts = [0, *_starts(series.index, rebase)]
    phases: list[pd.DataFrame] = []
    limits: list[ProcessLimits] = []
    for start, stop in zip(starts, [*starts[1:], len(figures)], strict=True):
        part = figures[start:stop]
        limits.append(process_limits(_fixing(part, baseline), screen=screen, factor=factor))
        phases.append(flagged(part, limits[-1], improvement).assign(phase=len(phases)))
    table = pd.concat(phases, ignore_index=True).set_index(series.index)
    return XmrChart(table, improvement, target, tuple(limits))


def _starts(index: pd.Index, rebase: Sequence[Any]) -> list[int]:
    """Positions at which later phases begin."""
    places = [str(each) for each in index]
    starts = set()
    for label in rebase:
        if str(label) in places:
            starts.add(places.index(str(label)))
        elif isinstance(label, int) and 0 <= label < len(places):
            starts.add(label)
        else:
            raise unknown("point to rebase at", str(label), places)
    return sorted(starts - {0})


def _fixing(phase: NDArray[Any], baseline: int | None) -> NDArray[Any]:
    """Points of a phase that fix its limits."""
    if baseline is None:
        return phase
    if isinstance(baseline, bool) or not isinstance(baseline, int) or baseline < 2:
        raise InputError(f"baseline == {baseline!r}, must be a whole number of points, at least 2.")
    present = phase[phase == phase]  # noqa: PLR0124 (NaN alone differs from itself)
    fixing: NDArray[Any] = present[:baseline]
    return fixing


def flagged(values: NDArray[Any], limits: ProcessLimits, improvement: Improvement) -> pd.DataFrame:
    """Points with the limits that hold for them, and their flags 「标记异常点」."""
    import pandas as pd

    rules = signals(values, limits)
    flags = [None if rule is None else _flag(rule, improvement) for rule in rules]
    ends = {"mean": limits.mean, "lower": limits.lower, "upper": limits.upper}
    return pd.DataFrame({"value": values, **ends, "flag": flags, "rule": rules})


def _flag(signal: Signal, improvement: Improvement) -> Flag:
    if signal == "":
        return "common_cause"
    if improvement == "none":
        return "special_cause_neutral"
    better = (signal in _UPWARD) == (improvement == "higher")
    return "special_cause_improvement" if better else "special_cause_concern"
