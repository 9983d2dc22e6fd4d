"""Two-way fixed effects: what others would give, for contrast."""

import numpy as np
import pytest

from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.staggered.two_way import two_way_fixed


def peer(frame, outcome, entity, time):
    """Regression on dummies with clustered errors; entities, which lie within clusters, aren't counted."""
    import pandas as pd
    import statsmodels.api as sm

    table = frame.dropna(subset=[outcome])
    dummies = pd.get_dummies(table[[entity, time]].astype(str), drop_first=True, dtype=float)
    fit = sm.OLS(table[outcome], sm.add_constant(dummies.assign(begun=table["begun"]))).fit(
        cov_type="cluster", cov_kwds={"groups": table[entity]}
    )
    left = len(table) - table[time].nunique() - 1
    return fit.params["begun"], fit.bse["begun"] * np.sqrt(fit.df_resid / left)


def test_minimum_wages_give_the_biased_figure(counties):
    panel, _ = counties()
    found = two_way_fixed(panel)
    assert found.effect == pytest.approx(-0.0365, abs=5e-5)
    # 0.013265 of a regression on 504 dummies, entities not counted.
    assert found.error == pytest.approx(0.0132651554, abs=1e-9)


def test_statsmodels_agrees_with_gaps_and_staggered_starts(made, read):
    frame, starts = made(np.random.default_rng(2), {9: 3, 14: 4}, others=6, periods=20, effect=1.0, growth=0.2)
    frame.loc[[3, 30, 31, 77, 150], "sales"] = np.nan
    begun = frame["month"] >= frame["shop"].map(starts).fillna(99)
    found = two_way_fixed(read(frame, starts))
    effect, error = peer(frame.assign(begun=begun.astype(float)), "sales", "shop", "month")
    assert [found.effect, found.error] == pytest.approx([effect, error], abs=1e-8)


def test_an_effect_that_grows_is_counted_against_itself(made, read):
    frame, starts = made(np.random.default_rng(2), {8: 10, 20: 10}, others=5, effect=0.0, growth=0.3)
    panel = read(frame, starts)
    true = 0.3 * (28 * 13.5 + 16 * 7.5) / 44
    from diagnostics.loop.track.effect.staggered import callaway_santanna

    assert callaway_santanna(panel).effect == pytest.approx(true, abs=0.5)
    assert two_way_fixed(panel).effect < true - 1


def test_it_stands_in_contrast_alone(made):
    frame, starts = made(np.random.default_rng(2), {16: 5, 20: 5})
    found = estimate_effect(frame, entity="shop", time="month", value="sales", treated=list(starts), start=starts)
    assert found.method == "callaway_santanna"
    assert found.contrast["two_way"]["effect"] is not None
    assert not found.frame().set_index("estimate").loc["two_way", "evidence"]
