"""What earlier periods make one expect."""

import numpy as np
import pytest

from diagnostics.loop.diagnose.slices.past import Past


def test_of_many_periods_the_half_that_are_alike_is_the_baseline():
    whole = np.array([10.0, 11, 10.5, 30, 10.2, 45, 10.8, 29])
    past = np.repeat(whole[:, None, None], 4, axis=2)
    assert Past.of(past, np.ones((1, 4))).expected[0] == pytest.approx([10.375] * 4, abs=0.3)


def test_of_few_periods_all_are_and_a_single_one_has_no_noise():
    past = np.arange(8.0).reshape(2, 1, 4)
    taken = Past.of(past, np.ones((1, 4)))
    assert taken.expected[0].tolist() == [2, 3, 4, 5]
    assert taken.noise() is None
    assert taken.beyond_own(np.arange(2), np.zeros(4, dtype=int))


def test_a_slice_is_held_against_its_own_wandering():
    random = np.random.default_rng(0)
    past = np.stack([random.poisson(20, (12, 5)), np.full((12, 5), 200)], axis=1).astype(float)
    past[:, 0, 0] = np.tile([2, 80], 6)
    now = np.array([[80.0, 80, 20, 20, 20], [200] * 5])
    taken = Past(past, now, counted=True)
    assert taken.beyond_own(np.array([1]), np.arange(5))
    assert not taken.beyond_own(np.array([0]), np.arange(5))


def test_slices_of_the_same_dimensions_lend_each_other_what_they_wander():
    random = np.random.default_rng(1)
    past = 1000 * np.exp(random.normal(0, 0.2, (4, 1, 9)))
    past[:, 0, 0] = [1000, 1001, 999, 1000]
    now = np.full((1, 9), 1000.0)
    now[0, 0] = 1150
    assert not Past(past, now).beyond_own(np.array([0]), np.arange(9))
    past[:, 0, 1:] = 1000 + random.normal(0, 1, (4, 8))
    assert Past(past, now).beyond_own(np.array([0]), np.arange(9))


def test_how_far_rates_wander_comes_from_the_history_as_far_as_it_can_tell():
    random = np.random.default_rng(2)
    rates = 0.2 * np.exp(random.normal(0, 0.3, (12, 200)))
    quiet, restless = (
        Past(
            np.stack([random.binomial(2000, each), np.full((12, 200), 2000)], axis=1).astype(float),
            np.ones((2, 200)),
            True,
        )
        for each in (np.full((12, 200), 0.2), rates)
    )
    assert quiet.wandering() < 0.005
    assert restless.wandering() == pytest.approx(0.09, rel=0.2)
    assert Past(quiet.typical[:, :, :3], quiet.now[:, :3], True).wandering() > 0.03
    nobody = Past(np.zeros((4, 2, 3)), np.zeros((2, 3)), True)
    assert nobody.wandering() == 0.1
