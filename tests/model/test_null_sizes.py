"""Sizes that chance alone gives."""

import numpy as np
import pytest
from scipy.stats import t

from diagnostics.model.null_sizes import errors, null_sizes
from diagnostics.model.reml import reml_ar1

AT = np.arange(40.0)
STEP = np.column_stack([np.ones(40), AT / 40, AT >= 28]).astype(float)


def test_the_sizes_are_those_of_estimates_of_the_same_draws():
    at = np.delete(AT, [3, 4, 17])
    x = STEP[np.delete(np.arange(40), [3, 4, 17])]
    drawn = errors(at, 0.4, 9, 30)
    slowly = [reml_ar1(each, x, at) for each in drawn.T]
    expected = np.sort([abs(each.beta[-1]) / each.error(2) for each in slowly])
    np.testing.assert_allclose(null_sizes(x, at, 0.4, 9, draws=30), expected, rtol=0.05, atol=0.03)


def test_without_memory_to_misjudge_they_are_hardly_wider_than_students():
    many = np.arange(400.0)
    x = np.column_stack([np.ones(400), many >= 200]).astype(float)
    sizes = null_sizes(x, many, 0.0, 1)
    assert sizes[int(0.95 * len(sizes))] == pytest.approx(t.ppf(0.975, 398), rel=0.05)


@pytest.mark.parametrize("phi", [0.0, 0.6])
def test_short_series_ask_for_more_than_student_where_they_remember(phi):
    wide = null_sizes(STEP, AT, phi, 2)[int(0.95 * 3999)]
    assert (wide > 1.1 * t.ppf(0.975, 37)) == (phi > 0)


def test_the_same_seed_gives_the_same_sizes_and_another_others():
    one, two, three = (null_sizes(STEP, AT, 0.2, seed, draws=50) for seed in (1, 1, 2))
    assert (one == two).all()
    assert (one != three).any()
    assert (np.diff(one) >= 0).all()


def test_drawn_errors_have_variance_1_and_their_memory_across_gaps():
    drawn = errors(np.array([0.0, 1, 4]), 0.5, 3, 40_000)
    np.testing.assert_allclose(drawn.var(axis=1), 1, atol=0.03)
    np.testing.assert_allclose(np.corrcoef(drawn)[[0, 1, 0], [1, 2, 2]], [0.5, 0.125, 0.0625], atol=0.02)


def test_with_a_share_of_noise_that_is_new_they_are_those_of_estimates_of_the_same_draws():
    drawn = errors(AT, 0.7, 4, 30, 0.5)
    np.testing.assert_allclose(errors(AT, 0.7, 4, 20_000, 0.5).var(axis=1), 1, atol=0.06)
    slowly = [reml_ar1(each, STEP, AT, 0.5) for each in drawn.T]
    expected = np.sort([abs(each.beta[-1]) / each.error(2) for each in slowly])
    np.testing.assert_allclose(null_sizes(STEP, AT, 0.7, 4, share=0.5, draws=30), expected, rtol=0.06, atol=0.05)
