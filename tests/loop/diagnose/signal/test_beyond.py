"""Shortcuts of Student's t give what the plain formula gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from diagnostics.loop.diagnose.signal.beyond import beyond, quantiles


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.5, 0.6, 0.9, 0.975, 0.99999]), st.sampled_from([2.0, 40.0, 1e4]))
def test_what_lies_beyond_is_what_the_quantile_of_t_says(seed: int, share: float, most: float) -> None:
    random = np.random.default_rng(seed)
    freedom, error = random.uniform(1, most, 200), random.uniform(0, 2, 200) * (random.random(200) > 0.1)
    size = np.abs(random.normal(0, 3, 200)) * error + (random.random(200) > 0.5) * (error == 0)
    size[:3], freedom[3:6] = np.nan, np.nan
    shares = np.full(200, share)
    assert (beyond(size, error, freedom, shares) == (size > stdtrit(freedom, shares) * error)).all()


def test_sizes_at_the_quantile_itself_are_not_beyond_it() -> None:
    freedom, shares = np.array([3.0, 8.5, 60.0]), np.array([0.9, 0.975, 0.9999])
    at = stdtrit(freedom, shares)
    assert not beyond(at, np.ones(3), freedom, shares).any()
    assert beyond(np.nextafter(at, np.inf), np.ones(3), freedom, shares).all()


def test_quantiles_of_equal_freedoms_are_those_of_each_by_itself() -> None:
    freedom = np.array([5.0, 30.0, 5.0, 7.25, 30.0])
    assert (quantiles(freedom, 0.975) == stdtrit(freedom, 0.975)).all()
