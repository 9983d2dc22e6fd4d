"""What is called beyond the usual: by the past alone, and about as often on quiet figures as is stated."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.loop.track.early_warning.departures import LADDER, departures
from diagnostics.loop.track.early_warning.expected_alerts import signal_rate
from diagnostics.loop.track.early_warning.quiet_rates import quiet_series, simulated_rate


def test_a_figure_is_judged_by_what_came_before_it_alone():
    drawn = np.random.default_rng(1).standard_normal((3, 40))
    whole, cut = departures(drawn, LADDER[0]), departures(drawn[:, :30], LADDER[0])
    assert (whole.side[:, :30] == cut.side).all()
    np.testing.assert_array_equal(whole.upper[:, :30], cut.upper)


def test_a_lasting_shift_is_found_though_no_figure_leaves_the_range():
    drawn = np.random.default_rng(2).standard_normal((1, 24)) * 0.3
    found = departures(np.concatenate([drawn, np.full((1, 7), 0.5)], axis=1), LADDER[0])
    assert found.side[0, -1] == 1
    assert found.run[0, -1] == 7


@pytest.mark.parametrize("values", [[5.0] * 30, [0.1 + 0.2] * 15 + [0.3] * 15])
def test_figures_that_never_move_are_no_event_also_where_rounding_moves_them(values):
    assert not departures(np.array([values]), LADDER[0]).side.any()


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.01, 1e6), st.floats(-1e6, 1e6))
def test_the_unit_of_a_kpi_changes_nothing(seed, scale, shift):
    drawn = np.round(np.random.default_rng(seed).standard_normal((1, 30)), 3)
    plain, other = (departures(each, LADDER[1]).side for each in (drawn, drawn * scale + shift))
    # A figure on a limit may fall to either side of it by rounding.
    assert (plain != other).mean() <= 0.1


@pytest.mark.parametrize(("correlation", "history", "step"), [(0.0, 24, 0), (0.3, 12, 1), (0.6, 24, 3)])
def test_stated_rates_are_those_of_a_simulation_with_other_draws(correlation, history, step):
    counted = simulated_rate(correlation, history, LADDER[step], series=400, seed=99, periods=60)
    assert signal_rate(history, correlation, LADDER[step]) == pytest.approx(counted, rel=0.25)


def test_quiet_series_resemble_themselves_as_much_as_is_asked():
    drawn = quiet_series(0.6, 300, 50, np.random.default_rng(3))
    assert np.corrcoef(drawn[:, 1:].ravel(), drawn[:, :-1].ravel())[0, 1] == pytest.approx(0.6, abs=0.03)
    assert drawn.std() == pytest.approx(1, abs=0.03)


def test_a_run_knows_the_level_that_held_before_its_first_figure():
    found = departures(np.array([[10.0, 12.0] * 12 + [11.5] * 9]), LADDER[0])
    assert np.flatnonzero(~np.isnan(found.level[0])).tolist() == list(range(29, 33))
    assert found.level[0, 30] == 11.0
    assert (found.side[0, 30:] == 1).all()
