"""Where a closed measure and what was expected of it differ, and what the results show of why 「差在哪」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from diagnostics.loop.close.reviews import hoped_of, outcome_of, sensible
from diagnostics.loop.close.verdict_time import lacks_figures, needs
from diagnostics.model.retrospective import Outcome

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

# Every closed measure came out in one of these ways.
Came = Literal["achieved", "not_achieved", "made_worse", "cannot_tell"]
CAME: tuple[Came, ...] = get_args(Came)
_CAME: dict[Outcome, Came] = {
    "achieved": "achieved",
    "above_expected": "achieved",
    "below_expected": "not_achieved",
    "not_achieved": "not_achieved",
    "made_worse": "made_worse",
    # It did something, but nobody had said how much it was to do.
    "worked": "cannot_tell",
    "cannot_tell": "cannot_tell",
}
# What moved at comparable places hides an effect from those who look at the figure alone, from this share of it on.
HIDING = 0.5
_ELSEWHERE = {"other_event", "overlapping_event"}
_SHARED = {"package", "overlap", "related"}


@dataclass(frozen=True, slots=True)
class Difference:
    """How a closed measure came out, and what the results show of why 「达成与差异」.

    Parameters
    ----------
    review : MeasureReview
        The measure.
    came : {"achieved", "not_achieved", "made_worse", "cannot_tell"}
        How it came out against what was expected.
    why : tuple of str
        What the results show, in the page's language; none is proof of a cause.
    """

    review: MeasureReview
    came: Came
    why: tuple[str, ...]


def differences(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> tuple[Difference, ...]:
    """How each closed measure came out, each in exactly one way 「达成与差异」.

    Parameters
    ----------
    reviews : sequence of MeasureReview
        All measures; those that go on, and what came from outside, are left out.
    """
    records = {each["id"]: each for each in inputs.interventions["interventions"]}
    closed = [each for each in reviews if not each.external and records[each.id]["state"] in ("completed", "stopped")]
    return tuple(
        Difference(each, _CAME[each.outcome], tuple(_why(each, records[each.id], inputs, wording))) for each in closed
    )


def expectations(each: MeasureReview, inputs: Inputs) -> tuple[tuple[str, float, Outcome], ...]:
    """Who expected which change of a measure's KPI, and how that came out 「谁预期了什么」.

    Returns
    -------
    tuple of (str, float, Outcome)
        Id of who expected it, the change in the kind of figure of the review, the outcome against it.
    """
    record = next(one for one in inputs.interventions["interventions"] if one["id"] == each.id)
    stated, direction = _stated(each, inputs), inputs.kpis[each.kpi]["direction"]
    said = [(one["party"], one.get("expected") or {}) for one in (record.get("agreement") or {}).get("signed", ())]
    named = {who for who, one in said if one}
    if stated and stated.get("by") not in named:
        said.insert(0, (stated.get("by") or each.owner, stated))
    found = []
    for who, one in said:
        hoped = hoped_of(one, inputs.effects.get(each.id, {}), relative=each.relative)
        if hoped is not None:
            found.append((who, hoped, outcome_of(each.verdict, sensible(hoped, direction), each.low, each.high)))
    return tuple(found)


def _stated(each: MeasureReview, inputs: Inputs) -> Record:
    """What the plan of a measure expects."""
    records = inputs.interventions["interventions"]
    return next((one.get("expected") or {} for one in records if one["id"] == each.id), {})


def _why(each: MeasureReview, record: Record, inputs: Inputs, wording: Wording) -> Iterator[str]:
    if _CAME[each.outcome] == "achieved":
        return
    effect = inputs.effects.get(each.id, {})
    yield from _not_told(each, effect, wording)
    yield from _carried_out(record, inputs, wording)
    if (effect.get("evidence") or {}).get("process_moved") is False:
        kpi = wording.kpi(record["process_kpi"]) if record.get("process_kpi") else ""
        yield _say("process" if kpi else "process_unnamed", wording, kpi=kpi)
    if _CAME[each.outcome] == "not_achieved" and (effect.get("evidence") or {}).get("carried_out"):
        yield _say(
            "smaller",
            wording,
            interval=wording.interval(each.kpi, each.low, each.high, relative=each.relative),
            expected=wording.effect(each.kpi, each.expected, relative=each.relative),
        )
    yield from _around(each, effect, inputs, wording)
    yield from _beyond(each, record, inputs, wording)


def _not_told(each: MeasureReview, effect: Record, wording: Wording) -> Iterator[str]:
    """Why it can't be told."""
    if _CAME[each.outcome] != "cannot_tell":
        return
    if each.outcome == "worked":
        yield _say("unexpected", wording)
    elif each.verdict == "no_evidence":
        yield _say("wide" if each.expected is not None else "unexpected", wording)
    elif lacks_figures(each, wording.inputs):
        yield needs(each, wording)
    elif each.judge_from:
        yield _say("later", wording, period=wording.period(each.judge_from))
    else:
        yield _say("never" if effect else "no_estimate", wording)


def _carried_out(record: Record, inputs: Inputs, wording: Wording) -> Iterator[str]:
    """Whether it was carried out late, or in part."""
    due, done = record.get("due") or "", record.get("carried_out") or ""
    if record["state"] == "stopped" and record.get("progress", 0) < 1:
        yield _say("partly", wording, share=wording.share(record.get("progress", 0)))
    elif due and done > due:
        days = (date.fromisoformat(done) - date.fromisoformat(due)).days
        yield _say("late", wording, days=days, due=wording.day(due))
    late = [one for one in record.get("milestones") or () if (one.get("reached") or "9999") > one["due"]]
    over = [one for one in late if one.get("reached") or one["due"] < inputs.tracking["as_of"]]
    if over:
        names = wording.say("list.separator").join(wording.words(one["name"]) for one in over)
        yield _say("milestones", wording, names=names)


def _around(each: MeasureReview, effect: Record, inputs: Inputs, wording: Wording) -> Iterator[str]:
    """What else moved: those compared with, other events, other measures."""
    outside = (effect.get("external") or {}).get("absolute")
    hoped = hoped_of(_stated(each, inputs), effect, relative=False)
    direction = inputs.kpis[each.kpi]["direction"]
    against = outside is not None and (outside < 0 if direction == "higher" else outside > 0)
    if outside is not None and hoped and against and abs(outside) >= HIDING * abs(hoped):
        yield _say("environment", wording, kpi=wording.kpi(each.kpi), change=wording.change(each.kpi, outside))
    if _ELSEWHERE & set(each.reasons):
        yield _say("events", wording)
    if _SHARED & set(each.reasons):
        yield _say("shared", wording)


def _beyond(each: MeasureReview, record: Record, inputs: Inputs, wording: Wording) -> Iterator[str]:
    """Whether the level that was aimed at is one that none of the alike has reached in the period."""
    target, gaps = record.get("target"), inputs.gaps
    if target is None or "best" not in gaps:
        return
    rows = gaps[(gaps["kpi"] == each.kpi) & gaps["entity"].isin(each.entities) & gaps["best"].notna()]
    lower = inputs.kpis[each.kpi]["direction"] == "lower"
    bests = [float(best) for best in rows["best"]]
    if bests and (target < min(bests) if lower else target > max(bests)):
        best = min(bests) if lower else max(bests)
        yield _say("reach", wording, target=wording.value(each.kpi, target), best=wording.value(each.kpi, best))


def _say(term: str, wording: Wording, **values: object) -> str:
    from diagnostics.terms import say

    return say(f"account.difference.{term}", wording.language, **values)
