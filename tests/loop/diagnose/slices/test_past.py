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
    assert taken.beyond_own(np.arange(2), 1.0)


def test_a_slice_is_held_against_its_own_wandering():
    random = np.random.default_rng(0)
    past = np.stack([random.poisson(20, (12, 5)), np.full((12, 5), 200)], axis=1).astype(float)
    past[:, 0, 0] = np.tile([2, 80], 6)
    now = np.array([[70.0, 70, 20, 20, 20], [200] * 5])
    taken = Past(past, now, counted=True)
    assert taken.beyond_own(np.array([1]), 1.0)
    assert not taken.beyond_own(np.array([0]), 1.0)
