"""Discoveries among many probabilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.signal import discoveries

# Benjamini and Hochberg (1995), section 3.2: fifteen comparisons, of which four are rejected at 0.05.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0
]  # fmt: skip


def test_the_published_example_has_four_discoveries():
    assert discoveries(PUBLISHED).sum() == 4


@given(some.lists(some.floats(0, 1), min_size=1, max_size=40), some.sampled_from(["positive", "any"]))
def test_discoveries_are_those_of_scipy(probabilities, dependence):
    method = {"positive": "bh", "any": "by"}[dependence]
    adjusted = stats.false_discovery_control(probabilities, method=method)
    clear = np.abs(adjusted - 0.05) > 1e-9
    assert (discoveries(probabilities, dependence=dependence) == (adjusted <= 0.05))[clear].all()


def test_what_is_missing_is_not_judged_and_counts_for_nothing():
    assert discoveries([0.04, np.nan, np.nan]).tolist() == [True, False, False]
    assert discoveries([np.nan]).tolist() == [False]
    assert discoveries([]).tolist() == []


def test_false_discoveries_keep_to_the_rate_where_series_move_together():
    draws = np.random.default_rng(5)
    shares = []
    for _ in range(400):
        figures = np.sqrt(0.5) * draws.standard_normal() + np.sqrt(0.5) * draws.standard_normal(200)
        figures[:20] += 4
        found = discoveries(2 * stats.norm.sf(np.abs(figures)))
        shares.append(found[20:].sum() / max(found.sum(), 1))
    assert np.mean(shares) < 0.065


@pytest.mark.parametrize("strange", [[1.2], [-0.1], ["a"], [np.inf]])
def test_what_is_no_probability_is_refused(strange):
    with pytest.raises(InputError, match="robabilit"):
        discoveries(strange)


@pytest.mark.parametrize("rate", [0, 1, "5%", True])
def test_what_is_no_rate_is_refused(rate):
    with pytest.raises(InputError, match="rate is"):
        discoveries([0.1], rate)


def test_an_unknown_dependence_is_refused():
    with pytest.raises(UnknownNameError, match="positive"):
        discoveries([0.1], dependence="positiv")
