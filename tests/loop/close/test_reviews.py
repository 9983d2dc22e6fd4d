import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.loop.close.reviews import outcome_of, review
from diagnostics.loop.close.sections.measures import measures_section


@pytest.mark.parametrize(
    ("verdict", "expected", "low", "high", "outcome"),
    [
        ("worked", 0.10, 0.03, 0.13, "achieved"),
        ("worked", 0.10, 0.12, 0.20, "above_expected"),
        ("worked", 0.10, 0.01, 0.09, "below_expected"),
        ("worked", None, 0.01, 0.09, "worked"),
        ("worked", 0.0, 0.01, 0.09, "above_expected"),
        ("worked", 0.0, -0.09, -0.01, "above_expected"),
        ("no_evidence", 0.0, -0.04, 0.04, "cannot_tell"),
        ("worked", 0.10, None, None, "worked"),
        ("worked", -0.10, -0.20, -0.12, "above_expected"),
        ("worked", -0.10, -0.08, -0.02, "below_expected"),
        ("worked", -0.10, -0.15, -0.02, "achieved"),
        ("no_evidence", 0.10, -0.04, 0.04, "not_achieved"),
        ("no_evidence", 0.10, -0.04, 0.14, "cannot_tell"),
        ("no_evidence", -0.10, -0.04, 0.04, "not_achieved"),
        ("no_evidence", None, -0.04, 0.04, "cannot_tell"),
        ("worse", 0.10, -0.2, -0.1, "made_worse"),
        ("insufficient", 0.10, 0.1, 0.3, "cannot_tell"),
        (None, 0.10, None, None, "cannot_tell"),
    ],
)
def test_outcomes_follow_verdict_and_interval(verdict, expected, low, high, outcome):
    assert outcome_of(verdict, expected, low, high) == outcome


@given(
    st.sampled_from(["insufficient", "no_evidence", "worse", None]),
    st.none() | st.floats(-1, 1),
    st.floats(-1, 1),
    st.floats(0, 1),
)
def test_nothing_is_achieved_without_the_verdict_worked(verdict, expected, low, width):
    assert outcome_of(verdict, expected, low, low + width) not in {
        "achieved", "above_expected", "below_expected", "worked",
    }  # fmt: skip


def test_what_was_promised_in_per_cent_is_judged_in_per_cent(build):
    build.add("a", "worked", 0.02, 0.2)
    inputs = build.inputs()
    found = review(inputs.interventions["interventions"][0], inputs, build.wording())
    assert (found.relative, found.low, found.high, found.expected) == (True, 0.02, 0.2, 0.1)


def test_what_was_promised_in_the_unit_is_judged_in_the_unit(build):
    build.add("a", "worked", 0.02, 0.2, expected={"absolute": 5000.0})
    build.effects[0].update(effect=6000.0, low=2000.0, high=10_000.0)
    inputs = build.inputs()
    found = review(inputs.interventions["interventions"][0], inputs, build.wording())
    assert (found.relative, found.low, found.high, found.expected) == (False, 2000.0, 10_000.0, 5000.0)


def test_a_measure_without_an_estimate_can_not_be_told(build):
    inputs = build.add("a").inputs()
    found = review(inputs.interventions["interventions"][0], inputs, build.wording())
    assert (found.verdict, found.outcome, found.rungs) == (None, "cannot_tell", (None,) * 4)


def test_a_share_is_judged_in_points_even_when_promised_in_per_cent(build):
    build.add("a", "worked", 0.1, 0.2, kpi="conversion", expected={"relative": 0.10})
    build.effects[0].update(effect=0.03, low=0.02, high=0.04, relative=0.15)
    inputs = build.inputs()
    found = review(inputs.interventions["interventions"][0], inputs, build.wording())
    assert (found.relative, found.actual, found.low, found.high) == (False, 0.03, 0.02, 0.04)
    assert found.expected == pytest.approx(0.10 * 0.03 / 0.15)


def test_a_rung_that_nobody_knows_of_is_neither_reached_nor_missed(build):
    inputs = build.add("a", "worked", 0.02, 0.2).inputs()
    assert review(inputs.interventions["interventions"][0], inputs, build.wording()).rungs == (True, None, False, True)


def test_no_outcome_rests_on_an_expectation_against_the_kpis_direction(build):
    inputs = build.add("a", "worked", 0.02, 0.2, expected={"relative": -0.1}).inputs()
    assert review(inputs.interventions["interventions"][0], inputs, build.wording()).outcome == "worked"


@pytest.mark.parametrize(
    ("state", "start", "told"),
    [
        ("planned", "2025-06-15", "应在2025年6月15日启动，尚未启动。"),
        ("planned", "2025-07-15", "尚未启动，计划2025年7月15日启动。"),
        ("planned", None, "尚未启动。"),
        ("started", "2025-06-15", "还没有可用来估计效果的数据。"),
    ],
)
def test_without_an_estimate_the_card_says_whether_it_was_started(build, state, start, told):
    inputs = build.add("a", state=state, planned_start=start, started=None).inputs()
    assert review(inputs.interventions["interventions"][0], inputs, build.wording()).text == told


def test_the_card_of_a_measure_that_is_late_to_start_says_that_it_has_not(build):
    inputs = build.add("late", state="planned", planned_start="2025-06-15", started=None).inputs()
    card = measures_section(
        [review(inputs.interventions["interventions"][0], inputs, build.wording())], build.wording()
    )
    assert (card.parts[0].status, "尚未启动" in card.parts[0].text) == ("planned", True)
