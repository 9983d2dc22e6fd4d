"""Closed measures: each came out in exactly one way, and what the results show of why."""

from __future__ import annotations

import pytest

from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.differences import CAME, differences, expectations
from diagnostics.loop.close.sections.account.closed import closed_section

VERDICTS = [
    ("worked", 0.03, 0.13), ("worked", 0.01, 0.04), ("worked", 0.2, 0.3), ("no_evidence", -0.04, 0.04),
    ("no_evidence", -0.04, 0.2), ("worse", -0.2, -0.1), ("insufficient", -0.1, 0.3), (None, None, None),
]  # fmt: skip


def told(build):
    inputs = build.inputs()
    wording = build.wording()
    return {each.review.id: each for each in differences(inputs, conclude(inputs, wording).reviews, wording)}


@pytest.mark.parametrize("state", ["completed", "stopped"])
def test_achieved_and_not_achieved_are_all_closed_measures(build, state):
    for number, (verdict, low, high) in enumerate(VERDICTS):
        for expected in ({"relative": 0.1}, None):
            build.add(f"m{number}{bool(expected)}", verdict, low, high, state=state, expected=expected)
    build.add("open", "worked", 0.03, 0.13).add("out", "worse", -0.2, -0.1, state="completed", external=True)
    found = told(build)
    assert set(found) == {each["id"] for each in build.measures} - {"open", "out"}
    counts = {came: sum(each.came == came for each in found.values()) for came in CAME}
    assert sum(counts.values()) == len(found) == 2 * len(VERDICTS)
    assert counts == {"achieved": 2, "not_achieved": 2, "made_worse": 2, "cannot_tell": 10}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"carried_out": "2025-05-10", "due": "2025-04-30"}, "晚了 10 天"),
        ({"state": "stopped", "progress": 0.4}, "只做到 40%"),
        ({"milestones": [{"name": {"zh": "上线"}, "due": "2025-03-01", "reached": "2025-03-09"}]}, "节点：上线"),
        ({"milestones": [{"name": {"zh": "上线"}, "due": "2025-03-01", "reached": None}]}, "节点：上线"),
        ({}, "预期 +10.0%"),
    ],
)
def test_what_was_done_late_or_in_part_is_told(build, fields, words):
    build.add("m", "no_evidence", -0.04, 0.04, **{"state": "completed", **fields})
    assert words in "".join(told(build)["m"].why)


def test_a_milestone_ahead_or_met_in_time_is_no_reason(build):
    stones = [{"name": {"zh": "上线"}, "due": "2025-12-01", "reached": None}, {"name": {"zh": "首月"}, "due": "2025-03-01", "reached": "2025-03-01"}]  # fmt: skip
    build.add("m", "no_evidence", -0.04, 0.04, state="completed", milestones=stones)
    assert "节点" not in "".join(told(build)["m"].why)


@pytest.mark.parametrize(("outside", "there"), [(-40_000.0, True), (-1000.0, False), (40_000.0, False)])
def test_an_environment_that_would_hide_what_was_expected_is_told(build, outside, there):
    build.add("m", "no_evidence", -0.04, 0.04, state="completed", expected={"absolute": 30_000.0})
    build.effects[0] |= {"external": {"absolute": outside}, "effect": 0.0, "low": -9000.0, "high": 9000.0}
    assert ("结论里已经扣除" in "".join(told(build)["m"].why)) is there


@pytest.mark.parametrize(("target", "there"), [(400_001.0, True), (399_000.0, False), (None, False)])
def test_a_target_beyond_the_best_of_the_alike_is_told(build, target, there):
    build.gaps[0] |= {"best": 400_000.0}
    build.add("m", "no_evidence", -0.04, 0.04, state="completed", target=target)
    assert ("同类中最好的" in "".join(told(build)["m"].why)) is there


def test_what_each_party_expected_is_held_against_the_result(build):
    signed = [{"party": "li", "expected": {"relative": 0.02}}, {"party": "boss", "expected": {"absolute": 70_000.0}}]
    build.add(
        "m",
        "worked",
        0.05,
        0.15,
        state="completed",
        agreement={"signed": signed},
        expected={"relative": 0.1, "by": "li"},
    )
    build.effects[0] |= {"effect": 35_000.0, "low": 17_500.0, "high": 52_500.0}
    inputs = build.inputs()
    (review,) = conclude(inputs, build.wording()).reviews
    found = [(who, round(hoped, 6), outcome) for who, hoped, outcome in expectations(review, inputs)]
    assert found == [("li", 0.02, "above_expected"), ("boss", 0.2, "below_expected")]


def test_what_somebody_expected_against_the_direction_of_the_kpi_is_no_measure_of_it(build):
    build.add("m", "worked", 0.03, 0.13, state="completed", expected=None)
    build.measures[0]["agreement"] = {"signed": [{"party": "li", "expected": {"relative": -0.1}}]}
    inputs = build.inputs()
    (review,) = conclude(inputs, build.wording()).reviews
    assert expectations(review, inputs) == (("li", -0.1, "worked"),)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_section_says_how_many_and_praises_nobody(build, language):
    build.language = language
    assert closed_section(build.inputs(), build.wording(), conclude(build.inputs(), build.wording())) is None
    build.add("m", "worse", -0.2, -0.1, state="completed")
    wording = build.wording()
    section = closed_section(wording.inputs, wording, conclude(wording.inputs, wording))
    words = str(section.model_dump())
    assert ("1 项变差" if language == "zh" else "1 made things worse") in section.lead
    assert not [each for each in ("成功", "显著", "恭喜", "success", "congrat", "great") if each in words.lower()]
