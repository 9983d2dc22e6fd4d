"""Expected alerts: closed forms beside counts, what is bearable, refusals."""

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.early_warning.departures import LADDER
from diagnostics.loop.track.early_warning.expected_alerts import (
    A_YEAR,
    BEARABLE_MISSES,
    BEARABLE_SIGNALS,
    bearable_n,
    bearable_strictness,
    expected_alerts,
    miss_rate,
    signal_rate,
)
from diagnostics.loop.track.early_warning.forecasts import touched_rate
from diagnostics.loop.track.early_warning.quiet_rates import quiet_series, simulated_rate
from diagnostics.loop.track.early_warning.signal_rates import LONG_TAIL


@pytest.mark.parametrize(("n", "correlation"), [(2, 0.0), (2, 0.5), (3, 0.3), (4, 0.8)])
def test_misses_in_a_row_come_as_often_as_is_stated(n, correlation):
    drawn = quiet_series(correlation, 1000, 120, np.random.default_rng(4)) < np.quantile(
        np.random.default_rng(5).standard_normal(200_000), 0.2
    )
    run = np.ones((1000, 120 - n), dtype=bool)
    for step in range(1, n + 1):
        run &= drawn[:, step : step + 120 - n]
    assert miss_rate(n, 0.2, correlation) == pytest.approx((run & ~drawn[:, : 120 - n]).mean(), rel=0.1)


def test_without_correlation_the_rate_is_the_product():
    assert miss_rate(3, 0.3) == pytest.approx(0.7 * 0.3**3)
    assert miss_rate(3, 0.3, 1e-6) == pytest.approx(0.7 * 0.3**3, rel=1e-4)


@pytest.mark.parametrize("cycle", ["week", "month", "quarter", "year"])
@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.6])
def test_the_default_set_stays_at_one_alert_an_entity_and_year(cycle, correlation):
    told = [expected_alerts(rule, cycle=cycle, autocorrelation=correlation) for rule in ("signal", "misses")]
    assert told[0] <= BEARABLE_SIGNALS
    assert told[1] <= BEARABLE_MISSES
    assert sum(told) + touched_rate(0.2) <= 1.0 + 1e-9


def test_two_in_a_row_is_the_default_of_a_quiet_monthly_kpi_and_its_price_weekly_is_told():
    assert bearable_n(0.2, 0.0, A_YEAR["month"]) == 2
    assert bearable_n(0.2, 0.0, A_YEAR["week"]) == 3
    assert expected_alerts("misses", cycle="week", n=2) == pytest.approx(52 * 0.8 * 0.04)


def test_more_correlation_asks_for_more_and_less_bearable_too():
    chosen = [LADDER.index(bearable_strictness(24, each, 52)) for each in (0.0, 0.3, 0.6)]
    assert chosen == sorted(chosen)
    assert len(set(chosen)) > 1
    assert LADDER.index(bearable_strictness(24, 0.3, 52, 0.05)) > chosen[1]
    assert signal_rate(8, 0.3, LADDER[0]) > signal_rate(24, 0.3, LADDER[0])


@pytest.mark.parametrize("tail", [1.0, LONG_TAIL])
def test_signals_come_as_often_as_the_table_states_without_and_with_a_long_tail(tail):
    counted = simulated_rate(0.3, 16, LADDER[1], tail=tail, series=150, seed=11)
    assert signal_rate(16, 0.3, LADDER[1], tail) == pytest.approx(counted, rel=0.2)


def test_a_long_tail_is_told_by_its_rate_and_asks_for_stricter_limits():
    plain, half, long = (signal_rate(24, 0.0, LADDER[3], each) for each in (1.0, 1.3, LONG_TAIL))
    assert 3 * plain < long
    assert plain < half < long == signal_rate(24, 0.0, LADDER[3], 2.0)
    chosen = [LADDER.index(bearable_strictness(24, 0.0, 52, tail=each)) for each in (1.0, LONG_TAIL)]
    assert chosen[0] < chosen[1]
    assert 52 * signal_rate(24, 0.0, LADDER[chosen[1]], LONG_TAIL) <= BEARABLE_SIGNALS


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: miss_rate(0, 0.2), "n == 0, must be a whole number"),
        (lambda: miss_rate(True, 0.2), "n == True"),
        (lambda: miss_rate(2, 1.2), r"must be in \[0, 1\]"),
        (lambda: miss_rate(2, float("nan")), r"must be in \[0, 1\]"),
        (lambda: expected_alerts("mises"), "Did you mean 'misses'"),
        (lambda: expected_alerts("signal", cycle="weekly"), "Did you mean 'week'"),
        (lambda: expected_alerts("signal", autocorrelation=1.0), "autocorrelation == 1.0"),
    ],
)
def test_what_has_no_meaning_is_refused(call, told):
    with pytest.raises(InputError, match=told):
        call()
