"""What a measure did to a KPI, and how sure that is 「效果评估」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError
from diagnostics.model._result import Result
from diagnostics.model.canonical import plain

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diagnostics.look.charts import Size
    from diagnostics.terms import Language

Verdict = Literal["worked", "no_evidence", "worse", "insufficient"]
# its: interrupted series; did: difference-in-differences; xmr: described on its chart, nothing estimated.
EffectMethod = Literal[
    "its", "poisson_its", "controlled_its", "did", "synthetic_control", "synthetic_did", "callaway_santanna", "xmr"
]  # fmt: skip
SYNTHETIC: frozenset[EffectMethod] = frozenset({"synthetic_control", "synthetic_did"})
Reason = Literal[
    "few_after", "few_before", "short_series", "few_comparisons", "pre_trend", "planned_below_mde", "overlapping_event",
    "no_interval", "untested_trend", "not_carried_out", "related_start", "poor_fit", "few_in_cohort", "spill_over",
    "short_comparison",
    "other_event", "anticipation", "comparison_left_out", "drift", "comparison_gaps", "near_left_out", "near_untested",
    "missing_periods", "start_midway", "restless",
]  # fmt: skip
REASONS: tuple[Reason, ...] = get_args(Reason)
# With one of these there is no verdict; the others are said beside it.
REFUSING: frozenset[Reason] = frozenset(REASONS[:15])
FIGURES = ("effect", "low", "high", "relative", "relative_low", "relative_high", "p_value", "mde", "relative_mde")


@dataclass(frozen=True, eq=False)
class EffectEstimate(Result):
    """What a measure did to a KPI, and how sure that is 「效果评估」.

    Parameters
    ----------
    method : EffectMethod
        How it was estimated.
    effect, low, high : float or None
        Mean difference from the start on to what was to be expected, in the KPI's unit, with its 95 % interval.
    relative, relative_low, relative_high : float or None
        The same as a share of what was to be expected; None where that is not positive.
    p_value : float or None
        Probability of such an effect by chance; stands in the appendix only.
    mde, relative_mde : float or None
        Smallest effect that data like these show four times out of five.
    verdict : {"worked", "no_evidence", "worse", "insufficient"}
        ``worked`` and ``worse`` only where the interval excludes no effect on that side.
    reasons : tuple of str
        Codes of what stands in the way of a verdict, or beside it.
    judge_from : str
        Period with which a verdict becomes possible; empty where there is one, or where waiting doesn't help.
    contrast : mapping
        Estimates shown beside but never as evidence, each with the figures of this one.
    placebo : mapping
        ``rank`` of the effect among ``count`` untreated entities (1 is the largest), ``p_value`` of that rank, and
        ``largest``, their largest figure, relative or in the unit; empty without such entities.
    text : mapping
        Two plain sentences in each language.
    before, after, comparisons : int
        Periods with a value before the start and from it on, entities compared with.
    improvement : {"higher", "lower"}
        Which way is better.
    transform : {None, "log"}
        Scale of the analysis.
    seed : int
        Seed of every random draw.
    unit : str
        The KPI's unit, in which effects are written; shares are told in percentage points, the rest relatively.
    weights : mapping
        ``entities`` and ``periods`` with their weights, the largest first, where the method weights them.
    fit : mapping
        How near the weighted entities came before the start: ``missed``, root mean squared, on the scale of the
        analysis; ``usual``, the median of the same for untreated entities; ``ratio_rank`` and ``ratio_p_value`` of the
        misfit after the start over the one before it. By any method ``restless``: how many times as much as those it
        is compared with it moved by itself before the start, where the interval is that much wider.
    why : mapping
        One sentence in each language: why it was estimated this way.
    external, own : mapping
        Change since before the start, divided: what those compared with did too, and the rest; ``absolute`` in the
        KPI's unit, ``relative`` as a share of the mean before. Empty where nothing is compared with.
    parts : mapping
        The same as a sentence in each language; empty where there is no verdict.
    path : mapping
        ``period, actual, expected, low, high``, a list each: the treated entities' mean beside what was to be expected
        without the measure; from the start on with the range in which that mean may lie. Empty where not known.
    staggered : mapping
        Rows by cohort and period, where entities start at different times.
    shape : mapping
        ``level`` and ``slope`` where a change of both was asked for: the change at the start, and by how much it grows
        a period, each ``value, low, high`` on the scale of the analysis.
    """

    method: EffectMethod
    effect: float | None
    low: float | None
    high: float | None
    relative: float | None
    relative_low: float | None
    relative_high: float | None
    p_value: float | None
    mde: float | None
    relative_mde: float | None
    verdict: Verdict
    reasons: tuple[Reason, ...]
    judge_from: str
    contrast: Mapping[str, Mapping[str, float | None]]
    placebo: Mapping[str, float | None]
    before: int
    after: int
    comparisons: int
    improvement: Literal["higher", "lower"]
    transform: Literal["log"] | None
    seed: int
    text: Mapping[Language, str] = field(default_factory=dict)
    unit: str = "number"
    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    fit: Mapping[str, float | None] = field(default_factory=dict)
    why: Mapping[Language, str] = field(default_factory=dict)
    external: Mapping[str, float | None] = field(default_factory=dict)
    own: Mapping[str, float | None] = field(default_factory=dict)
    parts: Mapping[Language, str] = field(default_factory=dict)
    path: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    staggered: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    shape: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def told_relatively(self) -> bool:
        """Whether readers are told the relative effect; a share changes by points 「是否用相对变化」."""
        return self.unit != "share" and self.relative is not None

    def frame(self) -> pd.DataFrame:
        """Estimate and its contrasts, a row each 「表格」."""
        import pandas as pd

        own = {"estimate": self.method, "evidence": True, **{name: getattr(self, name) for name in FIGURES}}
        rows = [own, *({"estimate": name, "evidence": False, **each} for name, each in self.contrast.items())]
        return pd.DataFrame(rows, columns=["estimate", "evidence", *FIGURES])

    def summary(self, language: Language = "zh") -> str:
        """Verdict in two sentences 「结论」."""
        return self.text.get(language, "")

    def plot(self, language: Language = "zh") -> Figure:
        """Effect with its interval around no change 「效果区间图」."""
        import pandas as pd

        from diagnostics.look.charts import Quantity, interval_chart
        from diagnostics.terms import say

        relative = self.told_relatively
        names = ("relative", "relative_low", "relative_high") if relative else ("effect", "low", "high")
        figures = dict(zip(("effect", "low", "high"), (getattr(self, each) for each in names), strict=True))
        row = {"label": say("effect.label", language), **figures, "status": self.verdict}
        quantity = Quantity(self.unit, language, improvement=self.improvement, relative=relative)
        return interval_chart(pd.DataFrame([row]).astype(dict.fromkeys(figures, float)), quantity)

    def plot_path(self, language: Language = "zh", size: Size = "wide") -> Figure:
        """Treated series beside what was to be expected without the measure 「预期走势图」.

        Raises
        ------
        InputError
            When the method knows no such line.
        """
        import pandas as pd

        from diagnostics.look.charts import Event, Quantity, path_chart
        from diagnostics.terms import say

        if not self.path:
            raise InputError(f"An estimate by {self.method!r} has no line of what was to be expected; use .plot().")
        frame = pd.DataFrame(dict(self.path))
        start = frame["period"][frame["low"].first_valid_index() or 0]
        marks = [Event(start, say("chart.path_start", language)), Event(*self._as_of(language))]
        return path_chart(frame, Quantity(self.unit, language, improvement=self.improvement), events=marks, size=size)

    def _as_of(self, language: Language) -> tuple[str, str]:
        """Last period with a figure, and its mark."""
        from diagnostics.look.periods import show_period
        from diagnostics.terms import say

        there = [
            period for period, each in zip(self.path["period"], self.path["actual"], strict=True) if each is not None
        ]
        return there[-1], f"{say('chart.path_as_of', language)} {show_period(there[-1], language)}"

    def record(self) -> dict[str, Any]:
        """All that hand-offs keep of it, as plain values 「交接内容」."""
        names = [each for each in self.__dataclass_fields__ if each != "seed"]
        return {name: plain(getattr(self, name)) for name in names}
