"""What a kind of measure did so far, and what to expect of it the next time 「同类措施的预期效果」."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.practice import ClosedMeasure, MeasuredEffect, Scale, Yardstick
from diagnostics.model.random_effects import Expected, Pooled, Prior, Range, expected, pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.look.charts import Size
    from diagnostics.terms import Language

# No effect, give or take: 95 % of kinds of measures are held to move a figure by less than a third, and a share by
# less than 10 percentage points; places differ by about as much.
PRIORS: dict[Scale, Prior] = {"relative": Prior(0.15, 0.15), "points": Prior(0.05, 0.05)}
# Fewer places than this say nothing of how far places differ.
FEW = 3
# How sure one has to be that clients differ much, or that they don't: before any case it is 6 of 10 that they do.
_DIFFER, _ALIKE = 0.9, 0.1
_Z95 = 1.959964
JUDGED = ("worked", "no_evidence", "worse")


@dataclass(frozen=True, eq=False)
class ExpectedEffect(Result):
    """What a kind of measure did so far, and what to expect of it the next time 「同类措施的预期效果」.

    Parameters
    ----------
    kind : str
        Kind of measure.
    kpi : Yardstick
        KPI that it moves.
    scale : {"relative", "points"}
        Scale of all figures.
    cases : tuple of ClosedMeasure
        Every closed measure of the kind, whatever became of it.
    used : tuple of str
        Ids of those that the estimate rests on.
    clients : int
        How many engagements these come from: the cases of one count as one.
    ahead : Expected
        What is to be expected of the KPI, shrunk towards no effect.
    without_prior : Pooled or None
        The same without any prior; None for fewer than 2 engagements.
    synthetic : bool
        Whether the cases are made up.
    """

    kind: str
    kpi: Yardstick
    scale: Scale
    cases: tuple[ClosedMeasure, ...]
    used: tuple[str, ...]
    clients: int
    ahead: Expected
    without_prior: Pooled | None
    synthetic: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of all closed ones worked, showed nothing, made it worse, could not be judged 「结果分布」."""
        found = {name: sum(each.verdict == name for each in self.cases) for name in (*JUDGED, "insufficient")}
        return {**found, "all": len(self.cases), "used": len(self.used), "clients": self.clients}

    @property
    def spread(self) -> str:
        """Whether places differ: ``unknown``, ``alike`` or ``differ`` 「各处差异」."""
        if self.clients < FEW:
            return "unknown"
        return "differ" if self.ahead.far >= _DIFFER else "alike" if self.ahead.far <= _ALIKE else "unknown"

    @property
    def reach(self) -> str:
        """How much there is to go by: ``none``, ``one`` case, ``one_client``, or ``several`` clients 「依据」."""
        if self.clients > 1:
            return "several"
        return ("none", "one")[len(self.used)] if len(self.used) < 2 else "one_client"

    def frame(self) -> pd.DataFrame:
        """A row for each case, as its KPI moved 「案例表」."""
        import pandas as pd

        columns = ("id", "engagement", "year", "verdict", "value", "low", "high", "shared", "used")
        rows = [(*_row(each), each.id in self.used) for each in self.cases]
        return pd.DataFrame(rows, columns=list(columns))

    def summary(self, language: Language = "zh") -> str:
        """What the cases say, in two or three sentences 「概况」."""
        from diagnostics.terms import say

        figures = self.told(language)
        told = [say(f"practices.expected.{self.reach}", language, **figures)]
        told += [say(f"practices.expected.spread.{self.spread}", language)] if self.clients > 1 else []
        return (" " if language == "en" else "").join(told)

    def told(self, language: Language) -> dict[str, object]:
        """Figures of the sentences, as readers read them 「文案取值」."""
        from diagnostics.look.numbers import show_between, show_ratio
        from diagnostics.terms import say

        low, high = self.ahead.likely.low, self.ahead.likely.high
        if self.scale == "points":
            span = show_between(low, high, "share", language)
        else:
            span = say("number.between", language, low=show_ratio(low, decimals=0), high=show_ratio(high, decimals=0))
        better = min(max(round(10 * self.ahead.better), 0), 10)
        return {**self.counts, "kpi": self.kpi.name.say(language), "range": span, "better": better}

    def plot(self, language: Language = "zh", size: Size = "wide") -> Figure:
        """Every case with its interval, and what to expect the next time 「森林图」."""
        import pandas as pd

        from diagnostics.look.charts import Quantity, interval_chart
        from diagnostics.terms import say

        likely = self.ahead.likely
        rows = [
            {
                "label": say("practices.page.case", language, id=each.id[-8:], year=each.source.year),
                "effect": each.effect.value, "low": each.effect.low, "high": each.effect.high, "status": each.verdict,
            }
            for each in self.cases if each.effect is not None and each.id in self.used
        ]  # fmt: skip
        label = say("practices.page.next", language)
        rows.append({"label": label, "effect": likely.value, "low": likely.low, "high": likely.high, "status": ""})
        relative = self.scale == "relative"
        quantity = Quantity(self.kpi.unit, language, improvement=self.kpi.direction, relative=relative)
        return interval_chart(pd.DataFrame(rows), quantity, size=size)

    def record(self) -> dict[str, Any]:
        """What hand-offs keep: figures and counts, no case by itself 「记录」."""
        return {
            "kind": self.kind,
            "kpi": plain(self.kpi),
            "scale": self.scale,
            "counts": dict(self.counts),
            "spread": self.spread,
            "ahead": plain(asdict(self.ahead)),
            "text": {each: self.summary(each) for each in ("zh", "en")},
        }


def expect(cases: Sequence[ClosedMeasure]) -> ExpectedEffect:
    """What closed measures of one kind on one KPI let expect of the next 「汇总同类措施」.

    Parameters
    ----------
    cases : sequence of ClosedMeasure
        All closed ones of a kind, KPI and scale, at least one; those that failed belong to them.

    Notes
    -----
    Used are those with a verdict, an interval, and no other measure beside them. Cases of one engagement are averaged,
    with the mean of their squared errors: they share its people and its market. Then `random_effects`.
    """
    first = cases[0]
    scale: Scale = next((each.effect.scale for each in cases if each.effect is not None), "relative")
    figures: dict[str, list[tuple[float, float]]] = {}
    used = []
    for each in sorted(cases, key=lambda case: case.id):
        if each.effect is None or each.shared or each.verdict not in JUDGED or each.effect.scale != scale:
            continue
        found = on_scale(each.effect, each.sign)
        if found is not None:
            figures.setdefault(each.source.engagement, []).append(found)
            used.append(each.id)
    effects = [sum(value for value, _ in each) / len(each) for each in figures.values()]
    errors = [math.sqrt(sum(error**2 for _, error in each) / len(each)) for each in figures.values()]
    ahead = expected(effects, errors, PRIORS[scale])
    alone = pooled(effects, errors) if len(effects) > 1 else None
    ordered = tuple(sorted(cases, key=lambda case: (case.source.year, case.id)))
    return ExpectedEffect(
        first.kind, first.kpi, scale, ordered, tuple(used), len(effects), _back(ahead, scale, first.sign),
        None if alone is None else _back_pooled(alone, scale, first.sign), synthetic=first.synthetic,
    )  # fmt: skip


def _back(each: Expected, scale: Scale, sign: int) -> Expected:
    """From the scale of the analysis to how the KPI moves."""
    mean, likely, after = (_moved(found, scale, sign) for found in (each.mean, each.likely, each.next))
    return Expected(mean, likely, after, each.better, each.spread, each.far)


def _back_pooled(each: Pooled, scale: Scale, sign: int) -> Pooled:
    return Pooled(_moved(each.mean, scale, sign), _moved(each.next, scale, sign), each.spread, each.inconsistent)


def _moved(each: Range, scale: Scale, sign: int) -> Range:
    """Range as the KPI moves: waiting times that get better get less."""
    figures = (sign * each.value, *sorted((sign * each.low, sign * each.high)))
    return Range(*(math.expm1(figure) for figure in figures)) if scale == "relative" else Range(*figures)


def _row(each: ClosedMeasure) -> tuple[Any, ...]:
    effect = each.effect
    figures = (None, None, None) if effect is None else (effect.value, effect.low, effect.high)
    return (each.id, each.source.engagement, each.source.year, each.verdict, *figures, each.shared)


def on_scale(each: MeasuredEffect, sign: int) -> tuple[float, float] | None:
    """Effect and standard error on the scale of the analysis, better being more 「分析尺度」.

    Returns
    -------
    tuple of float, or None
        Logarithm of the ratio for relative effects; None where an interval reaches -100 % or has no width.

    Examples
    --------
    >>> from diagnostics.model.practice import MeasuredEffect
    >>> each = MeasuredEffect(scale="points", value=0.04, low=0.02, high=0.06, method="did", rung=4, periods=8,
    ...     comparisons=9)
    >>> [round(figure, 4) for figure in on_scale(each, -1)]
    [-0.04, 0.0102]
    """
    if each.scale == "points":
        value, low, high = each.value, each.low, each.high
    elif each.low <= -1:
        return None
    else:
        value, low, high = (math.log1p(figure) for figure in (each.value, each.low, each.high))
    error = (high - low) / (2 * _Z95)
    return (sign * value, error) if error > 0 else None
