"""Slopes and steps: right on average, rare by chance, honest about what can't be had."""

import numpy as np
import pytest

from diagnostics.loop.diagnose.causes.event_fit import Step, event_fit
from diagnostics.loop.diagnose.causes.panel_fit import panel_fit, within
from diagnostics.loop.diagnose.causes.series_fit import series_fit

NONE = np.zeros((0, 8, 36))


def test_a_slope_is_that_of_least_squares_with_all_dummies(noise):
    import statsmodels.api as sm

    draws = np.random.default_rng(1)
    x, z = noise(draws, (8, 36)), noise(draws, (1, 8, 36))
    y = 0.7 * x - 0.4 * z[0] + noise(draws, (8, 36)) + np.arange(8)[:, None]
    y[2, 5] = x[3, 7] = np.nan
    found = panel_fit(y, x, z)
    there = (np.isfinite(y) & np.isfinite(x)).ravel()
    rows, ends = np.repeat(np.arange(8), 36), np.tile(np.arange(36), 8)
    dummies = np.column_stack([*(rows == each for each in range(8)), *(ends == each for each in range(1, 36))])
    design = np.column_stack([x.ravel(), z.ravel(), dummies])[there].astype(float)
    oracle = sm.OLS(y.ravel()[there], design).fit(cov_type="cluster", cov_kwds={"groups": rows[there]})
    assert found.slope == pytest.approx(oracle.params[0], rel=1e-6)
    assert found.low < 0.7 < found.high
    assert (found.entities, found.n) == (8, 286)


def test_means_of_entities_and_periods_are_gone_with_holes_too():
    draws = np.random.default_rng(3)
    there = draws.random((6, 20)) > 0.2
    left = within(draws.standard_normal((1, 6, 20)) + np.arange(6)[:, None] * 100, there)[0]
    assert np.abs(left.sum(axis=0)).max() < 1e-6
    assert np.abs(left.sum(axis=1)).max() < 1e-6


@pytest.mark.parametrize("entities", [6, 12])
def test_unrelated_drivers_are_rarely_called_related(noise, entities):
    found = []
    for seed in range(60):
        draws = np.random.default_rng(seed)
        y, x = noise(draws, (entities, 30), 0.8), noise(draws, (entities, 30), 0.8)
        found.append(panel_fit(y, x, np.zeros((0, entities, 30)), seed).probability)
    assert np.mean(np.array(found) < 0.05) <= 0.12


def test_a_driver_that_all_share_or_that_follows_a_confounder_has_no_slope_of_its_own(noise):
    draws = np.random.default_rng(1)
    y, x = noise(draws, (8, 36)), noise(draws, (8, 36))
    assert panel_fit(y, np.tile(x[:1], (8, 1)), NONE) is None
    assert panel_fit(y, x, 2 * x[None]) is None
    assert panel_fit(y, np.full_like(x, 3.0), NONE) is None


def test_an_entity_with_one_period_and_missing_drivers_do_no_harm(noise):
    draws = np.random.default_rng(1)
    x = noise(draws, (8, 36))
    y = x + noise(draws, (8, 36))
    y[0, 1:] = np.nan
    x[1] = np.nan
    found = panel_fit(y, x, NONE)
    assert found.entities == 6
    assert found.slope == pytest.approx(1, abs=0.3)
    assert panel_fit(y, np.full_like(x, np.nan), NONE) is None


def test_one_series_with_trend_and_season_is_not_called_related_to_another(noise):
    rare = []
    time = np.arange(48)
    for seed in range(40):
        draws = np.random.default_rng(seed)
        y, x = (noise(draws, (1, 48), 0.8) + time / 8 + 2 * np.sin(np.pi * time / 6) for _ in range(2))
        rare.append(series_fit(y, x, np.zeros((0, 1, 48)), 12).probability)
    assert np.mean(np.array(rare) < 0.05) <= 0.15


def test_one_series_that_follows_another_is_found(noise):
    draws = np.random.default_rng(4)
    x = noise(draws, (1, 48))
    found = series_fit(2 * x + noise(draws, (1, 48)), x, np.zeros((0, 1, 48)), 12)
    assert found.probability < 0.001
    assert found.low < 2 < found.high
    assert series_fit(x[:, :12], x[:, :12], np.zeros((0, 1, 12)), 12) is None


def _struck(entities):
    return np.arange(entities) == 0


def test_a_step_beside_others_is_found_and_its_size_too(noise):
    draws = np.random.default_rng(2)
    y = noise(draws, (10, 40)) + 3 * noise(draws, (1, 40))
    after = np.arange(40) >= 24
    y[0] += 5 * after
    step = event_fit(y, _struck(10), after, 12)
    assert step.others == 9
    assert step.low < 5 < step.high
    assert step.probability < 0.01
    assert not step.moved_before


def test_a_step_alone_needs_three_seasons_and_says_so(noise):
    y = noise(np.random.default_rng(2), (1, 30))
    assert event_fit(y, _struck(1), np.arange(30) >= 20, 12) == "alone"
    assert event_fit(y, _struck(1), np.arange(30) >= 29, 12) == "short"
    long = noise(np.random.default_rng(2), (1, 48)) + 4.0 * (np.arange(48) >= 30)
    found = event_fit(long, _struck(1), np.arange(48) >= 30, 12)
    assert isinstance(found, Step)
    assert found.others == 0
    assert found.low < 4 < found.high


def test_who_moved_apart_before_the_event_is_told(noise):
    draws = np.random.default_rng(5)
    y = 0.2 * noise(draws, (8, 40))
    y[0] += np.linspace(0, 8, 40)
    assert event_fit(y, _struck(8), np.arange(40) >= 28, 12).moved_before
