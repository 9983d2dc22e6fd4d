"""What an estimate allows to be said 「结论判定」."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.balanced import balanced
from diagnostics.loop.track.effect.did import usable
from diagnostics.loop.track.effect.methods import ALONE
from diagnostics.loop.track.effect.parts import since_start
from diagnostics.loop.track.effect.rules import FEWEST_IN_COHORT, cohorts
from diagnostics.loop.track.effect.spill import Spill
from diagnostics.loop.track.effect.synthetic import POOR
from diagnostics.model.detection import (
    FEWEST_COMPARISONS,
    FEWEST_FOR_SYNTHESIS,
    after_needed,
    before_needed,
    compared_needed,
    series_needed,
)
from diagnostics.model.effect import REFUSING, SYNTHETIC, EffectMethod, Reason, Verdict

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.events import Surroundings
    from diagnostics.loop.track.effect.panel import Panel

# A trend before the start refuses a verdict when it is unlikely to be luck and would explain half the effect; when it
# would explain half but may be luck, it is said.
UNLIKELY, DOUBTFUL = 0.05, 0.20
COMPARED: frozenset[EffectMethod] = SYNTHETIC | {"did", "callaway_santanna"}


@dataclass(frozen=True, slots=True)
class Case:
    """All that a verdict rests on 「判定依据」.

    Parameters
    ----------
    panel : Panel
        As analysed.
    method : str
        Method used.
    estimate : Estimate or None
        What it gave.
    figures : mapping
        The same as readers see it.
    around : Surroundings
        What else happened.
    improvement : {"higher", "lower"}
        Which way is better.
    near : Spill
        Entities that the measure may reach, too.
    """

    panel: Panel
    method: EffectMethod
    estimate: Estimate | None
    figures: Mapping[str, float | None]
    around: Surroundings
    improvement: Literal["higher", "lower"]
    near: Spill = field(default_factory=Spill)

    @property
    def before(self) -> int:
        """Periods before the start in which each treated entity can be compared 「启动前期数」."""
        return self._there(since=False)

    @property
    def after(self) -> int:
        """Periods from the start on in which each treated entity can be compared 「启动后期数」."""
        return self._there(since=True)

    @property
    def comparisons(self) -> int:
        """Entities that the method compares with; none where a series stands alone 「可比对象数」."""
        if self.method in ALONE or self.method == "xmr":
            return 0
        if self.method in SYNTHETIC:
            return len(balanced(self.panel).rows)
        return len(usable(self.panel.comparisons, self.panel.after))

    def _there(self, *, since: bool) -> int:
        import numpy as np

        if self.method in SYNTHETIC:
            # Weights need periods that everyone has: no entity is poorer than another.
            part = balanced(self.panel)
            return int((part.after == since).sum())
        side = since_start(self.panel) == since
        seen = ~np.isnan(self.panel.values[self.panel.treated])
        others = usable(self.panel.comparisons, self.panel.after)
        if self.method in ALONE or self.method == "xmr" or not len(others):
            return int((seen & side).all(axis=0).sum())
        # Entities may miss different periods, and a period without comparison tells nothing: the poorest entity counts.
        compared = ~np.isnan(others).all(axis=0)
        return int((seen & compared & side).sum(axis=1).min())


def judge(
    case: Case, planned: float | Mapping[str, float | None] | None, against: Iterable[Reason] = ()
) -> tuple[Verdict, tuple[Reason, ...], str]:
    """Verdict, what stands in its way or beside it, and from when there can be one 「结论判定」.

    Parameters
    ----------
    case : Case
        What the verdict rests on.
    planned : number or mapping, optional
        Planned effect.
    against : iterable of str
        Reasons that are known beforehand.
    """
    reasons = (*_of_data(case), *_of_estimate(case), *_of_plan(case, planned), *against, *_of_surroundings(case))
    if REFUSING.intersection(reasons):
        return "insufficient", reasons, _judge_from(case, reasons)
    if case.estimate is not None and case.estimate.restless > 1:
        reasons = (*reasons, "restless")
    low, high = case.figures["low"], case.figures["high"]
    if low is None or high is None or low <= 0 <= high:
        return "no_evidence", reasons, ""
    return ("worked" if (low > 0) == (case.improvement == "higher") else "worse"), reasons, ""


def _of_data(case: Case) -> list[Reason]:
    cycle = case.panel.line.cycle
    found: list[Reason] = []
    if case.after < after_needed(cycle):
        found.append("few_after")
    if case.method == "xmr" or (case.method in ALONE and case.before + case.after < series_needed(cycle)):
        found.append("short_series")
    elif case.before < before_needed(cycle, case.method):
        found.append("few_before")
    if case.method == "controlled_its" and case.before + case.after < compared_needed(cycle):
        found.append("short_comparison")
    if case.method in COMPARED and case.comparisons < _fewest(case):
        found.append("few_comparisons")
    if case.method == "callaway_santanna" and min(cohorts(case.panel)) < FEWEST_IN_COHORT:
        found.append("few_in_cohort")
    return found


def _fewest(case: Case) -> int:
    """Comparison entities without which a method has no verdict."""
    return FEWEST_FOR_SYNTHESIS if case.method in SYNTHETIC else FEWEST_COMPARISONS


def _of_estimate(case: Case) -> list[Reason]:
    estimate = case.estimate
    if estimate is None:
        return []
    if not estimate.error > 0 or math.isnan(estimate.effect):
        return ["no_interval"]
    fit = estimate.synthesis
    if fit is not None and fit.missed > POOR * fit.usual:
        return ["poor_fit"]
    enough = case.after and case.before >= before_needed(case.panel.line.cycle, case.method)
    if case.method not in ALONE and enough and math.isnan(estimate.pre_trend):
        return ["untested_trend"]
    if _spilled(case, estimate):
        return ["spill_over"]
    large = abs(estimate.drift) >= max(abs(estimate.effect), estimate.error) / 2
    if not large:
        return []
    return ["pre_trend"] if estimate.pre_trend < UNLIKELY else ["drift"] if estimate.pre_trend < DOUBTFUL else []


def _spilled(case: Case, estimate: Estimate) -> bool:
    """Whether entities nearby moved with the start, by enough to hide or make half of the effect."""
    weights = dict(estimate.synthesis.entities) if estimate.synthesis else {}
    bias = case.near.bias(weights, case.comparisons)
    return case.near.p_value < UNLIKELY and abs(bias) >= max(abs(estimate.effect), estimate.error) / 2


def _of_plan(case: Case, planned: float | Mapping[str, float | None] | None) -> list[Reason]:
    relative, size = _planned(planned)
    detectable = case.figures["relative_mde" if relative else "mde"]
    return ["planned_below_mde"] if size is not None and detectable is not None and abs(size) < detectable else []


def _planned(planned: float | Mapping[str, float | None] | None) -> tuple[bool, float | None]:
    """Whether the planned effect is relative, and how large it is."""
    if not isinstance(planned, Mapping):
        return False, _size(planned, "planned")
    known = {key: each for key, each in planned.items() if each is not None and key in ("relative", "absolute")}
    if len(known) != 1:
        raise InputError(f"planned == {dict(planned)!r}, must give either 'relative' or 'absolute'.")
    key, size = next(iter(known.items()))
    return key == "relative", _size(size, f"planned[{key!r}]")


def _size(value: float | None, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool | str) or not math.isfinite(value):
        raise InputError(f"{name} == {value!r}, must be a finite number.")
    return value


def _of_surroundings(case: Case) -> list[Reason]:
    around = case.around
    said: list[tuple[object, Reason]] = [
        (around.overlapping, "overlapping_event"),
        (around.other, "other_event"),
        (around.announced, "anticipation"),
        (around.left_out, "comparison_left_out"),
        (0 < case.comparisons < len(case.panel.comparisons), "comparison_gaps"),
        (case.near.left_out, "near_left_out"),
        (case.near.untested, "near_untested"),
        (around.missing, "missing_periods"),
        (around.begun, "start_midway"),
    ]
    return [reason for there, reason in said if there]


def _judge_from(case: Case, reasons: tuple[Reason, ...]) -> str:
    """First period with which the data suffice, if from now on no period is missing; empty where waiting won't help."""
    cycle = case.panel.line.cycle
    lacking = [after_needed(cycle) - case.after] if "few_after" in reasons else []
    if "short_series" in reasons:
        lacking.append(series_needed(cycle) - case.before - case.after)
    if "short_comparison" in reasons:
        lacking.append(compared_needed(cycle) - case.before - case.after)
    # What nobody has carried out yet may be carried out in the meantime.
    waiting = {"few_after", "short_series", "short_comparison", "not_carried_out"}
    if not lacking or (REFUSING.intersection(reasons) - waiting):
        return ""
    return case.panel.line.text(case.panel.line.count - 1 + max(1, *lacking))
