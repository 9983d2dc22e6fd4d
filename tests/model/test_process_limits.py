"""Limits and signals of a process."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.model.process_limits import (
    limits_by_group,
    process_limits,
    usual_limits_by_group,
    usual_range,
)
from diagnostics.model.process_signals import signals

figures = st.lists(st.floats(-1e6, 1e6).map(lambda each: round(each, 3)), min_size=2, max_size=40)


def test_limits_are_the_mean_and_2_66_mean_moving_ranges():
    limits = process_limits([10, 12, 11, 13, 12])
    assert (limits.mean, limits.spread, limits.n) == (11.6, 1.5, 5)
    assert limits.lower == pytest.approx(11.6 - 2.66 * 1.5)


def test_a_range_far_above_the_others_does_not_widen_the_limits():
    values = [1, 2] * 8 + [40]
    assert process_limits(values).spread == pytest.approx(1)
    assert process_limits(values, screen=False).spread == pytest.approx((15 + 38) / 16)


def test_missing_points_are_left_out_and_their_neighbours_count_as_adjacent():
    assert process_limits([1, np.nan, 3, 4]).spread == pytest.approx(1.5)
    assert signals([1, np.nan, 3], process_limits([1, 3]))[1] is None


def test_one_point_has_no_limits():
    limits = process_limits([5])
    assert limits.mean == 5
    assert np.isnan(limits.upper)
    assert signals([5], limits) == [""]


def test_an_infinite_value_is_refused():
    with pytest.raises(InputError, match="Value inf at position 1 is infinite"):
        process_limits([1, np.inf])


def test_a_constant_series_has_no_signal():
    values = [0.1] * 23
    assert set(signals(values, process_limits(values))) == {""}


def test_seven_points_above_the_mean_are_flagged_and_six_are_not():
    limits = process_limits([0, 1] * 10)
    assert signals([0.6] * 7, limits) == ["above"] * 7
    assert signals([0.6] * 6, limits) == [""] * 6
    assert signals([0.4] * 8, limits) == ["below"] * 8


def test_seven_rising_points_are_a_trend_and_the_turning_point_belongs_to_the_run_it_begins():
    limits = process_limits([0, 100] * 10)
    up = [40, 42, 44, 46, 48, 51, 53]
    assert signals(up, limits) == ["rising"] * 7
    assert signals(up[:6], limits) == [""] * 6
    assert signals([*up, *up[-2::-1]], limits) == ["rising"] * 6 + ["falling"] * 7


def test_two_of_three_close_to_a_limit_need_all_three_on_that_side():
    limits = process_limits([0, 1] * 10)  # mean .5, near limits at ± 1.7733, limits at ± 2.66
    assert signals([2.4, 0.6, 2.5], limits) == ["near_high", "", "near_high"]
    assert signals([2.4, 0.4, 2.5], limits) == ["", "", ""]
    assert signals([-1.5, -1.4, 0.2], limits) == ["near_low", "near_low", ""]
    assert signals([3.3, 2.4, 0.6], limits) == ["outside_high", "", ""]


@given(figures, st.floats(0.1, 100).map(lambda each: round(each, 2)), st.integers(-1000, 1000))
def test_scale_and_shift_change_limits_in_step(values, scale, shift):
    limits, moved = process_limits(values), process_limits(np.array(values) * scale + shift)
    size = max(1.0, np.abs(values).max()) * scale + abs(shift)
    assert moved.mean == pytest.approx(limits.mean * scale + shift, abs=1e-9 * size)


@given(st.lists(figures, min_size=1, max_size=5))
def test_many_series_at_once_give_the_limits_of_each_alone(series):
    groups = np.repeat(np.arange(len(series)), [len(each) for each in series]).astype(np.intp)
    means, lowers, uppers = limits_by_group(np.concatenate(series), groups, len(series) + 1)
    for at, values in enumerate(series):
        alone = process_limits(values)
        size = max(1.0, np.abs(values).max())
        assert means[at] == pytest.approx(alone.mean, abs=1e-9 * size)
        assert uppers[at] - lowers[at] == pytest.approx(alone.upper - alone.lower, abs=1e-7 * size)
    assert np.isnan(means[-1])


def test_a_usual_range_is_of_the_last_24_points_and_needs_8():
    assert usual_range([10, 12, np.nan] * 3 + [10]) is None
    assert usual_range([1000] * 30 + [10, np.nan, 12] * 12) == pytest.approx((11 - 2.66 * 2, 11 + 2.66 * 2))


def test_a_range_that_leaves_out_too_many_of_its_own_points_is_taken_unscreened():
    idle = [0.0, 0, 270, 0, 0, 0, 0, 310, 0, 0, 0, 0, 280]
    assert usual_range(idle) == pytest.approx((process_limits(idle).lower, process_limits(idle).upper))
    stepped = [0.0] * 14 + [100.0] * 6
    assert process_limits(stepped).spread == 0
    wide = process_limits(stepped, screen=False)
    assert usual_range(stepped) == pytest.approx((wide.lower, wide.upper))


def test_the_usual_range_of_many_series_is_that_of_each():
    series = [[10.0, 12] * 5, [0.0] * 14 + [100.0] * 6]
    groups = np.repeat([0, 1], [len(each) for each in series])
    low, high = usual_limits_by_group(np.concatenate(series), groups, 2)
    for at, values in enumerate(series):
        assert (low[at], high[at]) == pytest.approx(usual_range(values))
