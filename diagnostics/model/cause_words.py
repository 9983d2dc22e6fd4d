"""Data tests of causes in plain sentences that claim no more than their design allows 「检验的说法」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show_change, show_ratio
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.model.cause_register import CauseTestResult
    from diagnostics.model.kpi import Kpi
    from diagnostics.terms import Language

# At most so many times the gap: beyond, a share says only that the reference is a poor one.
MOST_SHARE = 9.99


def told_test(test: CauseTestResult, kpis: Mapping[str, Kpi], language: Language, currency: str = "CNY") -> str:
    """One data test as a reader reads it 「检验的一句话」.

    Parameters
    ----------
    kpis : mapping of Kpi
        What readers call result and driver; a driver that is none of them is a column, called by its name.

    Notes
    -----
    "Move together" is all that figures of the past show; a change beside entities that an event did not strike may be
    put down to it, and says so.
    """
    names = {"kpi": _name(test.kpi, kpis, language), "driver": _name(test.driver, kpis, language)}
    if test.outcome == "impossible":
        # An event names no driver: what is missing then is the result's figures.
        alone = "_event" if not test.driver and test.reason in ("no_figures", "apart") else ""
        return say(f"causes.impossible.{test.reason}{alone}", language, **names)
    one = test.entities == 1
    counts = {"periods": test.periods} if one else {"periods": test.periods, "entities": test.entities}
    basis = say("causes.basis_one" if one else "causes.basis", language, **counts)
    told = [_moved(test, kpis, (names, language, currency)) + basis, _shared(test, language), _limits(test, language)]
    joined = "" if language == "zh" else " "
    return joined.join(each for each in told if each)


def _name(key: str, kpis: Mapping[str, Kpi], language: Language) -> str:
    return kpis[key].name.say(language) if key in kpis else key


def _moved(test: CauseTestResult, kpis: Mapping[str, Kpi], said: tuple[Mapping[str, str], Language, str]) -> str:
    names, language, currency = said
    if test.design in ("mix", "comparison", "before_after"):
        kpi = kpis.get(test.kpi)
        unit = kpi.unit if kpi is not None else "number"
        spans = {name: show_change(getattr(test, name), unit, language, currency) for name in ("effect", "low", "high")}
        return say(f"causes.moved.{test.design}", language, **names, **spans)
    seen = "seen" if test.held else "unseen"
    way = ("up" if test.effect > 0 else "down") if test.held else seen
    return say(f"causes.moved.{test.design}.{way}", language, **names)


def _shared(test: CauseTestResult, language: Language) -> str:
    """Share of the gap with its interval, where the gap is known."""
    small = test.outcome == "contradicts" and test.reason in ("small", "not_here")
    # What may be chance explains nothing; that it is little may be said all the same.
    if test.share != test.share or not (test.held or small):
        return ""
    low, share, high = (
        max(min(each, MOST_SHARE), -MOST_SHARE) for each in (test.share_low, test.share, test.share_high)
    )
    told = {name: show_ratio(each, language, 0).lstrip("+") for name, each in
            (("share", share), ("low", low), ("high", high))}  # fmt: skip
    # An event that worked against the gap closed a part of it.
    closed = test.kind == "event" and test.effect * test.gap < 0
    kind = "small" if small else "closed" if closed else "part"
    return say(f"causes.share.{kind}", language, against=say(f"causes.against.{test.reference}", language), **told)


def _limits(test: CauseTestResult, language: Language) -> str:
    """What keeps the test from saying more."""
    told = []
    if test.reason in ("opposite", "uneven", "moved_before"):
        told.append(say(f"causes.reason.{test.reason}", language))
    if not test.held and test.outcome == "unclear" and test.design in ("mix", "comparison", "before_after"):
        told.append(say("causes.reason.chance", language))
    if test.reversed:
        told.append(say("causes.reason.reversed", language))
    if test.held and test.design in ("association", "ahead", "before_after"):
        told.append(say("causes.only_association", language))
    return ("" if language == "zh" else " ").join(told)
