"""What a chart draws, and how its figures are written 「量」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.errors import InputError
from diagnostics.look.numbers import Number, Scale, common_scale, finite

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.look.theme import Tone
    from diagnostics.terms import Language

Size = Literal["wide", "narrow"]
Improvement = Literal["higher", "lower", "none"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a chart draws, and how its figures are written 「量」.

    Parameters
    ----------
    unit : str
        Unit of measure, one of `numbers.UNITS`.
    language : {"zh", "en"}
        Language of the reader.
    currency : str
        ISO code; used by money alone.
    improvement : {"higher", "lower", "none"}
        Which way is better.
    relative : bool
        Whether the figures are relative changes (0.06 is +6 %) rather than figures or differences in ``unit``.
    """

    unit: str
    language: Language
    currency: str = "CNY"
    improvement: Improvement = "higher"
    relative: bool = False

    def scale(self, values: Iterable[Number]) -> Scale:
        """One way to write all these figures 「统一量级」."""
        if self.relative:
            return Scale(0.01, 1, "", "%", "%", "%")
        return common_scale(values, self.unit, self.language, self.currency)

    def fine_scale(self, totals: Iterable[Number], parts: Iterable[Number]) -> Scale:
        """Scale on which the totals are short and the parts can still be told apart 「细一位的量级」."""
        known = [each for each in map(finite, parts) if each]
        scale = self.scale(totals)
        if self.unit == "share" or self.relative or not known:
            return scale
        if max(map(abs, known)) < scale.factor:
            # 0.04 million beside 1.24 million: rather 41 thousand beside 1,244 thousand.
            scale = self.scale(known)
        sizes = [abs(each) / scale.factor for each in known]
        whole = all(abs(each - round(each)) < 1e-9 for each in sizes)
        decimals = 0 if whole or min(sizes) >= 10 else 1 if max(sizes) >= 1 else 2
        return replace(scale, decimals=decimals)

    def tone(self, change: float | None) -> Tone:
        """Whether a change is good, bad or neither 「好坏」."""
        if not change or self.improvement == "none":
            return "quiet"
        return "good" if (change > 0) == (self.improvement == "higher") else "bad"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at the start of a period, drawn as a labelled line 「事件线」.

    Parameters
    ----------
    period : str
        One of the series' periods.
    label : str
        A few words: 薪酬与业绩挂钩.
    """

    period: str
    label: str


def rows_of(frame: pd.DataFrame, needs: tuple[str, ...], chart: str) -> list[dict[str, Any]]:
    """Rows of a frame that has the columns a chart needs 「取行」.

    Raises
    ------
    InputError
        When the frame is empty or a column is missing.
    """
    missing = [name for name in needs if name not in frame.columns]
    if missing:
        raise InputError(f"{chart} needs the columns {missing}, got {[str(each) for each in frame.columns]}.")
    if not len(frame):
        raise InputError(f"{chart} got a frame without rows; leave the figure out where there is nothing to draw.")
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def figures_of(rows: list[dict[str, Any]], name: str) -> list[float | None]:
    """One column as figures, missing as None 「取数」."""
    return [finite(row.get(name)) for row in rows]


def axis_marks(scale: Scale, low: float, high: float, most: int) -> tuple[list[float], Scale]:
    """Round figures for an axis, on the display scale, and how to write them 「刻度数值」.

    Parameters
    ----------
    scale : Scale
        How the figures of the chart are written.
    low, high : float
        Ends of the axis, already divided by the scale's factor.
    most : int
        Intervals at most.
    """
    from matplotlib.ticker import MaxNLocator

    found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    marks = [float(each) for each in found if low - 1e-9 <= each <= high + 1e-9]
    step = min((after - before for before, after in pairwise(marks)), default=1.0)
    decimals = next((places for places in range(5) if abs(round(step, places) - step) < 1e-9), 4)
    return marks, replace(scale, factor=1.0, decimals=decimals)
