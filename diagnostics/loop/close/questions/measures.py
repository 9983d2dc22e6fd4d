"""Questions about measures: made worse, without effect, not judged, not decided, with reservations 「措施类追问」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.close.questions.question import asked
from diagnostics.loop.close.sections.account.money import Money
from diagnostics.loop.close.verdict_time import lacks_figures, needs
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.questions.question import Question
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

_OVER = ("done", "stopped")
# Standings of a benefit that nobody has confirmed as it is counted now.
_DOUBTED = ("unconfirmed", "outdated")


def of_measures(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> Iterator[Question]:
    """Questions about measures 「措施类追问」."""
    for each in reviews:
        if not each.external:
            yield from _of_verdict(each, wording)
            yield from _of_promise(each, wording)
            yield from _of_decision(each, inputs, wording)
    yield from _of_benefits(inputs, wording)


def _names(each: MeasureReview, wording: Wording) -> dict[str, str]:
    nobody = say("questions.nobody", wording.language)
    return {"title": each.title, "kpi": wording.kpi(each.kpi), "owner": each.owner or nobody, "text": each.text}


def _row(each: MeasureReview) -> str:
    return f"tracking.json · effects · {each.id}"


def _of_verdict(each: MeasureReview, wording: Wording) -> Iterator[Question]:
    names = _names(each, wording)
    interval = wording.interval(each.kpi, each.low, each.high, relative=each.relative)
    if each.standing == "worse":
        now = "over" if each.state in _OVER else "running"
        told = {part: say(f"questions.worse.{now}.{part}", wording.language) for part in ("then", "advice")}
        yield asked("worse", wording, _row(each), 1.0, interval=interval, **told, **names)
    elif each.standing == "insufficient":
        running = each.state not in _OVER
        weight = 1.0 if running else 0.5
        if lacks_figures(each, wording.inputs):
            yield asked("lacking", wording, _row(each), weight, needs=needs(each, wording), **names)
            return
        yield asked("early", wording, _row(each), weight, judge=wording.period(each.judge_from), **names)
    elif each.standing == "undecidable":
        yield asked("undecidable", wording, _row(each), 0.0, **names)
    if each.caveats:
        yield asked("reserved", wording, _row(each), float(len(each.caveats)),
                    caveats=wording.caveats(each.caveats), interval=interval, **names)  # fmt: skip


def _of_promise(each: MeasureReview, wording: Wording) -> Iterator[Question]:
    """What was promised and did not come, where the results can rule it out."""
    if each.outcome not in ("not_achieved", "below_expected") or each.expected is None:
        return
    yield asked(
        "promise", wording, _row(each), abs(each.expected),
        expected=wording.effect(each.kpi, each.expected, relative=each.relative),
        interval=wording.interval(each.kpi, each.low, each.high, relative=each.relative), **_names(each, wording),
    )  # fmt: skip


def _of_decision(each: MeasureReview, inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """A day of decision that has passed while nobody recorded what was decided."""
    record = next(one for one in inputs.interventions["interventions"] if one["id"] == each.id)
    day = each.decision
    # A course that somebody set (standard work, stop, once more) is a decision, too.
    taken = record.get("decided") or (record.get("standard") or {}).get("course")
    if not day or day >= inputs.tracking["as_of"] or taken or each.state == "stopped":
        return
    told = say(f"questions.undecided.{'judged' if each.decided else 'waiting'}", wording.language)
    yield asked("undecided", wording, f"interventions.json · {each.id}", 1.0 if each.decided else 0.5,
                day=wording.day(day), told=told, **_names(each, wording))  # fmt: skip


def _of_benefits(inputs: Inputs, wording: Wording) -> Iterator[Question]:
    """Benefits in money that nobody but the consultants has reckoned, or that changed after somebody confirmed them."""
    record = inputs.returns or {"accounts": (), "currency": ""}
    for each in record["accounts"]:
        found = each["benefit"]["actual"]
        if found is None or each["benefit"]["standing"] not in _DOUBTED:
            continue
        money = Money(wording, record["currency"])
        yield asked(
            "benefit", wording, f"returns.json · {each['measures'][0]}", abs(found["amount"]),
            titles=money.titles(each), amount=money.change(found["amount"]),
            interval=money.between(found["low"], found["high"]),
            told=say(f"questions.benefit.{each['benefit']['standing']}", wording.language),
        )  # fmt: skip
