"""Estimates shown beside, never as evidence."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.contrast import before_after, hac
from diagnostics.loop.track.effect.panel import Columns, read_panel


def test_before_and_after_is_welchs_comparison():
    values = np.random.default_rng(1).normal(size=30)
    after = np.arange(30) >= 20
    found, peer = before_after(values, after), stats.ttest_ind(values[after], values[~after], equal_var=False)
    assert found.p_value == pytest.approx(peer.pvalue)
    assert before_after(1e99 * values, after).df == pytest.approx(found.df)


def test_hac_agrees_with_statsmodels():
    import statsmodels.api as sm

    random = np.random.default_rng(2)
    month = np.arange(60)
    values = random.normal(size=60).cumsum() + 2 * (month >= 40)
    frame = pd.DataFrame({"month": month, "sales": values})
    found = hac(read_panel(frame, Columns(None, "month", "sales"), (), 40, None))
    dummies = pd.get_dummies(month % 12, drop_first=True, dtype=float).to_numpy()
    x = np.column_stack([np.ones(60), dummies, month, month >= 40])
    peer = sm.OLS(values, x).fit(cov_type="HAC", cov_kwds={"maxlags": 12})
    assert found.effect == pytest.approx(peer.params[-1])
    assert found.error == pytest.approx(peer.bse[-1])


@pytest.fixture
def belts(public):
    table = public("uk_seatbelts.csv")
    return table.assign(month=table["date"].str[:7], petrol=np.log(table["PetrolPrice"]), distance=np.log(table["kms"]))


def percent(figures):
    return [round(100 * figures[name], 1) for name in ("relative", "relative_low", "relative_high")]


def test_the_published_seat_belt_figures_stand_in_the_contrast(belts):
    drivers = estimate_effect(
        belts, entity=None, time="month", value="drivers", start="1983-02", improvement="lower", transform="log",
        covariates=("petrol", "distance"),
    )  # fmt: skip
    assert percent(drivers.contrast["hac"]) == [-14.9, -19.6, -9.9]
    assert (drivers.method, drivers.verdict) == ("its", "worked")
    assert drivers.relative == pytest.approx(-0.14, abs=0.02)


def test_rear_seats_without_the_law_rose(belts):
    rear = estimate_effect(
        belts, entity=None, time="month", value="rear", start="1983-02", improvement="lower", transform="log"
    )
    assert percent(rear.contrast["hac"]) == [12.1, 3.9, 21.0]
    assert rear.verdict == "worse"
    assert rear.relative == pytest.approx(0.121, abs=0.02)


def test_card_and_krueger_are_reproduced_the_unbalanced_cell_means_beside(public):
    stores = public("effect/card-krueger.csv").dropna(subset=["fte"])
    cells = stores.groupby(["nj", "d"])["fte"].mean()
    assert list(cells) == pytest.approx([23.331, 21.166, 20.439, 21.027], abs=5e-4)
    treated = list(stores.loc[stores["nj"] == 1, "id"].unique())
    found = estimate_effect(stores, entity="id", time="d", value="fte", treated=treated, start=1)
    assert found.contrast["cell_means"]["effect"] == pytest.approx(2.754, abs=5e-4)
    assert found.effect == pytest.approx(2.750, abs=5e-4)
    assert (found.verdict, found.reasons[0]) == ("insufficient", "few_after")


def test_a_short_series_has_no_hac():
    frame = pd.DataFrame({"month": range(20), "sales": np.random.default_rng(1).normal(size=20)})
    assert hac(read_panel(frame, Columns(None, "month", "sales"), (), 12, None)) is None
