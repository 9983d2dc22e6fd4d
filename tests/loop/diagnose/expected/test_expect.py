"""Expected values: held to statsmodels, chosen by back-test, honest about error and short histories."""

import dataclasses
import json
import warnings

import numpy as np
import pytest
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel

import diagnostics as dx
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.expected import methods
from diagnostics.loop.diagnose.expected.backtest import filled, told, unchosen
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import Known
from tests.loop.diagnose.conftest import CALENDAR

MONTHS = np.arange(60)


def wavy(seed, noise=60.0):
    draws = np.random.default_rng(seed)
    return 1000 + 200 * np.sin(2 * np.pi * MONTHS / 12) + 5 * MONTHS + draws.normal(0, noise, 60)


@pytest.fixture
def series(observations):
    """Maker of observations of one store that end in 2025-06: values by KPI."""

    def make(**kpis):
        last = CALENDAR.parse("2025-06")
        return observations(
            {"kpi": kpi, "entity": "s1", "value": float(each)}
            | {"period": CALENDAR.shift(last, at - len(values) + 1).text}
            for kpi, values in kpis.items()
            for at, each in enumerate(values)
        )

    return make


def kpi(key, unit):
    return {key: Kpi(id=key, name=key, unit=unit, direction="higher", source="s", measure="sum(x)")}


def test_theta_is_that_of_statsmodels():
    values = wavy(1)
    model = ThetaModel(values[:48], period=12, deseasonalize=True, use_test=False, method="additive")
    assert methods.theta(values, 12, 12)[0] == pytest.approx(float(model.fit().forecast(1).iloc[0]))


@pytest.mark.parametrize("season", [1, 12])
def test_exponential_smoothing_is_that_of_statsmodels(season):
    values = wavy(2)
    more = {"seasonal": "add", "seasonal_periods": 12} if season > 1 else {}
    model = ETSModel(
        values[:48], error="add", trend="add", damped_trend=True, initialization_method="heuristic", **more
    )
    fit = model.fit(disp=False)
    ours = methods.ets(values, season, 12)
    assert ours[0] == pytest.approx(fit.forecast(1)[0])
    assert len(ours) == 13


def test_every_forecast_of_the_back_test_was_made_before_its_figure():
    values, changed = wavy(3), wavy(3)
    changed[-1] += 1e6
    for make in (methods.theta, methods.ets):
        assert make(values, 12, 12)[:-1] == pytest.approx(make(changed, 12, 12)[:-1])
    for name in methods.NAIVE:
        ours, theirs = (methods.naive(name, each, 12, (12, 1))[:-1] for each in (values, changed))
        assert ours == pytest.approx(theirs)


def test_naive_ways_carry_on_as_they_say():
    values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    assert [methods.naive(each, values, 4, (1, 1))[-1] for each in methods.NAIVE] == [4.5, 8.0, 5.0, 9.0]
    assert [methods.naive(each, values, 4, (1, 2))[-1] for each in methods.NAIVE] == [4.5, 8.0, 6.0, 10.0]


def test_the_method_that_did_best_is_taken():
    draws = np.random.default_rng(4)
    assert told(draws.normal(100, 5, 60), 12, 1, 0.05).method in {"mean", "ets", "theta"}
    assert told(np.cumsum(draws.normal(0, 5, 60)) + 500, 1, 1, 0.05).method in {"last", "drift", "ets", "theta"}
    season = np.tile(draws.normal(100, 30, 12), 5)
    best = told(season, 12, 1, 0.05)
    assert (best.expected, best.error) == (pytest.approx(season[0]), pytest.approx(0, abs=1e-6))


def test_intervals_hold_about_as_often_as_they_say():
    inside = []
    for seed in range(12):
        values = wavy(seed)
        found = told(values[:-1], 12, 1, 0.05)
        inside.append(found.low <= values[-1] <= found.high)
    assert sum(inside) >= 9


def test_a_client_reads_expected_value_and_typical_error(series):
    seen = series(sales=wavy(5))
    found = dx.diagnose.expect(seen, "2025-06", kpi("sales", "money"))
    row = found.frame().iloc[0]
    assert (row["history"], row["period"], row["actual"]) == (59, "2025-06", seen.table["value"].iloc[-1])
    assert row["low"] < row["expected"] < row["high"]
    assert row["error_share"] == pytest.approx(row["error"] / row["expected"])
    assert row["tried"].count(";") == 5
    assert found.told("zh")["told"].iloc[0].startswith("按它自己的历史推算约 ")
    assert "通常误差" in found.summary("zh")
    assert "Typical error: " in found.summary("en")
    assert found.plot("zh").axes
    assert json.loads(found.to_json())["kind"] == "Forecasts"


def test_a_period_to_come_is_expected_too_and_the_future_is_never_used(series):
    values = wavy(6)
    ahead = dx.diagnose.expect(series(sales=values), "2025-07").frame().iloc[0]
    assert np.isnan(ahead["actual"])
    changed = values.copy()
    changed[-6:] = 1e6
    then = [dx.diagnose.expect(series(sales=each), "2024-12").frame()["expected"].iloc[0] for each in (values, changed)]
    assert then[0] == then[1]


def test_far_ahead_only_naive_ways_are_tried(series):
    row = dx.diagnose.expect(series(sales=wavy(7)), "2025-09").frame().iloc[0]
    assert (row["reason"], row["method"] in methods.NAIVE) == ("far", True)


def test_shares_stay_shares_and_counts_stay_counts(series):
    draws = np.random.default_rng(9)
    seen = series(on_time=np.clip(draws.normal(0.98, 0.03, 60), 0, 1), defects=draws.poisson(0.7, 60))
    found = dx.diagnose.expect(seen, "2025-07", kpi("on_time", "share") | kpi("defects", "count")).frame()
    assert found.set_index("kpi").loc["on_time", "high"] == 1.0
    assert found.set_index("kpi").loc["defects", "low"] == 0.0


@pytest.mark.parametrize(("values", "method", "expected"), [([3.0], "last", 3.0), ([2.0, 4.0, 6.0], "mean", 4.0)])
def test_short_histories_give_what_they_have_and_say_so(series, values, method, expected):
    found = dx.diagnose.expect(series(sales=values), "2025-07")
    row = found.frame().iloc[0]
    assert (row["method"], row["expected"], row["reason"], row["backtests"]) == (method, expected, "short", 0)
    assert np.isnan(row["error"])
    assert "无法知道误差有多大" in found.told("zh")["told"].iloc[0]
    with pytest.raises(InputError, match="No expected value has an interval"):
        found.plot()


def test_nothing_before_the_period_expects_nothing(series):
    found = dx.diagnose.expect(series(sales=[3.0]), "2025-06")
    assert np.isnan(found.frame()["expected"].iloc[0])
    assert found.told("en")["told"].iloc[0] == "No earlier figure, so nothing can be expected."
    assert dx.diagnose.expect(series(sales=[3.0]), "2020-06").frame().empty


def test_figures_that_never_move_are_expected_to_stay():
    found = told(np.full(60, 7.0), 12, 1, 0.05)
    assert (found.expected, found.low, found.high, found.error, found.method) == (7.0, 7.0, 7.0, 0.0, "mean")


def test_gaps_are_filled_from_the_season_before_and_many_forbid_fitting():
    values = np.where(MONTHS % 3 == 1, np.nan, wavy(8))
    assert told(values, 12, 1, 0.05).reason == "gaps"
    few = wavy(8)
    few[30] = np.nan
    assert filled(few, 12)[30] == few[18]
    assert np.isfinite(told(few, 12, 1, 0.05).errors["theta"])


def test_a_fit_that_does_not_settle_is_left_out_and_said(monkeypatch):
    def unsettled(*_):
        raise methods.UnsettledError("no parameters")

    monkeypatch.setattr("diagnostics.loop.diagnose.expected.backtest.ets", unsettled)
    found = told(wavy(9), 12, 1, 0.05)
    assert (found.reason, "ets" in found.errors) == ("unsettled", False)


def test_warnings_of_fits_become_a_word_of_ours():
    from statsmodels.tools.sm_exceptions import ConvergenceWarning

    with pytest.raises(methods.UnsettledError):
        methods._fitted(lambda: warnings.warn("did not converge", ConvergenceWarning, stacklevel=1))


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"period": "soon"}, "no known form"),
        ({"kpis": ["slaes"]}, "sales"),
        ({"kpis": "sales"}, "write a list"),
        ({"entities": ["s9"]}, "s1"),
        ({"rate": 0}, "between 0 and 1"),
    ],
)
def test_what_has_no_meaning_is_refused(series, asked, match):
    with pytest.raises((InputError, UnknownNameError), match=match):
        dx.diagnose.expect(series(sales=[1.0, 2.0]), asked.pop("period", "2025-06"), **asked)


def test_what_are_no_observations_or_infinite_is_refused(series):
    with pytest.raises(InputError, match="takes Observations, got DataFrame"):
        dx.diagnose.expect(series(sales=[1.0]).table, "2025-06")
    with pytest.raises(InputError, match="is infinite"):
        dx.diagnose.expect(series(sales=[1.0, np.inf, 2.0]), "2025-06")


@pytest.mark.parametrize("count", range(3, 30))
def test_no_length_of_history_breaks_anything(count):
    """Statsmodels asks for so many figures before it begins; too few of them are a way left out, never an error."""
    values = 100 + np.random.default_rng(count).normal(0, 5, count)
    for method in (methods.theta, methods.ets):
        for season in (1, 4, 12):
            try:
                found = method(values, season, max(1, count // 4))
            except methods.UnsettledError:
                continue
            assert np.isfinite(found).all()


def test_the_error_told_is_not_that_of_the_best_on_the_same_figures():
    # Methods that differ by chance alone: the best of them looks better than any is.
    draws = np.random.default_rng(3).normal(size=(300, 4, 6))
    named = ("mean", "last", "seasonal_naive", "drift")
    best = [np.abs(each).mean(axis=1).min() for each in draws]
    honest = [np.abs(unchosen(dict(zip(named, each, strict=True)))).mean() for each in draws]
    true = np.sqrt(2 / np.pi)
    assert np.mean(best) < 0.85 * true
    assert 0.97 * true < np.mean(honest) < 1.2 * true


def test_one_method_keeps_its_own_errors():
    assert unchosen({"theta": np.array([1.0, -2.0])}).tolist() == [1.0, -2.0]


def test_a_history_with_too_many_gaps_for_any_way_gives_its_mean_and_says_so():
    values = np.array(
        [4.0, np.nan, 5.0, np.nan, np.nan, 4.5, np.nan, 5.5, np.nan, np.nan, 4.0, np.nan, 5.0, np.nan, 6.0] * 2
    )
    found = told(values, 12, 1, 0.05)
    assert np.isfinite(found.expected) or found.reason
    for seed in range(40):
        draws = np.random.default_rng(seed)
        holed = np.where(draws.random(26) < 0.6, np.nan, draws.normal(100, 5, 26))
        holed[[0, -1]] = 100.0
        told(holed, 12, 1, 0.05)


@pytest.mark.parametrize(("currency", "words"), [("EUR", " 欧元，"), ("CNY", " 元，"), ("", "，")])
def test_sentences_bear_the_currency_of_the_engagement_and_never_an_invented_one(series, currency, words):
    known = Known({"revenue": "higher"}, ("store",), ("s1",), currency, "zh")
    money = Kpi(id="revenue", name="revenue", unit="money", direction="higher", source="x", measure="sum(x)")
    observed = dataclasses.replace(series(revenue=wavy(3)), known=known)
    found = dx.diagnose.expect(observed, "2025-06", {"revenue": money})
    value = f"{found.frame()['expected'].item():,.0f}"
    assert f"推算约 {value}{words}" in found.told()["told"].item()


def test_a_result_speaks_the_language_of_its_engagement_where_none_is_asked_for(series):
    seen = dataclasses.replace(series(revenue=wavy(3)), known=Known({}, (), (), "EUR", "en"))
    found = dx.diagnose.expect(seen, "2025-06")
    assert found.summary() == found.summary("en") != found.summary("zh")


def test_figures_beyond_reckoning_are_refused(series):
    with pytest.raises(InputError, match="beyond|at most"):
        dx.diagnose.expect(series(sales=[1e300] * 20), "2025-06")


def test_the_error_far_ahead_is_that_of_so_far_a_horizon():
    walk = np.cumsum(np.random.default_rng(3).normal(0, 1, 60)) + 100
    near, far = (told(walk, 1, each, 0.05) for each in (2, 30))
    ends = methods.ends(60, far.origins, 30)[:-1]
    assert ends.min() >= 3
    missed = [abs(methods.naive("last", walk[:end], 1, (0, 30))[-1] - walk[end + 29]) for end in ends]
    assert far.errors["last"] == pytest.approx(np.mean(missed))
    assert far.error > 2 * near.error


@pytest.mark.parametrize("ahead", [56, 120])
def test_so_far_ahead_that_nothing_can_be_tested_there_is_no_error_and_no_range(series, ahead):
    values = np.arange(60.0)
    found = told(values, 12, ahead, 0.05)
    assert (found.reason, found.origins, found.expected) == ("far", 0, values[-12:].mean())
    assert np.isnan([found.low, found.high, found.error]).all()
    period = CALENDAR.shift(CALENDAR.parse("2025-06"), ahead).text
    said = dx.diagnose.expect(series(sales=values), period).told("zh")["told"].iloc[0]
    assert "离最后一期数值太远" in said
