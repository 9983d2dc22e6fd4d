"""Lags that were planted are found, none in unrelated series, and what is no question is refused."""

import json

import numpy as np
import pytest

import diagnostics as dx
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.leading.searched import searched
from diagnostics.loop.diagnose.leading.whitened import removed, seasonal
from diagnostics.model.kpi import Kpi
from tests.loop.diagnose.conftest import CALENDAR


def alike(draws, shape, phi):
    values = draws.standard_normal(shape)
    for at in range(1, shape[-1]):
        values[..., at] = phi * values[..., at - 1] + np.sqrt(1 - phi**2) * values[..., at]
    return values


def planted(draws, lag, months, *, entities=1, effect=0.8, season=0.0, phi=0.3):
    x = alike(draws, (entities, months + lag), phi)
    y = effect * x[:, : months or None] + 0.6 * alike(draws, (entities, months), phi)
    wave = season * np.sin(2 * np.pi * np.arange(months + lag) / 12)
    return y + wave[lag:], (x + wave)[:, lag:]


@pytest.fixture
def series(observations):
    """Maker of observations that end in 2025-06: arrays of entities × months by KPI."""

    def make(**kpis):
        last = CALENDAR.parse("2025-06")
        return observations(
            {"kpi": kpi, "entity": f"e{unit}", "value": float(value)}
            | {"period": CALENDAR.shift(last, back - values.shape[1] + 1).text}
            for kpi, values in kpis.items()
            for unit, row in enumerate(values)
            for back, value in enumerate(row)
        )

    return make


@pytest.fixture
def client(series):
    """Visits two months ahead of sales at four stores, and complaints that have nothing to do with them."""
    draws = np.random.default_rng(5)
    sales, visits = planted(draws, 2, 40, entities=4)
    return series(sales=1000 + 100 * sales, visits=50 + 5 * visits, complaints=alike(draws, (4, 40), 0.3))


@pytest.mark.parametrize("lag", [1, 3, 6])
def test_a_planted_lag_is_found_with_its_effect(lag):
    y, x = planted(np.random.default_rng(lag), lag, 60, season=2.0)
    found = searched(y, x, 12, range(7), (np.random.default_rng(0), 199, 0.05))
    assert found.lag == lag
    assert found.lag_low <= lag <= found.lag_high
    assert found.probability <= 0.01
    assert found.low <= 0.8 <= found.high
    assert 0.4 < found.association <= 1


@pytest.mark.parametrize("kind", ["white", "alike", "very alike", "walk", "season", "trend"])
def test_unrelated_series_are_hardly_ever_called_related(kind):
    draws = np.random.default_rng(11)
    months = np.arange(36)

    def own():
        made = {"white": 0.0, "alike": 0.6, "very alike": 0.9}
        values = alike(draws, (1, 36), made.get(kind, 0.3))
        if kind == "walk":
            values = np.cumsum(draws.standard_normal((1, 36)), axis=1)
        wave = 3 * np.sin(2 * np.pi * months / 12) if kind == "season" else 0.0
        return values + wave + (0.2 * months if kind == "trend" else 0.0)

    called = [searched(own(), own(), 12, range(7), (draws, 99, 0.05)).probability <= 0.05 for _ in range(30)]
    # One or two are expected; six or more come once in two hundred such lots.
    assert sum(called) <= 5


def test_entities_that_share_their_noise_are_no_ten_witnesses():
    draws, called = np.random.default_rng(12), 0
    for _ in range(30):
        common = alike(draws, (1, 36), 0.3)
        y, x = (0.3 * alike(draws, (6, 36), 0.3) + common, alike(draws, (1, 36), 0.3) + np.zeros((6, 1)))
        called += searched(y, x, 12, range(4), (draws, 99, 0.05)).probability <= 0.05
    assert called <= 6


def test_the_sign_and_the_units_follow_the_figures():
    y, x = planted(np.random.default_rng(3), 2, 48)
    plain, scaled = (
        searched(a, b, 12, range(5), (np.random.default_rng(0), 99, 0.05)) for a, b in ((y, x), (-1000 * y, 10 * x))
    )
    assert scaled.effect == pytest.approx(-100 * plain.effect)
    assert scaled.probability == plain.probability
    assert scaled.move == pytest.approx(10 * plain.move)


def test_level_trend_and_season_are_taken_out_whole():
    months = np.arange(36.0)
    there = np.ones(36, dtype=bool)
    there[[4, 20]] = False
    values = 5 + 0.3 * months + 2 * (months % 12 == 11)
    assert np.abs(removed(there, 12).of(np.where(there, values, np.nan))).max() < 1e-9
    assert seasonal(values, there, 12)
    assert not seasonal(values[:20], there[:20], 12)


def test_a_client_reads_what_moves_ahead(client):
    found = dx.diagnose.lead_lag(client, "sales")
    first = found.frame().iloc[0]
    assert (first["driver"], first["lag"], first["found"], first["entities"]) == ("visits", 2, True, 4)
    assert list(found.ahead()["driver"]) == ["visits"]
    assert "visits先于sales变动：visits上升之后，2 个月后的sales往往偏高。这只是关联，不证明因果。" in found.summary()
    assert "1 moves ahead of it" in found.summary("en")
    assert found.told("en")["told"].iloc[1].startswith("No sign that complaints moves ahead")
    assert json.loads(found.to_json())["kind"] == "LeadLag"
    assert found.plot("zh").axes
    assert "<table" in found._repr_html_()


def test_names_of_readers_are_used(client):
    words = {"zh": "客流", "en": "Footfall"}
    kpis = {"visits": Kpi(id="visits", name=words, unit="number", direction="higher", source="s", measure="sum(x)")}
    assert "客流先于sales变动" in dx.diagnose.lead_lag(client, "sales", ["visits"], kpis=kpis).summary()


def test_the_same_seed_tells_the_same_whatever_else_is_asked(client):
    alone = dx.diagnose.lead_lag(client, "sales", ["visits"], seed=7).frame()
    both = dx.diagnose.lead_lag(client, "sales", seed=7).frame()
    assert alone["probability"].iloc[0] == both["probability"].iloc[0]


def test_a_falling_driver_and_one_at_the_same_time_are_worded_so(series):
    draws = np.random.default_rng(8)
    sales, visits = planted(draws, 1, 48)
    told = dx.diagnose.lead_lag(series(sales=sales, waits=-visits), "sales", entities=["e0"])
    assert "往往偏低" in told.summary()
    sales, visits = planted(draws, 0, 48)
    both = dx.diagnose.lead_lag(series(sales=sales, waits=visits), "sales")
    assert "rise and fall in the same month" in both.told("en")["told"].iloc[0]
    assert both.ahead().empty


def test_too_short_series_say_what_they_need(series):
    short = dx.diagnose.lead_lag(series(sales=np.ones((1, 20)), visits=np.ones((1, 20))), "sales")
    assert list(short.frame()["reason"]) == ["short"]
    assert "20 periods with both figures; 24 months are needed" in short.summary("en")
    assert "至少要 24 个月" in short.summary("zh")
    with pytest.raises(InputError, match="No driver has a series long enough"):
        short.plot()


def test_what_never_moved_is_called_still_and_gaps_are_borne(series):
    draws = np.random.default_rng(2)
    sales, visits = planted(draws, 1, 60)
    sales[0, [3, 17, 18]] = np.nan
    found = dx.diagnose.lead_lag(series(sales=sales, flat=np.ones((1, 60)), visits=visits), "sales").frame()
    assert list(found["reason"]) == ["", "still"]
    assert (found["lag"].iloc[0], found["periods"].iloc[0]) == (1, 57)


@pytest.mark.parametrize("step", [1.0, 0.1, -0.7])
def test_rounding_around_a_straight_line_or_a_season_is_no_movement(series, step):
    line, season = 100 + step * np.arange(48.0), np.tile(np.arange(12.0), 4) * step
    lines = dx.diagnose.lead_lag(series(plan=line[None], ramp=(3 * line + 7)[None], wave=season[None]), "plan")
    assert list(lines.frame()["reason"]) == ["still", "still"]
    assert not lines.frame()["found"].any()
    assert "ramp or plan did not move" in lines.told("en")["told"].iloc[0]


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"result": "slaes"}, "sales"),
        ({"drivers": ["vists"]}, "visits"),
        ({"drivers": "visits"}, "write a list of KPIs"),
        ({"drivers": ["sales"]}, "ahead of itself"),
        ({"most": 0}, "from 1 to 24"),
        ({"most": 2.5}, "from 1 to 24"),
        ({"rate": 1.5}, "between 0 and 1"),
        ({"seed": -1}, "whole number from 0"),
        ({"level": "shop"}, "store"),
        ({"entities": ["x9"]}, "entity"),
        ({"entities": "e1"}, "write a list of ids"),
        ({"period": "June"}, "no known form"),
    ],
)
def test_what_has_no_meaning_is_refused(client, asked, match):
    with pytest.raises((InputError, UnknownNameError), match=match):
        dx.diagnose.lead_lag(client, asked.pop("result", "sales"), **asked)


def test_what_are_no_observations_or_infinite_is_refused(client, series):
    with pytest.raises(InputError, match="takes Observations, got DataFrame"):
        dx.diagnose.lead_lag(client.table, "sales")
    endless = np.ones((1, 30))
    endless[0, 3] = np.inf
    with pytest.raises(InputError, match="is infinite"):
        dx.diagnose.lead_lag(series(sales=endless, visits=np.ones((1, 30))), "sales")
    with pytest.raises(InputError, match="was not measured there"):
        dx.diagnose.lead_lag(series(sales=np.full((1, 3), np.nan), visits=np.ones((1, 3))), "sales")


def test_the_table_says_what_is_ahead_and_figures_beyond_reckoning_are_refused(series):
    y, x = planted(np.random.default_rng(3), 2, 72)
    found = dx.diagnose.lead_lag(series(y=y, x=x), "y")
    assert found.frame()["ahead"].tolist() == [True]
    assert len(found.ahead()) == 1
    with pytest.raises(InputError, match=r"value of 'x' at 'e0' .* at most 1e\+150"):
        dx.diagnose.lead_lag(series(y=y, x=x * 1e160), "y")
