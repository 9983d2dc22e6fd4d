import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.dictionary.scoring import fits, score
from diagnostics.dictionary.scoring.table import points_table
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.scoring import Scoring

FIGURES = st.floats(-1e9, 1e9)
TARGETS = st.floats(1e-6, 1e9)
RULES = [
    "ratio",
    "inverse_ratio",
    "complement",
    "difference",
    Scoring(rule="level", full=1),
    "threshold",
    Scoring(start=0.8, floor=0),
    Scoring(rule="difference", start=0.5),
    Scoring(rule="deduction", per_event=2),
    Scoring(rule="deduction", per_event=0.5, every=1000, free=3, bonus=1, start=0.9),
    Scoring(rule="deduction", per_event=0.5, every=1000, free=3, bonus=1, floor=-1),
    Scoring(rule="bands", of="target", bands=({"at": 0.5, "points": 60}, {"at": 1, "points": 100})),
    Scoring(rule="bands", of="target", between="linear", bands=({"at": 0.5, "points": 60}, {"at": 1, "points": 100})),
]


def mirrored(rule, direction):
    """Bands fall with the figure where lower is better: the same ones, the points the other way."""
    if isinstance(rule, str) or rule.rule != "bands" or direction == "higher":
        return rule
    points = [each.points for each in rule.bands][::-1]
    bands = [{"at": 2 * each.at, "points": worth} for each, worth in zip(rule.bands, points, strict=True)]
    return Scoring(rule="bands", of=rule.of, between=rule.between, bands=bands)


def name_of(rule):
    return rule if isinstance(rule, str) else rule.rule


PAIRS = [
    (mirrored(rule, direction), direction)
    for rule in RULES
    for direction in ("higher", "lower")
    if fits(name_of(rule), direction)
]
# Rules whose points at the target are a hundred by what they are.
MET = [each for each in PAIRS if name_of(each[0]) not in ("level", "bands")]


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
        ((1.6, 0.9, "level"), 160),
        ((85, 85, Scoring(rule="level", full=100)), 85),
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
@settings(max_examples=20)
@given(actuals=st.lists(FIGURES, min_size=2, max_size=20), target=TARGETS)
def test_a_better_actual_never_scores_less(rule, direction, actuals, target):
    near = [target * (1 + each) for each in (-0.2, -0.1, -1e-13, 0, 1e-13, 0.1, 0.2)]
    better = sorted([*actuals, *near], reverse=direction == "lower")
    assert (np.diff(score(better, target, rule, direction)) >= -1e-9).all()


@given(low=FIGURES, rise=st.floats(0, 1e9), target=st.floats(-1e9, -1e-6))
def test_a_difference_is_monotone_below_zero_too(low, rise, target):
    assert score(low, target, "difference") <= score(low + rise, target, "difference")
    assert score(low, target, "difference", "lower") >= score(low + rise, target, "difference", "lower")


@pytest.mark.parametrize(
    "rule",
    [
        *("ratio", "inverse_ratio", "complement", "difference", "threshold"),
        Scoring(start=0.8),
        Scoring(rule="deduction", per_event=2, every=10, free=1, bonus=3),
    ],
)
@settings(max_examples=40)
@given(low=TARGETS, width=st.floats(0, 1e6), actuals=st.lists(FIGURES, min_size=1, max_size=20))
def test_nearer_to_a_range_never_scores_less(rule, low, width, actuals):
    pair = (low, low + width)
    below = sorted(each for each in (*actuals, low) if each <= low)
    above = sorted((each for each in (*actuals, pair[1]) if each >= pair[1]), reverse=True)
    for nearing in (below, above):
        points = score(nearing, pair, rule, "range")
        assert (np.diff(points) >= -1e-9).all()
        assert points[-1] == 100


@pytest.mark.parametrize(("rule", "direction"), MET)
@settings(max_examples=20)
@given(targets=st.lists(TARGETS, min_size=1, max_size=10))
def test_the_target_itself_scores_a_hundred(rule, direction, targets):
    assert score(targets, targets, rule, direction) == pytest.approx(100)


@settings(max_examples=50)
@given(actual=FIGURES, target=TARGETS, cap=st.floats(0.9, 2), floor=st.floats(-1, 0))
def test_points_stay_between_floor_and_cap(actual, target, cap, floor):
    for rule, direction in PAIRS:
        if isinstance(rule, Scoring) and rule.start is not None:
            continue
        assert 100 * floor - 1e-9 <= score(actual, target, rule, direction, cap, floor) <= 100 * cap + 1e-9


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ((5, 0), "target == 0, must be above 0 for rule 'ratio'; for a target of 0 use 'deduction' or 'thr"),
        ((5, -1), "target == -1, must be above 0 for rule 'ratio'; for targets below 0 use 'difference'"),
        ((5, [3.0, -2.0]), "target == -2, must be above 0"),
        ((5, 0, "inverse_ratio", "lower"), "target == 0, must be above 0 for rule 'inverse_ratio'"),
        ((5, -1, "complement", "lower"), "target == -1, must be above 0 for rule 'complement'"),
        ((5, 0, "difference"), "target == 0, rule 'difference' divides by it"),
        ((5, 5, "inverse_ratio"), "rule == 'inverse_ratio', does not fit direction 'higher'"),
        ((5, 5, "complement"), "rule == 'complement', does not fit direction 'higher'"),
        ((5, 5, "level", "lower"), "rule == 'level', does not fit direction 'lower'"),
        ((85, 85, "level"), "target == 85 for rule 'level' without 'full'.*full=100"),
        (([0.9, 85], None, "level"), "actual == 85 for rule 'level' without 'full'"),
        ((5, (4, 6), "level", "range"), "rule == 'level', does not fit direction 'range'"),
        ((5, 5, "ratio", "none"), "direction == 'none', must be 'higher', 'lower' or 'range'"),
        ((5, 5, "ratio", "range"), r"target == 5, must be a pair \(low, high\)"),
        ((5, (6, 4), "ratio", "range"), "with low <= high"),
        ((5, (4, 6)), "a pair is for direction 'range'"),
        ((5, 5, "ratio", "higher", -1), "cap == -1, must be above 0"),
        ((5, 5, "ratio", "higher", 1, 2), "floor == 2, must not be above the cap 1"),
        (("five", 5), "actual == 'five', must be a number"),
        (("120", 100), "actual == '120', must be a number, not str"),
        ((["120", 90], 100), "actual == '120', must be a number, not str"),
        ((120, "100"), "target == '100', must be a number"),
        ((True, 1), "actual == True, must be a number, not bool"),
        (([0.5, True], 1), "actual == True, must be a number"),
        ((np.array([True]), 1), "must be a number or an array of numbers, not bool"),
        ((Decimal(5), 2), "must be a number, not Decimal"),
        ((np.datetime64("2025-01-01"), 2), "must be a number or an array of numbers, not datetime64"),
        ((1 + 2j, 2), "must be a number"),
        (([1, [2]], 2), "must be a number, not list"),
        ((10**400, 2), "is too large a number"),
        ((120, 100, "ratio", "higher", math.nan), "cap == nan, must be a finite number"),
        ((120, 100, "ratio", "higher", None, math.nan), "floor == nan, must be a finite number"),
        ((120, 100, "ratio", "higher", None, -math.inf), "floor == -inf, must be a finite number"),
        ((120, 100, "ratio", "higher", "1.2"), "cap == '1.2', must be a finite number"),
        (([1, 2, 3], [1, 2]), r"actual and target are of shapes \(3,\) and \(2,\), must be of one length"),
        (([1, 2, 3], ([1, 2], [3, 4]), "ratio", "range"), "must be of one length"),
        ((5, (0, 0), "ratio", "range"), "target == 0, must be above 0"),
        ((5, (-1, 4), "ratio", "range"), r"target == \(-1, 4\), must be above 0 .* below 0 use 'difference'"),
        ((5, (0, 0), "difference", "range"), "rule 'difference' divides by it"),
    ],
)
def test_what_can_not_be_scored_is_refused(arguments, rule):
    with pytest.raises(InputError, match=rule):
        score(*arguments)


@pytest.mark.parametrize("rule", ["ratio", "complement", "inverse_ratio", "difference", Scoring(start=0.5)])
def test_a_range_that_begins_at_zero_is_scored_by_what_lies_above_it(rule):
    assert score([-1, 0, 5, 10], (0, 10), rule, "range").tolist() == [0, 100, 100, 100]
    assert 0 < score(12, (0, 10), rule, "range") < 100


def test_a_range_that_ends_at_zero_is_scored_by_what_lies_below_it():
    assert score([-12, -5, 0, 1], (-10, 0), "difference", "range") == pytest.approx([80, 100, 100, 0])


def test_columns_of_pandas_are_scored_with_what_is_missing_in_them():
    points = score(pd.Series([1, 2, None], dtype="Int64"), 2)
    np.testing.assert_array_equal(points, [50, 100, np.nan])
    np.testing.assert_array_equal(score([None, 1, pd.NA], 2), [np.nan, 50, np.nan])


def test_an_unknown_rule_is_named():
    with pytest.raises(UnknownNameError, match="Unknown scoring rule 'complment'. Did you mean 'complement'"):
        score(1, 1, "complment")


@pytest.mark.parametrize(("rule", "direction"), PAIRS)
def test_what_is_infinite_or_missing_has_no_points(rule, direction):
    points = score([np.inf, -np.inf, np.nan], 5, rule, direction)
    assert np.isnan(points).all()


@pytest.mark.parametrize(("rule", "direction"), PAIRS)
def test_points_are_finite_numbers_whatever_the_actual(rule, direction):
    actuals = np.array([[0, -0.0, -1, 5e-324, -1e308, 1e308]])
    targets = np.array([[5e-324], [1e-300], [1], [1e308]])
    assert np.isfinite(score(actuals, targets, rule, direction)).all()


@pytest.mark.parametrize(
    ("scoring", "direction", "actuals", "points"),
    [
        (Scoring(start=0.8), "higher", [79.99, 80, 100], [0, 80, 100]),
        (Scoring(start=0.8, cap=1.2), "higher", [-5, 0, 130], [0, 0, 120]),
        (Scoring(rule="complement", start=0.8), "lower", [121, 120, 90], [0, 80, 110]),
        (Scoring(rule="level", full=100, start=0.6), "higher", [59, 60, 100], [0, 60, 100]),
        (Scoring(rule="deduction", per_event=2, every=1, start=0.9), "higher", [89, 90, 100], [0, 80, 100]),
        (Scoring(start=0.9, floor=0), "range", [85, 95, 115], [0, 95, 0]),
    ],
)
def test_below_the_start_of_pay_nothing_is_scored(scoring, direction, actuals, points):
    target = (100, 100) if direction == "range" else 100
    assert score(actuals, target, scoring, direction) == pytest.approx(points)


def test_a_start_is_reached_as_on_paper():
    # In floating point the share is a little less.
    assert 0.18 / 0.2 < 0.9
    assert score(0.18, 0.2, Scoring(start=0.9)) == pytest.approx(90)


def test_a_floor_beside_a_start_of_pay_is_nothing_but_zero():
    with pytest.raises(InputError, match="floor == -1 for a rule with a start of pay, must be 0"):
        score(50, 100, Scoring(start=0.8), floor=-1)


@pytest.mark.parametrize("rule", ["deduction", "bands", "anchors"])
def test_a_rule_that_needs_options_is_refused_by_its_name_alone(rule):
    with pytest.raises(InputError, match=f"rule == '{rule}' by its name alone, needs"):
        score(1, 1, rule)


def test_a_level_by_name_takes_the_level_that_is_worth_a_hundred():
    assert score([85, 100], 85, "level", full=100).tolist() == [85, 100]
    assert score(1.6, None, "level", full=1) == 160
    assert score(85, None, Scoring(rule="level", full=90), full=100) == 85


@pytest.mark.parametrize(
    ("rule", "full", "match"),
    [("ratio", 100, "full == 100, is for rule 'level', not for 'ratio'"), ("level", 0, "must be a finite number above 0"),
     ("level", True, "must be a finite"), ("level", math.inf, "must be a finite"), ("level", "100", "must be a finite")],
)  # fmt: skip
def test_a_full_level_that_is_none_is_refused(rule, full, match):
    with pytest.raises(InputError, match=match):
        score(85, 85, rule, full=full)


def test_a_rule_may_be_given_as_in_scorecards_yaml():
    rule = {"rule": "deduction", "per_event": 2, "every": 0.01}
    assert score(0.93, 0.95, rule) == pytest.approx(96)
    rows = points_table({"rule": "ratio", "cap": 1.1}, "higher", 10)
    assert [round(each.points) for each in rows] == [80, 90, 100, 110, 110]


@pytest.mark.parametrize("rule", [{"cap": 120}, {"rule": "nonsense"}, 5, None, [("rule", "ratio")]])
def test_what_is_no_rule_is_refused_in_a_sentence(rule):
    with pytest.raises(InputError):
        score(80, 100, rule)


def test_a_cap_in_points_is_refused():
    with pytest.raises(InputError, match="cap == 120, must be a share of at most 5"):
        score(80, 100, cap=120)


def test_a_level_without_its_full_is_refused_for_what_is_no_share():
    with pytest.raises(InputError, match="target == 90 for rule 'level' without 'full'"):
        score([95], 90, Scoring(rule="level"))
    assert score([0.95], 0.9, Scoring(rule="level")) == pytest.approx([95])
    assert score([95], 90, Scoring(rule="level", full=1)) == pytest.approx([9500])
