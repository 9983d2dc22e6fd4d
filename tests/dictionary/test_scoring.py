import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.scoring import RULES, fits, score
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.scorecard import Scoring

FIGURES = st.floats(-1e9, 1e9)
TARGETS = st.floats(1e-6, 1e9)
PAIRS = [(rule, direction) for rule in RULES for direction in ("higher", "lower") if fits(rule, direction)]


@pytest.mark.parametrize(
    ("arguments", "points"),
    [
        ((120, 100), 120),
        ((80, 100, "ratio", "lower"), 125),
        ((16, 20, "inverse_ratio", "lower"), 125),
        ((25, 20, "inverse_ratio", "lower"), 80),
        ((25, 20, "complement", "lower"), 75),
        ((10, 20, "complement", "lower"), 150),
        ((-80, -100, "difference"), 120),
        ((-120, -100, "difference"), 80),
        ((12, 10, "difference", "lower"), 80),
        ((0.9, None, "level"), 90),
        ((150, 100, "ratio", "higher", 1.2), 120),
        ((-50, 100, "ratio", "higher", 1.2, 0), 0),
        ((150, 100, Scoring(rule="ratio", cap=1.1)), 110),
        ((150, 100, Scoring(rule="ratio", cap=1.1), "higher", 1.3), 130),
        ((2.5, (2, 3), "ratio", "range"), 100),
        ((1, (2, 3), "ratio", "range"), 50),
        ((4, (2, 3), "ratio", "range"), 75),
        ((4.5, (2, 3), "complement", "range"), 50),
        ((-3, (-2, 2), "difference", "range"), 50),
    ],
)
def test_points_follow_the_rule(arguments, points):
    assert score(*arguments) == pytest.approx(points)


def test_nothing_done_scores_zero_where_higher_is_better():
    assert score(0, 100) == 0


@pytest.mark.parametrize("actual", [0, -5, 1e-300])
def test_an_inverse_ratio_stays_finite_at_zero_and_below(actual):
    assert score(actual, 20, "inverse_ratio", "lower") == 200
    assert score(actual, 20, "inverse_ratio", "lower", cap=1.5) == 150
    assert score(actual, 20, "inverse_ratio", "lower", cap=3) == 300


def test_arrays_are_scored_at_once_and_missing_stays_missing():
    points = score(np.array([50.0, np.nan, 150.0]), np.array([100.0, 100.0, np.nan]))
    np.testing.assert_array_equal(points, [50.0, np.nan, np.nan])
    lower = score([10.0, np.nan, 0.0], [20.0, 20.0, np.nan], "inverse_ratio", "lower")
    np.testing.assert_array_equal(lower, [200.0, np.nan, np.nan])
    ranged = score([2.5, np.nan, 5.0], ([2.0, 2.0, np.nan], [3.0, 3.0, 3.0]), direction="range")
    np.testing.assert_array_equal(ranged, [100.0, np.nan, np.nan])


def test_entities_times_periods_are_broadcast():
    points = score(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([2.0, 4.0]))
    np.testing.assert_array_equal(points, [[50.0, 50.0], [150.0, 100.0]])


@pytest.mark.parametrize(("rule", "direction"), PAIRS)
@given(low=FIGURES, rise=st.floats(0, 1e9), target=TARGETS)
def test_a_better_actual_never_scores_less(rule, direction, low, rise, target):
    worse, better = (low, low + rise) if direction == "higher" else (low + rise, low)
    assert score(worse, target, rule, direction) <= score(better, target, rule, direction)


@given(low=FIGURES, rise=st.floats(0, 1e9), target=st.floats(-1e9, -1e-6))
def test_a_difference_is_monotone_below_zero_too(low, rise, target):
    assert score(low, target, "difference") <= score(low + rise, target, "difference")
    assert score(low, target, "difference", "lower") >= score(low + rise, target, "difference", "lower")


@pytest.mark.parametrize("rule", ["ratio", "inverse_ratio", "complement", "difference"])
@given(low=TARGETS, width=st.floats(0, 1e6), one=FIGURES, two=FIGURES)
def test_nearer_to_a_range_never_scores_less(rule, low, width, one, two):
    pair = (low, low + width)
    for first, second in ((one, two), (two, one)):
        if first <= second <= pair[0] or first >= second >= pair[1]:
            assert score(first, pair, rule, "range") <= score(second, pair, rule, "range") + 1e-9
    assert score(one, pair, rule, "range") <= 100


@pytest.mark.parametrize(("rule", "direction"), [each for each in PAIRS if each[0] != "level"])
@given(target=TARGETS)
def test_the_target_itself_scores_a_hundred(rule, direction, target):
    assert score(target, target, rule, direction) == pytest.approx(100)


@given(actual=FIGURES, target=TARGETS, cap=st.floats(0.5, 2), floor=st.floats(-1, 0.5))
def test_points_stay_between_floor_and_cap(actual, target, cap, floor):
    for rule, direction in PAIRS:
        assert 100 * floor - 1e-9 <= score(actual, target, rule, direction, cap, floor) <= 100 * cap + 1e-9


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ((5, 0), r"target == 0, must be above 0 for rule 'ratio'; for targets below 0 use 'difference'"),
        ((5, [3.0, -2.0]), "target == -2, must be above 0"),
        ((5, 0, "inverse_ratio", "lower"), "target == 0, must be above 0 for rule 'inverse_ratio'"),
        ((5, -1, "complement", "lower"), "target == -1, must be above 0 for rule 'complement'"),
        ((5, 0, "difference"), "target == 0, rule 'difference' divides by it"),
        ((5, 5, "inverse_ratio"), "rule == 'inverse_ratio', does not fit direction 'higher'"),
        ((5, 5, "complement"), "rule == 'complement', does not fit direction 'higher'"),
        ((5, 5, "level", "lower"), "rule == 'level', does not fit direction 'lower'"),
        ((5, (4, 6), "level", "range"), "rule == 'level', does not fit direction 'range'"),
        ((5, 5, "ratio", "none"), "direction == 'none', must be 'higher', 'lower' or 'range'"),
        ((5, 5, "ratio", "range"), r"target == 5, must be a pair \(low, high\)"),
        ((5, (6, 4), "ratio", "range"), "with low <= high"),
        ((5, (4, 6)), "a pair is for direction 'range'"),
        ((5, 5, "ratio", "higher", -1), "cap == -1, must be above 0"),
        ((5, 5, "ratio", "higher", 1, 2), "floor == 2, must not be above the cap 1"),
        (("five", 5), "actual == 'five', must be a number"),
    ],
)
def test_what_can_not_be_scored_is_refused(arguments, rule):
    with pytest.raises(InputError, match=rule):
        score(*arguments)


def test_an_unknown_rule_is_named():
    with pytest.raises(UnknownNameError, match="Unknown scoring rule 'complment'. Did you mean 'complement'"):
        score(1, 1, "complment")
