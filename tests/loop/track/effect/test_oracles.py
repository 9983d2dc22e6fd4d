"""Estimates beside other people's programs: diff-diff, pysyncon and synthdid-py are installed for the tests alone.

What they gave is written down besides, so that a change of theirs is told apart from one of ours.
"""

import warnings

import numpy as np
import pytest

from diagnostics.loop.track.effect.did import did
from diagnostics.loop.track.effect.panel import Columns, read_panel
from diagnostics.loop.track.effect.staggered.two_way import two_way_fixed
from diagnostics.loop.track.effect.synthetic import synthetic_control, synthetic_did

# diff-diff 3.13.0 and synthdid-py 0.1.0 on synthetic difference-in-differences, pysyncon 1.7.0 on synthetic control.
DIFF_DIFF, PYSYNCON, PYSYNCON_MISSED = -15.603827872733838, -19.514216, 1.6564015


@pytest.fixture
def smokers(public):
    return public("effect/prop99.csv", sep=";")


@pytest.fixture
def california(smokers):
    return read_panel(smokers, Columns("State", "Year", "PacksPerCapita"), ["California"], 1989, None)


def test_what_the_oracles_gave_is_what_is_found(california):
    assert synthetic_did(california).effect == pytest.approx(DIFF_DIFF, abs=1e-6)
    control = synthetic_control(california)
    assert control.effect == pytest.approx(PYSYNCON, abs=1e-3)
    # The optimum misses no more than another solver's.
    assert control.synthesis.missed <= PYSYNCON_MISSED + 1e-6


def test_diff_diff_agrees(smokers, california):
    import diff_diff as oracle

    ever = smokers.assign(ever=(smokers["State"] == "California").astype(int))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = oracle.SyntheticDiD(variance_method="placebo", n_bootstrap=200, seed=1).fit(
            ever, outcome="PacksPerCapita", treatment="ever", unit="State", time="Year",
            post_periods=list(range(1989, 2001)),
        )  # fmt: skip
    found = synthetic_did(california)
    assert told.att == pytest.approx(found.effect, abs=1e-6)
    # 200 draws with the same state many times over, against every state once.
    assert told.se == pytest.approx(found.error, rel=0.2)


def test_synthdid_py_agrees(smokers, california):
    import synthdid as oracle

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        setup = oracle.panel_matrices(smokers, unit="State", time="Year", outcome="PacksPerCapita", treatment="treated")
        told = oracle.synthdid_estimate(setup.Y, setup.N0, setup.T0)
    assert float(told) == pytest.approx(synthetic_did(california).effect, abs=1e-6)


def test_pysyncon_agrees(smokers, california):
    import pysyncon as oracle

    table = smokers.pivot(index="Year", columns="State", values="PacksPerCapita")
    before, others = table.loc[:1988], [each for each in table if each != "California"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights, _ = oracle.Synth().w_optimize(
            V_mat=np.eye(len(before)), X0=before[others].to_numpy(), X1=before["California"].to_numpy()
        )
    found = synthetic_control(california).synthesis.entities
    told = dict(zip(others, np.asarray(weights).ravel(), strict=True))
    assert {each: told[each] for each in found} == pytest.approx(dict(found), abs=1e-3)


def test_diff_diff_agrees_on_many_treated_entities(panel):
    import diff_diff as oracle

    treated = [f"a{each}" for each in range(11)]
    frame = panel(np.random.default_rng(4), others=25, effect=1.0)
    ever = frame.assign(mine=frame["shop"].isin(treated).astype(int), late=(frame["month"] >= 24).astype(int))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = oracle.TwoWayFixedEffects(cluster="shop").fit(
            ever, outcome="sales", treatment="mine", unit="shop", post="late"
        )
    made = read_panel(frame, Columns("shop", "month", "sales"), treated, 24, None)
    plain, regressed = did(made), two_way_fixed(made)
    assert [plain.effect, regressed.effect] == pytest.approx([told.att] * 2, abs=1e-9)
    # It counts three coefficients where periods are counted here: 933 against 899 degrees of freedom.
    assert regressed.error == pytest.approx(told.se * np.sqrt(933 / 899), rel=1e-4)
    assert plain.error == pytest.approx(told.se, rel=0.03)


def test_diff_diff_agrees_on_card_and_krueger(public):
    import diff_diff as oracle

    stores = public("effect/card-krueger.csv").dropna(subset=["fte"])
    both = stores[stores.groupby("id")["d"].transform("nunique") == 2].assign(id=lambda each: each["id"].astype(str))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = oracle.DifferenceInDifferences().fit(both, outcome="fte", treatment="nj", post="d")
    treated = list(both.loc[both["nj"] == 1, "id"].unique())
    found = did(read_panel(both, Columns("id", "d", "fte"), treated, 1, None))
    assert found.effect == pytest.approx(told.att, abs=1e-9)
