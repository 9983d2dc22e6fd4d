"""Forecasts of one series: they hold what they say, and know nothing of what came after."""

import numpy as np
import pytest
from scipy import stats

from diagnostics.loop.track.outlook.candidates import candidates, layout
from diagnostics.loop.track.outlook.foretell import Foretold, Series
from diagnostics.loop.track.outlook.mixture import below, quantile

MONTHS = 36


def noisy(seed, count=MONTHS + 6, season=1.5, likeness=0.3):
    draws = np.random.default_rng(seed)
    noise = draws.standard_normal(count)
    for at in range(1, count):
        noise[at] = likeness * noise[at - 1] + np.sqrt(1 - likeness**2) * noise[at]
    return 100 + 5 * (noise + season * np.sqrt(2) * np.sin(2 * np.pi * np.arange(count) / 12 + draws.uniform(0, 6)))


def told(values, ahead=6):
    series = Series(values, 12, ahead)
    return series.told(len(values), np.arange(len(values), len(values) + ahead), np.ones(ahead))


def test_ranges_hold_about_as_many_sums_as_they_say_and_miss_less_than_the_year_before():
    inside, missed, naive = [], [], []
    for seed in range(60):
        values = noisy(seed)
        found, actual = told(values[:MONTHS]), values[MONTHS:].sum()
        inside.append(abs(below(found, actual) - 0.5) <= 0.4)
        missed.append(abs(quantile(found, 0.5) - actual))
        naive.append(abs(values[MONTHS - 12 : MONTHS - 6].sum() - actual))
    # 80 of 100 are meant; of 60 between 41 and 55 lie within three standard errors.
    assert 0.68 <= np.mean(inside) <= 0.95
    assert np.mean(missed) < 1.05 * np.mean(naive)


def test_chances_are_as_frequent_as_they_say():
    chances, came = [], []
    for seed in range(60):
        values = noisy(seed, season=0.0)
        aim = 600 + np.random.default_rng([seed, 1]).normal(0, 15)
        chances.append(1 - below(told(values[:MONTHS]), aim))
        came.append(values[MONTHS:].sum() >= aim)
    chances, came = np.array(chances), np.array(came)
    assert abs(chances.mean() - came.mean()) < 0.15
    assert came[chances > 0.6].mean() > 0.55
    assert came[chances < 0.4].mean() < 0.45


@pytest.mark.parametrize("unit", [1e-290, 1e290])
def test_the_unit_of_the_figures_has_no_say(unit):
    plain, other = told(noisy(2)), told(noisy(2) * unit)
    assert other.weight == pytest.approx(plain.weight)
    assert quantile(other, 0.1) / unit == pytest.approx(quantile(plain, 0.1))


def test_the_first_figures_alone_tell_what_is_to_come():
    values = noisy(1)
    other = values.copy()
    other[MONTHS:] += 50
    rows = np.arange(MONTHS, MONTHS + 6)
    both = [Series(each, 12, 0).told(MONTHS, rows, np.ones(6)) for each in (values, other)]
    assert both[0].weight == pytest.approx(both[1].weight)
    assert both[0].middle == pytest.approx(both[1].middle)


def test_a_candidate_foretells_what_regression_on_its_correlations_does():
    values, ahead = noisy(2)[:30], 3
    at = 9
    laid = layout(tuple(range(30)), tuple(range(30, 33)), 12)
    sigma = laid.factor[at] @ laid.factor[at].T
    inverse = np.linalg.inv(sigma[:30, :30])
    level = inverse.sum(axis=0) @ values / inverse.sum()
    cross = sigma[30:, :30] @ inverse
    means = level + cross @ (values - level)
    pull = 1 - cross.sum(axis=1)
    spread = sigma[30:, 30:] - cross @ sigma[:30, 30:] + np.outer(pull, pull) / inverse.sum()
    scale = (values - level) @ inverse @ (values - level) / 29
    found = told(values, ahead)
    assert not found.logs[at]
    assert found.middle[at] == pytest.approx(means.sum())
    assert found.spread[at] == pytest.approx(np.sqrt(spread.sum() * scale))


def test_weights_are_those_of_what_each_foretold_one_step_ahead():
    values = noisy(3)[:20]
    found = told(values, 1)
    first, second = candidates(12).index((0.0, 0.0, 0.0, 0.0)), candidates(12).index((1.0, 0.6, 0.0, 0.0))
    scores = np.zeros(2)
    for count in range(5, 20):
        step = Series(values[: count + 1], 12, 0).told(count, np.array([count]), np.ones(1))
        for place, each in enumerate((first, second)):
            scores[place] += stats.t.logpdf(values[count], step.freedom[each], step.middle[each], step.spread[each])
    assert np.log(found.weight[first] / found.weight[second]) == pytest.approx(scores[0] - scores[1])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_quantile_is_what_lies_below_it(share):
    mixed = Foretold(
        np.array([10.0, 3.0]), np.array([2.0, 0.2]), np.array([9.0, 9.0]), np.array([0.4, 0.6]), np.array([False, True])
    )
    assert below(mixed, quantile(mixed, share)) == pytest.approx(share, abs=1e-5)
    assert below(mixed, -1.0) < 0.01


def test_growth_by_a_share_is_carried_on_as_such():
    draws = np.random.default_rng(4)
    values = 100 * np.exp(0.02 * np.arange(54) + 0.01 * draws.standard_normal(54))
    found = told(values[:48])
    assert quantile(found, 0.5) == pytest.approx(values[48:].sum(), rel=0.04)
    assert found.weight[found.logs].sum() > 0.5


def test_missing_months_are_left_out_and_not_filled():
    values = noisy(5)
    gappy = values[:MONTHS].copy()
    gappy[[7, 20]] = np.nan
    series = Series(gappy, 12, 6)
    assert len(series.known) == MONTHS - 2
    found = series.told(MONTHS - 2, np.arange(MONTHS - 2, MONTHS + 4), np.ones(6))
    assert quantile(found, 0.5) == pytest.approx(quantile(told(values[:MONTHS]), 0.5), rel=0.05)
