"""The rule by which tests and evidence make a verdict 「判定规则」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

from diagnostics.loop.diagnose.signal.discoveries import discoveries
from diagnostics.model.cause_register import Why
from diagnostics.model.cause_test_result import CauseTestResult, Outcome
from diagnostics.model.root_cause import Evidence, EvidenceKind, Verdict

# A cause that goes with less than this part of the gap is no answer to "why".
MATTERS = 0.1
RATE = 0.05
PEOPLE: tuple[EvidenceKind, ...] = ("interview", "document", "observation")
# Without data three findings of others have to agree.
ALONE = 3


def judged_tests(tests: Sequence[CauseTestResult], rate: float = RATE) -> list[CauseTestResult]:
    """Tests with their outcomes, false ones controlled across all of them 「检验结论」.

    Parameters
    ----------
    tests : sequence of CauseTestResult
        Every test of the register; one that could not be computed counts for nothing.
    rate : float
        Largest share of false ones among those that hold, on average.

    Notes
    -----
    supports: hardly chance (Benjamini–Hochberg across the register), in the direction claimed, even steps where a dose
    is claimed, no movement apart before an event, and at least a tenth of the gap goes with it where the gap is known.
    contradicts: hardly chance in the other direction, or even the interval's upper end explains less than a tenth.
    A driver that is a part of the result's formula moves with it whatever the reason: it supports nothing and is no
    one of many. That little of the gap goes with it still speaks against a story that runs through it.
    """
    held = discoveries([nan if each.part else each.probability for each in tests], rate).tolist() if tests else []
    return [_outcome(replace(test, held=bool(flag))) for test, flag in zip(tests, held, strict=True)]


def _outcome(test: CauseTestResult) -> CauseTestResult:
    if test.probability != test.probability:
        return replace(test, outcome="impossible")
    small = test.share_high < MATTERS
    if test.part and not small:
        return replace(test, outcome="unclear", reason="part", share=nan, share_low=nan, share_high=nan)
    claimed = {"higher": 1, "lower": -1}.get(test.direction, 0) * test.effect >= 0
    outcome: Outcome = "unclear"
    reason = test.reason
    if test.held and not claimed:
        outcome, reason = "contradicts", "opposite"
    elif small:
        outcome, reason = "contradicts", "not_here" if test.held else "small"
    elif test.held and reason not in ("uneven", "moved_before") and not test.share < MATTERS:
        outcome = "supports"
    return replace(test, outcome=outcome, reason=reason)


def verdict_of(
    tests: Sequence[CauseTestResult], evidence: Sequence[Evidence], *, gap: bool, no_data: bool = False
) -> tuple[Verdict, Why, tuple[EvidenceKind, ...], tuple[EvidenceKind, ...]]:
    """Verdict on a cause, which part of the rule decided, and the kinds of evidence for and against 「判定」.

    Parameters
    ----------
    tests : sequence of CauseTestResult
        With their outcomes.
    evidence : sequence of Evidence
        What people found, coded notes of interviews among it.
    gap : bool
        Whether a gap of its KPI is quantified: no verdict before.
    no_data : bool
        Whether the register says why no figures are to be had. That no test was declared, or that one asks for what
        is not there yet, is no such thing.

    Notes
    -----
    confirmed: a data test supports it and none contradicts it, at least one other kind of evidence supports it and
    none speaks against it. Where no figures are to be had and no test could be computed: three findings of two kinds
    or more, by two people or more, and none against.
    rejected: a data test contradicts it and none supports it; or two kinds of other evidence speak against it and
    no test supports it.
    open: everything else, with what is missing.
    """
    for_ = _kinds(evidence, supports=True)
    against = _kinds(evidence, supports=False)
    outcomes = {each.outcome for each in tests}
    kinds_for: tuple[EvidenceKind, ...] = (*(("data",) if "supports" in outcomes else ()), *for_)
    kinds_against: tuple[EvidenceKind, ...] = (*(("data",) if "contradicts" in outcomes else ()), *against)
    alone = no_data and not outcomes - {"impossible"} and _many(evidence)
    verdict, why = _decided(outcomes, (for_, against), alone=alone) if gap else ("open", "no_gap")
    return verdict, why, kinds_for, kinds_against


def _kinds(evidence: Sequence[Evidence], *, supports: bool) -> tuple[EvidenceKind, ...]:
    found = {each.kind for each in evidence if each.supports is supports}
    return tuple(each for each in PEOPLE if each in found)


def _many(evidence: Sequence[Evidence]) -> bool:
    """Whether what people found for it can stand without figures: three findings, two kinds, two people.

    The same document or place read twice is one finding.
    """
    found = [each for each in evidence if each.supports and each.kind in PEOPLE]
    findings = list({(each.kind, each.source or str(at)): each for at, each in enumerate(found)}.values())
    kinds, people = {each.kind for each in findings}, {each.by for each in found}
    return len(findings) >= ALONE and len(kinds) >= 2 and len(people) >= 2


def _decided(
    outcomes: set[Outcome], kinds: tuple[Sequence[EvidenceKind], Sequence[EvidenceKind]], *, alone: bool
) -> tuple[Verdict, Why]:
    for_, against = kinds
    supported, contradicted = "supports" in outcomes, "contradicts" in outcomes
    if supported and contradicted:
        return "open", "conflicting"
    if contradicted:
        return "rejected", "data_against"
    if len(against) >= 2 and not supported:
        return "rejected", "people_against"
    if supported:
        if against:
            return "open", "conflicting"
        return ("confirmed", "data_and_people") if for_ else ("open", "needs_people")
    if against:
        return "open", "conflicting" if for_ else "little"
    if alone:
        return "confirmed", "people_alone"
    return "open", "needs_data" if for_ else "little"
