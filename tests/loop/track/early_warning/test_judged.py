"""Misses in a row, seasons, trends and tails: what is an event, and what is not."""

import numpy as np
import pytest

from diagnostics.loop.track.early_warning.departures import LADDER
from diagnostics.loop.track.early_warning.judged import last_events, missed, misses, signals_of
from diagnostics.loop.track.early_warning.season import season_before
from diagnostics.loop.track.early_warning.tail import by_ratios
from diagnostics.model.period import Calendar

NAN = float("nan")


@pytest.mark.parametrize(
    ("direction", "values", "base", "fired"),
    [
        ("higher", [10, 8, 8, 10], 9, [2]),
        ("lower", [10, 8, 10, 10], 9, [3]),
        ("higher", [8, NAN, 8, 10], 9, []),
        ("higher", [9, 9, 9, 9], 9, []),
        ("higher", [8, 8, 8, 8], 9, [1, 2, 3]),
    ],
)
def test_misses_speak_at_the_second_in_a_row_and_a_gap_is_no_miss(made, direction, values, base, fired):
    told = misses(made.history(values, base, direction=direction), "base", 2)
    assert np.flatnonzero(told.run).tolist() == fired


def test_a_range_is_missed_on_either_side(made):
    history = made.history([5, 1, 9], direction="range")
    history.target[:], history.target_high[:] = 2, 8
    assert missed(history, "target").tolist() == [0, -1, 1]
    assert missed(history, "base").tolist() == [0, 0, 0]


def test_two_rules_that_speak_of_one_run_are_one_event(made):
    history = made.history([*made.quiet, 3, 3], 9)
    spoken = [signals_of([history], LADDER[0])[0][0], misses(history, "base", 2)]
    found = last_events(history, spoken)
    assert set(found) == {-1}
    event, rules = found[-1]
    assert (event.since, event.last, rules) == (12, 13, ("signal", "misses"))


def _monthly(made, values):
    return made.history(values, cycle="month")


def _spoken(found):
    return sum(int((each[0].side != 0).sum()) for each in signals_of(found, LADDER[1]))


@pytest.mark.parametrize("course", [3 * np.sin(np.arange(60) * np.pi / 6), 0.3 * np.arange(60)])
def test_neither_a_season_nor_a_steady_trend_is_an_event(made, course):
    noise = np.random.default_rng(6).standard_normal((4, 60))
    plain = [_monthly(made, each + course) for each in noise]
    adjusted = season_before(plain, Calendar(timezone="UTC"))
    assert all(len(each.before) for each in adjusted)
    assert _spoken(adjusted) < _spoken(plain) / 4


def test_figures_without_a_season_stay_as_they_are(made):
    noise = np.random.default_rng(7).standard_normal((4, 60))
    assert not any(len(each.before) for each in season_before([_monthly(made, each) for each in noise], Calendar()))


def test_a_long_tail_is_judged_by_ratios_and_limits_are_told_in_the_kpis_unit(made):
    drawn = np.exp(0.6 * np.random.default_rng(8).standard_normal((4, 40)))
    plain = [made.history(each) for each in drawn]
    judged = by_ratios(plain)
    assert all(each.ratios for each in judged)
    assert _spoken(judged) <= _spoken(plain)
    _, lower, upper, _ = signals_of(judged, LADDER[1])[0]
    assert 0 < lower[-1] < drawn[0].mean() < upper[-1]


@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_figures_without_a_tail_or_not_above_nought_are_judged_as_they_are(made, shift):
    drawn = np.random.default_rng(9).standard_normal((3, 40)) + shift
    assert not any(each.ratios for each in by_ratios([made.history(each) for each in drawn]))


@pytest.mark.parametrize("few", [[0.0, 3.0], [-1.0, 3.0]])
def test_a_place_with_few_figures_not_above_nought_keeps_all_as_they_are(made, few):
    drawn = np.exp(0.6 * np.random.default_rng(8).standard_normal((4, 40)))
    assert not any(each.ratios for each in by_ratios([*(made.history(each) for each in drawn), made.history(few)]))
