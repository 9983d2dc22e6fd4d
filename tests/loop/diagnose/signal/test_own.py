"""Figures held against their own histories."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.signal import change_history, own_history
from tests.loop.diagnose.signal.quiet import CALENDAR, as_part, like_neighbours

COUNT = 3000
SEASON = 2 * np.sin(2 * np.pi * np.arange(200) / 12)


def judged(values, cycle="month", **options):
    part, series, last = as_part(np.atleast_2d(values), cycle, **options)
    return own_history(part, series, last, CALENDAR)


def white(draws, length):
    return 100 + 10 * like_neighbours(draws, COUNT, length)


def alike(draws, length):
    return 100 + 10 * like_neighbours(draws, COUNT, length, 0.6)


def season(draws, length):
    return 100 + 10 * (like_neighbours(draws, COUNT, length) + SEASON[:length])


def growth(draws, length):
    return 100 + 10 * like_neighbours(draws, COUNT, length) + 2 * np.arange(length)


def amounts(draws, length):
    return np.exp(0.8 * like_neighbours(draws, COUNT, length))


def few(draws, length):
    return draws.poisson(2, (COUNT, length)).astype(float)


def rare_amounts(draws, length):
    return np.where(draws.random((COUNT, length)) < 0.5, 0, np.exp(draws.standard_normal((COUNT, length))))


@pytest.mark.parametrize("length", [12, 24, 36])
@pytest.mark.parametrize("quiet", [white, alike, season, growth, amounts, few, rare_amounts])
def test_quiet_series_are_outside_about_as_rarely_as_stated(quiet, length):
    probability = judged(quiet(np.random.default_rng(7), length + 1))["probability"]
    # 5 % stated; three standard errors of 3,000 draws are 1.2 points, and alike neighbours take up to 8 % at 12 points.
    assert np.mean(probability < 0.05) < (0.09 if quiet is alike else 0.075)
    assert np.mean(probability < 0.001) < 0.008


@pytest.mark.parametrize("quiet", [white, alike, season, growth, amounts, few])
def test_quiet_changes_are_as_rare_as_stated(quiet):
    part, series, last = as_part(quiet(np.random.default_rng(8), 37))
    for then in (CALENDAR.shift(last, -1), CALENDAR.year_ago(last)):
        assert np.mean(change_history(part, series, last, then)["probability"] < 0.05) < 0.075


@pytest.mark.parametrize(("cases", "share"), [(20, 0.3), (100, 0.1), (20, 0.02)])
def test_quiet_shares_of_few_cases_are_no_signals(cases, share):
    draws = np.random.default_rng(9)
    under = draws.poisson(cases, (COUNT, 25)) + 1.0
    top = draws.binomial(under.astype(int), share).astype(float)
    probability = judged(top / under, numerator=top, denominator=under)["probability"]
    assert np.mean(probability < 0.05) < 0.05


def test_a_share_of_far_fewer_cases_than_usual_has_a_wider_range():
    draws = np.random.default_rng(10)
    under = np.full((1, 25), 1000.0)
    top = draws.binomial(1000, 0.3, (1, 25)).astype(float)
    usual = judged(top / under, numerator=top, denominator=under).iloc[0]
    under[:, -1], top[:, -1] = 10, 1
    small = judged(top / under, numerator=top, denominator=under).iloc[0]
    assert usual.usual_high - usual.usual_low < 0.1
    assert small.usual_low < 0.1 < small.usual_high
    assert small.probability > 0.1


def test_a_planted_shift_is_a_signal():
    draws = np.random.default_rng(11)
    values = season(draws, 37)
    values[:, -1] -= 40
    found = judged(values)
    assert np.mean(found["probability"] < 0.05) > 0.8
    assert np.mean(values[:, -1] < found["usual_low"]) > 0.8


def test_a_level_series_has_the_textbooks_prediction_interval_and_a_little_more():
    values = np.array([10.0, 12, 9, 11, 13, 10, 12, 8, 11, 11]) - 10.6
    found = judged(values).iloc[0]
    past = values[:-1]
    reach = stats.t.ppf(0.975, 8) * past.std(ddof=1) * np.sqrt(1 + 1 / 9)
    assert found.expected == pytest.approx(past.mean())
    # Neighbours are unlike here, so only that their likeness was estimated too widens it: one degree of freedom.
    paid = reach * np.sqrt(8 / 7) * stats.t.ppf(0.975, 7) / stats.t.ppf(0.975, 8)
    assert (found.usual_low, found.usual_high) == pytest.approx((past.mean() - paid, past.mean() + paid))


def test_a_trend_is_expected_to_go_on():
    noise = np.random.default_rng(23).standard_normal(20)
    found = judged(np.append(1000 + 10 * np.arange(20) + noise, 1200)).iloc[0]
    assert found.model == "trend"
    assert found.expected == pytest.approx(1200, rel=0.002)
    assert found.probability > 0.1


def test_december_is_expected_to_be_december():
    draws = np.random.default_rng(12)
    values = 100 + draws.standard_normal((1, 49))
    values[:, [0, 12, 24, 36, 48]] += 50
    found = judged(values).iloc[0]
    assert found.model == "season"
    assert found.expected == pytest.approx(150, abs=3)


def test_an_exception_in_the_history_neither_hides_a_signal_nor_moves_what_is_expected():
    draws = np.random.default_rng(13)
    values = 100 + 10 * like_neighbours(draws, 1, 25)
    values[:, -1] = 160
    plain = judged(values).iloc[0]
    values[:, 9] = 900
    odd = judged(values).iloc[0]
    assert odd.expected == pytest.approx(plain.expected, abs=5)
    assert odd.probability < 0.01


def test_a_step_a_year_ago_is_no_trend_with_a_season():
    values = 100 + 10 * like_neighbours(np.random.default_rng(24), 500, 25) - 40 * (np.arange(25) >= 12)
    assert np.mean(judged(values)["probability"] < 0.05) < 0.15


def test_a_series_that_never_moved_is_told_by_how_long_it_did_not():
    values = np.full((2, 25), 7.5)
    values[1, -1] = 7.6
    found = judged(values)
    assert list(found["model"]) == ["constant", "constant"]
    assert list(found["probability"]) == pytest.approx([1, 1 / 25])
    assert list(found["usual_low"]) == list(found["usual_high"]) == [7.5, 7.5]


def test_nothing_ever_counted_leaves_room_for_one():
    values = np.zeros((2, 25))
    values[:, -1] = 1, 6
    found = judged(values)
    assert found["probability"].iloc[0] > 0.1
    assert found["probability"].iloc[1] < 0.01


def test_a_number_of_people_that_hardly_moves_is_no_count_of_chances():
    values = np.append(np.tile([12.0, 12, 13], 8), 20)
    assert judged(values)["probability"].iloc[0] < 0.001


def test_fewer_than_eight_figures_say_nothing():
    found = judged(np.append(np.arange(7.0), 100)).iloc[0]
    assert found.history == 7
    assert not found.model
    assert np.isnan([found.usual_low, found.usual_high, found.expected, found.probability]).all()


def test_missing_months_and_a_missing_actual_are_borne():
    values = 100 + 10 * like_neighbours(np.random.default_rng(14), 2, 37)
    values[:, [3, 4, 17]] = np.nan
    values[1, -1] = np.nan
    found = judged(values)
    assert found["history"].tolist() == [33, 33]
    assert found["usual_low"].notna().all()
    assert found["probability"].isna().tolist() == [False, True]


def test_figures_counted_otherwise_are_no_part_of_the_history():
    part, series, last = as_part(100 + 10 * like_neighbours(np.random.default_rng(15), 1, 37))
    part.loc[:19, "basis"] = "2020-01"
    part.loc[30, "basis"] = "+2m"
    assert own_history(part, series, last)["history"].tolist() == [15]


@pytest.mark.parametrize(("cycle", "length"), [("year", 13), ("quarter", 25), ("week", 120), ("day", 92)])
def test_every_cycle_has_its_histories(cycle, length):
    found = judged(100 + 10 * like_neighbours(np.random.default_rng(16), 40, length), cycle)
    assert (found["history"] == length - 1).all()
    assert np.mean(found["probability"] < 0.05) < 0.2


def test_a_weekly_rhythm_of_days_is_a_season():
    values = 100 + like_neighbours(np.random.default_rng(17), 1, 60) + 20 * (np.arange(60) % 7 == 3)
    found = judged(values, "day").iloc[0]
    assert found.model == "season"


@pytest.mark.parametrize("factor", [1e-6, 1e9])
def test_the_unit_changes_nothing(factor):
    values = 100 + 10 * like_neighbours(np.random.default_rng(18), 50, 37, 0.4)
    one, other = judged(values), judged(values * factor)
    np.testing.assert_allclose(other["probability"], one["probability"], rtol=1e-6)
    np.testing.assert_allclose(other["usual_low"], one["usual_low"] * factor, rtol=1e-6)


def test_probability_and_range_say_the_same():
    values = np.vstack([white(np.random.default_rng(19), 25), few(np.random.default_rng(20), 25)])
    found = judged(values)
    outside = (values[:, -1] < found["usual_low"]) | (values[:, -1] > found["usual_high"])
    assert ((found["probability"] < 0.05) == outside).mean() > 0.999


def test_rows_in_another_order_give_the_same():
    part, series, last = as_part(white(np.random.default_rng(21), 25)[:50])
    order = np.random.default_rng(22).permutation(len(part))
    one = own_history(part, series, last)
    other = own_history(part.iloc[order].reset_index(drop=True), series[order], last)
    assert one.equals(other)


def test_an_infinite_value_is_refused():
    values = np.full((1, 12), 3.0)
    values[0, 4] = np.inf
    with pytest.raises(InputError, match=r"'sales' at 'e0' in '2024-11' is infinite"):
        judged(values)


def test_a_change_is_since_an_earlier_period():
    part, series, last = as_part(np.full((1, 12), 3.0))
    with pytest.raises(InputError, match="no earlier month"):
        change_history(part, series, last, last)
    with pytest.raises(InputError, match="no earlier month"):
        change_history(part, series, last, CALENDAR.parse("2024"))


def test_no_series_are_no_rows():
    part, series, last = as_part(np.full((1, 12), 3.0))
    assert own_history(part.iloc[:0], series[:0], last).empty


def test_series_numbers_go_with_the_rows():
    part, series, last = as_part(np.full((1, 12), 3.0))
    with pytest.raises(InputError, match="11 series numbers for 12 rows"):
        own_history(part, series[:-1], last)


def test_sums_beside_shares_are_judged_as_they_are_alone():
    draws = np.random.default_rng(25)
    under = draws.poisson(30, (20, 25)) + 1.0
    top = draws.binomial(under.astype(int), 0.3).astype(float)
    parts = [as_part(top / under, numerator=top, denominator=under), as_part(white(draws, 25)[:20])]
    both = pd.concat([part for part, _, _ in parts], ignore_index=True)
    series = np.concatenate([parts[0][1], parts[1][1] + 20])
    together = own_history(both, series, parts[0][2])
    alone = pd.concat([own_history(*each) for each in parts], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)


def test_changes_judged_along_are_those_judged_alone():
    part, series, last = as_part(white(np.random.default_rng(26), 25)[:30])
    before = CALENDAR.shift(last, -1)
    along = own_history(part, series, last, earlier={"previous": before})
    alone = change_history(part, series, last, before)
    assert along["probability_previous"].equals(alone["probability"])


def test_text_among_figures_is_refused():
    part, series, last = as_part(np.full((1, 12), 3.0))
    part["value"] = part["value"].astype(object)
    part.loc[3, "value"] = "n/a"
    with pytest.raises(InputError, match="'value' of the observations holds something that is no number"):
        own_history(part, series, last)
