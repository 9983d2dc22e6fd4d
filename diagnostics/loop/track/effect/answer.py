"""From a panel and a method to an effect estimate with its verdict 「得出评估」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.contrast import contrasts
from diagnostics.loop.track.effect.methods import estimate as estimated
from diagnostics.loop.track.effect.parts import parts
from diagnostics.loop.track.effect.path import path
from diagnostics.loop.track.effect.rules import DRIFTING, UNFIT, Choice, may_synthesise
from diagnostics.loop.track.effect.scale import Scale
from diagnostics.loop.track.effect.verdict import Case, judge
from diagnostics.loop.track.effect.wording import divided, reason_why, sentences
from diagnostics.model.effect import FIGURES, EffectEstimate

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.estimate import Estimate
    from diagnostics.loop.track.effect.events import Surroundings
    from diagnostics.loop.track.effect.panel import Panel
    from diagnostics.loop.track.effect.series.its import Shape
    from diagnostics.loop.track.effect.spill import Spill
    from diagnostics.model.effect import Reason, Verdict


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of a panel 「评估问题」.

    Parameters
    ----------
    panel : Panel
        In the KPI's unit.
    around, near : Surroundings, Spill
        What else happened, and whom the measure may reach, too.
    improvement : {"higher", "lower"}
        Which way is better.
    planned : number or mapping, optional
        Planned effect.
    against : tuple of str
        What is known to stand against a verdict.
    log : bool
        Whether effects are shares of the level.
    seed : int
        Seed of every random draw.
    unit : str
        The KPI's unit.
    shape : {"level", "level_slope"}
        What an interrupted series may change by.
    finer : str
        Why days and weeks were gathered to the cycle there is, or not; empty where there are none.
    """

    panel: Panel
    around: Surroundings
    near: Spill
    improvement: Literal["higher", "lower"]
    planned: float | Mapping[str, float | None] | None
    against: tuple[Reason, ...]
    log: bool
    seed: int
    unit: str
    shape: Shape = "level"
    finer: str = ""


@dataclass(frozen=True, eq=False)
class _Judged:
    """A method's estimate with its verdict."""

    choice: Choice
    case: Case
    scale: Scale
    verdict: Verdict
    reasons: tuple[Reason, ...]
    judge_from: str


def answer(question: Question, choice: Choice) -> EffectEstimate:
    """Effect estimate with its verdict, by a method or by another that the data ask for 「得出评估」.

    Notes
    -----
    Where nobody asked for a method and a trend before the start speaks against the plain comparison, the others
    weighted to run parallel have the verdict, if they fit; what the plain comparison says then stands in ``contrast``.
    Where they fit but something else refuses a verdict, the plain comparison stays and they stand in ``contrast``.
    Beside cohorts the plain comparison stands in ``contrast``: it is surer, and asks for equal trends all along.
    """
    found = _default(question, choice)
    if choice.why == "staggered":
        plain = _judged(question, Choice("did", "staggered_few"))
        # Gaps may leave one of a cohort in a period: nothing then tells how much it moves by chance.
        return _result(question, plain, None) if "no_interval" in found.reasons else _result(question, found, plain)
    if choice.why == "asked" or choice.method != "did" or not may_synthesise(question.panel, found.reasons):
        return _result(question, found, None)
    weighted = _judged(question, Choice("synthetic_did", "weighted"))
    if UNFIT.intersection(weighted.reasons) or weighted.case.estimate is None:
        return _result(question, replace(found, choice=Choice("did", "unweighted")), None)
    if weighted.verdict == "insufficient" and not weighted.judge_from:
        return _result(question, replace(found, choice=Choice("did", "stopped")), weighted)
    return _result(question, weighted, found)


def _default(question: Question, choice: Choice) -> _Judged:
    """What the chosen method gives; the plain comparison where a series is too short for a difference to few others."""
    if choice.why != "few":
        return _judged(question, choice)
    try:
        return _judged(question, choice)
    except InputError:
        return _judged(question, Choice("did", "few"))


def _judged(question: Question, choice: Choice) -> _Judged:
    log = question.log or choice.method == "poisson_its"
    analysed = _logarithms(question.panel) if question.log and choice.method != "poisson_its" else question.panel
    scale = Scale.of(question.panel, log)
    estimate = estimated(analysed, choice.method, question.seed, question.shape)
    figures = scale.figures(estimate)
    if estimate is not None and not estimate.error > 0:
        # An interval without breadth would claim certainty.
        figures |= dict.fromkeys(("low", "high", "relative_low", "relative_high", "p_value", "mde", "relative_mde"))
    case = Case(analysed, choice.method, estimate, figures, question.around, question.improvement, question.near)
    return _Judged(choice, case, scale, *judge(case, question.planned, question.against))


def _result(question: Question, found: _Judged, other: _Judged | None) -> EffectEstimate:
    case, scale, estimate = found.case, found.scale, found.case.estimate
    others: dict[str, Estimate] = {}
    if other and other.case.estimate:
        others[other.case.method] = other.case.estimate
    # Rates are analysed as they are; only their regression is on a logarithmic scale.
    plain = replace(scale, log=scale.log and case.method != "poisson_its")
    beside = {name: plain.figures(each) for name, each in contrasts(case.panel, estimate, others).items()}
    weights, fit = _synthesis(estimate)
    external, own = parts(question.panel, case.figures["effect"]) if case.comparisons else ({}, {})
    result = EffectEstimate(
        method=case.method, verdict=found.verdict, reasons=found.reasons, judge_from=found.judge_from, contrast=beside,
        placebo=scale.placebo(estimate.placebo if estimate else None), before=case.before, after=case.after,
        comparisons=case.comparisons, improvement=question.improvement, transform="log" if question.log else None,
        seed=question.seed, unit=question.unit, weights=weights, fit=fit, external=external, own=own,
        path=path(question.panel, case.panel, case.method, estimate, log=scale.log),
        staggered=dict(estimate.staggered) if estimate else {}, shape=_shape(estimate), **_told(case.figures),
    )  # fmt: skip
    told = replace(result, text=sentences(result, case.panel.line, question.around, question.near))
    return replace(told, why=reason_why(told, _why(found), question.finer), parts=divided(told))


def _told(figures: Mapping[str, float | None]) -> dict[str, Any]:
    return {name: figures[name] for name in FIGURES}


def _shape(estimate: Estimate | None) -> dict[str, dict[str, float]]:
    found = estimate.shape if estimate else {}
    return {name: dict(zip(("value", "low", "high"), each, strict=True)) for name, each in found.items()}


def _why(found: _Judged) -> str:
    """Code of the reason; that all moved alike before the start is said only where it was found."""
    alike = not {*DRIFTING, "untested_trend", "few_before", "few_after", "no_interval"}.intersection(found.reasons)
    return "others" if found.choice.why == "many" and not alike else found.choice.why


def _logarithms(panel: Panel) -> Panel:
    import numpy as np

    low = np.argwhere(panel.values <= 0)
    if len(low):
        row, column = (int(each) for each in low[0])
        where = f"{panel.entities[row]!r} in {panel.line.text(column)}"
        got = f"{panel.values[row, column]:g}"
        raise InputError(
            f"The value of {where} is {got}; transform='log' needs positive values. Leave periods without any out, give"
            " their exposure, or sum to longer periods."
        )
    return replace(panel, values=np.log(panel.values))


def _synthesis(estimate: Estimate | None) -> tuple[dict[str, dict[str, float]], dict[str, float | None]]:
    """Weights and fit as the result has them."""
    found = estimate.synthesis if estimate else None
    fit: dict[str, float | None] = {"restless": estimate.restless} if estimate and estimate.restless > 1 else {}
    if estimate is None or found is None:
        return {}, fit
    weights = {"entities": dict(found.entities), "periods": dict(found.periods)}
    fit |= {"missed": found.missed}
    if estimate.placebo:
        rank, count = found.ratio_rank, estimate.placebo.count
        fit |= {"usual": found.usual, "ratio_rank": rank, "ratio_p_value": rank / (count + 1)}
    return weights, fit
