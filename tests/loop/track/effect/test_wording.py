"""Sentences about effects: whatever the method, the verdict and the reasons, they are plain and don't contradict."""

import re
from itertools import product
from typing import get_args

import pytest

from diagnostics.loop.track.effect.events import Surroundings
from diagnostics.loop.track.effect.rules import Why
from diagnostics.loop.track.effect.spill import Spill
from diagnostics.loop.track.effect.timeline import Timeline
from diagnostics.loop.track.effect.wording import divided, reason_why, sentences
from diagnostics.model.effect import REASONS, REFUSING, EffectEstimate, EffectMethod, Verdict
from diagnostics.terms import LANGUAGES

LINE = Timeline("month", 0, 36)
AROUND = Surroundings(("25",), ("30",), 2, "22")
NEAR = Spill(("b",), 3)
METHODS, VERDICTS = get_args(EffectMethod), get_args(Verdict)
# What leadership never reads: methods, probabilities, Greek, and figures that aren't there.
JARGON = re.compile(
    r"DiD|\bdid\b|REML|AR\(1\)|\bp[ =值]|显著|significan|placebo|安慰剂|synthetic|合成|regression|回归|cohort|统计"
    r"|nan|None|[{}]|[α-ω]|poisson|interval|置信"
)
SAID = {
    "worked": {"zh": "有效", "en": "it worked"},
    "worse": {"zh": "结果变差了", "en": "things got worse"},
}
UNSURE = ("不能下结论", "no conclusion", "do not suffice", "不能归因", "can't be put down")


def effect(method="did", verdict="worked", reasons=(), unit="number", **changes):
    """An estimate as the verdict allows it: the interval excludes nothing only where it may."""
    span = {"worked": (1.0, 9.0), "worse": (-9.0, -1.0), "no_evidence": (-4.0, 4.5), "insufficient": (1.0, 9.0)}[
        verdict
    ]
    alone = method in ("its", "poisson_its", "xmr")
    known = None if method == "xmr" else sum(span) / 2
    ends = (None, None) if "no_interval" in reasons or method == "xmr" else span
    share = [None if each is None else each / 100 for each in (known, *ends)]
    figures = {
        "method": method, "effect": known, "low": ends[0], "high": ends[1], "relative": share[0],
        "relative_low": share[1], "relative_high": share[2], "p_value": None, "mde": 5.5, "relative_mde": 0.055,
        "verdict": verdict, "reasons": reasons, "judge_from": "",
        "contrast": {"before_after": {"effect": 7.0, "relative": 0.07}}, "placebo": {}, "before": 24, "after": 4,
        "comparisons": 0 if alone else 20, "improvement": "higher", "transform": None, "seed": 0, "unit": unit,
        "external": {} if alone else {"absolute": -10.0, "relative": -0.1}, "own": {"absolute": 5.0, "relative": 0.05},
    }  # fmt: skip
    return EffectEstimate(**{**figures, **changes})


GRID = [
    (method, verdict, reasons)
    for method, verdict in product(METHODS, VERDICTS)
    for reasons in [(), *((each,) for each in REASONS)]
    # Refusing reasons and verdicts go together, and nothing is estimated by looking at a chart.
    if (verdict == "insufficient") == bool(REFUSING.intersection(reasons))
    and (method != "xmr" or verdict == "insufficient")
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", ["number", "share", "money"])
def test_every_combination_is_plain_and_without_contradiction(language, unit):
    for method, verdict, reasons in GRID:
        found = effect(method, verdict, reasons, unit)
        told = sentences(found, LINE, AROUND, NEAR)[language]
        case = (method, verdict, reasons, told)
        assert not JARGON.search(told), case
        assert told.endswith("。" if language == "zh" else "."), case
        for other, words in SAID.items():
            assert (words[language] in told) == (other == verdict), case
        unsure = any(each in told for each in UNSURE)
        assert unsure == (verdict in ("insufficient", "no_evidence")), case
        if not found.comparisons:
            assert "compared with it changed" not in told, case
        if reasons:
            bare = sentences(effect(method, verdict, (), unit), LINE, AROUND, NEAR)[language]
            assert told != bare, case


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_why_is_plain(language):
    for why in get_args(Why):
        for finer in ("", "finer", "no_gain", "long_memory", "as_given"):
            told = reason_why(effect(), why, finer)[language]
            assert not JARGON.search(told), told
            assert told.endswith("。" if language == "zh" else "."), told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("unit", ["number", "share", "money"])
def test_the_own_part_is_called_so_only_with_a_verdict(language, verdict, unit):
    told = divided(effect(verdict=verdict, unit=unit)).get(language, "")
    assert bool(told) == (verdict != "insufficient")
    owned = "是自身的" in told or "its own part" in told
    assert owned == (verdict in ("worked", "worse"))
    assert not JARGON.search(told)


def test_a_level_of_nothing_before_leaves_no_index():
    nothing = {"external": {"absolute": 1.0, "relative": None}, "own": {"absolute": 2.0, "relative": None}}
    assert divided(effect(**nothing)) == {}
    assert divided(effect(unit="share", **nothing))


def test_waiting_is_promised_only_with_a_month():
    later = effect(verdict="insufficient", reasons=("few_after",), judge_from="2026-04")
    told = sentences(later, LINE, AROUND, NEAR)
    assert "2026年4月" in told["zh"]
    assert "April 2026" in told["en"]
    never = sentences(effect(verdict="insufficient", reasons=("pre_trend",)), LINE, AROUND, NEAR)
    assert "可以判断" not in never["zh"]


@pytest.mark.parametrize(
    ("rank", "count", "path", "verdict", "said"),
    [
        (1, 20, True, "worked", True),
        (2, 20, True, "worked", False),
        (1, 4, True, "worse", False),
        (1, 200, True, "worse", False),
        (1, 20, False, "worse", False),
        (1, 20, True, "no_evidence", False),
    ],
)
def test_that_nobody_else_moved_as_much_is_said_of_enough_single_entities(rank, count, path, verdict, said):
    line = {"period": ["0"], "actual": [1.0], "expected": [1.0]} if path else {}
    told = sentences(effect(verdict=verdict, placebo={"rank": rank, "count": count}, path=line), LINE, AROUND, NEAR)
    assert ("20 个没有采取措施的对象中，没有一个变化这么大" in told["zh"]) == said
    assert ("none moved as much" in told["en"]) == said
