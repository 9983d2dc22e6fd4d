"""What one measure did to its KPI, as far as the figures tell 「单项措施效果」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.track.design import Design, Evidence, design
from diagnostics.loop.track.judged_when import judged_when, without_promise
from diagnostics.loop.track.ladder import carried_out, evidence_of, moved, rung
from diagnostics.loop.track.whom import Others, first_period, stop_of
from diagnostics.model.detection import PROPORTIONAL, after_needed
from diagnostics.model.measure_effect import MeasureEffect
from diagnostics.model.period import SEASON, Calendar, Period
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from diagnostics.loop.track.whom import Record
    from diagnostics.model.effect import EffectEstimate, Reason, Verdict
    from diagnostics.terms import Language

_FIGURES = ("effect", "low", "high", "relative", "relative_low", "relative_high", "p_value", "mde")
_NOTHING: dict[str, Any] = dict.fromkeys(_FIGURES)


def judge(record: Record, evidence: Evidence) -> MeasureEffect:
    """What one started measure did to its KPI 「单项措施效果」.

    Parameters
    ----------
    record : mapping
        The measure; it bears the day on which it was started.

    Returns
    -------
    MeasureEffect
        Without an estimate, and with the reason, where the figures allow none.
    """
    found = design(record, evidence)
    if isinstance(found, str):
        return _without(record, evidence, found)
    try:
        estimate = _estimate(record, found, evidence.seed)
    except InputError as error:
        return _without(record, evidence, "not_estimable", refused=str(error))
    return _with(record, evidence, found, estimate)


def _estimate(record: Record, case: Design, seed: int) -> EffectEstimate:
    found = _asked(record, case, seed, without_near=False)
    # Where entities nearby moved with the measure, those further away alone are compared with.
    return _asked(record, case, seed, without_near=True) if "spill_over" in found.reasons else found


def _asked(record: Record, case: Design, seed: int, *, without_near: bool) -> EffectEstimate:
    from diagnostics.loop.track.effect import estimate_effect

    positive = bool((case.frame["value"].dropna() > 0).all())
    changes = [each.text for each in case.changes]
    against: list[Reason] = [] if carried_out(record) else ["not_carried_out"]
    if case.others.related_start:
        against.append("related_start")
    return estimate_effect(
        case.frame,
        entity="entity",
        time="period",
        value="value",
        treated=list(case.treated),
        start=case.start.text,
        improvement=case.kpi.direction,  # type: ignore[arg-type]  # the design leaves higher and lower only
        transform="log" if case.kpi.unit in PROPORTIONAL and positive else None,
        planned=record.get("expected") or None,
        events=dict.fromkeys(case.treated, changes) if changes else None,
        cycle=case.start.cycle,
        unit=case.kpi.unit,
        seed=seed,
        against=against,
        near=case.near,
        without_near=without_near,
    )


def _with(record: Record, evidence: Evidence, case: Design, estimate: EffectEstimate) -> MeasureEffect:
    judge_from = _canonical(estimate.judge_from, case, evidence.engagement.calendar)
    codes, texts = _shared(case.others)
    ladder = _ladder(record, evidence, case.start, estimate.verdict, case.until, shared=bool(codes))
    decided = estimate.verdict in ("worked", "worse")
    known = (
        ("stopped", record["state"] == "stopped"),
        # The verdict rests on the mean alone: no single figure left its usual range.
        ("within_range", decided and ladder["evidence"]["outside_range"] is False),
        ("rebased", bool(case.rebased)),
    )
    for code, holds in known:
        if holds:
            codes, texts = (*codes, code), (*texts, _both(f"track.reason.{code}"))
    return MeasureEffect(
        **_whose(record, case.start),
        periods_after=estimate.after,
        comparisons=case.compared,
        method=estimate.method,
        **{name: getattr(estimate, name) for name in _FIGURES},
        verdict=estimate.verdict,
        **ladder,
        judge_from=judge_from,
        reasons=(*estimate.reasons, *codes),
        together_with=tuple(each["id"] for each in _beside(case.others)),
        text=_joined(_told(estimate, judge_from, case, evidence), *texts),
        contrast={name: dict(each) for name, each in estimate.contrast.items()},
        why=_text(estimate.why),
        external=dict(estimate.external),
        own=dict(estimate.own),
        parts=_text(estimate.parts),
        path=dict(estimate.path),
        placebo=dict(estimate.placebo),
        figures_after=case.figures_after(estimate.after),
    )


def _text(said: Mapping[Language, str]) -> Text:
    return Text(zh=said.get("zh", ""), en=said.get("en", ""))


def _told(estimate: EffectEstimate, judge_from: str, case: Design, evidence: Evidence) -> Text:
    """What the estimate says, without a promise that waiting can't keep."""
    if not estimate.judge_from:
        return Text(zh=estimate.text["zh"], en=estimate.text["en"])
    said = without_promise(estimate)
    own = case.frame[case.frame["entity"].isin(case.treated)]
    return _joined(said, judged_when(judge_from, own, evidence)) if judge_from else said


def _beside(around: Others) -> tuple[Record, ...]:
    return (*around.package, *around.overlapping, *around.related)


def _without(record: Record, evidence: Evidence, reason: str, refused: str = "") -> MeasureEffect:
    """Effect of a measure of which nothing can be estimated, with the reason."""
    kpi, calendar = evidence.engagement.kpis.get(record["kpi"]), evidence.engagement.calendar
    start = None if kpi is None else first_period(record, calendar, kpi.cycle)
    # Where no period is complete yet, the wait alone decides; nothing is known against the comparison.
    waits = reason == "not_begun" and start is not None
    later = calendar.shift(start, after_needed(start.cycle) - 1).text if waits and start is not None else ""
    texts = [_both(f"track.reason.{reason}")]
    if later:
        texts.append(judged_when(later, _figures_of(record, evidence), evidence))
    return MeasureEffect(
        **_whose(record, start),
        periods_after=0,
        comparisons=(),
        method="none",
        **_NOTHING,
        verdict="insufficient",
        **_ladder(record, evidence, start, "insufficient"),
        judge_from=later,
        reasons=(reason,),
        together_with=(),
        text=_joined(*texts),
        contrast={},
        refused=refused,
    )


def _whose(record: Record, start: Period | None) -> dict[str, Any]:
    entities = tuple(record["entities"])
    return {
        "intervention": record["id"],
        "kpi": record["kpi"],
        "entity": entities[0] if len(entities) == 1 else "",
        "entities": entities,
        "start": "" if start is None else start.text,
    }


def _ladder(
    record: Record,
    evidence: Evidence,
    start: Period | None,
    verdict: Verdict,
    until: date | None = None,
    *,
    shared: bool = False,
) -> dict[str, Any]:
    def has_moved(kpi: str | None, *, better_only: bool) -> bool | None:
        if kpi is None or kpi not in evidence.engagement.kpis or start is None:
            return None
        series = [evidence.series.get((kpi, each)) for each in record["entities"]]
        # Figures that the measure has no part in any more are no evidence either.
        ends = (until, stop_of(record, evidence.engagement.calendar, evidence.engagement.kpis[kpi].cycle))
        last = min((each.isoformat() for each in ends if each is not None), default="9999")
        series = [None if each is None else each[each["start"] < last] for each in series]
        direction = evidence.engagement.kpis[kpi].direction
        return moved(series, start.start.isoformat(), direction, SEASON[start.cycle], better_only=better_only)

    process, result = (
        has_moved(record.get("process_kpi"), better_only=True),
        has_moved(record["kpi"], better_only=False),
    )
    found = evidence_of(record, verdict, process, result, shared=shared)
    return {"evidence": found, "rung": rung(found)}


def _canonical(period: str, case: Design, calendar: Calendar) -> str:
    """Period from which a verdict is possible, in the engagement's own calendar.

    It is empty where the measure was stopped or the next one has begun by then: waiting doesn't help any more.
    """
    if not period:
        return ""
    years = case.start.cycle == "year" and calendar.fiscal_start != 1
    found = calendar.parse(f"FY{period}" if years else period)
    return "" if case.until is not None and found.end > case.until else found.text


def _shared(around: Others) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """Codes and sentences for measures whose effects can't be told apart."""
    named = (("package", around.package), ("overlap", around.overlapping), ("related", around.related))
    groups = {code: each for code, each in named if each}
    texts = []
    for code, records in groups.items():
        titles = {
            language: say("track.separator", language).join(Text(**each["title"]).say(language) for each in records)
            for language in LANGUAGES
        }
        texts.append(Text(**{each: say(f"track.reason.{code}", each, others=titles[each]) for each in LANGUAGES}))
    return tuple(groups), tuple(texts)


def _figures_of(record: Record, evidence: Evidence) -> pd.DataFrame:
    rows = evidence.observed
    own: pd.DataFrame = rows[(rows["kpi"] == record["kpi"]) & rows["entity"].isin(record["entities"])]
    return own


def _both(term: str) -> Text:
    return Text(zh=say(term, "zh"), en=say(term, "en"))


def _joined(*texts: Text) -> Text:
    return Text(zh="".join(each.zh for each in texts), en=" ".join(each.en for each in texts))
