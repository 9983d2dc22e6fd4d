"""Limits of chance among peers."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import binom

from diagnostics.loop.diagnose.gaps.funnel import funnel


class Figures(SimpleNamespace):
    """As much of the actual figures as limits need."""

    def __len__(self) -> int:
        return len(self.value)


def limits(top, base, groups=1):
    top, base = np.asarray(top, dtype=float), np.asarray(base, dtype=float)
    value = np.divide(top, base, out=np.full(len(top), np.nan), where=base > 0)
    figures = Figures(value=value, numerator=top, denominator=base)
    whose = np.repeat(np.arange(groups), len(top) // groups)
    return figures, funnel(figures, whose, np.ones(len(top), dtype=bool))


ALIKE = ([10, 100, 1000, 3, *[99, 101] * 4], [100, 1000, 10000, 10, *[1000] * 8])


def test_a_small_entity_may_differ_more_than_a_large_one():
    figures, found = limits(*ALIKE)
    wide = found.high - found.low
    assert (np.diff(wide[[2, 1, 0, 3]]) > 0).all()
    # 3 of 10 where 10 % is usual is chance; 300 of 1000 would not be.
    assert found.low[3] <= figures.value[3] <= found.high[3]
    loud, other = limits([10, 100, 1000, 300, *[99, 101] * 4], [100, 1000, 10000, 1000, *[1000] * 8])
    assert loud.value[3] > other.high[3]


def test_where_counting_explains_the_spread_probabilities_are_those_of_the_binomial():
    _, found = limits(*ALIKE)
    level = (sum(ALIKE[0]) - 3) / (sum(ALIKE[1]) - 10)
    assert found.probability[3] == pytest.approx(2 * binom.sf(2, 10, level))


@pytest.mark.parametrize(("kind", "entities"), [("share", 30), ("rate", 30), ("money", 30), ("money", 12)])
@pytest.mark.parametrize("differ", [False, True])
def test_chance_alone_passes_the_limits_hardly_ever(kind, entities, differ):
    random, draws = np.random.default_rng(5), 300
    base = random.integers(5, 2000, (draws, entities)).astype(float)
    own = random.normal(size=base.shape) * differ
    if kind == "share":
        top = random.binomial(base.astype(int), np.clip(0.2 + 0.05 * own, 0.01, 0.99)).astype(float)
    elif kind == "rate":
        top = random.poisson(base * 1.5 * np.exp(0.1 * own)).astype(float)
    else:
        top = base * (80 + 8 * own) + random.normal(size=base.shape) * 20 * np.sqrt(base)
    figures, found = limits(top.ravel(), base.ravel(), draws)
    outside = (figures.value < found.low) | (figures.value > found.high)
    assert not np.isnan(found.low).any()
    assert outside.mean() < 0.006
    assert (found.probability < 0.05).mean() < 0.06


def test_one_entity_at_fault_does_not_hide_itself():
    random = np.random.default_rng(2)
    base = random.integers(200, 2000, 20).astype(float)
    top = random.binomial(base.astype(int), 0.2).astype(float)
    top[4] = np.round(0.4 * base[4])
    figures, found = limits(top, base)
    outside = (figures.value < found.low) | (figures.value > found.high)
    assert np.flatnonzero(outside).tolist() == [4]


def test_sums_have_no_limits_and_money_needs_eight_peers():
    _, found = limits([np.nan] * 4, [np.nan] * 4)
    assert np.isnan(found.low).all()
    _, few = limits([100.5, 200.25, 150.5], [10, 20, 15])
    assert np.isnan(few.low).all()


@pytest.mark.parametrize("peers", [4, 6, 9, 12])
def test_in_small_groups_an_outlier_does_not_hide_itself(peers):
    random, draws = np.random.default_rng(7), 200
    base = np.full((draws, peers), 1000.0)
    top = random.binomial(1000, 0.2, base.shape).astype(float)
    top[:, 0] = random.binomial(1000, 0.1, draws)
    figures, found = limits(top.ravel(), base.ravel(), draws)
    outside = ((figures.value < found.low) | (figures.value > found.high)).reshape(draws, peers)
    assert outside[:, 0].mean() > 0.8
    assert outside[:, 1:].mean() < 0.01


def test_one_that_opened_in_the_middle_widens_nobodys_limits():
    top, base = np.array([200.0, 210, 190, 205, 195, 1]), np.array([1000.0] * 5 + [60])
    figures = Figures(value=top / base, numerator=top, denominator=base)
    whose, all_, whole = np.zeros(6, dtype=int), np.ones(6, dtype=bool), np.array([True] * 5 + [False])
    with_it, without = funnel(figures, whose, all_), funnel(figures, whose, whole)
    assert (without.high - without.low)[:5].max() < (with_it.high - with_it.low)[:5].max()
