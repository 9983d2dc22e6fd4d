"""Two plain sentences about an effect: no method, no probability 「效果的说法」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.look.numbers import MINUS, MISSING, show_between, show_change, show_ratio
from diagnostics.look.periods import show_period
from diagnostics.model.detection import FEWEST_COMPARISONS, after_needed, before_needed, compared_needed, series_needed
from diagnostics.terms import LANGUAGES, Language, say

if TYPE_CHECKING:
    from diagnostics.loop.track.effect.events import Surroundings
    from diagnostics.loop.track.effect.spill import Spill
    from diagnostics.loop.track.effect.timeline import Timeline
    from diagnostics.model.effect import EffectEstimate, Reason


def sentences(effect: EffectEstimate, line: Timeline, around: Surroundings, near: Spill) -> dict[Language, str]:
    """What readers are told, in each language 「效果说明」."""
    return {language: _told(effect, line, around, near, language) for language in LANGUAGES}


def reason_why(effect: EffectEstimate, why: str, finer: str) -> dict[Language, str]:
    """Why it was estimated this way, and by this cycle, in each language 「选法理由」."""
    told = {}
    for each in LANGUAGES:
        parts = [say(f"effect.why.{why}", each, comparisons=effect.comparisons)]
        parts += [say(f"effect.cycle.{finer}", each)] if finer else []
        told[each] = ("" if each == "zh" else " ").join(parts)
    return told


def divided(effect: EffectEstimate) -> dict[Language, str]:
    """What came from outside and what is the entity's own, in each language; empty without a verdict 「外部与自身」."""
    if effect.verdict == "insufficient" or not effect.external:
        return {}
    points = effect.unit == "share"
    outside, own = (part.get("absolute" if points else "relative") for part in (effect.external, effect.own))
    if outside is None or own is None:
        return {}
    form = "points" if points else "index"
    sure = "told" if effect.verdict in ("worked", "worse") else "untold"
    # Rounded so that the two add up to the whole as it is written.
    whole, mine = round(100 * (outside + own), 1), round(100 * own, 1)
    figures = {"now": 100 + whole, "whole": whole, "outside": round(whole - mine, 1), "own": mine}
    return {
        each: say(f"effect.parts.{form}.{sure}", each, **{name: _plain(name, value) for name, value in figures.items()})
        for each in LANGUAGES
    }


def _plain(name: str, value: float) -> str:
    # A zero bears no minus.
    return f"{value:.1f}" if name == "now" else f"{value + 0.0:+.1f}".replace("-", MINUS)


def _told(effect: EffectEstimate, line: Timeline, around: Surroundings, near: Spill, language: Language) -> str:
    figures = _figures(effect, language)
    form: str = effect.verdict
    if effect.verdict == "insufficient" and not figures["noise"]:
        held = "compared" if effect.comparisons and effect.effect is not None else "bare"
        form = held if figures["seen"] else "unseen"
    parts = [say(f"effect.text.{form}", language, **figures)]
    parts += [say("effect.alone_in_size", language, count=effect.placebo["count"])] if _unmatched(effect) else []
    parts += [_because(reason, effect, line, (around, near), language) for reason in effect.reasons]
    if effect.judge_from:
        parts.append(say("effect.judge_from", language, period=show_period(effect.judge_from, language)))
    return ("" if language == "zh" else " ").join(parts)


def _unmatched(effect: EffectEstimate) -> bool:
    """Whether none of enough untreated entities moved as much; where starts differ, sets of them were drawn."""
    count = effect.placebo.get("count") or 0
    single = bool(effect.path) and FEWEST_COMPARISONS <= count <= effect.comparisons
    return single and effect.verdict in ("worked", "worse") and effect.placebo.get("rank") == 1


def _figures(effect: EffectEstimate, language: Language) -> dict[str, str]:
    """Change seen, its interval, and how far the figure moves by itself, as readers see them."""
    points = effect.unit == "share"
    relative = not points and (effect.relative is not None or effect.effect is None)
    names = ("relative", "relative_low", "relative_high") if relative else ("effect", "low", "high")
    seen, low, high = (getattr(effect, each) for each in names)
    if seen is None or (low is None and not effect.comparisons):
        # Nothing to hold it against: what is seen is the plain difference of the means before and after.
        beside = effect.contrast.get("before_after", {})
        relative = not points and beside.get("relative") is not None
        seen = beside.get("relative") if relative else beside.get("effect")
    write = show_ratio if relative else partial(_change, effect.unit)
    noise = "" if low is None or high is None else write((high - low) / 2, language).lstrip("+")
    written = {"seen": "" if seen is None else write(seen, language), "noise": noise}
    ends = [MISSING if each is None else write(each, language) for each in (low, high)]
    between = say("number.between", language, low=ends[0], high=ends[1])
    # Points are named once: "+3.0 to +5.7 percentage points".
    return {**written, "between": show_between(low, high, "share", language) if points else between}


def _change(unit: str, value: float | None, language: Language) -> str:
    # Money is written relatively; where it can't be, the figure stands without a currency that is not known here.
    return show_change(value, "number" if unit == "money" else unit, language)


def _because(
    reason: Reason, effect: EffectEstimate, line: Timeline, beside: tuple[Surroundings, Spill], language: Language
) -> str:
    """One reason as a sentence."""
    cycle = line.cycle
    around, near = beside
    periods = {
        "overlapping_event": around.overlapping,
        "other_event": around.other,
        "anticipation": (around.announced,),
        "start_midway": around.begun,
    }.get(reason, ())
    needed = {
        "few_after": after_needed(cycle),
        "few_before": before_needed(cycle, effect.method),
        "short_series": series_needed(cycle),
        "short_comparison": compared_needed(cycle),
    }.get(reason, 0)
    both = effect.before + effect.after
    have = {"few_after": effect.after, "few_before": effect.before, "short_series": both, "short_comparison": both}
    told = effect.unit != "share" and effect.relative_mde
    least = show_ratio(effect.relative_mde, language) if told else _change(effect.unit, effect.mde, language)
    return say(
        f"effect.reason.{reason}",
        language,
        have=_spans(have.get(reason, 0), cycle, language),
        needed=_spans(needed, cycle, language),
        periods=say("diagnose.list", language).join(show_period(each, language) for each in periods),
        comparisons=effect.comparisons,
        left_out=near.left_out if reason == "near_left_out" else around.left_out,
        missing=_spans(len(around.missing), cycle, language),
        least=least.lstrip(f"+{MINUS}"),
        times=f"{effect.fit.get('restless') or 1:.1f}",
    )


def _spans(count: int, cycle: str, language: Language) -> str:
    form = "one" if count == 1 else "many"
    return say(f"effect.span.{cycle}.{form}", language, count=count)
