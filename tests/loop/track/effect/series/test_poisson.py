"""Counts with exposure."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.panel import Columns, read_panel
from diagnostics.loop.track.effect.series.poisson import _settle, _solve, poisson_its
from diagnostics.loop.track.effect.series.regression import present, regressors


def events(random, periods=48, mean=40.0, ratio=1.0, start=36):
    month = np.arange(periods)
    days = random.integers(18, 32, periods).astype(float)
    rate = mean / 26 * np.exp(0.2 * np.cos(2 * np.pi * month / 12) + 0.004 * month) * ratio ** (month >= start)
    return random.poisson(rate * days).astype(float), days


def test_without_memory_the_coefficients_and_errors_are_those_of_a_generalised_linear_model(arrays):
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    counts, days = events(np.random.default_rng(3), ratio=1.3)
    panel = arrays(counts, 36, days)
    rows = present(panel.counts[0], regressors(panel))
    _, beta, working = _solve(rows, np.log(days), np.log(counts + 1) - np.log(days), (0.0, 0.0))
    theirs = GLM(counts, rows.x, family=Poisson(), exposure=days).fit(scale="X2", tol=1e-12)
    np.testing.assert_allclose(beta, theirs.params, atol=1e-7)
    rest = working.y - working.x @ beta
    dispersion = rest @ rest / (len(counts) - len(beta))
    errors = np.sqrt(np.diag(np.linalg.inv(working.x.T @ working.x)) * dispersion)
    np.testing.assert_allclose(errors, theirs.bse, rtol=1e-6)


def test_a_rate_ratio_is_found_whatever_the_exposure(arrays):
    random = np.random.default_rng(7)
    found = [poisson_its(arrays(*_swapped(events(random, mean=4000, ratio=1.2)))).effect for _ in range(5)]
    assert np.mean(found) == pytest.approx(np.log(1.2), abs=0.03)


def _swapped(drawn):
    counts, days = drawn
    return counts, 36, days


def test_twice_the_exposure_halves_the_rate_and_leaves_the_ratio(arrays):
    counts, days = events(np.random.default_rng(2), ratio=1.4)
    one, two = poisson_its(arrays(counts, 36, days)), poisson_its(arrays(counts, 36, 2 * days))
    assert two.effect == pytest.approx(one.effect, abs=1e-6)
    assert two.interval == pytest.approx(one.interval, abs=1e-6)
    np.testing.assert_allclose(one.expected - two.expected, np.log(2), atol=1e-6)


def test_periods_without_events_count_and_periods_without_exposure_do_not(arrays):
    counts, days = events(np.random.default_rng(4), mean=2.0)
    assert (counts == 0).any()
    whole = poisson_its(arrays(counts, 36, days))
    assert np.isfinite(whole.interval).all()
    counts[10] = days[10] = 0
    closed, counts[10] = arrays(counts, 36, days), np.nan
    assert poisson_its(closed).effect == poisson_its(arrays(counts, 36, days)).effect
    assert poisson_its(closed).effect != whole.effect


@pytest.mark.parametrize("side", [slice(0, 36), slice(36, 48)])
def test_a_side_without_any_event_has_no_interval(arrays, side):
    counts, days = events(np.random.default_rng(4), mean=3.0)
    counts[side] = 0
    assert np.isnan(poisson_its(arrays(counts, 36, days)).error)


@pytest.mark.parametrize(("wrong", "shown"), [(3.5, "3.5"), (-1.0, "-1")])
def test_fractions_and_negative_counts_are_refused(arrays, wrong, shown):
    counts, days = events(np.random.default_rng(1))
    counts[5] = wrong
    with pytest.raises(InputError, match=rf"count of 'a0' in 5 is {shown}; method='poisson_its' needs whole counts"):
        poisson_its(arrays(counts, 36, days))


def test_overdispersion_and_memory_widen_the_interval(arrays, noise):
    counts, days = events(np.random.default_rng(5), mean=400)
    plain = poisson_its(arrays(counts, 36, days))
    wandering = np.exp(0.2 * noise(np.random.default_rng(6), 1, 48, 0.6)[0])
    wider = poisson_its(arrays(np.round(counts * wandering), 36, days))
    assert wider.interval[1] - wider.interval[0] > 2 * (plain.interval[1] - plain.interval[0])


@pytest.mark.parametrize(("spread", "share"), [(0.0, 0.0), (0.1, 0.5), (0.4, 0.94)])
def test_what_varies_beyond_counting_is_the_share_that_remembers(arrays, noise, spread, share):
    random = np.random.default_rng(8)
    rate = 100 * np.exp(spread * noise(random, 1, 160, 0.5)[0])
    panel = arrays(random.poisson(rate).astype(float), 100)
    rows = present(panel.counts[0], regressors(panel))
    assert _settle(rows, np.zeros(160))[2] == pytest.approx(share, abs=0.2)


@pytest.mark.parametrize(("seats", "published"), [("drivers", -0.149), ("rear", 0.121)])
def test_the_seat_belt_law_moves_those_whom_it_covers(public, seats, published):
    deaths = public("uk_seatbelts.csv")
    deaths = deaths.assign(month=deaths["date"].str[:7])
    found = poisson_its(read_panel(deaths, Columns(None, "month", seats, "kms"), (), "1983-02", None))
    low, high = np.expm1(found.interval)
    assert low < published < high
    assert np.expm1(found.effect) == pytest.approx(published, abs=0.01)
    assert not low <= 0 <= high


def test_frames_bring_their_counts_and_exposure():
    counts, days = events(np.random.default_rng(9), mean=60, ratio=0.7)
    frame = pd.DataFrame({"month": range(48), "accidents": counts, "days": days})
    found = poisson_its(read_panel(frame, Columns(None, "month", "accidents", "days"), (), 36, None))
    assert found.interval[0] < np.log(0.7) < found.interval[1] < 0


@pytest.mark.parametrize("size", [1.0, 1e7])
def test_contrasts_of_rates_are_told_in_their_own_unit(size):
    counts, _ = events(np.random.default_rng(9), mean=60, ratio=0.7)
    frame = pd.DataFrame({"month": range(48), "accidents": np.round(counts * size)})
    found = estimate_effect(frame, entity=None, time="month", value="accidents", start=36, method="poisson_its")
    means = frame["accidents"][36:].mean(), frame["accidents"][:36].mean()
    assert found.contrast["before_after"]["effect"] == pytest.approx(means[0] - means[1])
    assert found.relative == pytest.approx(-0.3, abs=0.2)
