"""Interrupted series."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.series.its import its
from diagnostics.loop.track.effect.series.regression import regressors
from diagnostics.loop.track.effect.panel import Columns, read_panel
from diagnostics.model.reml import waves


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
    assert found.df <= 45 - 7


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
