"""Expected against actual, per measure 「预期与实际」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.parts import RUNGS, Rungs
from diagnostics.model.retrospective import MeasureReview, Outcome

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording


# Methods that compare with nobody.
_ALONE = ("its", "poisson_its")
# Reasons for which an effect is that of several measures.
_SHARED = {"package", "overlap", "related"}


def outcome_of(verdict: str | None, expected: float | None, low: float | None, high: float | None) -> Outcome:
    """How a measure came out against what was expected 「达成情况」.

    Parameters
    ----------
    verdict : {"worked", "no_evidence", "worse", "insufficient"} or None
        Verdict of the effect estimate.
    expected, low, high : float or None
        Expected change and the 95 % interval of the estimate, in the same kind of figure.

    Returns
    -------
    str
        ``achieved`` when it worked and what was expected lies within the interval; ``above_expected`` and
        ``below_expected`` when it worked and the whole interval lies beyond or short of it; ``worked`` when nothing was
        expected in figures; ``not_achieved`` when nothing is seen and the whole interval lies short of what was
        expected; ``made_worse``; else ``cannot_tell``.

    Examples
    --------
    >>> outcome_of("worked", 0.10, 0.03, 0.13), outcome_of("no_evidence", 0.10, -0.04, 0.04)
    ('achieved', 'not_achieved')
    >>> outcome_of("insufficient", 0.10, 0.1, 0.3)
    'cannot_tell'
    """
    if verdict == "worse":
        return "made_worse"
    if verdict not in {"worked", "no_evidence"}:
        return "cannot_tell"
    if expected is None or low is None or high is None:
        return "worked" if verdict == "worked" else "cannot_tell"
    if expected == 0:
        # Nothing to fall short of: which way would be short, nobody said.
        return "above_expected" if verdict == "worked" else "cannot_tell"
    short = high < expected if expected > 0 else low > expected
    if verdict == "no_evidence":
        return "not_achieved" if short else "cannot_tell"
    if short:
        return "below_expected"
    return "achieved" if low <= expected <= high else "above_expected"


def review(item: Record, inputs: Inputs, wording: Wording) -> MeasureReview:
    """Review of one measure of the ledger 「单项措施复盘」."""
    effect = inputs.effects.get(item["id"], {})
    board = inputs.board.get(item["id"], {})
    expected = item.get("expected") or {}
    relative = _is_relative(item["kpi"], expected, effect, wording)
    names = ("relative", "relative_low", "relative_high") if relative else ("effect", "low", "high")
    actual, low, high = (effect.get(each) for each in names)
    hoped = hoped_of(expected, effect, relative=relative)
    verdict = effect.get("verdict")
    return MeasureReview(
        id=item["id"],
        title=wording.words(item["title"]),
        kpi=item["kpi"],
        entities=tuple(item["entities"]),
        owner=wording.person(item["owner"]),
        state=str(board.get("state", item["state"])),
        due=item["due"] or "",
        decision=item.get("decision") or "",
        relative=relative,
        expected=hoped,
        actual=actual,
        low=low,
        high=high,
        verdict=verdict,
        outcome=outcome_of(verdict, sensible(hoped, inputs.kpis[item["kpi"]]["direction"]), low, high),
        rungs=_rungs(effect.get("evidence", {})),
        judge_from=effect.get("judge_from") or "",
        reasons=tuple(effect.get("reasons", ())),
        text=_told(effect, wording) if effect else _not_judged(item, inputs, wording),
        external=bool(item.get("external")),
        caveats=_caveats(effect),
    )


def _caveats(effect: Record) -> tuple[str, ...]:
    """What has to be told wherever the verdict is: a reader of the headline alone must not take it for more."""
    if effect.get("verdict") not in {"worked", "worse"}:
        return ()
    reasons = effect.get("reasons", ())
    told = (
        ("shared", bool(_SHARED & set(reasons))),
        ("alone", effect.get("method") in _ALONE),
        ("within_range", "within_range" in reasons),
    )
    return tuple(name for name, holds in told if holds)


def _is_relative(kpi: str, expected: Record, effect: Record, wording: Wording) -> bool:
    """Whether a measure is judged in per cent, as it was promised; a share never is, it moves by points."""
    if wording.is_share(kpi):
        return False
    return expected.get("relative") is not None or (not expected and effect.get("relative") is not None)


def hoped_of(expected: Record, effect: Record, *, relative: bool) -> float | None:
    """What was expected, in the kind of figure in which the measure is judged 「预期值」.

    Parameters
    ----------
    expected : mapping
        ``relative`` or ``absolute``, as somebody said it.
    relative : bool
        Whether the measure is judged in per cent; what was said in the KPI's unit is a share of the level there would
        have been without it, where the estimate tells that.
    """
    if not relative:
        return _in_unit(expected, effect)
    said: float | None = expected.get("relative")
    absolute, seen, share = expected.get("absolute"), effect.get("effect"), effect.get("relative")
    if said is None and absolute is not None and seen and share is not None:
        return float(absolute * share / seen)
    return said


def _in_unit(expected: Record, effect: Record) -> float | None:
    """What was expected in the KPI's unit; a share of the level is a share of what there would have been without it."""
    absolute: float | None = expected.get("absolute")
    share, seen, relative = expected.get("relative"), effect.get("effect"), effect.get("relative")
    if absolute is None and share is not None and seen is not None and relative:
        return float(share * seen / relative)
    return absolute


def _rungs(evidence: Record) -> Rungs:
    """What is known of each rung: reached, not reached, or nothing at all."""
    first, second, third, fourth = (evidence.get(each) for each in RUNGS)
    return first, second, third, fourth


def sensible(hoped: float | None, direction: str) -> float | None:
    """What was expected, nothing where it goes against the KPI's direction: no outcome rests on a slip 「合理预期」."""
    wrong = hoped is not None and (hoped < 0 if direction == "higher" else hoped > 0 if direction == "lower" else False)
    return None if wrong else hoped


def _not_judged(item: Record, inputs: Inputs, wording: Wording) -> str:
    """Why nothing was estimated: the ledger knows whether a measure was started."""
    if item["state"] != "planned":
        return wording.say("measures.no_data")
    day = item.get("planned_start") or ""
    if not day:
        return wording.say("measures.not_started")
    return wording.say(
        f"measures.{'start_missed' if day < inputs.tracking['as_of'] else 'starts'}", day=wording.day(day)
    )


def _told(effect: Record, wording: Wording) -> str:
    """What the estimate says, divided where others are compared with; a series alone can't tell what else happened."""
    text = wording.words(effect.get("text"))
    parts = wording.words(effect.get("parts"))
    decided = effect.get("verdict") in {"worked", "worse"}
    alone = wording.say("measures.alone").strip() if decided and effect.get("method") in _ALONE else ""
    return ("" if wording.language == "zh" else " ").join(each for each in (text, parts, alone) if each)
