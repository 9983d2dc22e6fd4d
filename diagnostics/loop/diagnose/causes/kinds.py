"""The five kinds of data tests, each from figures to an effect with its interval 「五类检验」."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.diagnose.causes.event_fit import event_fit
from diagnostics.loop.diagnose.causes.mixes import mix_of
from diagnostics.loop.diagnose.causes.panel_fit import panel_fit
from diagnostics.loop.diagnose.causes.panels import ENOUGH, Panel
from diagnostics.loop.diagnose.causes.question import Question
from diagnostics.loop.diagnose.causes.series_fit import series_fit
from diagnostics.model.cause_test_result import CauseTestResult

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.diagnose.causes.panel_fit import Slope
    from diagnostics.model.cause_test import TestKind

    Floats = NDArray[np.float64]

GROUPS, FEWEST_A_GROUP, FEWEST_FIGURES = 5, 6, 4


def asked(question: Question) -> CauseTestResult:
    """Effect of one test, not yet judged 「计算检验」."""
    return _KINDS[question.test.kind](question)


def _association(question: Question) -> CauseTestResult:
    found = question.panel()
    if isinstance(found, str):
        return question.impossible(found)
    return _sloped(question, found, 0)


def _lagged(question: Question) -> CauseTestResult:
    found = question.panel()
    if isinstance(found, str):
        return question.impossible(found)
    lag = question.test.lag or 1
    if lag >= len(found.starts) - 3:
        return question.impossible("short")
    return replace(_sloped(question, found.shifted(lag), lag), design="ahead")


def _sloped(question: Question, panel: Panel, lag: int) -> CauseTestResult:
    slope = _slope(panel, question.seed)
    if slope is None:
        return question.impossible(_unfit(panel))
    means, spots = grouped(slope)
    base = replace(
        question.blank, level=panel.level, cycle=panel.cycle, effect=slope.slope, low=slope.low, high=slope.high,
        probability=slope.probability, entities=slope.entities, periods=slope.periods, n=slope.n, steps=means,
        spots=spots, reason="lag" if lag else "",
    )  # fmt: skip
    at = question.reference()
    base = replace(base, gap=at.gap, move=at.move, reference=at.kind, within=at.within)
    if at.gap == at.gap and at.move == at.move:
        parts = [each * at.move / at.gap for each in (slope.slope, slope.low, slope.high)]
        return replace(base, share=parts[0], share_low=min(parts[1:]), share_high=max(parts[1:]))
    return base


def _unfit(panel: Panel) -> str:
    """Why a panel gives no slope."""
    both = np.isfinite(panel.y) & np.isfinite(panel.x)
    # Too few figures for any line, whatever they say.
    if both.sum() < FEWEST_FIGURES:
        return "short"
    for name, values in (("flat", panel.y[both]), ("still", panel.x[both])):
        if np.ptp(values) <= 1e-10 * np.abs(values).max():
            return name
    held = (both & np.isfinite(panel.z).all(axis=0)).sum(axis=1)
    enough = (held >= 2).sum() >= ENOUGH and held.sum() >= sum(panel.y.shape) + len(panel.z) + 4
    # Enough of them, and yet nothing of its own is left of the driver or the result.
    return "follows" if enough else "short"


def _slope(panel: Panel, seed: int) -> Slope | None:
    """Over entities where there are enough, else over their own course; a driver that all share likewise."""
    found = panel_fit(panel.y, panel.x, panel.z, seed) if len(panel.entities) >= ENOUGH else None
    if found is not None:
        return found
    if len(panel.entities) >= ENOUGH:
        mean = [_mean(each) for each in (panel.y, panel.x)]
        z = np.stack([_mean(each) for each in panel.z]) if len(panel.z) else np.zeros((0, 1, panel.y.shape[1]))
        return series_fit(mean[0], mean[1], z, panel.season)
    return series_fit(panel.y, panel.x, panel.z, panel.season)


def _mean(values: Floats) -> Floats:
    """Mean over entities as one row, of those that have a figure in every period that any has one."""
    known = np.isfinite(values)
    whole = known[:, known.any(axis=0)].all(axis=1)
    kept, there = (values[whole], known[whole]) if whole.any() else (values, known)
    total = np.where(there, kept, 0.0).sum(axis=0)
    found: Floats = np.where(there.any(axis=0), total / np.maximum(there.sum(axis=0), 1), np.nan)
    return found[None]


def grouped(slope: Slope) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean result in groups of rising driver, and the driver's means, what is common taken out 「分组均值」."""
    count = min(GROUPS, len(slope.x) // FEWEST_A_GROUP)
    if count < 3:
        return (), ()
    parts = np.array_split(np.argsort(slope.x, kind="stable"), count)
    return tuple(float(slope.y[each].mean()) for each in parts), tuple(float(slope.x[each].mean()) for each in parts)


def _dose(question: Question) -> CauseTestResult:
    found = _association(question)
    if found.reason or not found.steps:
        return found if found.reason else replace(found, outcome="impossible", reason="short")
    steps = np.diff(found.steps) * np.sign(found.effect)
    # A step back within the noise of two neighbouring groups is none.
    room = 0.25 * (max(found.steps) - min(found.steps))
    return replace(found, reason="" if (steps > -room).all() else "uneven")


def _mix(question: Question) -> CauseTestResult:
    dimensions = tuple(question.cause.slice) if not question.test.driver else (question.test.driver,)
    if len(dimensions) != 1:
        return question.impossible("no_dimension")
    cells = question.figures.cells(question.cause.kpi, dimensions)
    at = replace(question, cause=question.cause.model_copy(update={"slice": {}})).reference()
    kind = at.kind or "before"
    found = mix_of(cells, dimensions[0], question.entity, question.peers, kind)
    if isinstance(found, str):
        return question.impossible(found)
    base = replace(
        question.blank, design="mix", driver=dimensions[0], effect=found.effect, low=found.low, high=found.high,
        probability=found.probability, gap=found.gap, reference=kind, reversed=found.reversed, entities=1,
        periods=found.periods, n=found.periods * found.groups,
    )  # fmt: skip
    if not found.gap or not at.kind:
        return base
    parts = [each / found.gap for each in (found.effect, found.low, found.high)]
    return replace(base, share=parts[0], share_low=min(parts[1:]), share_high=max(parts[1:]))


def _event(question: Question) -> CauseTestResult:
    found = question.panel(driven=False)
    if isinstance(found, str):
        return question.impossible(found)
    import pandas as pd

    assert question.test.event is not None
    day = pd.Timestamp(question.test.event)
    struck = np.isin(found.entities, question.test.treated or [question.entity])
    if not struck.any():
        return question.impossible("apart")
    after = np.asarray(found.starts >= day)
    y = found.y.copy()
    if not after.any():
        return question.impossible("later")
    # A period that the event cuts belongs to neither side.
    cut = np.flatnonzero(~after)
    if len(cut) and after.any() and day not in found.starts:
        y[:, cut[-1]] = np.nan
    step = event_fit(y, struck, after, found.season)
    if isinstance(step, str):
        return question.impossible(step)
    base = replace(
        question.blank, level=found.level, cycle=found.cycle, design="comparison" if step.others else "before_after",
        effect=step.effect, low=step.low, high=step.high, probability=step.probability, entities=step.entities,
        periods=step.periods, n=step.n, reason="moved_before" if step.moved_before else "",
    )  # fmt: skip
    at = question.reference()
    base = replace(base, gap=at.gap, reference=at.kind, within=at.within)
    if at.gap != at.gap:
        return base
    return _shared(base, at.gap)


def _shared(base: CauseTestResult, gap: float) -> CauseTestResult:
    """Share of the gap that an event opened, or of the former gap that it closed."""
    if base.effect * gap >= 0:
        parts = [each / gap for each in (base.effect, base.low, base.high)]
    else:
        parts = [-each / (gap - base.effect) for each in (base.effect, base.low, base.high)]
    return replace(base, share=parts[0], share_low=min(parts[1:]), share_high=max(parts[1:]))


_KINDS: dict[TestKind, Callable[[Question], CauseTestResult]] = {
    "association": _association,
    "dose": _dose,
    "lagged": _lagged,
    "mix": _mix,
    "event": _event,
}
