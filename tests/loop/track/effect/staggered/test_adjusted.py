"""Covariates: the three ways, and what they refuse."""

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.staggered.adjusted import adjusted, plain

WAYS = ["doubly_robust", "regression", "weighting"]


def drawn(seed=0, count=4000, effect=2.0):
    """Larger entities are treated more often and grow faster by themselves."""
    random = np.random.default_rng(seed)
    size = random.normal(size=count)
    own = random.random(count) < 1 / (1 + np.exp(1 - size))
    return 1.5 * size + effect * own + random.normal(size=count), own, size[:, None]


@pytest.mark.parametrize("how", WAYS)
def test_what_the_covariate_brings_is_no_effect(how):
    change, own, traits = drawn()
    effect, influence = adjusted(change, own, traits, how)
    assert plain(change, own)[0] > 3
    assert effect == pytest.approx(2, abs=0.15)
    assert influence.mean() == pytest.approx(0, abs=1e-9)
    # The error that the influence tells is the spread over draws.
    told = np.sqrt((influence**2).mean() / len(own))
    spread = np.std([adjusted(*drawn(seed, 400), how)[0] for seed in range(60)]) * np.sqrt(400 / len(own))
    assert told == pytest.approx(spread, rel=0.35)


@pytest.mark.parametrize("how", WAYS)
def test_a_covariate_that_says_nothing_changes_little_and_its_scale_nothing(how):
    change, own, _ = drawn(count=300)
    idle = np.random.default_rng(9).normal(size=(300, 1))
    effect, _ = adjusted(change, own, idle, how)
    assert effect == pytest.approx(plain(change, own)[0], abs=0.1)
    assert adjusted(change, own, 1e6 * idle, how)[0] == pytest.approx(effect, rel=1e-6)


def test_covariates_that_tell_the_cohort_apart_or_depend_on_each_other_are_refused():
    change, own, traits = drawn(count=60)
    with pytest.raises(InputError, match=r"tell the entities that started together \(\d+\) apart from everyone else"):
        adjusted(change, own, np.where(own, 3.0, -3.0)[:, None] + 0.1 * traits, "weighting")
    with pytest.raises(InputError, match=r"covariates \(2\) of the comparison entities \(\d+\) depend on each other"):
        adjusted(change, own, np.hstack([traits, 2 * traits]), "regression")
