"""Regression with remembering errors, held against other ways to the same figures."""

import numpy as np
import pytest

from diagnostics.model.reml import HIGHEST, criterion, doubted_phi, gls_ar1, reml_ar1


def case(seed=1, count=40, phi=0.5):
    random = np.random.default_rng(seed)
    at = np.arange(count, dtype=float)
    errors = random.normal(size=count)
    for place in range(1, count):
        errors[place] += phi * errors[place - 1]
    x = np.column_stack([np.ones(count), at / count, (at >= 28).astype(float)])
    return x @ [5.0, 2.0, 1.0] + errors, x, at


@pytest.mark.parametrize("kept", [slice(None), [*range(5), *range(9, 20), *range(21, 40)]])
def test_estimates_agree_with_statsmodels_gls_also_across_gaps(kept):
    from statsmodels.regression.linear_model import GLS

    y, x, at = (each[kept] for each in case())
    fit = reml_ar1(y, x, at)
    peer = GLS(y, x, sigma=fit.phi ** np.abs(at[:, None] - at)).fit()
    np.testing.assert_allclose(fit.beta, peer.params, rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance)), peer.bse, rtol=1e-9)


def test_the_restricted_likelihood_is_the_one_of_its_definition():
    y, x, at = case()
    for phi in (0.0, 0.3, 0.9):
        covariance = phi ** np.abs(at[:, None] - at)
        inverse = np.linalg.inv(covariance)
        inner = x.T @ inverse @ x
        projection = inverse - inverse @ x @ np.linalg.solve(inner, x.T @ inverse)
        left = len(y) - x.shape[1]
        dense = np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(inner)[1] + left * np.log(y @ projection @ y)
        assert criterion(phi, y, x, at) == pytest.approx(dense, abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_the_correlation_found_is_the_best_of_a_fine_grid(seed):
    y, x, at = case(seed)
    grid = np.linspace(0, HIGHEST, 491)
    best = min(criterion(phi, y, x, at) for phi in grid)
    assert criterion(reml_ar1(y, x, at).phi, y, x, at) <= best + 1e-6


def test_alternating_errors_count_as_independent_and_memory_costs_degrees_of_freedom():
    y, x, at = case(phi=-0.6)
    alternating = reml_ar1(y, x, at)
    assert alternating.phi == 0
    assert alternating.df == pytest.approx(40 - 3)
    y, x, at = case(phi=0.8)
    remembering = reml_ar1(y, x, at)
    assert remembering.df == pytest.approx(max(1, 40 * (1 - remembering.phi) / (1 + remembering.phi) - 3))
    assert remembering.df < 20


def test_a_known_correlation_gives_the_exact_answer():
    y, x, at = case()
    ordinary = gls_ar1(y, x, at, 0.0)
    np.testing.assert_allclose(ordinary.beta, np.linalg.lstsq(x, y, rcond=None)[0], rtol=1e-9)


def test_doubt_moves_the_correlation_towards_what_else_it_may_be_and_goes_with_length():
    y, x, at = case(phi=-0.6)
    assert reml_ar1(y, x, at).phi == 0
    assert 0 < doubted_phi(y, x, at, 0.0) < 0.2
    long = case(2, 800, 0.5)
    best = reml_ar1(*long).phi
    assert doubted_phi(*long, best) == pytest.approx(best, abs=0.03)
