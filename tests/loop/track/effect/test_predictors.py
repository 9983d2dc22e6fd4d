"""Entities that resemble the treated one in more than the KPI."""

import numpy as np
import pytest

from diagnostics.loop.track.effect.predictors import resembling


def test_the_trait_that_the_kpi_follows_decides_and_the_others_do_not():
    random = np.random.default_rng(1)
    telling, idle = np.array([0.5, 0.0, 1.0, 3.0, 4.0, 5.0]), random.normal(size=6)
    periods = telling[:, None] * np.arange(1.0, 13.0) + random.normal(0, 0.01, (6, 12))
    weights = resembling(np.column_stack([telling, idle]), periods[0], periods[1:])
    # The idle trait may choose among the mixtures that have the telling one; it may not spoil it.
    assert weights @ telling[1:] == pytest.approx(0.5, abs=0.03)
    assert abs(weights @ idle[1:] - idle[0]) < abs(idle[1:] - idle[0]).max()
    assert weights.sum() == pytest.approx(1)


def test_traits_alike_everywhere_leave_the_weights_alike():
    weights = resembling(np.ones((5, 2)), np.full(6, 3.0), np.full((4, 6), 3.0))
    np.testing.assert_array_equal(weights, np.full(4, 0.25))
