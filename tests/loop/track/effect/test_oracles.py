"""Estimates beside other people's programs: diff-diff, pysyncon and synthdid-py are installed for the tests alone.

What they gave is written down besides, so that a change of theirs is told apart from one of ours.
"""

import warnings

import numpy as np
import pytest

from diagnostics.loop.track.effect.panel import Columns, read_panel
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
