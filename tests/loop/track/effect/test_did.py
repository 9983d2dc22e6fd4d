"""Difference-in-differences and its placebo inference."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from diagnostics.loop.track.effect.did import did, two_way
from diagnostics.loop.track.effect.panel import Columns, read_panel

COLUMNS = Columns("shop", "month", "sales")


def of(frame, treated=("a0",), start=24):
    return did(read_panel(frame, COLUMNS, treated, start, None))


def changes(frame, start=24):
    table = frame.pivot(index="shop", columns="month", values="sales")
    return table.loc[:, start:].mean(axis=1) - table.loc[:, : start - 1].mean(axis=1)


def test_a_complete_panel_gives_the_plain_difference_and_the_spread_of_the_others(panel):
    frame = panel(np.random.default_rng(4), effect=2.0)
    found, moved = of(frame), changes(frame)
    others = moved.drop("a0")
    assert found.effect == pytest.approx(moved["a0"] - others.mean())
    assert found.error == pytest.approx(others.std() * np.sqrt(1 + 1 / 20))
    assert found.df == 19
    low, high = found.interval
    assert high - low == pytest.approx(2 * stats.t.ppf(0.975, 19) * found.error)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(found.effect) / found.error, 19))


def test_the_rank_counts_untreated_entities_each_held_against_the_rest(panel):
    frame = panel(np.random.default_rng(4), others=8, effect=1.0)
    found, others = of(frame), changes(frame).drop("a0")
    sizes = [abs(others[each] - others.drop(each).mean()) for each in others.index]
    assert found.placebo.count == 8
    assert found.placebo.rank == 1 + sum(size >= abs(found.effect) for size in sizes)
    assert found.placebo.largest == pytest.approx(max(sizes))
    assert found.placebo.p_value == found.placebo.rank / 9


@pytest.mark.parametrize("gone", [range(24, 31), range(14)], ids=["after", "before"])
def test_the_others_are_seen_in_the_periods_that_the_treated_entity_has(panel, gone):
    """A mean of five months moves more by chance than one of twelve: by that of twelve every eighth verdict was wrong."""
    frame = panel(np.random.default_rng(4))
    frame = frame[(frame["shop"] != "a0") | ~frame["month"].isin(gone)]
    found, moved = of(frame), changes(frame[~frame["month"].isin(gone)])
    assert found.error == pytest.approx(moved.drop("a0").std() * np.sqrt(1 + 1 / 20))
    assert found.placebo.rank == 1 + sum(
        abs(moved[each] - moved.drop(["a0", each]).mean()) >= abs(found.effect) for each in moved.drop("a0").index
    )


def test_an_absent_entity_shifts_no_mean(panel):
    frame = panel(np.random.default_rng(4), phi=0.0)
    frame["sales"] = 100 + 10 * frame["shop"].map({each: at for at, each in enumerate(frame["shop"].unique())})
    frame["sales"] += 0.5 * frame["month"] % 3
    frame.loc[(frame["shop"] == "a0") & (frame["month"] >= 24), "sales"] += 7
    holes = frame[~((frame["shop"] == "a20") & (frame["month"].between(20, 30)))]
    holes = holes[~((holes["shop"] == "a3") & (holes["month"] < 9)) & (holes["month"] != 5)]
    assert of(holes).effect == pytest.approx(7, abs=1e-9)


def test_two_way_effects_with_gaps_are_least_squares():
    random = np.random.default_rng(3)
    values = random.normal(size=(6, 10))
    values[random.random(values.shape) < 0.2] = np.nan
    entity, period = two_way(values)
    rows, columns = np.nonzero(~np.isnan(values))
    x = np.zeros((len(rows), 16))
    x[np.arange(len(rows)), rows] = 1
    x[np.arange(len(rows)), 6 + columns] = 1
    fitted = x @ np.linalg.lstsq(x, values[rows, columns], rcond=None)[0]
    np.testing.assert_allclose(entity[rows] + period[columns], fitted, atol=1e-9)


def test_many_treated_entities_bring_their_own_spread(panel):
    frame = panel(np.random.default_rng(4), others=29)
    treated = [f"a{each}" for each in range(12)]
    found, moved = of(frame, treated), changes(frame)
    peer = stats.ttest_ind(moved[treated], moved.drop(treated), equal_var=False)
    assert found.p_value == pytest.approx(peer.pvalue)
    assert found.df == pytest.approx(peer.df)


def test_many_treated_entities_have_the_clustered_error_of_a_regression(panel):
    """Entity and period effects with errors clustered by entity, the small groups' part divided by one entity less."""
    import statsmodels.api as sm

    frame = panel(np.random.default_rng(4), others=25, effect=1.0)
    treated = [f"a{each}" for each in range(11)]
    found, moved = of(frame, treated), changes(frame)
    mine = frame["shop"].isin(treated)
    begun = (mine & (frame["month"] >= 24)).astype(float)
    dummies = pd.get_dummies(frame[["shop", "month"]].astype(str), drop_first=True, dtype=float)
    fit = sm.OLS(frame["sales"], sm.add_constant(dummies.assign(begun=begun))).fit(
        cov_type="cluster", cov_kwds={"groups": frame["shop"], "use_correction": False}
    )
    assert found.effect == pytest.approx(fit.params["begun"])
    parts = [moved[treated].var() / 11, moved.drop(treated).var() / 15]
    assert found.error**2 == pytest.approx(sum(parts))
    assert fit.bse["begun"] ** 2 == pytest.approx(parts[0] * 10 / 11 + parts[1] * 14 / 15)
    peer = sm.OLS(moved, sm.add_constant(moved.index.isin(treated).astype(float))).fit(cov_type="HC2")
    assert found.error == pytest.approx(peer.bse.iloc[1])


def test_one_comparison_entity_gives_no_error_and_none_before_the_start_no_part(panel):
    frame = panel(np.random.default_rng(4), others=2)
    alone = frame[(frame["shop"] != "a2") | (frame["month"] >= 24)]
    found = of(alone)
    assert np.isnan(found.error)
    assert found.placebo is None
    assert found.effect == pytest.approx(of(frame[frame["shop"] != "a2"]).effect)


def test_a_trend_against_the_others_is_found_and_led_on(panel):
    frame = panel(np.random.default_rng(4), phi=0.0)
    drifting = frame.assign(sales=frame["sales"] + 0.3 * frame["month"] * (frame["shop"] == "a0"))
    found, calm = of(drifting), of(frame)
    assert found.pre_trend < 0.001 < calm.pre_trend
    assert found.drift == pytest.approx(0.3 * 18 + calm.drift, rel=0.2)


def test_prop_99_is_reproduced(public):
    smokers = public("effect/prop99.csv", sep=";")
    columns = Columns("State", "Year", "PacksPerCapita")
    found = did(read_panel(smokers, columns, ["California"], 1989, None))
    assert found.effect == pytest.approx(-27.3491, abs=5e-5)
    assert found.placebo.count == 38
    # The published standard error, about 17.7, comes from 200 random placebo draws; ours needs none.
    assert found.error == pytest.approx(17.7, abs=0.7)
    assert found.drift < found.effect / 2


def test_card_and_krueger_are_reproduced(public):
    stores = public("effect/card-krueger.csv").dropna(subset=["fte"])
    stores = stores.assign(id=stores["id"].astype(str))
    both = stores[stores.groupby("id")["d"].transform("nunique") == 2]
    treated = list(both.loc[both["nj"] == 1, "id"].unique())
    found = did(read_panel(both, Columns("id", "d", "fte"), treated, 1, None))
    assert both["id"].nunique() == 384
    assert found.effect == pytest.approx(2.750, abs=5e-4)
