"""What one measure did to its KPI, as far as the figures tell 「单项措施效果」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.look.periods import show_period
from diagnostics.loop.track.design import Design, Evidence, design
from diagnostics.loop.track.effect.rules import after_needed
from diagnostics.loop.track.ladder import evidence_of, moved, rung
from diagnostics.loop.track.whom import Others, first_period
from diagnostics.model.period import SEASON, Calendar, Period
from diagnostics.model.text import Text
from diagnostics.model.tracking import MeasureEffect
from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.loop.track.whom import Record
    from diagnostics.model.effect import EffectEstimate, Verdict

# An effect on money or on a count is a share of its level: 5 % of a large store is not 5 % of a small one.
_PROPORTIONAL = ("money", "count")
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
    from diagnostics.loop.track.effect import estimate_effect

    positive = bool((case.frame["value"].dropna() > 0).all())
    changes = [each.text for each in case.changes]
    return estimate_effect(
        case.frame,
        entity="entity",
        time="period",
        value="value",
        treated=list(case.treated),
        start=case.start.text,
        improvement=case.kpi.direction,  # type: ignore[arg-type]  # the design leaves higher and lower only
        transform="log" if case.kpi.unit in _PROPORTIONAL and positive else None,
        planned=record.get("expected") or None,
        events=dict.fromkeys(case.treated, changes) if changes else None,
        cycle=case.start.cycle,
        unit=case.kpi.unit,
        seed=seed,
    )


def _with(record: Record, evidence: Evidence, case: Design, estimate: EffectEstimate) -> MeasureEffect:
    codes, texts = _shared(case.others)
    return MeasureEffect(
        **_whose(record, case.start),
        periods_after=estimate.after,
        comparisons=case.compared,
        method=estimate.method,
        **{name: getattr(estimate, name) for name in _FIGURES},
        verdict=estimate.verdict,
        **_ladder(record, evidence, case.start, estimate.verdict),
        judge_from=_canonical(estimate.judge_from, case, evidence.engagement.calendar),
        reasons=(*estimate.reasons, *codes),
        together_with=tuple(each["id"] for each in (*case.others.package, *case.others.overlapping)),
        text=_joined(Text(zh=estimate.text["zh"], en=estimate.text["en"]), *texts),
        contrast={name: dict(each) for name, each in estimate.contrast.items()},
    )


def _without(record: Record, evidence: Evidence, reason: str, refused: str = "") -> MeasureEffect:
    """Effect of a measure of which nothing can be estimated, with the reason."""
    kpi, calendar = evidence.engagement.kpis.get(record["kpi"]), evidence.engagement.calendar
    start = None if kpi is None else first_period(record, calendar, kpi.cycle)
    # Where no period is complete yet, the wait alone decides; nothing is known against the comparison.
    waits = reason == "not_begun" and start is not None
    later = calendar.shift(start, after_needed(start.cycle) - 1).text if waits and start is not None else ""
    texts = [_both(f"track.reason.{reason}")]
    if later:
        texts.append(
            Text(**{each: say("effect.judge_from", each, period=show_period(later, each)) for each in LANGUAGES})
        )
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


def _ladder(record: Record, evidence: Evidence, start: Period | None, verdict: Verdict) -> dict[str, Any]:
    def has_moved(kpi: str | None, *, better_only: bool) -> bool | None:
        if kpi is None or kpi not in evidence.engagement.kpis or start is None:
            return None
        series = [evidence.series.get((kpi, each)) for each in record["entities"]]
        direction = evidence.engagement.kpis[kpi].direction
        return moved(series, start.start.isoformat(), direction, SEASON[start.cycle], better_only=better_only)

    process, result = (
        has_moved(record.get("process_kpi"), better_only=True),
        has_moved(record["kpi"], better_only=False),
    )
    found = evidence_of(record, verdict, process, result)
    return {"evidence": found, "rung": rung(found)}


def _canonical(period: str, case: Design, calendar: Calendar) -> str:
    """Period from which a verdict is possible, in the engagement's own calendar.

    It is empty once the next measure has begun by then: waiting doesn't help any more.
    """
    if not period:
        return ""
    years = case.start.cycle == "year" and calendar.fiscal_start != 1
    found = calendar.parse(f"FY{period}" if years else period)
    later = case.others.later
    return "" if later is not None and found.end > later else found.text


def _shared(around: Others) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    """Codes and sentences for measures whose effects can't be told apart."""
    groups = {code: each for code, each in (("package", around.package), ("overlap", around.overlapping)) if each}
    texts = []
    for code, records in groups.items():
        titles = {
            language: say("track.separator", language).join(Text(**each["title"]).say(language) for each in records)
            for language in LANGUAGES
        }
        texts.append(Text(**{each: say(f"track.reason.{code}", each, others=titles[each]) for each in LANGUAGES}))
    return tuple(groups), tuple(texts)


def _both(term: str) -> Text:
    return Text(zh=say(term, "zh"), en=say(term, "en"))


def _joined(*texts: Text) -> Text:
    return Text(zh="".join(each.zh for each in texts), en=" ".join(each.en for each in texts))
