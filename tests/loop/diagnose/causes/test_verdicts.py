"""The rule by which tests and evidence make a verdict."""

from dataclasses import replace

import pytest

from diagnostics.loop.diagnose.causes.verdicts import judged_tests, verdict_of
from diagnostics.model.cause_test_result import CauseTestResult
from diagnostics.model.root_cause import Evidence

nan = float("nan")


def _test(probability=0.001, effect=1.0, share=0.5, reach=0.2, **more):
    made = CauseTestResult(
        "c", 0, "association", "y", "x", direction="higher", effect=effect, probability=probability, share=share,
        share_low=share - reach, share_high=share + reach,
    )  # fmt: skip
    return replace(made, **more)


def _found(kind, supports=True, by="li"):
    return Evidence(kind=kind, supports=supports, text="seen", by=by, at="2025-01-01")


@pytest.mark.parametrize(
    ("test", "outcome", "reason"),
    [
        (_test(), "supports", ""),
        (_test(share=nan, reach=nan), "supports", ""),
        (_test(probability=0.4), "unclear", ""),
        (_test(effect=-1.0), "contradicts", "opposite"),
        (_test(effect=-1.0, direction=""), "supports", ""),
        (_test(share=0.01, reach=0.02), "contradicts", "not_here"),
        (_test(probability=0.8, share=0.0, reach=0.05), "contradicts", "small"),
        (_test(probability=0.8, share=0.0, reach=0.5), "unclear", ""),
        (_test(reason="uneven"), "unclear", "uneven"),
        (_test(reason="moved_before"), "unclear", "moved_before"),
        (_test(probability=nan, reason="short"), "impossible", "short"),
    ],
)
def test_an_outcome_follows_from_rarity_direction_and_share(test, outcome, reason):
    (found,) = judged_tests([test])
    assert (found.outcome, found.reason) == (outcome, reason)


def test_among_many_tests_a_rare_one_is_no_discovery():
    found = judged_tests([_test(probability=0.03), *(_test(probability=0.5 + each / 100) for each in range(30))])
    assert not any(each.held for each in found)


FOR, AGAINST, UNCLEAR, IMPOSSIBLE = (
    replace(_test(), outcome=each) for each in ("supports", "contradicts", "unclear", "impossible")
)


@pytest.mark.parametrize(
    ("tests", "evidence", "verdict", "why"),
    [
        ([FOR], [_found("interview")], "confirmed", "data_and_people"),
        ([FOR], [], "open", "needs_people"),
        ([FOR], [_found("interview"), _found("document", supports=False)], "open", "conflicting"),
        ([FOR, AGAINST], [_found("interview")], "open", "conflicting"),
        ([AGAINST], [_found("interview"), _found("document")], "rejected", "data_against"),
        ([UNCLEAR], [_found("interview", supports=False), _found("document", supports=False)], "rejected", "people_against"),
        ([UNCLEAR], [_found("interview", supports=False)], "open", "little"),
        ([UNCLEAR], [_found("interview"), _found("document"), _found("observation", by="wu")], "open", "needs_data"),
        ([IMPOSSIBLE], [_found("interview"), _found("document"), _found("observation", by="wu")], "open", "needs_data"),
        ([], [_found("interview"), _found("document"), _found("observation")], "open", "needs_data"),
        ([], [_found("interview"), _found("interview", by="wu"), _found("interview", by="he")], "open", "needs_data"),
        ([], [], "open", "little"),
    ],
)  # fmt: skip
def test_a_verdict_follows_the_stated_rule(tests, evidence, verdict, why):
    assert verdict_of(tests, evidence, gap=True)[:2] == (verdict, why)


@pytest.mark.parametrize(
    ("tests", "by", "verdict"),
    [([], "wu", "confirmed"), ([IMPOSSIBLE], "wu", "confirmed"), ([UNCLEAR], "wu", "open"), ([], "li", "open")],
)
def test_findings_stand_alone_where_the_register_says_that_no_figures_are_to_be_had(tests, by, verdict):
    findings = [_found("interview"), _found("document"), _found("observation", by=by)]
    assert verdict_of(tests, findings, gap=True, no_data=True)[0] == verdict
    assert verdict_of(tests, findings, gap=True)[0] == "open"


def test_the_same_source_read_twice_is_one_finding():
    read = [
        _found("interview"),
        *(_found("document", by=each).model_copy(update={"source": "sheet"}) for each in ("wu", "he")),
    ]
    assert verdict_of([], read, gap=True, no_data=True)[0] == "open"
    apart = [*read[:2], read[2].model_copy(update={"source": "other"})]
    assert verdict_of([], apart, gap=True, no_data=True)[0] == "confirmed"


def test_a_part_of_the_formula_is_no_one_of_many_and_supports_nothing_but_may_speak_against():
    part, other = judged_tests([_test(part=True), _test(probability=0.04)])
    assert (part.outcome, part.reason, other.outcome) == ("unclear", "part", "supports")
    assert part.share != part.share
    (small,) = judged_tests([_test(part=True, share=0.01, reach=0.02)])
    assert small.outcome == "contradicts"


def test_what_is_rare_by_itself_and_not_among_many_is_told_in_words_of_its_own():
    from diagnostics.model.cause_words import told_test

    found = judged_tests([_test(probability=0.03), *(_test(probability=0.5 + each / 100) for each in range(30))])
    assert found[0].alone
    assert "同时检验了多项" in told_test(found[0], {}, "zh")
    assert "so many are tested" in told_test(found[0], {}, "en")
    assert "同时检验了多项" not in told_test(found[1], {}, "zh")


def test_no_verdict_before_a_gap_is_quantified():
    assert verdict_of([FOR], [_found("interview")], gap=False) == ("open", "no_gap", ("data", "interview"), ())
