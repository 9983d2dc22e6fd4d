"""Tests of the first trap, on the small cases that the articles tell."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.loop.diagnose.traps.gaming.base import inflated_base
from diagnostics.loop.diagnose.traps.gaming.bunching import bunching
from diagnostics.loop.diagnose.traps.gaming.counter import counter_falls
from diagnostics.loop.diagnose.traps.gaming.digits import heaped_digits
from diagnostics.loop.diagnose.traps.gaming.limit import at_limit
from diagnostics.loop.diagnose.traps.gaming.period_end import period_end
from diagnostics.loop.diagnose.traps.gaming.scores import shining_scores
from diagnostics.loop.diagnose.traps.gaming.smooth import too_smooth
from diagnostics.loop.diagnose.traps.lattice import unit_of
from diagnostics.model.trap_words import line_of

SEASON = 1 + 0.1 * np.sin(2 * np.pi * np.arange(36) / 12)


def _noise(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape)


def _found(tested):
    return tested is not None and tested.material and tested.probability <= 0.05


def test_a_warehouse_that_hides_errors_above_one_a_month_stops_at_its_limit():
    errors = np.random.default_rng(3).poisson(1.5, (1, 36)).astype(float)
    limits = np.ones_like(errors)
    hidden = at_limit(np.minimum(errors, 1), limits)
    assert _found(hidden)
    assert hidden.figures["n_above"] == 0
    assert hidden.figures["n_expected"] > 5
    assert not _found(at_limit(errors, limits))


@pytest.mark.parametrize(("mean", "limit"), [(1.4, 1), (2.5, 3)])
def test_what_was_hidden_above_a_limit_lies_within_what_is_told(mean, limit):
    counts = np.random.default_rng(77).poisson(mean, (12, 42)).astype(float)
    hidden = (counts > limit).sum()
    found = at_limit(np.minimum(counts, limit), np.full_like(counts, limit)).figures
    assert found["n_low"] <= hidden <= found["n_high"]
    assert found["n_low"] <= found["n_expected"] <= found["n_high"] < found["n_high"] + found["n_below"] < counts.size


def test_how_many_are_hidden_is_not_told_where_hardly_any_count_lies_below_the_limit():
    counts = np.ones((4, 24))
    counts[0, :3] = 0
    found = at_limit(counts, np.ones_like(counts)).figures
    assert np.isnan([found[name] for name in ("n_expected", "n_low", "n_high")]).all()
    told = line_of("limit", found, {"kpi": "差错", "counter": ""}, "zh")
    assert told == "差错：恰好等于限值 1 的有 93 次，不到的有 3 次，超过的有 0 次。"


def test_counts_against_a_limit_that_are_no_counts_are_not_looked_at():
    assert at_limit(np.full((1, 36), 0.5), np.ones((1, 36))) is None
    assert at_limit(np.ones((1, 10)), np.ones((1, 10))) is None


def test_a_buyer_thirty_per_cent_above_the_market_who_then_saves_ten_a_year_is_found():
    prices = 20 * np.exp(0.02 * _noise(5, 8, 36))
    assert not _found(inflated_base(prices, 12))
    prices[2] *= 1.3 * 0.9 ** (np.arange(36) // 12)
    found = inflated_base(prices, 12)
    assert _found(found)
    assert found.marks == (2,)
    assert found.figures["above"] == pytest.approx(0.3, abs=0.05)
    assert found.figures["fall"] == pytest.approx(0.19, abs=0.05)


def test_one_buyer_can_be_held_against_a_market_price():
    price = 26 * 0.9 ** (np.arange(36) // 12)[None, :]
    assert _found(inflated_base(price, 12, np.full((1, 36), 20.0)))
    assert inflated_base(price, 12) is None


@pytest.mark.parametrize(
    ("better", "signs", "worse"),
    [
        (-0.12, (-1.0, -1.0), 0.25),  # a lower material price, more defects
        (0.30, (1.0, 1.0), -0.10),  # more sales on the web, satisfaction down
        (-0.20, (-1.0, 1.0), -0.08),  # shorter calls, fewer solved at the first
    ],
    ids=["worse material", "web sales", "call time"],
)
def test_a_kpi_that_improves_while_its_counter_metric_worsens_is_found(better, signs, worse):
    step = np.arange(36) >= 24
    kpi = 100 * SEASON * np.exp(0.02 * _noise(1, 36)) * (1 + better * step)
    other = 80 * SEASON * np.exp(0.02 * _noise(2, 36))
    assert _found(counter_falls(kpi, other * (1 + worse * step), 12, signs=signs))
    assert not _found(counter_falls(kpi, other, 12, signs=signs))
    assert not _found(counter_falls(kpi, other * (1 - worse * step), 12, signs=signs))


def test_less_than_two_years_are_too_few_to_tell_a_season_from_a_fall():
    assert counter_falls(np.arange(18.0), np.arange(18.0), 12, signs=(1.0, 1.0)) is None


def test_two_weeks_of_missed_new_customers_are_no_trap():
    weekly = np.random.default_rng(7).poisson(20, (1, 60)).astype(float)
    weekly[0, -2:] = 9
    targets = np.full_like(weekly, 18)
    assert not _found(bunching(weekly, targets))
    assert heaped_digits(weekly) is None


@pytest.mark.parametrize("year", ["last", "first"])
def test_all_scores_above_a_hundred_while_profit_falls_eight_per_cent_is_found(year):
    profit = 1e6 * SEASON * np.exp(0.01 * _noise(4, 36))
    profit[24 if year == "last" else 12 :] *= 0.92
    met = np.ones((5, 36))
    found = shining_scores(met, profit, 12)
    assert _found(found)
    assert found.figures["change"] == pytest.approx(-0.08, abs=0.02)
    assert not _found(shining_scores(met * 0.0, profit, 12))
    assert not _found(shining_scores(met, 1e6 * SEASON * np.exp(0.01 * _noise(4, 36)), 12))


def _moved(values, target, share, seed=0):
    short = (values < target) & (values >= target * 0.96)
    return np.where(short & (np.random.default_rng(seed).random(values.shape) < share), target, values)


def test_figures_brought_over_their_target_bunch_there_and_smooth_ones_do_not():
    values = np.round(100 + 8 * _noise(11, 10, 36), 1)
    target = np.full_like(values, 98.0)
    assert _found(bunching(_moved(values, 98.0, 0.7), target))
    assert not _found(bunching(values, target))
    assert bunching(values[:1], target[:1]) is None


def test_the_humps_of_a_few_calm_units_are_no_bunching():
    levels = np.array([[101.0], [101.5], [130.0], [132.0]])
    assert bunching(levels + _noise(3, 4, 36), np.full((4, 36), 100.0)) is None


def test_where_lower_is_better_bunching_is_looked_for_below_the_target():
    values = np.round(100 + 8 * _noise(11, 10, 36), 1)
    crowded = np.where((values > 98) & (values < 102), 98.0 - 0.5 * (values - 98), values)
    target = np.full_like(values, 98.0)
    assert _found(bunching(crowded, target, lower=True))
    assert not _found(bunching(crowded, target))


def test_round_numbers_at_a_round_target_are_no_bunching():
    values = np.round(100 + 9 * _noise(12, 12, 36))
    heaped = np.where(np.random.default_rng(1).random(values.shape) < 0.3, np.round(values / 5) * 5, values)
    assert not _found(bunching(heaped, np.full_like(values, 100.0)))


def test_figures_rounded_by_hand_end_in_nought_and_five_and_tens_throughout_do_not():
    values = np.round(1000 + 80 * _noise(13, 6, 24))
    some = np.where(np.random.default_rng(2).random(values.shape) < 0.4, np.round(values / 10) * 10, values)
    assert _found(heaped_digits(some))
    assert not _found(heaped_digits(values))
    assert not _found(heaped_digits(np.round(10000 + 800 * _noise(13, 6, 24), -1)))
    assert heaped_digits(values / 7) is None


def test_a_series_much_calmer_than_its_peers_stands_out():
    values = 500 * np.exp(0.08 * _noise(14, 8, 24))
    assert not _found(too_smooth(values))
    values[5] = 500 + 0.15 * (values[5] - 500)
    found = too_smooth(values)
    assert _found(found)
    assert found.marks == (5,)
    assert too_smooth(values[:4]) is None


def test_a_season_hides_no_calm_series_and_makes_none():
    season = 1 + 0.3 * np.sin(np.arange(36) / 12 * 2 * np.pi)
    noise = 0.06 * _noise(14, 12, 36)
    assert not _found(too_smooth(1000 * season * (1 + noise), year=12))
    noise[5] *= 0.2
    assert not _found(too_smooth(1000 * season * (1 + noise)))
    assert too_smooth(1000 * season * (1 + noise), year=12).marks == (5,)


def test_a_rush_before_the_month_ends_counts_only_with_the_dip_after_it():
    days = pd.date_range("2024-01-01", "2025-03-31")
    usual = 300 * np.exp(0.05 * _noise(15, len(days)))
    last = np.asarray((days + pd.Timedelta(days=3)).month != days.month)
    rush = usual * (1 + 0.3 * last)
    assert _found(period_end(days, rush * (1 - 0.2 * (days.day <= 3))))
    assert not _found(period_end(days, rush))
    assert not _found(period_end(days, usual))


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=30), st.sampled_from([0.01, 0.1, 1.0, 10.0, 500.0]))
def test_every_figure_is_a_multiple_of_the_unit_found(counts, unit):
    values = np.array(counts) * unit
    found = unit_of(values)
    if (values != 0).any():
        assert found >= unit * 0.999
        assert np.allclose(values / found, np.round(values / found), atol=1e-6)
        assert (np.abs(np.round(values[values != 0] / found)) >= 1).all()
