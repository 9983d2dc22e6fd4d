"""A series on its control chart: what is usual, what is special 「控制图」."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from diagnostics.errors import unknown
from diagnostics.model._result import Result
from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.look.charts.quantity import Size
    from diagnostics.model.process_limits import ProcessLimits
    from diagnostics.terms import Language

# x: single values; p: shares; c, u: counts; xbar: means of subgroups; r, s: ranges and deviations within subgroups.
ChartKind = Literal["xmr", "p", "c", "u", "xbar", "r", "s"]
Improvement = Literal["higher", "lower", "none"]
Flag = Literal["common_cause", "special_cause_improvement", "special_cause_concern", "special_cause_neutral"]
Assurance = Literal["consistent_pass", "inconsistent", "consistent_fail"]
VariationIcon = Literal[
    "common_cause", "improvement_high", "improvement_low", "concern_high", "concern_low", "neutral_high", "neutral_low"
]
UPWARD: frozenset[str] = frozenset({"outside_high", "rising", "near_high", "above"})


def known_improvement(improvement: str) -> None:
    """Refuse a direction that is none 「检查方向」."""
    if improvement not in get_args(Improvement):
        raise unknown("improvement", improvement, get_args(Improvement))


@dataclass(frozen=True, eq=False)
class Dispersion:
    """How far points move beside what their sizes alone would make them move 「离散程度」.

    Parameters
    ----------
    ratio : float
        Movement from point to point over that of chance at these sizes: 1 where chance is all there is.
    low, high : float
        Between these the ratio lies 95 times in 100 where chance is all there is.
    allowed : bool
        Whether the limits were multiplied by the ratio; those of several phases, each by its own.
    """

    ratio: float
    low: float
    high: float
    allowed: bool = False

    @property
    def more(self) -> bool:
        """Whether points move clearly more than chance makes them 「过度离散」."""
        return self.ratio > self.high

    @property
    def less(self) -> bool:
        """Whether points move clearly less than chance makes them 「离散不足」."""
        return self.ratio < self.low


@dataclass(frozen=True, eq=False)
class Likeness:
    """How much neighbouring points resemble each other, and what that does to marks 「自相关」.

    Parameters
    ----------
    lag1, low, high : float
        Correlation of neighbours with its 95 % interval, −1 to 1; NaN with fewer than 8 points.
    n : int
        Points behind it.
    marked, quiet : float
        Share of quiet series of this length that bear any mark: with neighbours so much alike, and with none.
    """

    lag1: float
    low: float
    high: float
    n: int
    marked: float
    quiet: float

    @property
    def clear(self) -> bool:
        """Whether neighbours are clearly alike 「是否明显」."""
        return self.low > 0


@dataclass(frozen=True)
class ChartNote:
    """Something a reader of a chart must know, by its term and values 「图注」.

    Parameters
    ----------
    id : str
        Term below ``chart_note``.
    values : tuple of (str, object)
        What the term needs; a tuple of texts is listed.
    """

    id: str
    values: tuple[tuple[str, Any], ...] = ()

    def say(self, language: Language) -> str:
        """Note as a sentence 「图注」."""
        from diagnostics.terms import say

        comma = "、" if language == "zh" else ", "
        told = {name: comma.join(each) if isinstance(each, tuple) else each for name, each in self.values}
        return say(f"chart_note.{self.id}", language, **told)


@dataclass(frozen=True, eq=False)
class ControlChart(Result):
    """A series on its control chart 「控制图」.

    Parameters
    ----------
    table : DataFrame
        A row a point, in the order given: ``value, mean, lower, upper, flag, rule, phase``; flag and rule are missing
        where the value is. Beside them what the kind has: ``numerator, denominator``; ``count, exposure``;
        ``size, spread``; ``season`` (what the season adds to the mean), ``target`` where it differs by point.
    improvement : {"higher", "lower", "none"}
        Which way is better.
    target : float or None
        Target, in the values' unit; the last one where it differs by point.
    limits : tuple of ProcessLimits
        Limits of each phase; those of its last point where they differ by point.
    kind : {"xmr", "p", "c", "u", "xbar", "r", "s"}
        Which chart it is.
    dispersion : Dispersion, optional
        For charts whose limits follow from sizes; None where there is no case at all, or nothing else.
    likeness : Likeness, optional
        How much neighbours resemble each other.
    season : int
        Points a season has; 0 where none is taken out.
    within : ControlChart, optional
        Spread within subgroups, for x-bar.
    notes : tuple of ChartNote
        Why this chart, and what to know about it.
    unit, currency : str
        Unit and ISO code of money that its figures are written in, where the KPI told.
    """

    table: pd.DataFrame
    improvement: Improvement
    target: float | None
    limits: tuple[ProcessLimits, ...]
    kind: ChartKind = "xmr"
    dispersion: Dispersion | None = None
    likeness: Likeness | None = None
    season: int = 0
    within: ControlChart | None = None
    notes: tuple[ChartNote, ...] = ()
    unit: str = ""
    currency: str = ""

    def frame(self) -> pd.DataFrame:
        """Points with limits and flags 「表格」."""
        return self.table

    @property
    def variation(self) -> Flag:
        """Flag of the last point that is there 「波动状态」."""
        return cast("Flag", self.table["flag"].dropna().iloc[-1])

    @property
    def variation_icon(self) -> VariationIcon:
        """Variation icon: what the last point says, and whether high or low 「波动图标」."""
        if self.variation == "common_cause":
            return "common_cause"
        way = "high" if self.table["rule"].dropna().iloc[-1] in UPWARD else "low"
        return cast("VariationIcon", f"{self.variation.removeprefix('special_cause_')}_{way}")

    @property
    def assurance(self) -> Assurance | None:
        """Whether the process as it is reaches the target: the assurance icon 「达标图标」.

        None without a target, without a direction, or without limits. With a season it takes every part of the last
        one: reached in some months and missed in others is inconsistent. One that always equals it reaches it.
        """
        last = self.table.dropna(subset=["value"]).tail(max(self.season, 1))
        lower, upper = float(last["lower"].min()), float(last["upper"].max())
        if self.target is None or self.improvement == "none" or isnan(lower):
            return None
        if lower <= self.target <= upper:
            return "consistent_pass" if lower == upper else "inconsistent"
        return "consistent_pass" if (self.target < lower) == (self.improvement == "higher") else "consistent_fail"

    def summary(self, language: Language = "zh") -> str:
        """What the last point says, and what to know about the chart 「一句话结论」."""
        from diagnostics.terms import say

        special = int((self.table["flag"].dropna() != "common_cause").sum())
        last = say(f"xmr.variation.{self.variation}", language)
        told = [say("xmr.summary", language, points=int(self.table["value"].count()), special=special, last=last)]
        if self.assurance is not None:
            told.append(say(f"xmr.assurance.{self.assurance}", language))
        told += [each.say(language) for each in self.notes]
        return ("" if language == "zh" else " ").join(each.strip() for each in told)

    def icons(self, language: Language = "zh") -> tuple[str, ...]:
        """Variation icon, and assurance icon where there is one, as SVG 「图标」."""
        from diagnostics.look.icons import icon_svg

        return tuple(icon_svg(each, language) for each in (self.variation_icon, self.assurance) if each)

    def plot(self, language: Language = "zh", size: Size = "wide") -> Figure:
        """Chart of the series with its icons 「控制图」.

        Parameters
        ----------
        language : {"zh", "en"}
            Language of the reader.
        size : {"wide", "narrow"}
            For a page or a phone.
        """
        from diagnostics.look.charts import Quantity, series_chart

        names = (self.variation_icon, *([self.assurance] if self.assurance else []))
        unit = self.unit or ("share" if self.kind == "p" else "number")
        # A rate of counts and a mean of counts are no counts.
        unit = "number" if unit == "count" and self.kind in ("u", "xbar") else unit
        quantity = Quantity(unit, language, self.currency or "CNY", improvement=self.improvement)
        return series_chart(self.drawn(), quantity, icons=names, size=size)

    def drawn(self) -> pd.DataFrame:
        """Points as a chart draws them 「绘图数据」."""
        columns = ["value", "mean", "lower", "upper", "flag", *(["target"] if "target" in self.table else [])]
        drawn = self.table[columns].reset_index(drop=True)
        drawn.insert(0, "period", [str(each) for each in self.table.index])
        if self.target is not None and "target" not in drawn:
            drawn["target"] = self.target
        return drawn

    def record(self) -> dict[str, Any]:
        """Chart as JSON's own types 「记录」."""
        return {
            "kind": self.kind, "improvement": self.improvement, "target": self.target, "variation": self.variation,
            "variation_icon": self.variation_icon, "assurance": self.assurance, "season": self.season,
            "dispersion": plain(self.dispersion), "likeness": plain(self.likeness), "limits": plain(self.limits),
            "notes": {each: [note.say(each) for note in self.notes] for each in ("zh", "en")},
            "points": plain(self.table.reset_index(names="period").astype({"period": str})),
        }  # fmt: skip
