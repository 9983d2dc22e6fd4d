"""Data tests of causes in plain sentences that claim no more than their design allows 「检验的说法」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from diagnostics.look.numbers import show_change, show_ratio
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.model.cause_test_result import CauseTestResult
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.text import Text
    from diagnostics.terms import Language

# At most so many times the gap: beyond, a share says only that the reference is a poor one.
MOST_SHARE = 9.99


def told_test(
    test: CauseTestResult,
    kpis: Mapping[str, Kpi],
    language: Language,
    currency: str = "CNY",
    labels: Mapping[str, Text] | None = None,
) -> str:
    """One data test as a reader reads it 「检验的一句话」.

    Parameters
    ----------
    kpis : mapping of Kpi
        What readers call result and driver.
    labels : mapping of Text, optional
        What readers call a driver that is a column; without a label it is marked as the column that it is.

    Notes
    -----
    "Move together" is all that figures of the past show; a change beside entities that an event did not strike may be
    put down to it, and says so.
    """
    kpi = kpis[test.kpi].name.say(language) if test.kpi in kpis else test.kpi
    names = {"kpi": kpi, "driver": _driver(test.driver, kpis, language, labels or {})}
    if test.outcome == "impossible":
        # An event names no driver: what is missing then is the result's figures.
        alone = "_event" if not test.driver and test.reason in ("no_figures", "apart") else ""
        return say(f"causes.impossible.{test.reason}{alone}", language, **names)
    if test.part:
        return _joined([say("causes.part", language, **names), _shared(test, language, labels or {})], language)
    one = test.entities == 1
    counts = {"periods": test.periods} if one else {"periods": test.periods, "entities": test.entities}
    basis = say("causes.basis_one" if one else "causes.basis", language, **counts)
    moved = _moved(test, kpis, (names, language, currency)) + basis
    return _joined([moved, _shared(test, language, labels or {}), _limits(test, language)], language)


def whose_gap(reference: str, slices: Sequence[str], language: Language) -> str:
    """Gap that a share is of, as readers call it 「所对应的差距」.

    Parameters
    ----------
    reference : {"peers", "before"}
        What it is held against.
    slices : sequence of str
        Words of the slice whose gap it is; none where it is the whole's.
    """
    told = say(f"causes.against.{reference}", language)
    if not slices:
        return told
    return say(
        "causes.against.within", language, against=told, slices=say("causes.section.list", language).join(slices)
    )


def _joined(told: Sequence[str], language: Language) -> str:
    text = ("" if language == "zh" else " ").join(each for each in told if each)
    # A sentence may begin with "column".
    return text[:1].upper() + text[1:]


def _driver(key: str, kpis: Mapping[str, Kpi], language: Language, labels: Mapping[str, Text]) -> str:
    """What readers call a driver: a KPI's name, a label, or the column marked as one."""
    if key in kpis:
        return kpis[key].name.say(language)
    said = labels[key].say(language) if key in labels else ""
    return said or (say("causes.column", language, name=key) if key else "")


def _moved(test: CauseTestResult, kpis: Mapping[str, Kpi], said: tuple[Mapping[str, str], Language, str]) -> str:
    names, language, currency = said
    if test.design in ("mix", "comparison", "before_after"):
        kpi = kpis.get(test.kpi)
        unit = kpi.unit if kpi is not None else "number"
        spans = {name: show_change(getattr(test, name), unit, language, currency) for name in ("effect", "low", "high")}
        return say(f"causes.moved.{test.design}", language, **names, **spans)
    way = "unseen"
    if test.held or test.alone:
        way = "up" if test.effect > 0 else "down"
    return say(f"causes.moved.{test.design}.{way}", language, **names)


def _shared(test: CauseTestResult, language: Language, labels: Mapping[str, Text]) -> str:
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
    slices = [(labels[each].say(language) if each in labels else "") or each for _, each in test.within]
    return say(f"causes.share.{kind}", language, against=whose_gap(test.reference, slices, language), **told)


def _limits(test: CauseTestResult, language: Language) -> str:
    """What keeps the test from saying more."""
    told = []
    if test.reason in ("opposite", "uneven", "moved_before"):
        told.append(say(f"causes.reason.{test.reason}", language))
    if test.alone:
        told.append(say("causes.reason.many", language))
    elif not test.held and test.outcome == "unclear" and test.design in ("mix", "comparison", "before_after"):
        told.append(say("causes.reason.chance", language))
    if test.reversed:
        told.append(say("causes.reason.reversed", language))
    if test.held and test.design in ("association", "ahead", "before_after"):
        told.append(say("causes.only_association", language))
    return _joined(told, language)
