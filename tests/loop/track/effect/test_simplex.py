"""Weights that are not negative and add up to one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.loop.track.effect.simplex import exact, published


def objective(columns, target, ridge, weights):
    return ((columns @ weights - target) ** 2).sum() + ridge**2 * (weights**2).sum()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 12), st.sampled_from([0.01, 0.5, 3.0]))
def test_no_move_towards_any_column_betters_the_exact_weights(seed, count, rows, ridge):
    random = np.random.default_rng(seed)
    columns, target = random.normal(size=(rows, count)), random.normal(size=rows)
    weights = exact(columns, target, ridge)
    assert weights.sum() == pytest.approx(1)
    assert (weights >= 0).all()
    best = objective(columns, target, ridge, weights)
    for place in range(count):
        moved = 0.999 * weights + 0.001 * np.eye(count)[place]
        assert objective(columns, target, ridge, moved) >= best * (1 - 1e-9)


def test_weights_of_a_mixture_are_found_again_whatever_the_unit():
    random = np.random.default_rng(2)
    columns, truth = random.normal(size=(30, 6)), np.array([0.5, 0.3, 0.2, 0, 0, 0])
    for unit in (1e-9, 1.0, 1e12):
        np.testing.assert_allclose(exact(unit * columns, unit * columns @ truth, 0.0), truth, atol=1e-9)


def test_columns_that_are_all_the_target_count_alike():
    np.testing.assert_array_equal(exact(np.ones((3, 4)), np.ones(3), 0.0), np.full(4, 0.25))
    np.testing.assert_array_equal(published(np.zeros((3, 4)), np.zeros(3), 0.0, 0.0), np.full(4, 0.25))


def test_the_authors_steps_end_near_the_optimum():
    random = np.random.default_rng(3)
    columns, target = random.normal(size=(24, 20)), random.normal(size=24)
    near, best = published(columns, target, 3.0, 1e-6), exact(columns, target, 3.0)
    assert near.sum() == pytest.approx(1)
    assert np.abs(near - best).max() < 0.01
    assert objective(columns, target, 3.0, best) <= objective(columns, target, 3.0, near)
