"""Random effects beside a published example, and what is told of the next place with few cases."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from diagnostics.errors import InputError
from diagnostics.model.random_effects import Prior, expected, pooled, prediction_reach

PRIOR = Prior(0.15, 0.15)
# Trials of BCG against tuberculosis, ill and not, vaccinated and not: Colditz et al. (1994), JAMA 271.
BCG = np.array(
    [
        [4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761],
        [180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232],
        [17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825],
    ],
    dtype=float,
)  # fmt: skip


def bcg():
    """Logarithms of the risk ratios and their standard errors."""
    ill, well, ill_0, well_0 = BCG.T
    effects = np.log(ill / (ill + well)) - np.log(ill_0 / (ill_0 + well_0))
    return effects, np.sqrt(1 / ill - 1 / (ill + well) + 1 / ill_0 - 1 / (ill_0 + well_0))


def test_the_bcg_trials_give_the_published_mean_and_interval():
    found = pooled(*bcg())
    # Hartung-Knapp as metafor gives it: -0.7145, -1.1082 to -0.3208 (its spread by REML, 0.3132; ours Paule-Mandel's).
    assert (found.mean.value, found.mean.low, found.mean.high) == pytest.approx((-0.7145, -1.1082, -0.3208), abs=0.004)
    assert found.spread**2 == pytest.approx(0.318, abs=0.001)
    assert found.inconsistent == pytest.approx(0.921, abs=0.001)


def test_the_published_prediction_interval_follows_from_its_figures():
    # metafor's vignette: -0.7145 with error 0.1798 and spread² 0.3132 gives -1.8667 to 0.4376.
    reach = prediction_reach(0.3132, 0.1798, stats.norm.isf(0.025))
    assert (-0.7145 - reach, -0.7145 + reach) == pytest.approx((-1.8667, 0.4376), abs=5e-4)


def test_the_spread_solves_paules_and_mandels_equation():
    effects, errors = bcg()
    weights = 1 / (errors**2 + pooled(effects, errors).spread ** 2)
    mean = weights @ effects / weights.sum()
    assert weights @ (effects - mean) ** 2 == pytest.approx(len(effects) - 1, abs=1e-6)


def test_cases_that_agree_leave_no_spread_and_no_interval_narrower_than_the_plain_one():
    found = pooled([0.1, 0.1, 0.1], [0.03, 0.03, 0.03])
    assert found.spread == 0
    assert found.mean.high - 0.1 == pytest.approx(stats.t.isf(0.025, 2) * 0.03 / np.sqrt(3))


@pytest.mark.parametrize(("effects", "errors"), [([0.2], [0.05]), ([0.2, 0.1, -0.05], [0.05, 0.02, 0.08])])
def test_what_is_expected_is_bayes_theorem_worked_out_by_another_way(effects, errors):
    mean, tau = np.linspace(-1, 1, 1201)[:, None], np.linspace(1e-6, 1.0, 601)[None, :]
    told = stats.norm.logpdf(mean, 0, PRIOR.mean) + stats.halfnorm.logpdf(tau, scale=PRIOR.spread)
    for value, error in zip(effects, errors, strict=True):
        told = told + stats.norm.logpdf(value, mean, np.sqrt(error**2 + tau**2))
    share = np.exp(told - told.max()) / np.exp(told - told.max()).sum()
    found = expected(effects, errors, PRIOR)
    assert found.mean.value == pytest.approx((share * mean).sum(), abs=5e-4)
    for point, level in ((found.likely.low, 0.1), (found.next.high, 0.975), (0.0, 1 - found.better)):
        assert (share * stats.norm.cdf(point, mean, tau)).sum() == pytest.approx(level, abs=2e-3)


def test_without_any_case_the_prior_is_what_is_expected():
    found = expected([], [], PRIOR)
    assert found.mean.value == 0
    assert found.better == pytest.approx(0.5)
    assert found.likely.high == pytest.approx(-found.likely.low)


def test_the_fewer_the_cases_the_nearer_to_no_effect_and_the_wider():
    told = [expected([0.2] * k, [0.05] * k, PRIOR) for k in (1, 2, 5, 20)]
    for fewer, more in pairwise(told):
        assert fewer.mean.value < more.mean.value < 0.2
        assert fewer.next.high - fewer.next.low > more.next.high - more.next.low


def test_the_sign_turned_turns_everything():
    one, other = expected([0.2, 0.05], [0.05, 0.03], PRIOR), expected([-0.2, -0.05], [0.05, 0.03], PRIOR)
    assert (one.next.low, one.better) == pytest.approx((-other.next.high, 1 - other.better), abs=1e-9)


@pytest.mark.parametrize(
    ("effects", "errors"),
    [([0.1], [0.1]), ([0.1, float("nan")], [0.1, 0.1]), ([0.1, 0.2], [0.1, 0.0]), ([0.1, 0.2], [0.1])],
)
def test_figures_that_give_no_mean_are_refused(effects, errors):
    with pytest.raises(InputError, match="must be"):
        pooled(effects, errors)
