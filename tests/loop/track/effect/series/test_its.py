"""Interrupted series."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.panel import Columns, read_panel
from diagnostics.loop.track.effect.series import regression
from diagnostics.loop.track.effect.series.its import its
from diagnostics.loop.track.effect.series.regression import present, regressors
from diagnostics.model.null_sizes import null_sizes
from diagnostics.model.reml import gls_ar1, reml_ar1, waves


def series(values, start, **columns):
    frame = pd.DataFrame({"month": range(len(values)), "sales": values, **columns})
    return read_panel(frame, Columns(None, "month", "sales", None, tuple(columns)), (), start, None)


def test_a_step_beside_trend_and_season_is_found_exactly():
    month = np.arange(48)
    panel = series(50 + 0.4 * month + 6 * np.cos(2 * np.pi * month / 12 + 1) - 5 * (month >= 30), 30)
    assert its(panel).effect == pytest.approx(-5)


def test_missing_months_are_left_out_and_not_filled():
    month = np.arange(48)
    values = 50 + 0.4 * month + 3.0 * (month >= 30) + np.random.default_rng(1).normal(0, 0.3, 48)
    values[[3, 17, 35]] = np.nan
    found = its(series(values, 30))
    assert found.effect == pytest.approx(3, abs=0.6)
    assert found.df == 45 - 14


def test_a_covariate_takes_its_own_part():
    month, random = np.arange(60), np.random.default_rng(5)
    price = random.normal(3, 1, 60) + (month >= 40)
    values = 20 + 2 * price + 4.0 * (month >= 40) + random.normal(0, 0.2, 60)
    assert its(series(values, 40, price=price)).effect == pytest.approx(4, abs=0.3)
    assert its(series(values, 40)).effect > 5


def test_waves_are_orthogonal_and_end_at_two_periods():
    columns = np.column_stack(waves(np.arange(24), 12, 6))
    assert columns.shape[1] == 11
    np.testing.assert_allclose(columns.T @ columns, np.diag(np.diag(columns.T @ columns)), atol=1e-9)
    assert waves(np.arange(5), 1, 2) == []


def test_the_start_is_the_last_regressor():
    assert list(regressors(series(range(20), 12))[:, -1]) == [0] * 12 + [1] * 8


def test_too_short_a_series_and_a_repeated_covariate_are_refused():
    with pytest.raises(InputError, match="8 periods with a value are too few for 7 regressors"):
        its(series(range(8), 4))
    with pytest.raises(InputError, match="The covariates repeat each other"):
        its(series(np.random.default_rng(1).normal(size=40), 30, month_again=np.arange(40.0)))


def test_the_seat_belt_law_is_seen_where_it_holds(public):
    deaths = public("uk_seatbelts.csv")
    deaths = deaths.assign(month=deaths["date"].str[:7], log=np.log(deaths["drivers"]))
    found = its(read_panel(deaths, Columns(None, "month", "log"), (), "1983-02", None))
    low, high = np.expm1(found.interval)
    assert low < -0.149 < high < 0


def test_a_change_of_slope_gives_the_mean_effect_and_its_parts():
    month = np.arange(60)
    values = 50 + 0.2 * month + np.where(month >= 40, 3 + 0.5 * (month - 40), 0)
    found = its(series(values, 40), shape="level_slope")
    assert found.effect == pytest.approx(3 + 0.5 * 9.5)
    assert found.shape["level"][0] == pytest.approx(3)
    assert found.shape["slope"][0] == pytest.approx(0.5)
    np.testing.assert_allclose(found.expected, 50 + 0.2 * month, atol=1e-8)
    assert not its(series(values, 40)).shape


def test_the_error_of_the_mean_effect_is_that_of_level_and_slope_together(noise):
    y = noise(np.random.default_rng(3), 1, 60, 0.4)[0]
    x = np.column_stack([np.ones(60), np.arange(60), np.arange(60) >= 40, np.maximum(np.arange(60) - 40, 0)])
    panel = series(y, 40)
    found = its(panel, shape="level_slope")
    rows = present(panel.series, regressors(panel, "level_slope"))
    phi = reml_ar1(rows.y, rows.x, rows.at).phi
    seasons = np.column_stack([x[:, :2], *waves(np.arange(60), 12, 6), x[:, 2:].astype(float)])
    fit = gls_ar1(y, seasons, np.arange(60.0), phi)
    share = np.zeros(15)
    share[-2:] = 1, 9.5
    assert found.effect == pytest.approx(share @ fit.beta)
    assert found.error == pytest.approx(np.sqrt(share @ fit.covariance @ share))


def test_at_its_memory_the_coefficients_are_those_of_statsmodels(noise):
    from statsmodels.regression.linear_model import GLS

    panel = series(noise(np.random.default_rng(4), 1, 48, 0.5)[0] + 2.0 * (np.arange(48) >= 36), 36)
    rows = present(panel.series, regressors(panel))
    phi = reml_ar1(rows.y, rows.x, rows.at).phi
    theirs = GLS(rows.y, rows.x, sigma=phi ** np.abs(np.subtract.outer(rows.at, rows.at))).fit()
    found = its(panel)
    assert (found.effect, found.error) == pytest.approx((theirs.params[-1], theirs.bse[-1]), rel=1e-6)


def test_the_memory_found_is_that_of_a_likelihood_by_the_kalman_filter_but_for_its_correction(noise):
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    panel = series(noise(np.random.default_rng(5), 1, 400, 0.6)[0], 300)
    rows = present(panel.series, regressors(panel))
    theirs = SARIMAX(rows.y, exog=rows.x, order=(1, 0, 0)).fit(disp=0)
    assert reml_ar1(rows.y, rows.x, rows.at).phi == pytest.approx(theirs.params[-2], abs=0.03)
    assert its(panel).effect == pytest.approx(theirs.params[-3], abs=0.05)


def test_interval_and_probability_say_the_same(noise):
    random = np.random.default_rng(6)
    for step in (0.0, 1.0, 2.0, 4.0):
        found = its(series(noise(random, 1, 36, 0.3)[0] + step * (np.arange(36) >= 24), 24))
        low, high = found.interval
        assert (found.p_value <= 0.05) == (not low <= 0 <= high)
        assert found.detectable > (high - low) / 2


@pytest.mark.parametrize(("phi", "step"), [(0.0, 0.0), (0.6, 0.0), (0.3, 1.5)])
def test_intervals_of_three_years_hold_the_effect_as_often_as_they_say(noise, monkeypatch, phi, step):
    monkeypatch.setattr(regression, "null_sizes", partial(null_sizes, draws=499))
    random, draws = np.random.default_rng(7), 80
    held = 0
    for _ in range(draws):
        low, high = its(series(noise(random, 1, 36, phi)[0] + step * (np.arange(36) >= 24), 24)).interval
        held += low <= step <= high
    assert held / draws >= 0.95 - 3.5 * np.sqrt(0.05 * 0.95 / draws)


def test_an_unknown_shape_and_different_starts_are_refused():
    values = np.random.default_rng(8).normal(size=48)
    with pytest.raises(InputError, match="shape"):
        its(series(values, 36), shape="slope")
    frame = pd.DataFrame({"shop": np.repeat(["a", "b", "c"], 48), "month": [*range(48)] * 3, "sales": [*values] * 3})
    panel = read_panel(frame, Columns("shop", "month", "sales"), ["a", "b"], {"a": 30, "b": 36}, None)
    with pytest.raises(InputError, match="start"):
        its(panel)


def test_a_month_that_stands_out_every_year_is_no_effect():
    month = np.arange(36)
    values = 50 + 8.0 * (month % 12 == 11) + np.random.default_rng(9).normal(0, 0.5, 36) + 3.0 * (month >= 24)
    assert its(series(values, 24)).effect == pytest.approx(3, abs=1)
